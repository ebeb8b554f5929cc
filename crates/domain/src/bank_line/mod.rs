//! Bank lines: credits on a guarantor's account, as its bank reported them. A line settles at most one payment (INV-11);
//! one that settles none goes to suspense (待核款项) and leaves it only through a person: refunded or honoured.

mod aside;
mod follows;
mod honour;
mod identify;
mod matching;
mod refund;
mod told;

pub use aside::{propose_aside, reject_aside, set_aside};
pub use honour::honour;
pub use identify::identify;
pub use matching::{Owed, match_line};
pub use refund::{RefundGround, accept_refund, approve_refund, fail_refund, propose_refund, reject_refund, request_refund};

use crate::id::{ApplicationId, BankLineId, InstitutionId, PaymentId, StatementId};
use crate::money::Cny;
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};

/// How a line came.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LineSource {
    /// The bank reported it under its own signature.
    #[default]
    Bank,
    /// The institution's staff took it from a statement: it settles only what the applicant itself has paid.
    Statement,
}

/// What the bank reported. Recorded before anything is done with it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BankLineFacts {
    /// Which line.
    pub id: BankLineId,
    /// The bank's own identifier, unique for ever.
    pub bank_reference: String,
    /// The account credited.
    pub account: String,
    /// Whose account, when it belongs to an institution of the platform.
    pub institution: Option<InstitutionId>,
    /// The amount.
    pub amount: Cny,
    /// The payer's name as the bank knows it.
    pub payer_name: String,
    /// The payer's account.
    pub payer_account: String,
    /// What the payer wrote.
    pub remark: String,
    /// When the bank booked it; the day's beginning where it tells the day only.
    pub booked_at: Timestamp,
    /// Whether it tells the day only.
    #[serde(default)]
    pub day_only: bool,
    /// When it reached the platform.
    pub received_at: Timestamp,
    /// How it came.
    #[serde(default)]
    pub source: LineSource,
    /// The earlier line that the bank reported under the same identifier with other contents.
    #[serde(default)]
    pub contradicts: Option<BankLineId>,
    /// The statement it was recorded from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub statement: Option<StatementId>,
    /// What stood on the account behind it, in fen, where the statement says so: it tells equal lines apart.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub balance: Option<i64>,
}

/// Why a line did not settle anything by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SuspenseReason {
    /// No reference in the remark, or none that the platform gave out, or several.
    UnknownReference,
    /// The amount is not the fee.
    AmountDiffers,
    /// The account credited is not the payee's.
    PayeeDiffers,
    /// The payment had lapsed or been withdrawn.
    PaymentClosed,
    /// The payment had been settled by another line.
    AlreadySettled,
    /// The account belongs to no institution here.
    UnknownAccount,
    /// The statement does not name who has paid.
    PayerMissing,
    /// It came in time, but the application was over and cannot be taken up again.
    NotTakenUp,
    /// Somebody else than the applicant has paid.
    PayerDiffers,
    /// The bank has reported it before, with other contents.
    ReportsDiffer,
}

impl SuspenseReason {
    /// Every reason.
    pub const ALL: [Self; 10] = [
        Self::UnknownReference,
        Self::AmountDiffers,
        Self::PayeeDiffers,
        Self::PaymentClosed,
        Self::AlreadySettled,
        Self::UnknownAccount,
        Self::PayerMissing,
        Self::NotTakenUp,
        Self::PayerDiffers,
        Self::ReportsDiffer,
    ];

    /// The words on the suspense list.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::UnknownReference => "付款识别码缺失或无法识别",
            Self::AmountDiffers => "金额与应付费用不一致",
            Self::PayeeDiffers => "收款账户与订单不一致",
            Self::PaymentClosed => "付款期限届满或订单关闭后到账",
            Self::AlreadySettled => "同一订单重复付款",
            Self::UnknownAccount => "收款账户不属于任何机构",
            Self::PayerMissing => "对账单没有写明付款人，无法确认由申请企业支付",
            Self::NotTakenUp => "款项在付款期限内到账，但到账信息送达时订单已结束，不能恢复办理",
            Self::PayerDiffers => "付款人不是申请企业",
            Self::ReportsDiffer => "银行以同一流水号先后报送了不同内容",
        }
    }
}

/// Where a line stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "state")]
pub enum BankLineState {
    /// Recorded, not yet looked at.
    Received,
    /// Settled its payment.
    Matched,
    /// Waits for a person.
    Suspense {
        /// Why.
        reason: SuspenseReason,
    },
    /// A person proposed to send it back; a second one decides.
    RefundProposed {
        /// Why it lies in suspense.
        suspense: SuspenseReason,
        /// Why it is to be sent back.
        reason: String,
        /// SM3 fingerprint of the certificate of whoever proposed it.
        by: String,
    },
    /// The bank has been asked to send it back; money from a statement the institution's staff sends back.
    Refunding {
        /// Why, for whoever sends it.
        #[serde(default)]
        reason: String,
    },
    /// A person proposed to set it aside as nothing of the platform's; a second one decides.
    AsideProposed {
        /// Why it lies in suspense.
        suspense: SuspenseReason,
        /// What it is.
        reason: String,
        /// SM3 fingerprint of the certificate of whoever proposed it.
        by: String,
    },
    /// Nothing of the platform's (interest, other business of the account): the money stays where it is.
    Aside {
        /// What it is.
        reason: String,
    },
    /// The bank refused to send it back: a person asks for it again, or sends it back otherwise and says so.
    RefundFailed {
        /// Why, as the bank says.
        reason: String,
    },
    /// The bank has sent it back.
    Refunded,
    /// A person accepted it for this application.
    Honoured {
        /// The application.
        application: ApplicationId,
    },
}

impl BankLineState {
    /// The state's name in the database.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Received => "received",
            Self::Matched => "matched",
            Self::Suspense { .. } => "suspense",
            Self::RefundProposed { .. } => "refund_proposed",
            Self::Refunding { .. } => "refunding",
            Self::AsideProposed { .. } => "aside_proposed",
            Self::Aside { .. } => "aside",
            Self::RefundFailed { .. } => "refund_failed",
            Self::Refunded => "refunded",
            Self::Honoured { .. } => "honoured",
        }
    }

    /// The word on screens.
    #[must_use]
    pub const fn label(&self) -> &'static str {
        match self {
            Self::Received => "待匹配",
            Self::Matched => "已入账",
            Self::Suspense { .. } => "待核实",
            Self::RefundProposed { .. } => "退款待复核",
            Self::Refunding { .. } => "退款中",
            Self::AsideProposed { .. } => "与平台无关，待复核",
            Self::Aside { .. } => "与平台无关",
            Self::RefundFailed { .. } => "退款未成功",
            Self::Refunded => "已退款",
            Self::Honoured { .. } => "已补认",
        }
    }
}

/// A bank line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BankLine {
    /// What the bank reported.
    pub facts: BankLineFacts,
    /// The payment its reference names, once looked at and if there is one; or the one that a person named.
    pub payment: Option<PaymentId>,
    /// SM3 fingerprint of the certificate of the person who named it, by a voucher.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub identified_by: Option<String>,
    /// Where it stands.
    pub state: BankLineState,
    /// Events so far.
    pub version: u32,
}

/// What happened to a bank line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "type")]
pub enum BankLineEvent {
    /// The bank reported it.
    Received {
        /// What it reported.
        facts: Box<BankLineFacts>,
    },
    /// It settled a payment.
    Matched {
        /// Which.
        payment: PaymentId,
    },
    /// It went to suspense.
    Suspended {
        /// Why.
        reason: SuspenseReason,
        /// The payment its reference names, if any.
        payment: Option<PaymentId>,
    },
    /// A person named the payment that it is for, by a voucher: it lies in suspense until a second person agrees.
    Identified {
        /// Which.
        payment: PaymentId,
        /// SM3 fingerprint of the person's certificate.
        by: String,
    },
    /// A person proposed to send it back.
    RefundProposed {
        /// Why.
        reason: String,
        /// SM3 fingerprint of the person's certificate.
        by: String,
    },
    /// A second person did not agree.
    RefundRejected,
    /// A person proposed to set it aside.
    AsideProposed {
        /// What it is.
        reason: String,
        /// SM3 fingerprint of the person's certificate.
        by: String,
    },
    /// A second person did not agree that it is nothing of the platform's.
    AsideRejected,
    /// Two persons found that it is nothing of the platform's.
    SetAside {
        /// What it is.
        reason: String,
    },
    /// Two persons, or a declined application, asked the bank to send it back.
    RefundRequested {
        /// Why, as the bank forwards it to the payer.
        reason: String,
    },
    /// The bank sent it back.
    Refunded,
    /// The bank refused to.
    RefundFailed {
        /// Why, as the bank says.
        reason: String,
    },
    /// It was taken for an application that had ended unpaid: by a person, or by rule as it had come in time.
    Honoured {
        /// For this application.
        application: ApplicationId,
        /// Its payment, where it was taken by rule, as soon as it was looked at.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        in_time: Option<PaymentId>,
    },
}

impl BankLineEvent {
    /// The event's name in the log.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Received { .. } => "bank_line.received",
            Self::Matched { .. } => "bank_line.matched",
            Self::Suspended { .. } => "bank_line.suspended",
            Self::Identified { .. } => "bank_line.identified",
            Self::RefundProposed { .. } => "bank_line.refund_proposed",
            Self::RefundRejected => "bank_line.refund_rejected",
            Self::AsideProposed { .. } => "bank_line.aside_proposed",
            Self::AsideRejected => "bank_line.aside_rejected",
            Self::SetAside { .. } => "bank_line.set_aside",
            Self::RefundRequested { .. } => "bank_line.refund_requested",
            Self::Refunded => "bank_line.refunded",
            Self::RefundFailed { .. } => "bank_line.refund_failed",
            Self::Honoured { .. } => "bank_line.honoured",
        }
    }
}

impl BankLine {
    /// Whether the money was on the account by `until`. When the bank booked it counts, not when the platform heard of it; what it heard of
    /// by then was booked by then. A statement that tells the day only leaves the whole of it to the payer.
    #[must_use]
    pub fn came_by(&self, until: Timestamp) -> bool {
        let facts = &self.facts;
        let booked = if facts.day_only { facts.booked_at.date() <= until.date() } else { facts.booked_at < until };
        booked || facts.received_at < until
    }

    /// The line after its first event.
    #[must_use]
    pub fn born(event: &BankLineEvent) -> Option<Self> {
        if let BankLineEvent::Received { facts } = event {
            Some(Self { facts: (**facts).clone(), payment: None, identified_by: None, state: BankLineState::Received, version: 1 })
        } else {
            None
        }
    }

    /// The only writer of a line's state.
    pub fn apply(&mut self, event: &BankLineEvent) {
        self.version += 1;
        match event {
            BankLineEvent::Received { .. } => {}
            BankLineEvent::Matched { payment } => {
                self.payment = Some(*payment);
                self.state = BankLineState::Matched;
            }
            BankLineEvent::Suspended { reason, payment } => {
                self.payment = *payment;
                self.state = BankLineState::Suspense { reason: *reason };
            }
            BankLineEvent::Identified { payment, by } => {
                self.payment = Some(*payment);
                self.identified_by = Some(by.clone());
            }
            BankLineEvent::RefundProposed { reason, by } => {
                if let BankLineState::Suspense { reason: suspense } = self.state {
                    self.state = BankLineState::RefundProposed { suspense, reason: reason.clone(), by: by.clone() };
                }
            }
            BankLineEvent::RefundRejected => {
                if let BankLineState::RefundProposed { suspense, .. } = self.state {
                    self.state = BankLineState::Suspense { reason: suspense };
                }
            }
            BankLineEvent::AsideProposed { reason, by } => {
                if let BankLineState::Suspense { reason: suspense } = self.state {
                    self.state = BankLineState::AsideProposed { suspense, reason: reason.clone(), by: by.clone() };
                }
            }
            BankLineEvent::AsideRejected => {
                if let BankLineState::AsideProposed { suspense, .. } = self.state {
                    self.state = BankLineState::Suspense { reason: suspense };
                }
            }
            BankLineEvent::SetAside { reason } => self.state = BankLineState::Aside { reason: reason.clone() },
            BankLineEvent::RefundRequested { reason } => self.state = BankLineState::Refunding { reason: reason.clone() },
            BankLineEvent::RefundFailed { reason } => self.state = BankLineState::RefundFailed { reason: reason.clone() },
            BankLineEvent::Refunded => self.state = BankLineState::Refunded,
            BankLineEvent::Honoured { application, in_time } => {
                self.payment = self.payment.or(*in_time);
                self.state = BankLineState::Honoured { application: *application };
            }
        }
    }
}

use super::{
    Application, ApplicationFacts, ApplicationState, BriefingConsent, Cashier, Decliner, Halt, HeardLot, Numbered, ProvedMobile,
    SignedAgreement, WORDING_PREFIX, Won,
};
use crate::id::{BankLineId, FileId, GuaranteeId, PaymentId, SpecialFormId};
use crate::lot::TenderedLot;
use crate::party::Representative;
use crate::payment::Settlement;
use crate::time::{Date, Timestamp};
use crate::underlying::{Underlying, UnderlyingPaper};
use serde::{Deserialize, Serialize};

/// What happened to an application. Past tense; each event is a delta.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "type")]
pub enum ApplicationEvent {
    /// The draft was made.
    Drafted {
        /// All that is fixed from here on.
        facts: Box<ApplicationFacts>,
    },
    /// The representative was named or changed.
    Described {
        /// Who.
        representative: Representative,
        /// Whether the English parallel text is wanted.
        #[serde(default)]
        english: bool,
        /// The wording that was chosen instead of the one it had.
        #[serde(default)]
        wording: Option<String>,
        /// Who prepared it: what the person's session is known by.
        #[serde(default)]
        by: String,
    },
    /// What it secures was stated or changed.
    Substantiated {
        /// What.
        underlying: Box<Underlying>,
        /// The day it has to be covered until, where a rule says.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        until: Option<Date>,
        /// The last day that follows from it and the lot.
        expiry: Date,
    },
    /// A paper of what it secures was attached.
    PaperAttached {
        /// Which.
        paper: Box<UnderlyingPaper>,
    },
    /// A paper was taken out.
    PaperRemoved {
        /// Which.
        paper: FileId,
    },
    /// What the applicant is told before applying was read and agreed to.
    Agreed {
        /// What exactly, and when.
        consent: Box<BriefingConsent>,
        /// The phone that was proved with it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        proved: Option<ProvedMobile>,
    },
    /// A special form was asked for.
    FormRequested {
        /// Which.
        form: SpecialFormId,
    },
    /// The special form that was waited for is settled: the letter has this wording.
    Reworded {
        /// The wording.
        wording: String,
    },
    /// The applicant signed and submitted.
    Submitted {
        /// The payment that is now due.
        payment: PaymentId,
        /// When it lapses unpaid.
        until: Timestamp,
        /// SM3 of the letter's terms as previewed and signed, hexadecimal (INV-21).
        terms_digest: String,
        /// The agreement as the applicant sealed it.
        agreement: SignedAgreement,
        /// What the letter is numbered here, where the institution's own system makes it (P5).
        #[serde(default, skip_serializing_if = "Option::is_none")]
        numbered: Option<Numbered>,
        /// SM3 fingerprint of the signing certificate, hexadecimal.
        certificate: String,
    },
    /// The applicant withdrew before payment.
    Withdrawn,
    /// The payment period ended unpaid.
    Lapsed,
    /// The institution's own system accepted.
    Accepted,
    /// The institution's own system said where its cashier is.
    CashierOpened {
        /// Where.
        cashier: Cashier,
    },
    /// The fee arrived.
    Settled {
        /// What settled it.
        by: Settlement,
        /// Whether the letter follows without review.
        automatic: bool,
    },
    /// A payment was taken after the application had lapsed or was withdrawn: by a person, or by rule as it had come in time.
    Honoured {
        /// The bank line.
        line: BankLineId,
        /// Whether it had come in time: then it goes on as if it had not lapsed.
        #[serde(default)]
        in_time: bool,
    },
    /// The first person at the guarantor found it right.
    Endorsed {
        /// SM3 fingerprint of the person's certificate.
        by: String,
    },
    /// A second person approved.
    Approved,
    /// The letter could not be issued after all: a person at the guarantor looks at it.
    Held {
        /// The code of the refusal that stood in the way.
        refusal: String,
    },
    /// It was declined.
    Declined {
        /// Why.
        reason: String,
        /// By whom.
        #[serde(default)]
        by: Decliner,
    },
    /// The lot of a draft has changed.
    LotChanged {
        /// The lot as it is now.
        lot: Box<TenderedLot>,
        /// The last day that follows from it.
        expiry: Date,
    },
    /// The lot of what is paid for has changed, in more than its opening. What was signed stays signed.
    LotHeard {
        /// What is known of it now.
        heard: Box<HeardLot>,
    },
    /// Bids are opened at another time than was known.
    OpeningMoved {
        /// When.
        opens_at: Timestamp,
        /// Until when it can be paid, while it is not.
        until: Option<Timestamp>,
    },
    /// Its institution no longer sells on the site.
    Halted {
        /// How.
        halt: Halt,
    },
    /// Its institution is back.
    Resumed,
    /// Its lot was won, and the performance guarantee follows on it.
    Won {
        /// With what.
        won: Box<Won>,
    },
    /// The letter is out.
    Issued {
        /// The guarantee.
        guarantee: GuaranteeId,
    },
}

impl ApplicationEvent {
    /// The event's name in the log.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Drafted { .. } => "application.drafted",
            Self::Described { .. } => "application.described",
            Self::Substantiated { .. } => "application.substantiated",
            Self::PaperAttached { .. } => "application.paper_attached",
            Self::PaperRemoved { .. } => "application.paper_removed",
            Self::Agreed { .. } => "application.agreed",
            Self::FormRequested { .. } => "application.form_requested",
            Self::Reworded { .. } => "application.reworded",
            Self::Submitted { .. } => "application.submitted",
            Self::Accepted => "application.accepted",
            Self::CashierOpened { .. } => "application.cashier_opened",
            Self::Withdrawn => "application.withdrawn",
            Self::Lapsed => "application.lapsed",
            Self::Settled { .. } => "application.settled",
            Self::Honoured { .. } => "application.honoured",
            Self::Endorsed { .. } => "application.endorsed",
            Self::Approved => "application.approved",
            Self::Held { .. } => "application.held",
            Self::Declined { .. } => "application.declined",
            Self::LotChanged { .. } => "application.lot_changed",
            Self::LotHeard { .. } => "application.lot_heard",
            Self::OpeningMoved { .. } => "application.opening_moved",
            Self::Halted { .. } => "application.halted",
            Self::Resumed => "application.resumed",
            Self::Won { .. } => "application.won",
            Self::Issued { .. } => "application.issued",
        }
    }

    /// What happened, in the words of the application's page.
    #[must_use]
    pub fn label(&self) -> &'static str {
        match self {
            Self::Drafted { .. } => "选定标段与出函机构",
            Self::Described { .. } => "填写经办人信息",
            Self::Substantiated { .. } => "填写合同信息",
            Self::PaperAttached { .. } => "上传合同材料",
            Self::PaperRemoved { .. } => "移除合同材料",
            Self::Agreed { .. } => "阅读并同意投保须知",
            Self::FormRequested { .. } => "申请特殊格式",
            Self::Reworded { wording } if wording.starts_with(WORDING_PREFIX) => "确定特殊格式",
            Self::Reworded { .. } => "未采用特殊格式，沿用产品原有格式",
            Self::Submitted { .. } => "签名并提交申请",
            Self::Accepted => "出函机构同意承保",
            Self::CashierOpened { .. } => "出函机构给出支付页",
            Self::Withdrawn => "放弃申请",
            Self::Lapsed => "超时未支付，自动取消",
            Self::Settled { .. } => "费用到账",
            Self::Honoured { in_time: false, .. } => "出函机构补认逾期到账",
            Self::Honoured { in_time: true, .. } => "费用在付款期限内到账，恢复办理",
            Self::Endorsed { .. } => "出函机构初审通过",
            Self::Approved => "出函机构复核通过",
            Self::Held { .. } => "暂缓出函，待机构处理",
            Self::Declined { by: Decliner::Staff | Decliner::Institution, .. } => "出函机构审核退回",
            Self::Declined { by: Decliner::Rule, .. } => "按规则关闭",
            Self::LotChanged { .. } => "标段信息变更，须重新预览",
            Self::LotHeard { .. } => "标段信息变更",
            Self::OpeningMoved { .. } => "开标时间变更",
            Self::Halted { halt: Halt::Paused } => "出函机构暂停受理",
            Self::Halted { halt: Halt::Gone } => "出函机构下线，暂缓办理",
            Self::Resumed => "出函机构恢复，继续办理",
            Self::Won { .. } => "登记中标，办理履约保函",
            Self::Issued { .. } => "保函出具",
        }
    }
}

impl Application {
    /// The application after its first event; `None` when that is not `Drafted`.
    #[must_use]
    pub fn born(event: &ApplicationEvent) -> Option<Self> {
        if let ApplicationEvent::Drafted { facts } = event {
            Some(Self {
                facts: (**facts).clone(),
                representative: None,
                prepared_by: String::new(),
                underlying: None,
                covers_until: None,
                papers: Vec::new(),
                won: None,
                consent: None,
                proved: None,
                english: false,
                wording: facts.wording.clone(),
                signed_terms: None,
                agreement: None,
                numbered: None,
                accepted: false,
                opening: None,
                heard: None,
                halt: None,
                state: ApplicationState::Draft { waits_for: None },
                version: 1,
            })
        } else {
            None
        }
    }

    /// The only writer of an application's state. Total: an event that does not fit the state leaves it as it is, which the
    /// replay test then notices.
    pub fn apply(&mut self, event: &ApplicationEvent) {
        self.version += 1;
        let payment = self.payment();
        match (event, payment) {
            (ApplicationEvent::Described { representative, english, wording, by }, _) => {
                self.prepared_by.clone_from(by);
                if self.proved.as_ref().is_some_and(|proved| proved.mobile != representative.mobile) {
                    self.proved = None;
                }
                self.representative = Some(representative.clone());
                self.english = *english;
                if let Some(wording) = wording {
                    self.wording.clone_from(wording);
                }
            }
            (ApplicationEvent::Substantiated { underlying, until, expiry }, _) => {
                self.underlying = Some(underlying.clone());
                self.covers_until = *until;
                self.facts.expiry = *expiry;
            }
            (ApplicationEvent::PaperAttached { paper }, _) => self.papers.push((**paper).clone()),
            (ApplicationEvent::PaperRemoved { paper }, _) => self.papers.retain(|known| known.id != *paper),
            (ApplicationEvent::Won { won }, _) => self.won = Some(won.clone()),
            (ApplicationEvent::Agreed { consent, proved }, _) => {
                self.consent = Some((**consent).clone());
                if proved.is_some() {
                    self.proved.clone_from(proved);
                }
            }
            (ApplicationEvent::FormRequested { form }, _) => {
                if let ApplicationState::Draft { waits_for } = &mut self.state {
                    *waits_for = Some(*form);
                }
            }
            (ApplicationEvent::Reworded { wording }, _) => {
                self.wording.clone_from(wording);
                if let ApplicationState::Draft { waits_for } = &mut self.state {
                    *waits_for = None;
                }
            }
            (ApplicationEvent::Submitted { payment, until, terms_digest, agreement, numbered, .. }, _) => {
                self.halt = None;
                self.numbered.clone_from(numbered);
                self.agreement = Some(agreement.clone());
                self.signed_terms = Some(terms_digest.clone());
                self.state = ApplicationState::AwaitingPayment { payment: *payment, until: *until, cashier: None };
            }
            (ApplicationEvent::LotChanged { lot, expiry }, _) => {
                self.facts.lot = (**lot).clone();
                self.facts.expiry = *expiry;
            }
            (ApplicationEvent::LotHeard { heard }, _) => self.heard = Some((**heard).clone()),
            (ApplicationEvent::OpeningMoved { opens_at, until: moved }, _) => {
                self.opening = Some(*opens_at);
                if let (Some(moved), ApplicationState::AwaitingPayment { until, .. }) = (moved, &mut self.state) {
                    *until = *moved;
                }
            }
            (ApplicationEvent::Accepted, _) => self.accepted = true,
            (ApplicationEvent::Halted { halt }, _) => self.halt = Some(*halt),
            (ApplicationEvent::Resumed, _) => {
                self.halt = None;
                if let (true, Some(payment)) = (self.awaits_return(), payment) {
                    self.state = ApplicationState::Issuing { payment };
                }
            }
            (ApplicationEvent::CashierOpened { cashier: opened }, _) => {
                if let ApplicationState::AwaitingPayment { cashier, .. } = &mut self.state {
                    *cashier = Some(opened.clone());
                }
            }
            (ApplicationEvent::Withdrawn, _) => self.state = ApplicationState::Withdrawn { payment },
            (ApplicationEvent::Lapsed, Some(payment)) => {
                let until = self.due_until();
                self.state = ApplicationState::Lapsed { payment, until };
            }
            (ApplicationEvent::Settled { automatic: true, .. } | ApplicationEvent::Approved, Some(payment)) => {
                self.state = ApplicationState::Issuing { payment };
            }
            (ApplicationEvent::Endorsed { by }, _) => {
                if let ApplicationState::UnderReview { endorsed_by, .. } = &mut self.state {
                    *endorsed_by = Some(by.clone());
                }
            }
            (ApplicationEvent::Held { refusal }, Some(payment)) => {
                self.state = ApplicationState::UnderReview { payment, endorsed_by: None, held: Some(refusal.clone()) };
            }
            (ApplicationEvent::Honoured { in_time: true, .. }, Some(payment)) if self.facts.automatic => {
                self.state = ApplicationState::Issuing { payment };
            }
            (ApplicationEvent::Settled { automatic: false, .. } | ApplicationEvent::Honoured { .. }, Some(payment)) => {
                self.state = ApplicationState::UnderReview { payment, endorsed_by: None, held: None };
            }
            (ApplicationEvent::Declined { reason, by }, payment) => {
                self.state = ApplicationState::Declined { payment, reason: reason.clone(), by: *by };
            }
            (ApplicationEvent::Issued { guarantee }, Some(payment)) => {
                self.state = ApplicationState::Issued { payment, guarantee: *guarantee };
            }
            (
                ApplicationEvent::Drafted { .. }
                | ApplicationEvent::Lapsed
                | ApplicationEvent::Settled { .. }
                | ApplicationEvent::Honoured { .. }
                | ApplicationEvent::Approved
                | ApplicationEvent::Held { .. }
                | ApplicationEvent::Issued { .. },
                _,
            ) => {}
        }
    }
}

use super::{Invoice, InvoiceFacts, InvoiceState, IssuedInvoice, Post, RedInvoice, RedReason, RedWanted};
use crate::money::Cny;
use serde::{Deserialize, Serialize};

/// What happened to an invoice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "type")]
pub enum InvoiceEvent {
    /// The applicant asked for it.
    Requested {
        /// All that is fixed from here on.
        facts: Box<InvoiceFacts>,
    },
    /// The institution issued it.
    Issued {
        /// What.
        issued: Box<IssuedInvoice>,
    },
    /// The institution sent it back.
    SentBack {
        /// Why, as the applicant reads it.
        reason: String,
    },
    /// The fee went back before it was issued.
    Cancelled,
    /// The fee went back after it was issued, or after an own system was asked for it.
    RedWanted {
        /// How much is to be taken back in all, beside what was.
        amount: Cny,
        /// Why.
        reason: RedReason,
    },
    /// The confirmation of a red invoice has come so far.
    RedConfirming {
        /// What is wanted, and how far its confirmation has come.
        wanted: RedWanted,
    },
    /// A red invoice has taken it back, in whole or in part.
    Reversed {
        /// Which.
        red: Box<RedInvoice>,
    },
    /// The paper is on its way.
    Posted {
        /// How.
        post: Post,
    },
}

impl InvoiceEvent {
    /// The event's name in the log.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Requested { .. } => "invoice.requested",
            Self::Issued { .. } => "invoice.issued",
            Self::SentBack { .. } => "invoice.sent_back",
            Self::Cancelled => "invoice.cancelled",
            Self::RedWanted { .. } => "invoice.red_wanted",
            Self::RedConfirming { .. } => "invoice.red_confirming",
            Self::Reversed { .. } => "invoice.reversed",
            Self::Posted { .. } => "invoice.posted",
        }
    }

    /// What happened, in the words of the invoice's page.
    #[must_use]
    pub fn label(&self) -> String {
        match self {
            Self::Requested { .. } => "提交开票申请".to_owned(),
            Self::Issued { issued } => format!("开具发票 {}", issued.number),
            Self::SentBack { reason } => format!("退回开票申请：{reason}"),
            Self::Cancelled => "费用已退回，开票申请取消".to_owned(),
            Self::RedWanted { amount, reason } => format!("待红冲 {amount} 元（{}）", reason.label()),
            Self::RedConfirming { wanted } => {
                let state = wanted.confirming.map_or("申请中", |confirming| confirming.state.label());
                format!("红字信息确认单：{state}")
            }
            Self::Reversed { red } => format!("红冲 {} 元，红字发票 {}", red.invoice.amount, red.invoice.number),
            Self::Posted { post } => format!("寄出纸质发票：{} {}", post.courier, post.tracking),
        }
    }
}

impl Invoice {
    /// The invoice after its first event; `None` when that is not `Requested`.
    #[must_use]
    pub fn born(event: &InvoiceEvent) -> Option<Self> {
        if let InvoiceEvent::Requested { facts } = event {
            Some(Self { facts: (**facts).clone(), state: InvoiceState::Requested { refunded: Cny::ZERO }, version: 1 })
        } else {
            None
        }
    }

    /// The only writer of what happens to it.
    pub fn apply(&mut self, event: &InvoiceEvent) {
        self.version += 1;
        match event {
            InvoiceEvent::Requested { .. } => {}
            InvoiceEvent::Issued { issued } => {
                let wanted = self.too_much(issued).map(|amount| RedWanted { amount, reason: RedReason::Ended, confirming: None });
                self.state = InvoiceState::Issued { issued: issued.clone(), wanted, reversals: Vec::new(), post: None };
            }
            InvoiceEvent::SentBack { reason } => self.state = InvoiceState::Returned { reason: reason.clone() },
            InvoiceEvent::Cancelled => self.state = InvoiceState::Cancelled,
            InvoiceEvent::RedWanted { amount, reason } => self.want(RedWanted { amount: *amount, reason: *reason, confirming: None }),
            InvoiceEvent::RedConfirming { wanted } => self.want(*wanted),
            InvoiceEvent::Reversed { red } => self.reverse(red),
            InvoiceEvent::Posted { post: sent } => {
                if let InvoiceState::Issued { post, .. } = &mut self.state {
                    *post = Some(sent.clone());
                }
            }
        }
    }

    /// What is issued though it went back.
    fn too_much(&self, issued: &IssuedInvoice) -> Option<Cny> {
        let back = issued.amount.fen() - self.due().fen();
        Cny::from_fen(back).ok().filter(|back| *back > Cny::ZERO)
    }

    fn want(&mut self, more: RedWanted) {
        match &mut self.state {
            InvoiceState::Requested { refunded } => *refunded = more.amount,
            InvoiceState::Issued { wanted, .. } => *wanted = Some(more),
            InvoiceState::Returned { .. } | InvoiceState::Cancelled => {}
        }
    }

    /// What is still wanted begins a confirmation of its own.
    fn reverse(&mut self, red: &RedInvoice) {
        if let InvoiceState::Issued { wanted, reversals, .. } = &mut self.state {
            reversals.push(red.clone());
            let left = wanted.map(|wanted| wanted.amount.fen() - red.invoice.amount.fen());
            let left = left.and_then(|fen| Cny::from_fen(fen).ok()).filter(|left| *left > Cny::ZERO);
            *wanted = wanted.and_then(|wanted| left.map(|amount| RedWanted { amount, confirming: None, ..wanted }));
        }
    }
}

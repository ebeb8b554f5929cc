//! The fee goes back, in whole or in part: what is not issued is cancelled, of what is a red invoice is wanted. An own system that was asked may
//! have issued it whatever is known here: nobody pretends that it has not, and however the two words arrive it ends alike. The reason is the
//! service's end: a guarantee that is given back (退保).

use super::{Invoice, InvoiceEvent, InvoiceState, RedReason};
use crate::money::Cny;

/// What follows from so much of the fee going back; `None` when there is nothing to take back any more.
#[must_use]
pub fn refund(invoice: &Invoice, refund: Cny) -> Option<InvoiceEvent> {
    let (before, most) = match &invoice.state {
        InvoiceState::Requested { .. } if !invoice.facts.own_system => return (refund > Cny::ZERO).then_some(InvoiceEvent::Cancelled),
        InvoiceState::Requested { refunded } => (refunded.fen(), invoice.facts.amount),
        InvoiceState::Issued { wanted, .. } => (wanted.map_or(0, |wanted| wanted.amount.fen()), invoice.state.left()),
        InvoiceState::Returned { .. } | InvoiceState::Cancelled => return None,
    };
    let amount = Cny::from_fen((before + refund.fen()).min(most.fen())).ok().filter(|amount| amount.fen() > before)?;
    Some(InvoiceEvent::RedWanted { amount, reason: RedReason::Ended })
}

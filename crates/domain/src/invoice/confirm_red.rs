//! The confirmation before a red invoice (红字信息确认单): recorded as the tax platform has it, and begun again after it was void.

use super::{Confirming, Invoice, InvoiceEvent, RedConfirmation, RedReason, RedWanted, forbidden};
use crate::money::Cny;
use crate::refusal::Refusal;
use crate::time::Timestamp;

/// Records how far it has come. Where nothing is wanted back yet, the whole of it is from now on, for this reason.
///
/// # Errors
/// [`Refusal::InvoiceStateForbids`] of an invoice that is not issued, or taken back in whole; [`Refusal::RedContradicts`] for a word that
/// does not follow on the one before.
pub fn confirm_red(invoice: &Invoice, reason: RedReason, state: RedConfirmation, now: Timestamp) -> Result<InvoiceEvent, Refusal> {
    let left = invoice.state.left();
    if left == Cny::ZERO {
        return forbidden();
    }
    let wanted = invoice.state.wanted().copied().unwrap_or(RedWanted { amount: left, reason, confirming: None });
    let before = wanted.confirming.map(|confirming| confirming.standing(now));
    if !follows_on(before, state) {
        return Err(Refusal::RedContradicts);
    }
    Ok(InvoiceEvent::RedConfirming { wanted: RedWanted { confirming: Some(Confirming { state, at: now }), ..wanted } })
}

/// Whether a confirmation that stood so may stand like that. A void one is followed by another, which begins anew.
const fn follows_on(before: Option<RedConfirmation>, now: RedConfirmation) -> bool {
    use RedConfirmation as R;
    match before {
        None | Some(R::DeniedByBuyer | R::DeniedBySeller | R::TimedOut | R::Withdrawn | R::Undone) => {
            matches!(now, R::Applying | R::NotNeeded | R::AwaitsBuyer | R::AwaitsSeller | R::Confirmed)
        }
        Some(R::Applying) => !matches!(now, R::Applying | R::Undone),
        Some(R::AwaitsBuyer) => matches!(now, R::Confirmed | R::DeniedByBuyer | R::TimedOut | R::Withdrawn),
        Some(R::AwaitsSeller) => matches!(now, R::Confirmed | R::DeniedBySeller | R::TimedOut | R::Withdrawn),
        Some(R::NotNeeded | R::Confirmed) => matches!(now, R::Undone | R::Withdrawn),
    }
}

//! Asking for an invoice (申请开票): once the letter is out, on some sites once bids are opened (Xinjiang manual 1.2.7).

use super::{Invoice, InvoiceAsked, InvoiceEvent, InvoiceFacts};
use crate::application::{Application, ApplicationState};
use crate::id::InvoiceId;
use crate::lot::KnownLot;
use crate::money::Cny;
use crate::refusal::Refusal;
use crate::site::{InvoiceAfter, SiteRules};
use crate::time::Timestamp;

/// What an invoice is asked for of.
#[derive(Clone, Copy, Debug)]
pub struct Invoiced<'a> {
    /// Whose fee.
    pub application: &'a Application,
    /// Its lot as it is known now.
    pub lot: &'a KnownLot,
    /// What of the fee was given back.
    pub refunded: Cny,
    /// The invoices there are of it.
    pub earlier: &'a [Invoice],
    /// The site's rules.
    pub rules: &'a SiteRules,
}

impl Invoiced<'_> {
    /// What can be invoiced: the fee without what of it was given back (INV-19).
    #[must_use]
    pub fn amount(&self) -> Cny {
        Cny::from_fen(self.application.facts.fee.fen() - self.refunded.fen()).unwrap_or(Cny::ZERO)
    }
}

/// Whether one can be asked for at `now`.
///
/// # Errors
/// [`Refusal::InvoiceBeforeIssue`]; [`Refusal::InvoiceBeforeOpening`] where the site waits for that; [`Refusal::InvoiceUnderWay`] beside
/// one that lives; [`Refusal::InvoiceNothingLeft`].
pub fn check(of: &Invoiced<'_>, now: Timestamp) -> Result<(), Refusal> {
    match of.application.state {
        ApplicationState::Issued { .. } => {}
        ApplicationState::Draft { .. }
        | ApplicationState::AwaitingPayment { .. }
        | ApplicationState::UnderReview { .. }
        | ApplicationState::Issuing { .. }
        | ApplicationState::Withdrawn { .. }
        | ApplicationState::Lapsed { .. }
        | ApplicationState::Declined { .. } => return Err(Refusal::InvoiceBeforeIssue),
    }
    let competed = of.application.facts.lot.subject().is_competed_for();
    match of.rules.invoice_after {
        InvoiceAfter::Opening if competed && !of.lot.is_surely_opened(now) => return Err(Refusal::InvoiceBeforeOpening),
        InvoiceAfter::Opening | InvoiceAfter::Issue => {}
    }
    if of.earlier.iter().any(|invoice| invoice.state.lives()) {
        return Err(Refusal::InvoiceUnderWay);
    }
    if of.amount() == Cny::ZERO { Err(Refusal::InvoiceNothingLeft) } else { Ok(()) }
}

/// Asks for one.
///
/// # Errors
/// As [`check`]; [`Refusal::InvoiceTitleMissing`] when it does not say of its buyer what such an invoice has to.
pub fn request(of: &Invoiced<'_>, id: InvoiceId, asked: InvoiceAsked, now: Timestamp) -> Result<InvoiceEvent, Refusal> {
    check(of, now)?;
    if !asked.missing().is_empty() {
        return Err(Refusal::InvoiceTitleMissing);
    }
    let facts = &of.application.facts;
    let facts = InvoiceFacts {
        id,
        application: facts.id,
        number: facts.number.clone(),
        site: facts.site,
        applicant: facts.applicant.clone(),
        guarantor: facts.guarantor.clone(),
        own_system: facts.own_system,
        amount: of.amount(),
        asked,
        requested_at: now,
    };
    Ok(InvoiceEvent::Requested { facts: Box::new(facts) })
}

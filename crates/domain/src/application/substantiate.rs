//! Substantiating: the applicant states what its guarantee secures, while the application is a draft.

use super::{Application, ApplicationEvent, describe};
use crate::lot::KnownLot;
use crate::product::Product;
use crate::refusal::Refusal;
use crate::site::SiteRules;
use crate::time::{Timestamp, add_days};
use crate::underlying::{KindRules, Underlying};

/// The rules that bind what is stated.
#[derive(Clone, Copy, Debug)]
pub struct Binding<'a> {
    /// For its kind.
    pub kinds: &'a KindRules,
    /// Of its site.
    pub site: &'a SiteRules,
    /// Of what is sold.
    pub product: &'a Product,
}

/// States the underlying relationship; the last day follows from it and the lot, whichever is later.
///
/// # Errors
/// As [`describe::check`]; [`Refusal::UnderlyingMissing`] for that of another kind; [`Refusal::AmountAgainstRule`];
/// [`Refusal::TermAboveProductMaximum`].
pub fn substantiate(
    application: &Application,
    lot: &KnownLot,
    underlying: Underlying,
    binding: Binding<'_>,
    now: Timestamp,
) -> Result<ApplicationEvent, Refusal> {
    describe::check(application, lot, now)?;
    let (facts, today) = (&application.facts, now.date());
    if underlying.kind() != facts.kind {
        return Err(Refusal::UnderlyingMissing);
    }
    if binding.kinds.broken(&underlying, facts.amount, facts.site, today).is_some() {
        return Err(Refusal::AmountAgainstRule);
    }
    let until = binding.kinds.last_day(&underlying, lot.opens_at.date(), facts.site, today);
    let by_lot = lot.expiry(binding.site);
    let expiry = until.map_or(by_lot, |until| until.max(by_lot));
    if binding.product.terms.term_days_max.is_some_and(|most| expiry > add_days(today, most)) {
        return Err(Refusal::TermAboveProductMaximum);
    }
    Ok(ApplicationEvent::Substantiated { underlying: Box::new(underlying), until, expiry })
}

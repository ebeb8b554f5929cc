//! Drafting: the applicant picks a lot and a product.

use super::{ApplicationEvent, ApplicationFacts, Guarantor};
use crate::id::ApplicationId;
use crate::institution::{Connection, Institution};
use crate::lot::{Lot, TenderedLot};
use crate::money::{Cny, Rounding};
use crate::number::ApplicationNumber;
use crate::onboarding::Presence;
use crate::party::{Party, Uscc};
use crate::product::{self, Product, Wanted};
use crate::refusal::Refusal;
use crate::site::SiteRules;
use crate::time::{Timestamp, WorkCalendar};

/// What a draft is made from.
#[derive(Clone, Debug)]
pub struct Draft<'a> {
    /// Its identifier.
    pub id: ApplicationId,
    /// Its number.
    pub number: ApplicationNumber,
    /// Who asks.
    pub applicant: Party,
    /// For which lot.
    pub lot: &'a Lot,
    /// Which product.
    pub product: &'a Product,
    /// The wording of its letter, `kind/version`: one of the product's that fits the lot.
    pub wording: String,
    /// Whose product.
    pub institution: &'a Institution,
    /// How the institution stands on the site.
    pub presence: &'a Presence,
}

/// The most that the law lets a lot's bid security be (实施条例 art. 26), where its estimate is known. It bounds what is asked of bidders in
/// a tender, and nothing else.
#[must_use]
pub fn legal_cap(lot: &Lot, rules: &SiteRules) -> Option<Cny> {
    lot.estimate.filter(|_| lot.subject.is_lot()).map(|estimate| rules.security_cap.of(estimate, Rounding::HalfUp))
}

/// Whether the lot asks for no more than the law lets it.
///
/// # Errors
/// [`Refusal::AmountAboveLegalCap`].
pub fn lawful(lot: &Lot, rules: &SiteRules) -> Result<(), Refusal> {
    if legal_cap(lot, rules).is_some_and(|cap| lot.bid_security > cap) { Err(Refusal::AmountAboveLegalCap) } else { Ok(()) }
}

/// Whether the applicant is on one side alone of what it asks for.
///
/// # Errors
/// [`Refusal::BothSides`] to the institution itself, and to whoever tenders the lot.
pub fn one_side(applicant: &Uscc, guarantor: &Uscc, tenderee: Option<&Uscc>) -> Result<(), Refusal> {
    if applicant == guarantor || tenderee == Some(applicant) { Err(Refusal::BothSides) } else { Ok(()) }
}

/// Drafts an application for the lot's whole bid security.
///
/// # Errors
/// As [`one_side`]; [`Refusal::AmountAboveLegalCap`] and what [`product::quote`] refuses.
pub fn draft(command: Draft<'_>, now: Timestamp, rules: &SiteRules, calendar: &WorkCalendar) -> Result<ApplicationEvent, Refusal> {
    let Draft { id, number, applicant, lot, product, wording, institution, presence } = command;
    one_side(&applicant.uscc, &institution.uscc, lot.tenderee.uscc.as_ref())?;
    lot.tendered(now)?;
    let amount = lot.bid_security;
    lawful(lot, rules)?;
    let tendered = TenderedLot::open(lot);
    let quote = product::quote(product, presence, Wanted { lot: &tendered, amount, rules }, now, calendar)?;
    Ok(ApplicationEvent::Drafted {
        facts: Box::new(ApplicationFacts {
            id,
            number,
            site: rules.code,
            kind: product.kind,
            applicant,
            guarantor: Guarantor {
                institution: institution.id,
                name: institution.name.clone(),
                uscc: institution.uscc.clone(),
                kind: institution.kind,
            },
            expiry: tendered.expiry(rules),
            lot: tendered,
            product: product.id,
            wording,
            amount,
            fee: quote.fee,
            automatic: quote.automatic,
            own_system: matches!(institution.connection, Connection::OwnSystem { .. }),
            payment_style: product.terms.payment,
            needs_credit: product.terms.requires_credit || rules.requires_credit,
            proves_mobile: rules.proves_mobile,
            drafted_at: now,
        }),
    })
}

//! Drafting: the applicant picks a lot and a product.

use super::{ApplicationEvent, ApplicationFacts, Guarantor};
use crate::id::ApplicationId;
use crate::institution::Institution;
use crate::lot::{Lot, TenderedLot};
use crate::money::Rounding;
use crate::number::ApplicationNumber;
use crate::party::Party;
use crate::product::{self, Product};
use crate::refusal::Refusal;
use crate::site::SiteRules;
use crate::time::{Timestamp, WorkCalendar, add_days};

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
    /// Whose product.
    pub institution: &'a Institution,
}

/// Drafts an application for the lot's whole bid security.
///
/// # Errors
/// [`Refusal::AmountAboveLegalCap`] and what [`product::quote`] refuses.
pub fn draft(command: Draft<'_>, now: Timestamp, rules: &SiteRules, calendar: &WorkCalendar) -> Result<ApplicationEvent, Refusal> {
    let Draft { id, number, applicant, lot, product, institution } = command;
    let amount = lot.bid_security;
    if lot.estimate.is_some_and(|estimate| amount > rules.security_cap.of(estimate, Rounding::HalfUp)) {
        return Err(Refusal::AmountAboveLegalCap);
    }
    let tendered = TenderedLot::open(lot);
    let quote = product::quote(product, &tendered, amount, now, calendar)?;
    let days = tendered.valid_days().unwrap_or(rules.default_valid_days) + rules.days_after_validity;
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
            expiry: add_days(tendered.opens_at().date(), days),
            lot: tendered,
            product: product.id,
            wording: product.wording.clone(),
            amount,
            fee: quote.fee,
            automatic: quote.automatic,
            drafted_at: now,
        }),
    })
}

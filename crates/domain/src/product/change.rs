//! Changing a product's terms. What was drafted before keeps its own.

use super::{ProductEvent, ProductTerms};
use crate::refusal::Refusal;

/// Whether terms make sense together.
///
/// # Errors
/// [`Refusal::TermsContradict`].
pub fn check(terms: &ProductTerms) -> Result<(), Refusal> {
    let fee = terms.fee.maximum.is_none_or(|maximum| terms.fee.minimum <= maximum);
    let amount = terms.amount_min <= terms.amount_max;
    let days = terms.from.zip(terms.until).is_none_or(|(from, until)| from <= until);
    let term = terms.term_days_max != Some(0);
    if fee && amount && days && term { Ok(()) } else { Err(Refusal::TermsContradict) }
}

/// Changes the terms.
///
/// # Errors
/// As [`check`].
pub fn change(terms: ProductTerms) -> Result<ProductEvent, Refusal> {
    check(&terms)?;
    Ok(ProductEvent::Changed { terms: Box::new(terms) })
}

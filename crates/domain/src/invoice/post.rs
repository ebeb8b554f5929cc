//! Sending a paper invoice: with whom, and under which number.

use super::{Invoice, InvoiceEvent, InvoiceMedium, InvoiceState, Post, forbidden};
use crate::refusal::Refusal;
use std::ops::RangeInclusive;

/// Characters of a courier's name, and of a number.
pub const WORDS_LENGTH: RangeInclusive<usize> = 2..=40;

impl Post {
    /// Whether courier and number are named as such things are.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        [&self.courier, &self.tracking].into_iter().all(|words| WORDS_LENGTH.contains(&words.chars().count()))
    }
}

/// Whether it is on paper and was issued.
///
/// # Errors
/// [`Refusal::InvoiceStateForbids`].
pub const fn check(invoice: &Invoice) -> Result<(), Refusal> {
    match (invoice.facts.asked.medium, &invoice.state) {
        (InvoiceMedium::Paper, InvoiceState::Issued { .. }) => Ok(()),
        (InvoiceMedium::Electronic, InvoiceState::Issued { .. })
        | (_, InvoiceState::Requested { .. } | InvoiceState::Returned { .. } | InvoiceState::Cancelled) => forbidden(),
    }
}

/// Sends it; again with another number when it was sent anew.
///
/// # Errors
/// As [`check`]; [`Refusal::PostMissing`].
pub fn post(invoice: &Invoice, post: Post) -> Result<InvoiceEvent, Refusal> {
    check(invoice)?;
    if post.is_whole() { Ok(InvoiceEvent::Posted { post }) } else { Err(Refusal::PostMissing) }
}

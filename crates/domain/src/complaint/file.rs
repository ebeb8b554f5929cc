//! Filing: by whoever is logged in, about an institution that was admitted on the site (接入成功的机构; Hunan manual 4.4).

use super::{ComplaintContent, ComplaintEvent, ComplaintFacts, OPEN_MAX};
use crate::party::Uscc;
use crate::refusal::Refusal;

/// Files a complaint. `admitted`: whether the institution, which has this code, was ever put live on the site; `open`: how many complaints of
/// the party wait to be decided.
///
/// # Errors
/// [`Refusal::ComplaintNotAdmitted`], [`Refusal::ComplaintOfOneself`], [`Refusal::ComplaintsTooMany`].
pub fn file(
    facts: ComplaintFacts,
    content: ComplaintContent,
    institution: &Uscc,
    admitted: bool,
    open: usize,
) -> Result<ComplaintEvent, Refusal> {
    if !admitted {
        return Err(Refusal::ComplaintNotAdmitted);
    }
    if facts.complainant.uscc == *institution {
        return Err(Refusal::ComplaintOfOneself);
    }
    if open >= OPEN_MAX {
        return Err(Refusal::ComplaintsTooMany);
    }
    Ok(ComplaintEvent::Filed { facts: Box::new(facts), content: Box::new(content) })
}

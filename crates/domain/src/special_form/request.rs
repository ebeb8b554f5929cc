//! Asking: the applicant wants another text, before it signs.

use super::{SpecialForm, SpecialFormEvent, SpecialFormFacts, TenderPage, behind, words};
use crate::application::{Application, reword};
use crate::id::SpecialFormId;
use crate::lot::KnownLot;
use crate::refusal::Refusal;
use crate::time::Timestamp;

/// Asks for a special form of an application's letter.
///
/// # Errors
/// As [`reword::check`]; [`Refusal::NoteMissing`].
pub fn request(
    application: &Application,
    lot: &KnownLot,
    id: SpecialFormId,
    note: &str,
    page: Option<TenderPage>,
    now: Timestamp,
) -> Result<SpecialFormEvent, Refusal> {
    reword::check(application, lot, now)?;
    let facts = SpecialFormFacts {
        id,
        application: application.facts.id,
        number: application.facts.number.clone(),
        applicant: application.facts.applicant.organisation,
        institution: application.facts.guarantor.institution,
        // A form that was agreed before was made from a wording, too.
        wording: if behind(&application.wording).is_some() { &application.facts.wording } else { &application.wording }.clone(),
        page,
        requested_at: now,
    };
    Ok(SpecialFormEvent::Requested { facts: Box::new(facts), note: words(note)? })
}

/// Whether an open special form belongs to this application: nobody else's can be used.
#[must_use]
pub fn is_of(form: &SpecialForm, application: &Application) -> bool {
    form.facts.application == application.facts.id && application.waits_for() == Some(form.facts.id)
}

//! Agreeing: the applicant has read what it is told before applying (投保须知; Xinjiang manual 1.2.3, Henan manual 3.2), and holds the phone that
//! its application names, where the site asks for that.

use super::{Application, ApplicationEvent, BriefingConsent, BriefingOpening, BriefingText, ProvedMobile, describe};
use crate::lot::KnownLot;
use crate::party::Mobile;
use crate::refusal::Refusal;
use crate::time::Timestamp;

/// Agrees, by whoever's session is known by `by`; `proved` is the phone whose code was given back with it. `None` when this text was agreed to before and
/// nothing is to be proved: going back and forth makes no other draft of it.
///
/// # Errors
/// As [`describe::check`]; [`Refusal::DetailsMissing`] before anybody is named; [`Refusal::ContactUnproved`] where the phone that it names is another
/// than was proved; [`Refusal::ConsentMissing`] where this text was not opened in the session.
pub fn agree(
    application: &Application,
    lot: &KnownLot,
    now: Timestamp,
    text: BriefingText,
    opening: Option<&BriefingOpening>,
    proved: Option<Mobile>,
    by: String,
) -> Result<Option<ApplicationEvent>, Refusal> {
    describe::check(application, lot, now)?;
    let before = application.consent.as_ref().is_some_and(|consent| consent.digest == text.digest);
    if before && !application.awaits_proof() {
        return Ok(None);
    }
    let named = &application.representative.as_ref().ok_or(Refusal::DetailsMissing)?.mobile;
    if proved.as_ref().map_or_else(|| application.awaits_proof(), |proved| proved != named) {
        return Err(Refusal::ContactUnproved);
    }
    let opened = opening.filter(|opening| opening.digest == text.digest).ok_or(Refusal::ConsentMissing)?;
    let BriefingText { document, version, digest } = text;
    let consent = BriefingConsent { document, version, digest, opened_at: opened.at, agreed_at: now, by };
    let proved = proved.map(|mobile| ProvedMobile { mobile, at: now });
    Ok(Some(ApplicationEvent::Agreed { consent: Box::new(consent), proved }))
}

/// Whether it was agreed as submitting needs it.
///
/// # Errors
/// [`Refusal::ContactUnproved`], [`Refusal::ConsentMissing`].
pub(super) fn agreed(application: &Application) -> Result<(), Refusal> {
    if application.awaits_proof() {
        Err(Refusal::ContactUnproved)
    } else if application.consent.is_none() {
        Err(Refusal::ConsentMissing)
    } else {
        Ok(())
    }
}

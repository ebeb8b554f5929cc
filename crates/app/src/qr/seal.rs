//! Asking a phone to seal an agreement, from the page that shows it: what is sealed is what the page carries, as for an agent beside the browser.

use super::begin::{Asking, open};
use super::look::{QrView, look, look_with_digits};
use super::{Matter, page_of};
use crate::application::load::load;
use crate::application::preview::shown;
use crate::error::AppError;
use crate::identity::{Browser, Device, Errand};
use crate::world::{Caller, World};
use domain::Refusal;
use domain::access::Action;
use domain::id::{ApplicationId, QrRequestId};
use domain::qr::Channel;
use domain::signing::PhonePayload;

/// Opens a request for the application's agreement as it was `carried`.
///
/// # Errors
/// [`AppError::Refused`] with [`Refusal::PreviewOutdated`] for what we did not show, or the application has left behind; else as for a login.
pub async fn seal(
    world: &World,
    caller: &Caller,
    (browser, device): (&Browser, &Device),
    id: ApplicationId,
    carried: &str,
) -> Result<QrRequestId, AppError> {
    let (application, _) = load(world, &mut world.store.reader(), caller, Action::SubmitApplication, id).await?;
    let shown = shown(world, carried).filter(|shown| (shown.application, shown.version) == (id, application.version));
    let consent = Box::new(shown.ok_or(Refusal::PreviewOutdated)?.consent);
    let company = application.facts.applicant.name.to_string();
    let errand = Errand { next: page_of(id), kept: carried.to_owned() };
    open(world, (application.facts.site, Channel::Mobile), (browser, device), &errand, |asking| {
        let Asking { origin: _, platform, centre, from, nonce, expires } = asking;
        PhonePayload::Seal { platform, centre, from, company, consent, nonce, expires, code: String::new() }
    })
    .await
}

/// How a request to seal the application's agreement stands, for whoever may submit it; `with_digits` for the page that has them on it.
///
/// # Errors
/// [`AppError::NotFound`] to everybody else, and to every other browser.
pub async fn stands(
    world: &World,
    caller: &Caller,
    browser: &Browser,
    (application, request): (ApplicationId, QrRequestId),
    with_digits: bool,
) -> Result<QrView, AppError> {
    load(world, &mut world.store.reader(), caller, Action::SubmitApplication, application).await?;
    let matter = Matter::Seal(application);
    if with_digits { look_with_digits(world, browser, request, matter).await } else { look(world, browser, request, matter).await }
}

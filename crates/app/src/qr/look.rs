//! How a request stands, for the browser that made it. The other side is asked, what it says is judged and written down, and the phone is told.

use super::Matter;
use super::judge::{agreed_with, judge, twin};
use super::load::{again, load};
use crate::error::AppError;
use crate::identity::{Browser, Errand, nameless};
use crate::world::World;
use domain::id::QrRequestId;
use domain::mandate::ProjectNumber;
use domain::party::{OrganisationName, Uscc};
use domain::qr::deny::deny;
use domain::qr::scan::scan;
use domain::qr::show::show;
use domain::qr::{Channel, QrDenial, QrRequest, QrRequestEvent, QrRequestState, WRONG_MAX};
use domain::refusal::Refusal;
use partners::phone::{Seen, Verdict};
use store::qr::KeptRequest;

/// Who has agreed, and what it is good for: said before anybody comes in with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Agreed {
    /// The organisation.
    pub name: OrganisationName,
    /// Its code.
    pub uscc: Uscc,
    /// The only project that the certificate is for.
    pub project: Option<ProjectNumber>,
    /// What is wrong with the encryption certificate beside it; `None` when nothing is, or where none belongs to it.
    pub twin: Option<String>,
}

/// A request as its browser sees it.
#[derive(Clone, Debug)]
pub struct QrView {
    /// The request.
    pub request: QrRequest,
    /// What people call the way.
    pub name: String,
    /// Who has agreed, once somebody has.
    pub agreed: Option<Agreed>,
    /// What the person came for: for another code, once this one is over.
    pub errand: Errand,
}

/// Looks how it stands.
///
/// # Errors
/// [`AppError::NotFound`] to every other browser, and about another matter.
pub async fn look(world: &World, browser: &Browser, id: QrRequestId, matter: Matter) -> Result<QrView, AppError> {
    let (kept, errand) = load(world, browser, id, matter).await?;
    view(world, asked(world, kept).await?.request, errand)
}

/// The same for a page that has the digits on it, if a phone has read the code.
///
/// # Errors
/// As [`look`].
pub async fn look_with_digits(world: &World, browser: &Browser, id: QrRequestId, matter: Matter) -> Result<QrView, AppError> {
    let (kept, errand) = load(world, browser, id, matter).await?;
    let kept = asked(world, kept).await?;
    let kept = match show(&kept.request, world.now()) {
        Ok(shown) => write(world, kept, &shown).await?,
        Err(_) => kept,
    };
    view(world, kept.request, errand)
}

fn view(world: &World, request: QrRequest, errand: Errand) -> Result<QrView, AppError> {
    let (name, _) = world.phones.get(request.facts.site, request.facts.channel).ok_or(AppError::NotFound)?;
    let agreed = match &request.state {
        QrRequestState::Approved(approval) => {
            let (_, holder) = agreed_with(approval)?;
            let twin = match request.facts.channel {
                Channel::Mobile => twin(world, &holder.uscc, approval.encryption.as_deref()),
                Channel::Licence => None,
            };
            Some(Agreed { name: holder.name, uscc: holder.uscc, project: holder.project, twin })
        }
        QrRequestState::Issued
        | QrRequestState::Scanned { .. }
        | QrRequestState::Shown { .. }
        | QrRequestState::Used
        | QrRequestState::Denied(_) => None,
    };
    Ok(QrView { request, name, agreed, errand })
}

/// Asks the other side, as long as there is something to hear. When it does not answer, it stands as it stood.
async fn asked(world: &World, kept: KeptRequest) -> Result<KeptRequest, AppError> {
    let now = world.now();
    let facts = &kept.request.facts;
    let phone = world.phones.get(facts.site, facts.channel).filter(|_| kept.request.waits(now));
    let Some((_, phone)) = phone else { return Ok(kept) };
    let seen = match phone.look(&facts.ticket, now).await {
        Ok(seen) => seen,
        Err(error) => {
            tracing::warn!(%error, "the other side of a QR code does not answer");
            return Ok(kept);
        }
    };
    let (event, attempt) = match seen {
        Seen::Waiting | Seen::Gone => return Ok(kept),
        Seen::Scanned(device) => (scan(&kept.request, &device, now), None),
        Seen::Declined => {
            // Of a login nobody knows whose it was; who asked for a seal knows.
            if facts.payload.consent().is_none() {
                nameless(world, format!("login/qr/{}/declined", facts.site)).await;
            }
            (deny(&kept.request, QrDenial::Declined, now), None)
        }
        // What was judged already was told already.
        Seen::Answered(answer) if answer.attempt != kept.request.wrong() => return Ok(kept),
        Seen::Answered(answer) => {
            let attempt = answer.attempt;
            match judge(world, &kept.request, *answer).await {
                Ok(event) => (Ok(event), Some(attempt)),
                Err(AppError::Refused(refusal)) => (Err(refusal), Some(attempt)),
                Err(other) => return Err(other),
            }
        }
    };
    let (kept, verdict) = match event {
        Ok(event) => {
            let verdict = verdict(&event, kept.request.wrong());
            (write(world, kept, &event).await?, verdict)
        }
        // Read twice, or answered before anybody saw the digits.
        Err(Refusal::QrStateForbids) if attempt.is_none() => return Ok(kept),
        Err(refusal) => (kept, Verdict::Refused(refusal.to_string())),
    };
    if let Some(attempt) = attempt
        && let Err(error) = phone.tell(&kept.request.facts.ticket, attempt, &verdict, now).await
    {
        tracing::warn!(%error, "a phone is not told what became of its answer");
    }
    Ok(kept)
}

/// What the phone is told.
fn verdict(event: &QrRequestEvent, wrong: u8) -> Verdict {
    match event {
        QrRequestEvent::Mistyped => Verdict::Again(WRONG_MAX.saturating_sub(wrong).saturating_sub(1)),
        QrRequestEvent::Denied(QrDenial::WrongCode) => Verdict::Refused("确认码三次不正确，已取消，请在电脑上刷新二维码".into()),
        QrRequestEvent::Denied(QrDenial::Unfit(says)) => Verdict::Refused(says.clone()),
        QrRequestEvent::Scanned { .. }
        | QrRequestEvent::Shown
        | QrRequestEvent::Approved(_)
        | QrRequestEvent::Used
        | QrRequestEvent::Denied(QrDenial::Declined) => Verdict::Taken,
    }
}

/// Writes what happened; where another look was faster, what that one wrote counts.
async fn write(world: &World, kept: KeptRequest, event: &QrRequestEvent) -> Result<KeptRequest, AppError> {
    let mut request = kept.request.clone();
    request.apply(event);
    let (after, seen) = (request.clone(), kept.version);
    let written = world.store.write::<_, AppError, _>(move |tx| Box::pin(async move { Ok(store::qr::update(tx, &after, seen)?) })).await;
    match written {
        Ok(()) => Ok(KeptRequest { request, version: seen + 1 }),
        Err(AppError::Conflict) => again(world, kept.request.facts.id, &kept.request.facts.browser).await,
        Err(other) => Err(other),
    }
}

//! Onboarding of institutions (机构接入, Hunan manual chapter 3): public pages whose answers begin where a phone was proved.

pub(crate) mod acceptance;
pub(crate) mod apply;
pub(crate) mod code;
pub(crate) mod desk;
pub(crate) mod hub;
pub(crate) mod limits;
pub(crate) mod progress;
pub(crate) mod review;

use crate::shell::{Faults, PageError, Received, Sent, Web, empty};
use app::AppError;
use app::document::attachment::{FILE_MAX, carried, carry, take};
use domain::document::Attachment;
use domain::onboarding::{Onboarding, OnboardingState};
use domain::site::SiteCode;

/// The site whose centre admits the institutions of the address's site, if that is one: a prefecture's are its province's.
fn site(web: &Web, code: SiteCode) -> Result<SiteCode, AppError> {
    let sites = web.world.sites();
    sites.get(code).map(|_| sites.outlet(code).admitted_by).ok_or(AppError::NotFound)
}

/// A file that a form brought, and as the next form carries it.
#[derive(Clone, Debug)]
struct Kept {
    attachment: Attachment,
    carried: String,
}

/// The files of a field: those that were carried along and those that are new. A new one that is not taken becomes a fault.
async fn files(web: &Web, sent: &mut Sent, field: &'static str, faults: &mut Faults) -> Result<Vec<Kept>, PageError> {
    let mut kept = Vec::new();
    for text in sent.all(&format!("kept_{field}")) {
        kept.extend(carried(&web.world, text).map(|attachment| Kept { attachment, carried: text.clone() }));
    }
    for Received { name, bytes, .. } in sent.take(field) {
        if bytes.is_empty() {
            faults.push(field, empty(&name));
            continue;
        }
        match take(&web.world, &name, bytes).await? {
            Some(attachment) => kept.push(Kept { carried: carry(&web.world, &attachment)?, attachment }),
            None => faults.push(field, format!("“{name}”不是 PDF、PNG 或 JPG，或超过 {} MB，请重新选择", FILE_MAX / 1024 / 1024)),
        }
    }
    Ok(kept)
}

/// How far an onboarding has come, of the five steps that are drawn.
const fn step(state: &OnboardingState) -> usize {
    match state {
        OnboardingState::Applied | OnboardingState::Refused { .. } => 1,
        OnboardingState::Admitted { .. } => 2,
        OnboardingState::UnderAcceptance => 3,
        OnboardingState::Accepted => 4,
        OnboardingState::Live | OnboardingState::Paused { .. } | OnboardingState::Offline { .. } => 5,
    }
}

/// The tone of a state's tag.
const fn tone(onboarding: &Onboarding) -> &'static str {
    match onboarding.state {
        OnboardingState::Applied | OnboardingState::UnderAcceptance | OnboardingState::Paused { .. } => "wait",
        OnboardingState::Admitted { .. } | OnboardingState::Accepted => "info",
        OnboardingState::Live => "ok",
        OnboardingState::Refused { .. } => "bad",
        OnboardingState::Offline { .. } => "mute",
    }
}

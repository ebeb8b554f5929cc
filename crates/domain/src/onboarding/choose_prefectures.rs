//! Choosing prefectures (受理市州): an institution that a province admitted sells in all of its prefectures, or in those it chose
//! (一次接入，全省通用).

use super::{Onboarding, OnboardingEvent, OnboardingState, forbidden};
use crate::refusal::Refusal;
use crate::site::SiteCode;
use std::collections::BTreeSet;

/// Whether prefectures can be chosen: from when acceptance is asked for, as long as the institution is not taken down.
///
/// # Errors
/// [`Refusal::OnboardingStateForbids`].
pub const fn check(onboarding: &Onboarding) -> Result<(), Refusal> {
    match onboarding.state {
        OnboardingState::UnderAcceptance | OnboardingState::Accepted | OnboardingState::Live | OnboardingState::Paused { .. } => Ok(()),
        OnboardingState::Applied | OnboardingState::Refused { .. } | OnboardingState::Admitted { .. } | OnboardingState::Offline { .. } => {
            forbidden()
        }
    }
}

/// Chooses; `None` for all there are and will be. `None` is given back where nothing changes. What is no prefecture of the province that
/// admitted it is left out.
///
/// # Errors
/// As [`check`].
pub fn choose_prefectures(onboarding: &Onboarding, chosen: Option<BTreeSet<SiteCode>>) -> Result<Option<OnboardingEvent>, Refusal> {
    check(onboarding)?;
    let province = onboarding.facts.site;
    let own = |code: &SiteCode| *code != province && province.covers(*code);
    let prefectures = chosen.map(|chosen| chosen.into_iter().filter(own).collect());
    Ok((prefectures != onboarding.prefectures).then_some(OnboardingEvent::PrefecturesChosen { prefectures }))
}

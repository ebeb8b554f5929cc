//! Choosing the prefectures (受理市州) in which an institution that a province admitted sells.

use super::load::load;
use crate::commit::append;
use crate::error::AppError;
use crate::world::{Caller, World};
use domain::access::{Action, Relation};
use domain::id::OnboardingId;
use domain::onboarding::{Onboarding, choose_prefectures as rule};
use domain::site::SiteCode;
use std::collections::BTreeSet;

/// A prefecture that can be chosen.
#[derive(Clone, Debug)]
pub struct Prefecture {
    /// Which.
    pub code: SiteCode,
    /// Its name.
    pub name: String,
    /// Whether the institution sells there.
    pub chosen: bool,
}

/// A province that admitted the institution, with its prefectures.
#[derive(Clone, Debug)]
pub struct Choice {
    /// The institution's way onto the province's site.
    pub onboarding: Onboarding,
    /// The province's name.
    pub province: String,
    /// Its prefectures, by code.
    pub prefectures: Vec<Prefecture>,
    /// Whether something can be chosen now.
    pub open: bool,
}

/// The provinces with prefectures that the caller's institution onboarded on.
///
/// # Errors
/// [`AppError::NotFound`] to who is no institution's person.
pub async fn choices(world: &World, caller: &Caller) -> Result<Vec<Choice>, AppError> {
    let institution = caller.actor.institution.ok_or(AppError::NotFound)?;
    caller.stamp(world, Action::ChoosePrefectures, Relation::Guarantor, institution)?;
    let mut choices = Vec::new();
    for onboarding in store::onboarding::list_of_institution(&mut world.store.reader(), institution).await? {
        let province = onboarding.facts.site;
        let below =
            world.sites.outlets(province).filter(|outlet| outlet.site != province).filter_map(|outlet| world.sites.get(outlet.site));
        let prefectures: Vec<Prefecture> = below
            .map(|site| Prefecture {
                code: site.rules.code,
                name: site.name.clone(),
                chosen: onboarding.prefectures.as_ref().is_none_or(|chosen| chosen.contains(&site.rules.code)),
            })
            .collect();
        if !prefectures.is_empty() {
            let name = world.sites.get(province).map(|site| site.name.clone()).unwrap_or_default();
            choices.push(Choice { open: rule::check(&onboarding).is_ok(), onboarding, province: name, prefectures });
        }
    }
    Ok(choices)
}

/// Chooses; `None` for all there are and will be.
///
/// # Errors
/// [`AppError::NotFound`] for another's onboarding; [`AppError::Refused`] as the domain says.
pub async fn choose_prefectures(
    world: &World,
    caller: &Caller,
    id: OnboardingId,
    chosen: Option<BTreeSet<SiteCode>>,
) -> Result<(), AppError> {
    let (onboarding, stamp) = load(world, &mut world.store.reader(), caller, Action::ChoosePrefectures, id).await?;
    match rule::choose_prefectures(&onboarding, chosen)? {
        Some(event) => append(world, stamp, onboarding, event).await.map(|_| ()),
        None => Ok(()),
    }
}

//! Saving a search.

use crate::commit::commit;
use crate::error::{AppError, FieldError};
use crate::world::{Caller, World};
use domain::access::{Action, Relation};
use domain::id::SavedSearchId;
use domain::lot::Wanted;
use domain::saved_search::save::{name as named, save as rule};
use domain::saved_search::{SavedSearch, SavedSearchFacts};
use domain::site::SiteCode;
use store::turn::{Contested, take};

/// Saves it under a name.
///
/// # Errors
/// [`AppError::Invalid`] at `name`; [`AppError::Refused`] as the domain says; [`AppError::NotFound`] to everybody but applicants.
pub async fn save(world: &World, caller: &Caller, site: SiteCode, name: &str, wanted: Wanted) -> Result<(), AppError> {
    world.sites.get(site).ok_or(AppError::NotFound)?;
    let organisation = caller.actor.organisation.ok_or(AppError::NotFound)?;
    let id = world.id(SavedSearchId::new);
    let stamp = caller.stamp(world, Action::SaveSearch, Relation::Applicant, id)?;
    let unnamed = || AppError::Invalid(vec![FieldError::new("name", "请为查询起一个名称（1 至 30 个字）")]);
    let name = named(name).ok_or_else(unnamed)?;
    let facts = SavedSearchFacts { id, organisation, site, name, wanted };
    commit(world, stamp, move |w| {
        Box::pin(async move {
            // How many there are is nobody's version.
            take(w.tx(), Contested::Searches(organisation))?;
            let kept = store::saved_search::list_of(w.tx(), organisation).await?;
            let last = store::lot::last_seq(w.tx()).await?;
            w.create::<SavedSearch>(&rule(facts, &kept, last)?).map(drop)
        })
    })
    .await
}

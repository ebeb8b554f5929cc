//! How far the caller's institution is bound, and the groups it counts applicants to.

use crate::commit::commit;
use crate::error::{AppError, FieldError};
use crate::world::{Caller, World};
use domain::Refusal;
use domain::access::{Action, Relation};
use domain::institution::Institution;
use domain::institution::exposure::{Caps, caps};
use domain::party::Uscc;
pub use store::exposure::Ledger;

/// The ledger as its page shows it.
#[derive(Clone, Debug)]
pub struct ExposureDetail {
    /// The institution.
    pub institution: Institution,
    /// How far it is bound.
    pub ledger: Ledger,
    /// How far it may be.
    pub caps: Result<Caps, Refusal>,
    /// Where the rule for its kind is written, if there is one.
    pub source: Option<String>,
    /// Applicants counted to groups.
    pub groups: Vec<(Uscc, String)>,
}

/// The ledger of the caller's institution.
///
/// # Errors
/// [`AppError::NotFound`] when the caller has none.
pub async fn ledger(world: &World, caller: &Caller) -> Result<ExposureDetail, AppError> {
    let id = caller.actor.institution.ok_or(AppError::NotFound)?;
    caller.stamp(world, Action::ViewInstitution, Relation::Guarantor, id)?;
    let mut reader = world.store.reader();
    let institution = store::institution::load(&mut reader, id).await?.ok_or(AppError::NotFound)?;
    let rule = world.sites.exposure(institution.kind);
    Ok(ExposureDetail {
        ledger: store::exposure::ledger(&mut reader, id).await?,
        caps: caps(&institution.limits, rule),
        source: rule.map(|rule| rule.source.clone()),
        groups: store::exposure::list_groups(&mut reader, id).await?,
        institution,
    })
}

/// Counts an applicant to a group; an empty name to none. What it is bound for already stays where it was counted.
///
/// # Errors
/// [`AppError::Invalid`] for a code or a name that is none; a code whose check character does not fit counts once the person is `sure`.
pub async fn group(world: &World, caller: &Caller, uscc: &str, sure: bool, name: &str) -> Result<(), AppError> {
    let id = caller.actor.institution.ok_or(AppError::NotFound)?;
    let stamp = caller.stamp(world, Action::GroupApplicants, Relation::Guarantor, id)?;
    let mut faults = Vec::new();
    let uscc = Uscc::typed(uscc, sure).map_err(|error| faults.push(FieldError::new("uscc", error)));
    let name = name.trim().to_owned();
    if name.chars().count() > 60 || name.contains('/') {
        faults.push(FieldError::new("group", "集团名称最多 60 个字"));
    }
    let (Ok(uscc), true) = (uscc, faults.is_empty()) else { return Err(AppError::Invalid(faults)) };
    commit(world, stamp, move |w| {
        Box::pin(async move {
            if name.is_empty() {
                Ok(store::exposure::delete_group(w.tx(), id, &uscc)?)
            } else {
                Ok(store::exposure::save_group(w.tx(), id, &uscc, &name)?)
            }
        })
    })
    .await
}

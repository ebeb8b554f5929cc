//! Loading a special form for somebody.

use crate::application::load::{in_project, relation};
use crate::error::AppError;
use crate::world::{Caller, World};
use domain::access::Action;
use domain::application::Application;
use domain::id::SpecialFormId;
use domain::special_form::SpecialForm;
use store::{Query, Stamp};

/// Loads a special form with its application for `action`: to someone who may not, it does not exist.
pub(super) async fn load(
    world: &World,
    query: &mut impl Query,
    caller: &Caller,
    action: Action,
    id: SpecialFormId,
) -> Result<(SpecialForm, Application, Stamp), AppError> {
    let form = store::special_form::load(query, id).await?.ok_or(AppError::NotFound)?;
    let application = store::application::load(query, form.facts.application).await?.ok_or(AppError::NotFound)?;
    let stamp = caller.stamp(world, action, relation(&caller.actor, &application), id)?;
    if action != Action::ViewForm {
        in_project(&caller.actor, &application)?;
    }
    Ok((form, application, stamp))
}

/// The special form an application waits for, or else the last that was asked for.
pub(crate) async fn latest(query: &mut impl Query, application: &Application) -> Result<Option<SpecialForm>, AppError> {
    Ok(match application.waits_for() {
        Some(id) => store::special_form::load(query, id).await?,
        None => store::special_form::load_last_of(query, application.facts.id).await?,
    })
}

//! Special forms (特殊格式): asked for, drafted, approved, confirmed. One file a verb.

pub mod abandon;
pub mod approve;
pub mod confirm;
pub mod edit;
pub mod list;
pub mod preview;
pub mod refuse;
pub mod request;
pub mod send_back;
pub mod view;

use crate::application::relation;
use crate::error::AppError;
use crate::world::{Caller, World};
use documents::wording::{Clauses, ClausesError, Wording};
use domain::access::Action;
use domain::application::{Application, ApplicationEvent};
use domain::id::SpecialFormId;
use domain::special_form::{SpecialForm, SpecialFormEvent};
use domain::time::Timestamp;
use store::{Query, Stamp};

/// Loads a special form with its application for `action`: to someone who may not, it does not exist.
async fn load(
    query: &mut impl Query,
    caller: &Caller,
    action: Action,
    id: SpecialFormId,
    now: Timestamp,
) -> Result<(SpecialForm, Application, Stamp), AppError> {
    let form = store::special_form::load(query, id).await?.ok_or(AppError::NotFound)?;
    let application = store::application::load(query, form.facts.application).await?.ok_or(AppError::NotFound)?;
    let stamp = caller.stamp(action, relation(&caller.actor, &application), now)?;
    Ok((form, application, stamp))
}

/// Writes what happened to a special form, and to its application where something did.
async fn write(
    world: &World,
    stamp: Stamp,
    form: SpecialForm,
    event: SpecialFormEvent,
    application: Option<(Application, ApplicationEvent)>,
) -> Result<SpecialForm, AppError> {
    world
        .store
        .write::<_, AppError, _>(move |tx| {
            Box::pin(async move {
                store::event::audit(tx, &stamp, &form.facts.id.to_string())?;
                if let Some((application, event)) = application {
                    store::application::append(tx, &stamp, application, &event)?;
                }
                Ok(store::special_form::append(tx, &stamp, form, &event)?)
            })
        })
        .await
}

/// The special form an application waits for, or else the last that was asked for.
pub(crate) async fn latest(query: &mut impl Query, application: &Application) -> Result<Option<SpecialForm>, AppError> {
    Ok(match application.special_form {
        Some(id) => store::special_form::load(query, id).await?,
        None => store::special_form::load_last_of(query, application.facts.id).await?,
    })
}

/// The wording it begins from.
pub(crate) fn base<'a>(world: &'a World, form: &SpecialForm) -> Result<&'a Wording, AppError> {
    let id = &form.facts.wording;
    world.wordings.get(id).ok_or_else(|| AppError::Bug(format!("there is no wording {id}")))
}

/// The digest of the wording that a special form is now; `None` when there is no such form or text.
pub(crate) async fn digest(world: &World, id: SpecialFormId) -> Result<Option<String>, AppError> {
    let Some(form) = store::special_form::load(&mut world.store.reader(), id).await? else { return Ok(None) };
    form.text.as_deref().map(|text| wording(world, &form, text).map(|wording| wording.digest)).transpose()
}

/// The wording that `text` makes of a special form's base.
pub(crate) fn wording(world: &World, form: &SpecialForm, text: &str) -> Result<Wording, AppError> {
    let faults = |error: ClausesError| AppError::Invalid(vec![crate::FieldError::new("text", &error)]);
    let clauses = Clauses::from_text(text).map_err(faults)?;
    base(world, form)?.with_clauses(&form.wording(), clauses).map_err(faults)
}

//! Registering somebody who acts for the caller's enterprise.

use super::begun::{begun, stamp};
use super::form::{Form, read};
use crate::commit::commit;
use crate::error::AppError;
use crate::world::{Caller, World};
use domain::access::Action;
use domain::id::PersonId;
use domain::representative::{Person, register as decide};

/// Registers the person.
///
/// # Errors
/// [`AppError::Invalid`] with every fault of the form; [`AppError::Refused`] as the domain says; [`AppError::Conflict`] when another who manages was
/// faster.
pub async fn register(world: &World, caller: &Caller, form: &Form) -> Result<(), AppError> {
    let id = world.id(PersonId::new);
    let (organisation, stamp) = stamp(world, caller, Action::ManageRepresentatives, id)?;
    let read = read(world, organisation, form, (id, None)).await?;
    let (duties, granted_by) = (form.duties.clone(), caller.actor.certificate.clone());
    commit(world, stamp, move |w| {
        Box::pin(async move {
            let now = w.now();
            let (name, keys, mobile) = (read.name, read.keys, read.mobile);
            let people = begun(w, organisation).await?;
            let person = Person { id, name, duties, keys, mobile, since: now, granted_by, until: None };
            let event = decide(&people, person, now.date())?;
            w.append(people, &event)?;
            if let Some(code) = read.code {
                store::phone_code::use_up(w.tx(), &code)?;
            }
            Ok(())
        })
    })
    .await
}

//! Giving somebody who acts for the caller's enterprise other rights, another certificate or phone.

use super::begun::stamp;
use super::form::{Form, read};
use crate::commit::commit;
use crate::error::AppError;
use crate::world::{Caller, World};
use domain::Refusal;
use domain::access::Action;
use domain::id::PersonId;
use domain::representative::{Person, Representatives, change as decide};

/// Makes the person what the form says.
///
/// # Errors
/// As [`super::register::register`].
pub async fn change(world: &World, caller: &Caller, id: PersonId, form: &Form) -> Result<(), AppError> {
    let (organisation, stamp) = stamp(world, caller, Action::ManageRepresentatives, id)?;
    let people = store::representative::load(&mut world.store.reader(), organisation).await?.ok_or(AppError::NotFound)?;
    let before = people.acting().find(|person| person.id == id).cloned().ok_or(Refusal::RepresentativeUnknown)?;
    let read = read(world, organisation, form, (id, Some(&before))).await?;
    let duties = form.duties.clone();
    commit(world, stamp, move |w| {
        Box::pin(async move {
            let today = w.now().date();
            let stands: Representatives = w.load(organisation).await?;
            // The form was about the person as it was read.
            if stands.version != people.version {
                return Err(AppError::Conflict);
            }
            let person = Person { name: read.name, duties, keys: read.keys, mobile: read.mobile, ..before };
            if let Some(event) = decide(&stands, person, today)? {
                w.append(stands, &event)?;
            }
            if let Some(code) = read.code {
                store::phone_code::use_up(w.tx(), &code)?;
            }
            Ok(())
        })
    })
    .await
}

use crate::error::AppError;
use crate::world::{Caller, World};
use domain::access::{Action, Relation};
use domain::staff::{Duties, assign as decide};

/// Gives a person of the caller's institution these duties.
///
/// # Errors
/// [`AppError::Refused`]; [`AppError::NotFound`].
pub async fn assign(world: &World, caller: &Caller, certificate: &str, name: &str, duties: &Duties) -> Result<(), AppError> {
    let institution = caller.actor.institution.ok_or(AppError::NotFound)?;
    let stamp = caller.stamp(Action::AssignDuties, Relation::Guarantor, world.now())?;
    let (certificate, name, duties) = (certificate.to_owned(), name.to_owned(), duties.clone());
    world
        .store
        .write::<_, AppError, _>(move |tx| {
            Box::pin(async move {
                let staff = store::staff::list(tx, institution).await?;
                let person = decide(&staff, &certificate, &name, &duties)?;
                store::event::audit(tx, &stamp, &format!("staff/{certificate}/{}", duties.to_text().replace(' ', "+")))?;
                Ok(store::staff::assign(tx, &person)?)
            })
        })
        .await
}

//! Acting in another role (Hunan manual 4.2): the session gets a new token and a new secret, so that forms of the old role count no longer
//! (T-13). When it began stays.

use crate::commit::commit;
use crate::error::AppError;
use crate::identity::Visitor;
use crate::world::{Caller, World};
use domain::Refusal;
use domain::access::{Action, Relation, Role};
use gm::digest::sm3_hex;

/// Lets the visitor behind `token` act as `role`; gives back the token from then on.
///
/// # Errors
/// [`Refusal::RoleNotHeld`]; [`AppError::Conflict`] when the session was rotated meanwhile.
pub async fn switch(world: &World, caller: &Caller, visitor: &Visitor, token: &str, role: Role) -> Result<String, AppError> {
    if !visitor.roles.contains(&role) {
        return Err(Refusal::RoleNotHeld.into());
    }
    let stamp = caller.stamp(world, Action::SwitchRole, Relation::Holder, format!("role/{}", role.code()))?;
    let fresh = hex::encode(world.random::<32>());
    let csrf = hex::encode(world.random::<16>());
    let (before, after) = (sm3_hex(token.as_bytes()), sm3_hex(fresh.as_bytes()));
    let (person, institution) = (visitor.session.certificate.clone(), visitor.organisation.id);
    commit(world, stamp, move |w| {
        Box::pin(async move {
            let now = w.now();
            store::session::rotate(w.tx(), &before, &after, &csrf, role)?;
            // Whoever acts for an institution is among its people.
            if role == Role::GuarantorStaff
                && let Some(institution) = store::institution::load_by_organisation(w.tx(), institution).await?
            {
                store::staff::seen(w.tx(), institution.id, &person, now)?;
            }
            Ok(())
        })
    })
    .await?;
    Ok(fresh)
}

//! Taking the role back: sessions that act in it are over at their next request.

use super::own;
use crate::commit::commit;
use crate::error::AppError;
use crate::world::{Caller, World};
use domain::access::Role;
use domain::membership::{Ground, Membership};
use domain::party::Uscc;

/// Takes the role back that the caller's centre gave the organisation with this code.
///
/// # Errors
/// [`AppError::NotFound`].
pub async fn end(world: &World, caller: &Caller, code: &Uscc) -> Result<(), AppError> {
    let (site, stamp) = own(world, caller)?;
    let known = store::organisation::load_by_uscc(&mut world.store.reader(), code).await?.ok_or(AppError::NotFound)?;
    commit(world, stamp, move |w| {
        Box::pin(async move {
            let now = w.now();
            let membership = Membership {
                organisation: known.id,
                role: Role::Regulator,
                ground: Ground::Centre(site),
                site: None,
                from: now,
                until: None,
            };
            Ok(store::membership::end(w.tx(), &membership, now)?)
        })
    })
    .await
}

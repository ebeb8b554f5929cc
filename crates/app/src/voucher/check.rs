//! Beginning to look for the money that a voucher shows.

use super::load;
use crate::commit::append;
use crate::error::AppError;
use crate::world::{Caller, World};
use domain::access::Action;
use domain::id::VoucherId;
use domain::voucher::Voucher;
use domain::voucher::check::check as decide;

/// Begins.
///
/// # Errors
/// [`AppError::Refused`] when somebody has begun; [`AppError::NotFound`].
pub async fn check(world: &World, caller: &Caller, id: VoucherId) -> Result<Voucher, AppError> {
    let (voucher, stamp) = load(world, &mut world.store.reader(), caller, Action::CheckVoucher, id).await?;
    let event = decide(&voucher, &caller.actor.certificate)?;
    append(world, stamp, voucher, event).await
}

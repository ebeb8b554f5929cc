//! Saying that no credit has come that a voucher shows.

use super::load;
use crate::commit::{append, as_seen};
use crate::error::AppError;
use crate::world::{Caller, World};
use domain::access::Action;
use domain::id::VoucherId;
use domain::voucher::Voucher;
use domain::voucher::miss::miss as decide;

/// Says so; `reason` is told to the applicant.
///
/// # Errors
/// [`AppError::Refused`], [`AppError::Conflict`] when the voucher no longer stands as it was `seen`; [`AppError::NotFound`].
pub async fn miss(world: &World, caller: &Caller, id: VoucherId, reason: &str, seen: u32) -> Result<Voucher, AppError> {
    let (voucher, stamp) = load(world, &mut world.store.reader(), caller, Action::CheckVoucher, id).await?;
    let event = decide(&voucher, reason)?;
    as_seen(voucher.version, seen)?;
    append(world, stamp, voucher, event).await
}

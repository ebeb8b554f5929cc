//! Saying which credit a voucher shows. A credit in suspense is named as the order's; a second person honours it.

use super::load;
use crate::commit::{as_seen, commit};
use crate::error::AppError;
use crate::world::{Caller, World};
use domain::access::Action;
use domain::bank_line::BankLine;
use domain::id::{BankLineId, VoucherId};
use domain::voucher::Voucher;
use domain::voucher::find::find as decide;

/// Says so.
///
/// # Errors
/// [`AppError::Refused`], [`AppError::Conflict`] when the voucher no longer stands as it was `seen`; [`AppError::NotFound`].
pub async fn find(world: &World, caller: &Caller, id: VoucherId, line: BankLineId, seen: u32) -> Result<Voucher, AppError> {
    let (voucher, stamp) = load(world, &mut world.store.reader(), caller, Action::CheckVoucher, id).await?;
    let by = caller.actor.certificate.clone();
    commit(world, stamp, move |w| {
        Box::pin(async move {
            let line: BankLine = w.find(line).await?.ok_or(AppError::NotFound)?;
            let event = decide(&voucher, &line, &by)?;
            as_seen(voucher.version, seen)?;
            w.append(voucher, &event)
        })
    })
    .await
}

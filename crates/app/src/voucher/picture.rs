//! The picture of a voucher, as it was handed in.

use super::load;
use crate::document;
use crate::error::AppError;
use crate::profile::conceal::Safe;
use crate::world::{Caller, World};
use domain::access::Action;
use domain::id::VoucherId;
use domain::voucher::Voucher;

/// Its bytes, with the voucher.
///
/// # Errors
/// [`AppError::NotFound`].
pub async fn picture(world: &World, caller: &Caller, id: VoucherId) -> Result<(Vec<u8>, Voucher), AppError> {
    let mut reader = world.store.reader();
    let (voucher, _) = load(world, &mut reader, caller, Action::ViewVoucher, id).await?;
    let facts = &voucher.facts;
    let safe = Safe::find(world, &mut reader, facts.applicant).await?.ok_or(AppError::NotFound)?;
    let plain = safe.unseal(facts.sealed_as, &document::load(world, &facts.file.file).await?)?;
    Ok((plain, voucher))
}

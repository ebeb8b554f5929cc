//! One voucher, as the institution's people look at it.

use super::candidates::{NearCredit, candidates};
use super::load;
use crate::error::AppError;
use crate::world::{Caller, World};
use domain::access::Action;
use domain::bank_line::BankLine;
use domain::id::VoucherId;
use domain::payment::Payment;
use domain::voucher::{Voucher, VoucherState};

/// A voucher with what came that it may show.
#[derive(Clone, Debug)]
pub struct VoucherDetail {
    /// The voucher.
    pub voucher: Voucher,
    /// What was to be paid.
    pub payment: Payment,
    /// What it may show, the likeliest first, while that is open.
    pub candidates: Vec<NearCredit>,
    /// What it shows, once that was said.
    pub shown: Option<BankLine>,
}

/// The voucher in full.
///
/// # Errors
/// [`AppError::NotFound`].
pub async fn view(world: &World, caller: &Caller, id: VoucherId) -> Result<VoucherDetail, AppError> {
    let mut reader = world.store.reader();
    let (voucher, _) = load(world, &mut reader, caller, Action::ViewVoucher, id).await?;
    let payment = store::payment::load(&mut reader, voucher.facts.payment).await?.ok_or(AppError::NotFound)?;
    let shown = match &voucher.state {
        VoucherState::Matched { line, .. } => store::bank_line::load(&mut reader, *line).await?,
        VoucherState::Uploaded | VoucherState::Checking { .. } | VoucherState::NotFound { .. } => None,
    };
    let candidates = if voucher.state.is_open() { candidates(world, caller, &voucher).await? } else { Vec::new() };
    Ok(VoucherDetail { voucher, payment, candidates, shown })
}

//! Putting a product on sale, pausing it, taking it back to be tried out.

use super::{Product, ProductEvent, ProductStatus};
use crate::onboarding::REASON_LENGTH;
use crate::refusal::Refusal;

/// Places a product; a pause has the notice buyers read.
///
/// # Errors
/// [`Refusal::ReasonMissing`] for a pause without a notice; [`Refusal::ProductStateForbids`] when it stands so already.
pub fn place(product: &Product, status: ProductStatus) -> Result<ProductEvent, Refusal> {
    if let ProductStatus::Paused { notice } = &status
        && !REASON_LENGTH.contains(&notice.trim().chars().count())
    {
        return Err(Refusal::ReasonMissing);
    }
    if product.status == status {
        return Err(Refusal::ProductStateForbids);
    }
    Ok(ProductEvent::Placed { status })
}

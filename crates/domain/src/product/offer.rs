//! Setting a product up. Buyers do not see it until it is put on sale.

use super::{GuaranteeKind, Product, ProductEvent, ProductStatus, ProductTerms};
use crate::id::{InstitutionId, ProductId};
use crate::refusal::Refusal;
use crate::site::SiteCode;

/// Sets a product up, under test.
///
/// # Errors
/// As [`super::change::check`].
pub fn offer(
    id: ProductId,
    institution: InstitutionId,
    site: SiteCode,
    kind: GuaranteeKind,
    terms: ProductTerms,
) -> Result<ProductEvent, Refusal> {
    super::change::check(&terms)?;
    let product = Product { id, institution, site, kind, terms, status: ProductStatus::UnderTest, version: 1 };
    Ok(ProductEvent::Offered { product: Box::new(product) })
}

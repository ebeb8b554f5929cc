//! Products.

use crate::db::{Query, StoreError, Tx, json, statements};
use domain::id::ProductId;
use domain::institution::Institution;
use domain::product::{GuaranteeKind, Product};
use domain::site::SiteCode;

statements! {
    UPSERT = "INSERT INTO product (id, institution, site, kind, body) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (id) DO UPDATE SET body = excluded.body";
    SELECT = "SELECT body FROM product WHERE id = $1";
    LIST_OF_SITE = "SELECT p.body, i.body FROM product p JOIN institution i ON i.id = p.institution WHERE p.site = $1 AND p.kind = $2 ORDER BY p.id LIMIT $3";
}

/// Most products of one kind on one site.
pub const OF_SITE_MAX: i64 = 200;

/// Writes a product, new or changed.
///
/// # Errors
/// [`StoreError::Conflict`] when the institution has another of this kind on this site.
pub fn save(tx: &mut Tx, product: &Product) -> Result<(), StoreError> {
    let values = vec![
        product.id.to_string().into(),
        product.institution.to_string().into(),
        product.site.to_string().into(),
        product.kind.label().into(),
        json(product)?,
    ];
    tx.push(&UPSERT, values, 1)
}

/// The product, if it exists.
///
/// # Errors
/// [`StoreError`].
pub async fn load(query: &mut impl Query, id: ProductId) -> Result<Option<Product>, StoreError> {
    query.first(&SELECT, vec![id.to_string().into()]).await?.map(|row| row.json(0)).transpose()
}

/// The products of one kind on a site with their institutions, at most [`OF_SITE_MAX`].
///
/// # Errors
/// [`StoreError`].
pub async fn list_of_site(query: &mut impl Query, site: SiteCode, kind: GuaranteeKind) -> Result<Vec<(Product, Institution)>, StoreError> {
    let rows = query.rows(&LIST_OF_SITE, vec![site.to_string().into(), kind.label().into(), OF_SITE_MAX.into()]).await?;
    rows.iter().map(|row| Ok((row.json(0)?, row.json(1)?))).collect()
}

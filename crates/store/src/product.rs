//! Products.

use crate::db::{Query, Row, StoreError, Tx, json, statements};
use crate::event::{self, Stamp};
use crate::onboarding::presence;
use domain::id::{InstitutionId, ProductId};
use domain::institution::Institution;
use domain::onboarding::Presence;
use domain::product::{GuaranteeKind, Product, ProductEvent};
use domain::site::Outlet;

statements! {
    INSERT = "INSERT INTO product (id, institution, site, kind, version, body) VALUES ($1, $2, $3, $4, $5, $6)";
    UPDATE = "UPDATE product SET version = $1, body = $2 WHERE id = $3 AND version = $4";
    SELECT = "SELECT body FROM product WHERE id = $1";
    LIST_OF_SITE = "SELECT p.body, i.body, o.state, o.notice, o.prefectures FROM product p CROSS JOIN institution i CROSS JOIN onboarding o WHERE i.id = p.institution AND o.institution = p.institution AND o.site = p.site AND p.site = $1 AND p.kind = $2 AND o.state IN ('live', 'paused') ORDER BY p.id COLLATE \"binary\" LIMIT $3";
    LIST_OF_INSTITUTION = "SELECT body FROM product WHERE institution = $1 ORDER BY site, kind LIMIT $2";
}

/// Most products of one kind on one site.
pub const OF_SITE_MAX: i64 = 200;

/// Writes a new product and its first event.
///
/// # Errors
/// [`StoreError::Conflict`] when the institution has another of this kind on this site; [`StoreError::Corrupt`] when `event` is not
/// the first of one.
pub fn create(tx: &mut Tx, stamp: &Stamp, event: &ProductEvent) -> Result<Product, StoreError> {
    let product = Product::born(event).ok_or_else(|| StoreError::Corrupt("not a first event".into()))?;
    let id = product.id.to_string();
    let values = vec![
        id.as_str().into(),
        product.institution.to_string().into(),
        product.site.to_string().into(),
        product.kind.label().into(),
        product.version.into(),
        json(&product)?,
    ];
    tx.push(&INSERT, values, 1)?;
    event::append(tx, stamp, &id, product.version, event.name(), event)?;
    Ok(product)
}

/// Applies `event` to `product` and writes both.
///
/// # Errors
/// [`StoreError::Conflict`] when it has changed since it was read.
pub fn append(tx: &mut Tx, stamp: &Stamp, mut product: Product, event: &ProductEvent) -> Result<Product, StoreError> {
    let read = product.version;
    product.apply(event);
    let id = product.id.to_string();
    tx.push(&UPDATE, vec![product.version.into(), json(&product)?, id.as_str().into(), read.into()], 1)?;
    event::append(tx, stamp, &id, product.version, event.name(), event)?;
    Ok(product)
}

/// The product, if it exists.
///
/// # Errors
/// [`StoreError`].
pub async fn load(query: &mut impl Query, id: ProductId) -> Result<Option<Product>, StoreError> {
    query.first(&SELECT, vec![id.to_string().into()]).await?.map(|row| row.json(0)).transpose()
}

/// A product as it is sold: by whom, and how that institution stands on the site.
#[derive(Clone, Debug)]
pub struct Listed {
    /// The product.
    pub product: Product,
    /// Whose.
    pub institution: Institution,
    /// How the institution stands.
    pub presence: Presence,
}

/// The products of one kind at an outlet, of institutions that are live or paused there, at most [`OF_SITE_MAX`].
///
/// # Errors
/// [`StoreError`].
pub async fn list_of_site(query: &mut impl Query, outlet: Outlet, kind: GuaranteeKind) -> Result<Vec<Listed>, StoreError> {
    let rows = query.rows(&LIST_OF_SITE, vec![outlet.admitted_by.to_string().into(), kind.label().into(), OF_SITE_MAX.into()]).await?;
    let listed = |row: &Row| Ok(Listed { product: row.json(0)?, institution: row.json(1)?, presence: presence(row, 2, outlet)? });
    let rows: Vec<Listed> = rows.iter().map(listed).collect::<Result<_, StoreError>>()?;
    Ok(rows.into_iter().filter(|listed| listed.presence != Presence::Absent).collect())
}

/// The products of an institution on all sites, at most [`OF_SITE_MAX`].
///
/// # Errors
/// [`StoreError`].
pub async fn list_of_institution(query: &mut impl Query, institution: InstitutionId) -> Result<Vec<Product>, StoreError> {
    let rows = query.rows(&LIST_OF_INSTITUTION, vec![institution.to_string().into(), OF_SITE_MAX.into()]).await?;
    rows.iter().map(|row| row.json(0)).collect()
}

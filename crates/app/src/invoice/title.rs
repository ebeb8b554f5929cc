//! What an invoice says of its buyer, out of its concealment: each number opens in its own field of its own invoice alone.

use crate::error::AppError;
use crate::profile::conceal::Safe;
use crate::world::World;
use domain::id::InvoiceId;
use domain::invoice::{Invoice, InvoiceItem};
use domain::party::Concealed;
use std::collections::BTreeMap;
use store::Query;

/// The place of a number, as its ciphertext is bound to it.
pub(super) fn place(id: InvoiceId, item: InvoiceItem) -> String {
    format!("{id}/{}", item.code())
}

/// The numbers that are concealed in an invoice.
fn concealed(invoice: &Invoice) -> impl Iterator<Item = (InvoiceItem, &Concealed)> {
    let asked = &invoice.facts.asked;
    let all = [
        (InvoiceItem::Phone, asked.title.phone.as_ref()),
        (InvoiceItem::Account, asked.title.account.as_ref()),
        (InvoiceItem::ContactPhone, Some(&asked.contact_phone)),
    ];
    all.into_iter().filter_map(|(item, kept)| Some((item, kept?)))
}

/// The texts behind the masks.
pub(crate) async fn texts(world: &World, query: &mut impl Query, invoice: &Invoice) -> Result<BTreeMap<InvoiceItem, String>, AppError> {
    let safe = Safe::find(world, query, invoice.facts.applicant.organisation).await?;
    let safe = safe.ok_or_else(|| AppError::Bug("the key of an invoice's numbers is missing".into()))?;
    concealed(invoice).map(|(item, kept)| Ok((item, safe.reveal(&place(invoice.facts.id, item), kept)?))).collect()
}

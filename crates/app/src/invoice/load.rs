//! Loading an invoice for somebody.

use crate::error::AppError;
use crate::world::{Caller, World};
use domain::Refusal;
use domain::access::{Action, Actor, Relation};
use domain::id::InvoiceId;
use domain::invoice::Invoice;
use store::{Query, Stamp};

/// What the actor is to the invoice.
pub(super) fn relation(actor: &Actor, invoice: &Invoice) -> Relation {
    let facts = &invoice.facts;
    actor.between(facts.applicant.organisation, facts.guarantor.institution)
}

/// Loads an invoice for `action`: to someone who may not, it does not exist.
pub(super) async fn load(
    world: &World,
    query: &mut impl Query,
    caller: &Caller,
    action: Action,
    id: InvoiceId,
) -> Result<(Invoice, Stamp), AppError> {
    let invoice = store::invoice::load(query, id).await?.ok_or(AppError::NotFound)?;
    let stamp = caller.stamp(world, action, relation(&caller.actor, &invoice), id)?;
    Ok((invoice, stamp))
}

/// The same for what the institution's staff does by hand: an own system says it itself, and is not contradicted by a person.
pub(super) async fn load_hosted(world: &World, caller: &Caller, action: Action, id: InvoiceId) -> Result<(Invoice, Stamp), AppError> {
    let (invoice, stamp) = load(world, &mut world.store.reader(), caller, action, id).await?;
    if invoice.facts.own_system { Err(Refusal::InvoiceByOwnSystem.into()) } else { Ok((invoice, stamp)) }
}

//! Vouchers of transfers (转账凭证): handed in by an applicant, held against what came by the institution's people. One file a verb; none of
//! them settles anything (HR-9).

pub mod candidates;
pub mod check;
pub mod find;
pub mod hand_in;
pub mod list;
pub mod miss;
pub mod picture;
pub mod view;

use crate::error::AppError;
use crate::world::{Caller, World};
use domain::access::{Action, Actor, Relation};
use domain::id::VoucherId;
use domain::voucher::Voucher;
use store::{Query, Stamp};

/// What the actor is to the voucher.
fn relation(actor: &Actor, voucher: &Voucher) -> Relation {
    let facts = &voucher.facts;
    actor.between(facts.applicant, facts.institution)
}

/// Loads a voucher for `action`: to someone who may not, it does not exist.
async fn load(world: &World, query: &mut impl Query, caller: &Caller, action: Action, id: VoucherId) -> Result<(Voucher, Stamp), AppError> {
    let voucher = store::voucher::load(query, id).await?.ok_or(AppError::NotFound)?;
    let stamp = caller.stamp(world, action, relation(&caller.actor, &voucher), id)?;
    Ok((voucher, stamp))
}

//! Loading a bank line for somebody.

use crate::error::AppError;
use crate::world::{Caller, World};
use domain::access::{Action, Actor, Relation, Role};
use domain::bank_line::BankLine;
use domain::id::BankLineId;
use store::Stamp;

/// What the actor is to the line: its guarantor, or the operator, whose lines of nobody's account are.
fn relation(actor: &Actor, line: &BankLine) -> Relation {
    match line.facts.institution {
        Some(institution) if actor.institution == Some(institution) => Relation::Guarantor,
        Some(_) => Relation::Stranger,
        None if actor.role == Role::System => Relation::Platform,
        None => Relation::Stranger,
    }
}

/// Loads a line for `action`: to someone who may not, it does not exist.
pub(super) async fn load(world: &World, caller: &Caller, action: Action, id: BankLineId) -> Result<(BankLine, Stamp), AppError> {
    let line = store::bank_line::load(&mut world.store.reader(), id).await?.ok_or(AppError::NotFound)?;
    let stamp = caller.stamp(world, action, relation(&caller.actor, &line), id)?;
    Ok((line, stamp))
}

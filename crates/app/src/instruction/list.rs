//! The instructions to an institution, for its desks.

use crate::error::AppError;
use crate::world::{Caller, World};
use domain::access::{Action, Relation, may};
use domain::id::InstructionId;
use domain::instruction::{Instruction, InstructionKind};

/// A page of the instructions of one kind to the caller's institution, newest first, and where the next begins.
///
/// # Errors
/// [`AppError::NotFound`].
pub async fn list(
    world: &World,
    caller: &Caller,
    kind: InstructionKind,
    before: Option<InstructionId>,
) -> Result<(Vec<Instruction>, Option<InstructionId>), AppError> {
    let institution = caller.actor.institution.ok_or(AppError::NotFound)?;
    may(&caller.actor, Action::ViewApplication, Relation::Guarantor)?;
    let found = store::instruction::list_of_institution(&mut world.store.reader(), institution, kind, before).await?;
    let full = i64::try_from(found.len()).is_ok_and(|count| count == store::instruction::PAGE_MAX);
    let next = found.last().filter(|_| full).map(|last| last.id);
    Ok((found, next))
}

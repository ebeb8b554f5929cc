//! Giving an instruction to an institution with its own system, about a guarantee it has issued.

use crate::commit::create;
use crate::error::AppError;
use crate::world::World;
use domain::Refusal;
use domain::access::{Action, Relation};
use domain::id::{ApplicationId, InstructionId};
pub use domain::instruction::Asked;
use domain::instruction::{Instruction, InstructionEvent};

/// Gives it.
///
/// # Errors
/// [`AppError::Refused`] before the guarantee is issued, and for an institution without its own system.
pub async fn give(world: &World, application: ApplicationId, asked: Asked) -> Result<Instruction, AppError> {
    let id = world.id(InstructionId::new);
    let stamp = world.system().stamp(world, Action::Instruct, Relation::Platform, id)?;
    let application = store::application::load(&mut world.store.reader(), application).await?.ok_or(AppError::NotFound)?;
    if application.guarantee().is_none() || !application.facts.own_system {
        return Err(Refusal::ApplicationStateForbids.into());
    }
    let instruction = Instruction {
        id,
        application: application.facts.id,
        number: application.facts.number.clone(),
        institution: application.facts.guarantor.institution,
        asked,
        requested_at: world.now(),
        answer: None,
        version: 1,
    };
    create(world, stamp, InstructionEvent::Given { instruction: Box::new(instruction) }).await
}

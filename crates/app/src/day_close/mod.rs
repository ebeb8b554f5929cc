//! The day's close (日终对账): drawn up by one person against the bank's own balance, confirmed by a second. One file a verb.

pub mod confirm;
pub mod draw_up;
pub mod withdraw;

use crate::error::AppError;
use crate::world::{Caller, World};
use domain::access::{Action, Relation};
use domain::day_close::DayClose;
use domain::id::DayCloseId;
use store::Stamp;

/// Loads a close for `action`: to someone who may not, it does not exist.
async fn load(world: &World, caller: &Caller, action: Action, id: DayCloseId) -> Result<(DayClose, Stamp), AppError> {
    let close = store::day_close::load(&mut world.store.reader(), id).await?.ok_or(AppError::NotFound)?;
    let own = caller.actor.institution == Some(close.facts.institution);
    let stamp = caller.stamp(world, action, if own { Relation::Guarantor } else { Relation::Stranger }, id)?;
    Ok((close, stamp))
}

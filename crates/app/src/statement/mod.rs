//! Bank statements: taken in by one person, held against the bank's balances by a second, recorded by a job. One file a verb.

pub mod confirm;
pub mod discard;
pub mod import;
pub mod key;
pub mod list;
pub mod take;
pub mod view;
pub(crate) mod watch;

use crate::error::AppError;
use crate::world::{Caller, World};
use domain::access::{Action, Relation};
use domain::id::StatementId;
use domain::statement::Statement;
use serde::{Deserialize, Serialize};
use store::{Query, Stamp};
use tables::statement::Credit;

/// Largest statement, in bytes.
pub const FILE_MAX: usize = tables::FILE_MAX;

/// A credit of a statement until it is recorded.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Kept {
    /// What the statement says.
    pub credit: Credit,
    /// What it is known again by.
    pub key: String,
    /// Which of the equal ones of its file it is, from 1.
    pub nth: u32,
}

/// Loads a statement for `action`: to someone who may not, it does not exist.
async fn load(
    world: &World,
    query: &mut impl Query,
    caller: &Caller,
    action: Action,
    id: StatementId,
) -> Result<(Statement, Stamp), AppError> {
    let statement = store::statement::load(query, id).await?.ok_or(AppError::NotFound)?;
    let own = caller.actor.institution == Some(statement.facts.institution);
    let stamp = caller.stamp(world, action, if own { Relation::Guarantor } else { Relation::Stranger }, id)?;
    Ok((statement, stamp))
}

//! A person at the grantor marks what has to be corrected.

use super::load::load;
use crate::commit::{append, as_seen};
use crate::error::AppError;
use crate::world::{Caller, World};
use domain::access::Action;
use domain::credit_line::{CreditLine, send_back};
use domain::id::CreditLineId;
use domain::profile::ProfileItem;
use std::collections::BTreeSet;

/// Sends it back as it was `seen`.
///
/// # Errors
/// [`AppError::Refused`], [`AppError::Conflict`], [`AppError::NotFound`].
pub async fn send_back(
    world: &World,
    caller: &Caller,
    id: CreditLineId,
    seen: u32,
    marks: BTreeSet<ProfileItem>,
    comment: &str,
) -> Result<CreditLine, AppError> {
    let (drawn, stamp) = load(world, &mut world.store.reader(), caller, Action::ReviewCredit, id).await?;
    let event = send_back::send_back(&drawn.line, marks, comment)?;
    as_seen(drawn.line.version, seen)?;
    append(world, stamp, drawn.line, event).await
}

//! The suspense list (待核款项).

use crate::error::AppError;
use crate::world::{Caller, World};
use domain::access::scope;
use domain::bank_line::BankLine;
use domain::id::BankLineId;

/// Lines on one page.
pub const PAGE: i64 = 20;

/// The caller's lines that went to suspense, newest first, and where the next page begins.
///
/// # Errors
/// [`AppError::Unavailable`].
pub async fn list(world: &World, caller: &Caller, before: Option<BankLineId>) -> Result<(Vec<BankLine>, Option<BankLineId>), AppError> {
    let mut lines = store::bank_line::list(&mut world.store.reader(), &scope(&caller.actor), before, PAGE + 1).await?;
    let full = i64::try_from(lines.len()).unwrap_or(0) > PAGE;
    lines.truncate(usize::try_from(PAGE).unwrap_or(0));
    let next = if full { lines.last().map(|line| line.facts.id) } else { None };
    Ok((lines, next))
}

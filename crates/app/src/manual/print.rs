//! A manual on paper. It is set when it is first asked for and kept while the program runs, as what it says does not change; the program's next version sets
//! it anew.

use super::Manual;
use crate::document::typeset_when;
use crate::error::AppError;
use crate::world::{Caller, World};
use documents::typesetting::Urgency;
use domain::access::{Action, Relation};
use std::sync::Arc;

/// A manual as PDF, by its name. Whoever asks while it is set for somebody else waits for that.
///
/// # Errors
/// [`AppError::NotFound`] for another name.
pub async fn print(world: &World, caller: &Caller, name: &str) -> Result<(&'static Manual, Arc<[u8]>), AppError> {
    caller.stamp(world, Action::BrowseSite, Relation::Stranger, "")?;
    let (manual, printed) = world.printed.of(name).ok_or(AppError::NotFound)?;
    let set = || async {
        let sheet = manual.sheet(&world.origin, world.now().date())?;
        Ok::<_, AppError>(typeset_when(world, sheet, Urgency::WhenFree).await?.pdf.as_slice().into())
    };
    Ok((manual, Arc::clone(printed.get_or_try_init(set).await?)))
}

//! One paper original with its history.

use super::load::{load, relation};
use crate::error::AppError;
use crate::world::{Caller, World};
use domain::access::{Action, may};
use domain::id::PaperCopyId;
use domain::paper_copy::{PaperCopy, PaperCopyEvent, deliver, post, print, refuse};
pub use store::event::Entry;

/// A paper original as its page shows it.
#[derive(Clone, Debug)]
pub struct PaperDetail {
    /// The paper original.
    pub copy: PaperCopy,
    /// What happened, oldest first.
    pub history: Vec<(PaperCopyEvent, Entry)>,
    /// Whether this viewer can print it.
    pub can_print: bool,
    /// Whether this viewer can say how it is on its way.
    pub can_post: bool,
    /// Whether this viewer can refuse it.
    pub can_refuse: bool,
    /// Whether this viewer can say that it has come.
    pub can_receive: bool,
}

/// The paper original in full.
///
/// # Errors
/// [`AppError::NotFound`].
pub async fn view(world: &World, caller: &Caller, id: PaperCopyId) -> Result<PaperDetail, AppError> {
    let mut reader = world.store.reader();
    let (copy, _) = load(world, &mut reader, caller, Action::ViewPaper, id).await?;
    let relation = relation(&caller.actor, &copy);
    let permitted = |action| may(&caller.actor, action, relation).is_ok();
    let read = |entry: Entry| {
        let event = serde_json::from_str(&entry.payload).map_err(|error| AppError::Bug(error.to_string()))?;
        Ok((event, entry))
    };
    let history = store::event::history(&mut reader, &id.to_string()).await?.into_iter().map(read).collect::<Result<_, AppError>>()?;
    let sends = permitted(Action::PostPaper);
    Ok(PaperDetail {
        history,
        can_print: sends && print::print(&copy).is_ok(),
        can_post: sends && post::check(&copy).is_ok(),
        can_refuse: sends && refuse::check(&copy).is_ok(),
        can_receive: permitted(Action::ReceivePaper) && deliver::deliver(&copy).is_ok(),
        copy,
    })
}

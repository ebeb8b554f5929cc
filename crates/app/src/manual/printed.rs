use super::{MANUALS, Manual};
use std::sync::Arc;
use tokio::sync::OnceCell;

/// The manuals that were printed since the program began, in the order of [`MANUALS`].
#[derive(Debug, Default)]
pub(crate) struct Printed([OnceCell<Arc<[u8]>>; MANUALS.len()]);

impl Printed {
    /// A manual by its name, and its print; `None` for another name.
    pub(super) fn of(&self, name: &str) -> Option<(&'static Manual, &OnceCell<Arc<[u8]>>)> {
        MANUALS.iter().zip(&self.0).find(|(manual, _)| manual.name == name)
    }
}

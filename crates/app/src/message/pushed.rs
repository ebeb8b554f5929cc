//! Files that an institution's own system has pushed for an order.

use super::content::PushedFile;
use crate::error::AppError;
use domain::message::{Message, MessageState};
use protocol::message::{FileKind, IssuedFile};
use store::Query;

/// The files its sender has pushed for what a message is about.
pub(super) async fn pushed(query: &mut impl Query, message: &Message) -> Result<Vec<PushedFile>, AppError> {
    let done = store::message::list_of_subject(query, &message.subject, MessageState::Done).await?;
    let own = done.iter().filter(|file| file.topic == "file" && file.institution == message.institution);
    own.map(|file| serde_json::from_str(&file.payload).map_err(|error| AppError::Bug(error.to_string()))).collect()
}

impl PushedFile {
    /// Whether it is the file that a message names, and of this kind.
    pub(super) fn is(&self, kind: FileKind, named: &IssuedFile) -> bool {
        self.kind == kind && self.format == named.format && self.file.digest == named.digest && self.file.size == named.size
    }
}

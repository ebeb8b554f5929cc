//! Messages with a code (短信、邮件验证码): written to the outbox with what they are about, put into words only when they are sent.

pub(crate) mod send;

use crate::commit::Writer;
use crate::error::AppError;
use domain::id::{OutboxId, PhoneCodeId};
use domain::phone_code::{CodeAddress, Purpose};
use serde::{Deserialize, Serialize};
use store::job::Job;

/// What a message says.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "type")]
pub(crate) enum TextMessage {
    /// A code.
    PhoneCode {
        /// Which.
        code: PhoneCodeId,
        /// For what.
        purpose: Purpose,
    },
}

/// A message on its way.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Addressed {
    #[serde(alias = "mobile")]
    to: CodeAddress,
    message: TextMessage,
}

/// Writes a message to a phone or a letter box, and the job that sends it.
pub(crate) fn write(w: &mut Writer<'_>, to: &CodeAddress, message: TextMessage) -> Result<(), AppError> {
    let id = w.world().id(OutboxId::new);
    w.send("text_message", &Addressed { to: to.clone(), message }, Job::SendTextMessage, id)
}

//! Putting words into their places. The engine has neither filters nor functions nor files, and what may be written is less still: a variable of the
//! kind's, and parts that stand only where one has a value ([`super::check`]). So what a template makes is as long as its text and its variables.

use super::words::NoticeWords;
use crate::error::AppError;
use domain::notice_template::TemplateText;
use minijinja::{AutoEscape, Environment, UndefinedBehavior};

/// Steps of the engine for one text.
const FUEL: u64 = 10_000;
/// Most characters of a text message: five of the network's.
pub(super) const TEXT_MESSAGE_MAX: usize = 300;
/// Most characters of a mail.
pub(super) const MAIL_MAX: usize = 5_000;
/// Most characters of a mail's subject.
pub(super) const SUBJECT_MAX: usize = 100;

/// What a template made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rendered {
    /// The subject of a mail; empty for a text message.
    pub subject: String,
    /// What it says.
    pub body: String,
}

fn put(text: &str, words: &NoticeWords) -> Result<String, minijinja::Error> {
    let mut engine = Environment::empty();
    engine.set_undefined_behavior(UndefinedBehavior::Strict);
    engine.set_auto_escape_callback(|_| AutoEscape::None);
    engine.set_fuel(Some(FUEL));
    engine.render_str(text, words)
}

/// Puts `words` into the places of a template.
///
/// # Errors
/// [`AppError::Bug`] for a template that [`super::check`] would not let in.
pub(crate) fn render(text: &TemplateText, words: &NoticeWords) -> Result<Rendered, AppError> {
    let put = |text: &str| put(text, words).map_err(|error| AppError::Bug(format!("a notice's template: {error}")));
    // A line break in a subject would begin another header.
    let subject = put(&text.subject)?.split_whitespace().collect::<Vec<_>>().join(" ");
    Ok(Rendered { subject, body: put(&text.body)?.trim().to_owned() })
}

//! What was typed about an article, as an edition.

use crate::error::{AppError, FieldError};
use domain::article::Edition;
use domain::document::Attachment;
use domain::time::{Date, read_date};

/// What was typed.
#[derive(Clone, Debug, Default)]
pub struct Form {
    /// The title.
    pub title: String,
    /// The text, in Markdown.
    pub text: String,
    /// The date it is listed under, `YYYY-MM-DD`.
    pub dated: String,
    /// Whether it stands before the others of its kind.
    pub pinned: bool,
    /// The files, each with its number.
    pub attachments: Vec<(u32, Attachment)>,
    /// The greatest number that one of the article ever had.
    pub given: u32,
}

impl Form {
    /// The form that shows an edition.
    #[must_use]
    pub fn of(edition: &Edition) -> Self {
        Self {
            title: edition.title().to_owned(),
            text: edition.text().to_owned(),
            dated: edition.dated().to_string(),
            pinned: edition.is_pinned(),
            attachments: edition.numbered().map(|(number, attachment)| (number, attachment.clone())).collect(),
            given: edition.given(),
        }
    }

    /// The edition.
    ///
    /// # Errors
    /// [`AppError::Invalid`] with what is wrong, in the order of the form.
    pub(super) fn edition(&self) -> Result<Edition, AppError> {
        let dated = read_date(&self.dated).filter(|date| (2000..=2100).contains(&date.year()));
        let first = Date::constant(2000, 1, 1);
        let edition = Edition::new(&self.title, &self.text, dated.unwrap_or(first), self.pinned, self.attachments.clone(), self.given);
        let mut faults: Vec<FieldError> = Vec::new();
        if dated.is_none() {
            faults.push(FieldError::new("dated", "请选择日期，如 2026-11-28"));
        }
        match edition {
            Ok(edition) if faults.is_empty() => Ok(edition),
            Ok(_) => Err(AppError::Invalid(faults)),
            Err(wrong) => {
                faults.extend(wrong.into_iter().map(|(field, fault)| FieldError::new(field, fault)));
                faults.sort_by_key(|fault| ["title", "dated", "text", "file"].iter().position(|field| *field == fault.field));
                Err(AppError::Invalid(faults))
            }
        }
    }
}

use super::{PageError, html};
use app::{AppError, FieldError};
use askama::Template;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::Refusal;
use std::fmt::Display;
use std::ops::Deref;

/// Which refusals a form answers itself, each with the field it is shown at. Every other one is a page of its own.
pub(crate) type Places = &'static [(Refusal, &'static str)];

/// What is wrong with a form, in the order of its fields; empty while nothing is.
#[derive(Clone, Debug, Default)]
pub(crate) struct Faults(Vec<FieldError>);

impl Faults {
    /// One fault.
    pub(crate) fn one(field: &'static str, message: impl Display) -> Self {
        Self(vec![FieldError::new(field, message)])
    }

    /// What a use case answered, as the form's own: wrong fields, and the refusals that have a place in it.
    ///
    /// # Errors
    /// Anything else, as the page about it.
    pub(crate) fn of(error: AppError, places: Places) -> Result<Self, PageError> {
        match error {
            AppError::Invalid(faults) => Ok(Self(faults)),
            AppError::Refused(refusal) => match places.iter().find(|(known, _)| *known == refusal) {
                Some((_, field)) => Ok(Self::one(field, refusal)),
                None => Err(AppError::Refused(refusal).into()),
            },
            other @ (AppError::NotFound
            | AppError::Unauthenticated(_)
            | AppError::Conflict
            | AppError::Unavailable(_)
            | AppError::Busy(_)
            | AppError::Bug(_)) => Err(other.into()),
        }
    }

    /// One more.
    pub(crate) fn push(&mut self, field: &'static str, message: impl Display) {
        self.0.push(FieldError::new(field, message));
    }

    /// What is wrong with a field.
    pub(crate) fn at(&self, field: &str) -> Option<&str> {
        self.iter().find(|fault| fault.field == field).map(|fault| fault.message.as_str())
    }

    /// The page with these faults: 422 when there are any.
    pub(crate) fn show(&self, page: &impl Template) -> Response {
        let status = if self.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
        (status, html(page)).into_response()
    }
}

impl Deref for Faults {
    type Target = [FieldError];

    fn deref(&self) -> &[FieldError] {
        &self.0
    }
}

//! Reading the fields of its forms.

use crate::error::{AppError, FieldError};

/// Parses a field, or notes what is wrong with it.
pub(crate) fn field<T: std::str::FromStr>(faults: &mut Vec<FieldError>, name: &'static str, text: &str) -> Option<T>
where
    T::Err: std::fmt::Display,
{
    text.trim().parse().map_err(|error| faults.push(FieldError::new(name, error))).ok()
}

/// A text of so many characters, or a note of what is wrong with it.
pub(super) fn text(
    faults: &mut Vec<FieldError>,
    name: &'static str,
    text: &str,
    length: std::ops::RangeInclusive<usize>,
    message: &str,
) -> String {
    let text = text.trim();
    if !length.contains(&text.chars().count()) || text.chars().any(|c| c.is_control() && c != '\n' && c != '\r') {
        faults.push(FieldError::new(name, message));
    }
    text.to_owned()
}

/// The contact's words for "no code was right", at the field of the code.
pub(crate) fn at_code(error: AppError) -> AppError {
    if let AppError::Refused(refusal @ domain::Refusal::CodeWrong) = error {
        AppError::Invalid(vec![FieldError::new("code", refusal)])
    } else {
        error
    }
}

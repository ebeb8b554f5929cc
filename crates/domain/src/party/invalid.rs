use crate::text::TextError;
use std::fmt;

/// Why a text a person typed was not accepted, in words that say what to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Invalid {
    /// It does not read as what it should be.
    Shape(&'static str),
    /// It holds a character that cannot be taken.
    Text(TextError),
}

impl fmt::Display for Invalid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Shape(text) => f.write_str(text),
            Self::Text(error) => write!(f, "{error}"),
        }
    }
}

impl From<TextError> for Invalid {
    fn from(error: TextError) -> Self {
        Self::Text(error)
    }
}

impl std::error::Error for Invalid {}

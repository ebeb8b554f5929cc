//! What went wrong, as an answer that the guard turns into a page (P11).

use axum::http::StatusCode;
use axum::http::header::{CONTENT_TYPE, HeaderValue};
use axum::response::{IntoResponse, Response};

/// What is told. A handler answers with it; the guard, which knows the platform and the visitor, makes the page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Trouble {
    pub(crate) title: String,
    pub(crate) advice: String,
    /// What had been typed and was not taken: where it goes, and its fields.
    pub(crate) kept: Option<Kept>,
}

/// A form that came too late for its session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Kept {
    /// Where it was posted to.
    pub(crate) action: String,
    pub(crate) fields: Vec<(String, String)>,
}

impl Kept {
    /// Most bytes of a form that is kept.
    const MAX: usize = 16 * 1024;

    /// What is kept of a form's body; `None` for one that was signed, which is only right at once, for one without anything typed, and
    /// for what is too long.
    pub(crate) fn of(action: &str, body: &[u8]) -> Option<Self> {
        if body.len() > Self::MAX {
            return None;
        }
        let fields: Vec<(String, String)> = serde_urlencoded::from_bytes(body).ok()?;
        if fields.iter().any(|(name, _)| name == "signature" || name == "chain") {
            return None;
        }
        let fields: Vec<_> = fields.into_iter().filter(|(name, _)| name != "token").collect();
        (!fields.is_empty()).then(|| Self { action: action.to_owned(), fields })
    }

    /// What a person typed of it, to be looked at again.
    pub(super) fn shown(&self) -> Vec<&str> {
        self.fields.iter().map(|(_, value)| value.as_str()).filter(|value| !value.is_empty()).collect()
    }

    /// As the text that goes through a login.
    pub(super) fn text(&self) -> String {
        serde_urlencoded::to_string(&self.fields).unwrap_or_default()
    }
}

/// An answer that the guard turns into a page.
pub(crate) fn trouble(status: StatusCode, title: &str, advice: &str) -> Response {
    told(status, Trouble { title: title.to_owned(), advice: advice.to_owned(), kept: None })
}

/// The same with what had been typed.
pub(crate) fn told(status: StatusCode, trouble: Trouble) -> Response {
    let mut response = status.into_response();
    response.extensions_mut().insert(trouble);
    response
}

/// For when there is no frame: words alone.
pub(super) fn plain(text: &str) -> Response {
    let mut response = text.to_owned().into_response();
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8"));
    response
}

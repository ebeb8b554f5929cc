//! What went wrong, as an answer that the guard turns into a page (P11).

use app::identity::token_role;
use axum::http::StatusCode;
use axum::http::header::{CONTENT_TYPE, HeaderValue};
use axum::response::{IntoResponse, Response};
use domain::access::Role;
use std::collections::BTreeMap;

/// What is told. A handler answers with it; the guard, which knows the platform and the visitor, makes the page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Trouble {
    pub(crate) title: String,
    pub(crate) advice: String,
    /// What had been typed and was not taken: where it goes, and its fields.
    pub(crate) kept: Option<Kept>,
    /// What has to be done before it can be handed in again.
    pub(crate) first: First,
}

/// What a person does before a form is handed in again.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum First {
    /// Nothing more than log in, where nobody is.
    #[default]
    LogIn,
    /// Sign afresh, which is to log in again.
    Prove,
    /// Act in the role the form was made in.
    SwitchTo(Role),
}

/// A form that came too late for its session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Kept {
    /// Where it was posted to.
    pub(crate) action: String,
    pub(crate) fields: Vec<(String, String)>,
    /// The file that was chosen: its field and what it is called. A browser does not let it be kept, so that it is asked for by name.
    pub(crate) file: Option<(String, String)>,
    /// The role it was made in, where it says so.
    pub(crate) role: Option<Role>,
}

/// The fields under which the file goes through a login.
const FILE: [&str; 2] = ["@file", "@name"];
/// The field under which its role goes through a login.
const ROLE: &str = "@role";

impl Kept {
    /// Most bytes of a form that is kept: more than the longest text that may be typed, of 20 000 characters of nine bytes each, and little
    /// enough for a login to carry, which writes five bytes for three.
    const MAX: usize = 256 * 1024;

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
        let of_file = |wanted: &str| fields.iter().find(|(name, _)| name == wanted).map(|(_, value)| value.clone());
        let file = of_file(FILE[0]).zip(of_file(FILE[1]));
        let role = of_file(ROLE).and_then(|code| Role::of_code(&code)).or_else(|| of_file("token").and_then(|token| token_role(&token)));
        let ours = |name: &str| name == "token" || name == ROLE || FILE.contains(&name);
        let fields: Vec<_> = fields.into_iter().filter(|(name, _)| !ours(name)).collect();
        (!fields.is_empty() || file.is_some()).then(|| Self { action: action.to_owned(), fields, file, role })
    }

    /// What is kept of a form with a file.
    pub(super) fn with_file(action: &str, fields: &BTreeMap<String, String>, file: Option<(String, String)>) -> Option<Self> {
        let typed = |(name, value): (&String, &String)| (name != "token").then(|| (name.clone(), value.clone()));
        let role = fields.get("token").and_then(|token| token_role(token));
        let fields: Vec<_> = fields.iter().filter_map(typed).collect();
        (!fields.is_empty() || file.is_some()).then(|| Self { action: action.to_owned(), fields, file, role })
    }

    /// What a person typed of it, to be looked at again.
    pub(super) fn shown(&self) -> Vec<&str> {
        self.fields.iter().map(|(_, value)| value.as_str()).filter(|value| !value.is_empty()).collect()
    }

    /// As the text that goes through a login.
    pub(crate) fn text(&self) -> String {
        let file = self.file.iter().flat_map(|(field, name)| [(FILE[0], field.as_str()), (FILE[1], name.as_str())]);
        let fields: Vec<(&str, &str)> = self
            .fields
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .chain(file)
            .chain(self.role.iter().map(|role| (ROLE, role.code())))
            .collect();
        serde_urlencoded::to_string(&fields).unwrap_or_default()
    }
}

/// An answer that the guard turns into a page.
pub(crate) fn trouble(status: StatusCode, title: &str, advice: &str) -> Response {
    told(status, Trouble { title: title.to_owned(), advice: advice.to_owned(), kept: None, first: First::LogIn })
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

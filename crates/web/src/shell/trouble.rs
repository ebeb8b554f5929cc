//! What went wrong, as an answer that the guard turns into a page (P11).

use app::identity::{token_organisation, token_role};
use axum::http::StatusCode;
use axum::http::header::{CONTENT_TYPE, HeaderValue};
use axum::response::{IntoResponse, Response};
use domain::access::Role;
use domain::id::OrganisationId;
use domain::party::OrganisationName;
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

impl Trouble {
    /// A form that was made for another organisation than the session's: it is handed in for neither before somebody logs in for its own.
    pub(super) fn of_other(made_for: Option<&OrganisationName>, now: &OrganisationName, kept: Option<Kept>) -> Self {
        let made_for = made_for.map_or_else(|| "另一单位".to_owned(), |name| format!("“{name}”"));
        let held = if kept.is_some() { "，已填写的仍保留在本页" } else { "" };
        let advice =
            format!("本页是以{made_for}的登录打开的，本浏览器现在登录的是“{now}”，内容没有提交{held}。请重新登录{made_for}后提交。");
        Self { title: "登录的单位已变化".into(), advice, kept, first: First::LogInFor }
    }
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
    /// Log in for the organisation the form was made for.
    LogInFor,
}

/// A form that came too late for its session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Kept {
    /// Where it was posted to.
    pub(crate) action: String,
    pub(crate) fields: Vec<(String, String)>,
    /// Whether it came in parts, as a form does that takes a file, chosen or not: it is taken in no other way.
    pub(crate) parts: bool,
    /// The file that was chosen: its field and what it is called. A browser does not let it be kept, so that it is asked for by name.
    pub(crate) file: Option<(String, String)>,
    /// The role it was made in, where it says so.
    pub(crate) role: Option<Role>,
    /// The organisation it was made for, where it says so: it is handed in for no other.
    pub(crate) organisation: Option<OrganisationId>,
}

/// What goes through a login beside the fields is under names that begin so, which no field has.
const BESIDE: char = '@';
/// The fields under which the file goes through a login.
const FILE: [&str; 2] = ["@file", "@name"];
/// The field that says that the form came in parts.
const PARTS: &str = "@parts";
/// The field under which its role goes through a login.
const ROLE: &str = "@role";
/// The field under which its organisation does.
const ORGANISATION: &str = "@organisation";

/// Fields that nobody typed: hidden ones, and buttons.
const UNTYPED: [&str; 31] = [
    "act", "again", "article", "back", "came", "consent", "day", "decision", "do", "expires", "id", "kept", "kind", "like", "line", "lot",
    "next", "nonce", "open", "product", "role", "seal", "seen", "shared", "site", "stands", "status", "subject", "ticket", "until",
    "version",
];
/// Beginnings of the names of fields that carry files from page to page.
const CARRYING: [&str; 2] = ["carried", "kept_"];

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
        let beside = |wanted: &str| fields.iter().find(|(name, _)| name == wanted).map(|(_, value)| value.clone());
        let file = beside(FILE[0]).zip(beside(FILE[1]));
        let token = beside("token").unwrap_or_default();
        let role = beside(ROLE).and_then(|code| Role::of_code(&code)).or_else(|| token_role(&token));
        let organisation = beside(ORGANISATION).and_then(|id| id.parse().ok()).or_else(|| token_organisation(&token));
        let parts = beside(PARTS).is_some();
        let fields: Vec<_> = fields.into_iter().filter(|(name, _)| name != "token" && !name.starts_with(BESIDE)).collect();
        (!fields.is_empty() || file.is_some()).then(|| Self { action: action.to_owned(), fields, parts, file, role, organisation })
    }

    /// What is kept of a form that came in parts.
    pub(super) fn with_file(action: &str, fields: &BTreeMap<String, String>, file: Option<(String, String)>) -> Option<Self> {
        let typed = |(name, value): (&String, &String)| (name != "token").then(|| (name.clone(), value.clone()));
        let token = fields.get("token").map_or("", String::as_str);
        let (role, organisation) = (token_role(token), token_organisation(token));
        let fields: Vec<_> = fields.iter().filter_map(typed).collect();
        (!fields.is_empty() || file.is_some()).then(|| Self { action: action.to_owned(), fields, parts: true, file, role, organisation })
    }

    /// What a person typed of it, to be looked at again.
    pub(super) fn shown(&self) -> Vec<&str> {
        let untyped = |name: &str| UNTYPED.contains(&name) || CARRYING.iter().any(|begin| name.starts_with(begin));
        self.fields.iter().filter(|(name, value)| !untyped(name) && !value.is_empty()).map(|(_, value)| value.as_str()).collect()
    }

    /// As the text that goes through a login.
    pub(crate) fn text(&self) -> String {
        let organisation = self.organisation.map(|id| id.to_string());
        let file = self.file.iter().flat_map(|(field, name)| [(FILE[0], field.as_str()), (FILE[1], name.as_str())]);
        let fields: Vec<(&str, &str)> = self
            .fields
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .chain(file)
            .chain(self.parts.then_some((PARTS, "yes")))
            .chain(self.role.iter().map(|role| (ROLE, role.code())))
            .chain(organisation.iter().map(|id| (ORGANISATION, id.as_str())))
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

//! Searching lots of a site.

use crate::shell::{Frame, Guest, Nav, PageError, Web, html};
use app::AppError;
use app::lot::search::{Page, search};
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use domain::access::Role;
use domain::lot::{Lot, LotOrigin};
use domain::site::SiteCode;
use domain::time::Timestamp;
use serde::Deserialize;

#[derive(Deserialize)]
pub(crate) struct Question {
    #[serde(default)]
    q: String,
    /// Only lots that can still be applied for.
    #[serde(default)]
    open: String,
    before: Option<i64>,
}

#[derive(Template)]
#[template(path = "lot/search.html")]
struct SearchPage {
    frame: Frame,
    q: String,
    open: bool,
    page: Page,
    now: Timestamp,
    first: bool,
}

impl SearchPage {
    fn entered(&self, lot: &Lot) -> bool {
        matches!(lot.origin, LotOrigin::EnteredBy(_))
    }
    /// The address of the page that begins before `before`; of the first without one.
    fn address(&self, before: Option<&i64>) -> String {
        let before = before.map(ToString::to_string).unwrap_or_default();
        let pairs = [("q", self.q.as_str()), ("open", if self.open { "yes" } else { "" }), ("before", &before)];
        let pairs: Vec<_> = pairs.into_iter().filter(|(_, value)| !value.is_empty()).collect();
        format!("?{}", serde_urlencoded::to_string(pairs).unwrap_or_default())
    }
    /// A single character finds nothing; the page says so.
    fn too_short(&self) -> bool {
        self.q.trim().chars().count() == 1
    }
    fn can_enter(&self) -> bool {
        self.frame.badge.is_none() || self.frame.is(Role::Applicant)
    }
}

pub(crate) async fn page(
    State(web): State<Web>,
    guest: Guest,
    Path(site): Path<String>,
    Query(question): Query<Question>,
) -> Result<Response, PageError> {
    let code: SiteCode = site.parse().map_err(|_| AppError::NotFound)?;
    let open = question.open == "yes";
    let q: String = question.q.chars().take(100).collect();
    let page = search(&web.world, &guest.caller, code, &q, open, question.before).await?;
    let frame = Frame::new(&web, &guest, Nav::Apply, Some(code))?;
    Ok(html(&SearchPage { frame, q, open, page, now: web.world.now(), first: question.before.is_none() }))
}

//! What a site's visitors may read of a kind: the list, and the search in it.

use super::{folder, nav};
use crate::listing::TEXT_MAX;
use crate::shell::{Frame, Guest, Id, Nav, PageError, Web, html};
use app::article::search::{Found, search};
use app::article::shelf::{Listed, Shelf, shelf};
use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use domain::article::ArticleKind;
use domain::site::SiteCode;
use serde::Deserialize;

#[derive(Deserialize)]
pub(crate) struct Question {
    #[serde(default)]
    q: String,
    before: Option<String>,
}

#[derive(Template)]
#[template(path = "article/shelf.html")]
struct ShelfPage {
    frame: Frame,
    kind: ArticleKind,
    q: String,
    pinned: Vec<Listed>,
    articles: Vec<Listed>,
    next: Option<String>,
    first: bool,
}

impl ShelfPage {
    fn folder(&self) -> &'static str {
        folder(self.kind)
    }
    fn is_news(&self) -> bool {
        self.kind == ArticleKind::News
    }
    /// A single character finds nothing; the page says so.
    fn too_short(&self) -> bool {
        self.q.trim().chars().count() == 1
    }
    /// The address of the same list with `key` set.
    fn address(&self, key: &str, value: &str) -> String {
        let pairs = [("q", self.q.as_str()), (key, value)];
        let pairs: Vec<_> = pairs.into_iter().filter(|(_, value)| !value.is_empty()).collect();
        format!("?{}", serde_urlencoded::to_string(pairs).unwrap_or_default())
    }
    fn first_address(&self) -> Option<String> {
        (!self.first).then(|| self.address("before", ""))
    }
    fn next_address(&self) -> Option<String> {
        self.next.as_ref().map(|next| self.address("before", next))
    }
}

async fn show(web: &Web, guest: &Guest, (code, kind): (SiteCode, ArticleKind), question: Question) -> Result<Response, PageError> {
    let q: String = question.q.chars().take(TEXT_MAX).collect();
    let first = question.before.is_none();
    let (pinned, articles, next) = if q.trim().is_empty() {
        let Shelf { pinned, articles, next } = shelf(&web.world, &guest.caller, code, kind, question.before).await?;
        (pinned, articles, next)
    } else {
        let before = question.before.and_then(|before| before.parse().ok());
        let Found { articles, next } = search(&web.world, &guest.caller, (code, Some(kind)), &q, before).await?;
        (Vec::new(), articles, next.map(|next| next.to_string()))
    };
    let frame = guest.frame_on(web, nav(kind), code)?;
    Ok(html(&ShelfPage { frame, kind, q, pinned, articles, next, first }))
}

pub(crate) async fn news(
    State(web): State<Web>,
    guest: Guest,
    Id(code): Id<SiteCode>,
    Query(question): Query<Question>,
) -> Result<Response, PageError> {
    show(&web, &guest, (code, ArticleKind::News), question).await
}

pub(crate) async fn guides(
    State(web): State<Web>,
    guest: Guest,
    Id(code): Id<SiteCode>,
    Query(question): Query<Question>,
) -> Result<Response, PageError> {
    show(&web, &guest, (code, ArticleKind::Guide), question).await
}

pub(crate) async fn faq(
    State(web): State<Web>,
    guest: Guest,
    Id(code): Id<SiteCode>,
    Query(question): Query<Question>,
) -> Result<Response, PageError> {
    show(&web, &guest, (code, ArticleKind::Faq), question).await
}

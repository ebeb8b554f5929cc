//! 帮助中心: whom to ask, manuals, guides, answers, downloads (Hunan manual 2.3).

use crate::listing::TEXT_MAX;
use crate::shell::{Frame, Guest, Id, Nav, Package, PageError, Web, html};
use app::article::search::search;
use app::article::shelf::{Listed, first};
use app::manual::{MANUALS, Manual};
use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use domain::article::ArticleKind;
use domain::site::SiteCode;
use serde::Deserialize;
use std::sync::Arc;

/// Guides, and answers, on the page.
const SHOWN: usize = 8;

#[derive(Deserialize)]
pub(crate) struct Question {
    #[serde(default)]
    q: String,
}

#[derive(Template)]
#[template(path = "help/centre.html")]
struct HelpPage {
    frame: Frame,
    q: String,
    found: Vec<Listed>,
    guides: Vec<Listed>,
    answers: Vec<Listed>,
    agents: Arc<[Package]>,
}

impl HelpPage {
    fn manuals(&self) -> &'static [Manual] {
        &MANUALS
    }
}

pub(crate) async fn page(
    State(web): State<Web>,
    guest: Guest,
    Id(code): Id<SiteCode>,
    Query(question): Query<Question>,
) -> Result<Response, PageError> {
    let q: String = question.q.chars().take(TEXT_MAX).collect();
    let (world, caller) = (&web.world, &guest.caller);
    let found = if q.trim().is_empty() { Vec::new() } else { search(world, caller, (code, None), &q, None).await?.articles };
    let guides = first(world, caller, code, ArticleKind::Guide, SHOWN).await?;
    let answers = first(world, caller, code, ArticleKind::Faq, SHOWN).await?;
    let frame = guest.frame_on(&web, Nav::Help, code)?;
    Ok(html(&HelpPage { frame, q, found, guides, answers, agents: Arc::clone(&web.agents) }))
}

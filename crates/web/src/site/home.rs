//! The home page of a site: products, guarantors with rate, minimum and issuing time, steps, what it publishes, figures, the way to other sites.

use super::groups::{Group, begin, groups, lowest, sold};
use crate::shell::{Frame, Guest, Id, Nav, PageError, Web, html, local, site_cookie};
use app::AppError;
use app::article::shelf::{Listed as Article, first};
use app::product::quotes::Listed;
use app::site::{Words, figures::figures};
use askama::Template;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use domain::article::ArticleKind;
use domain::lot::Subject;
use domain::money::Cny;
use domain::product::GuaranteeKind;
use domain::report::figures::SiteFigures;
use domain::site::SiteCode;
use domain::time::Timestamp;
use serde::Deserialize;

#[derive(Template)]
#[template(path = "site/home.html")]
struct Home {
    frame: Frame,
    words: Words,
    kinds: Vec<GuaranteeKind>,
    rows: Vec<Listed>,
    groups: Vec<Group>,
    /// What was counted last night, and when.
    figures: Option<(SiteFigures, Timestamp)>,
    /// The first of what the site publishes, a kind each: what it is called, where all of it is, and the articles.
    shelves: Vec<(&'static str, &'static str, Vec<Article>)>,
    /// Whether lots are listed here; where none are, whoever has a contract or a project types it in.
    lists: bool,
}

impl Home {
    fn lowest(&self, kind: &GuaranteeKind) -> Option<String> {
        lowest(&self.rows, *kind)
    }
    fn begin(&self, kind: &GuaranteeKind) -> String {
        begin(*kind)
    }
    /// How many institutions sell here.
    fn institutions(&self) -> usize {
        self.groups.iter().map(|group| group.institutions).sum()
    }
    fn yuan(&self, fen: i64) -> String {
        Cny::from_fen(fen).map_or_else(|error| error.to_string(), |amount| amount.to_string())
    }
}

/// What a site publishes, in the order of its home page.
const SHELVES: [(ArticleKind, &str, &str); 3] =
    [(ArticleKind::News, "信息动态", "news"), (ArticleKind::Guide, "服务指南", "guides"), (ArticleKind::Faq, "常见问题", "faq")];
/// Articles of a kind that the home page shows.
const SHOWN: usize = 5;

/// The choice of a site, for whoever has visited none yet.
#[derive(Template)]
#[template(path = "site/choose.html")]
struct Choice {
    frame: Frame,
}

/// Sends a visitor to the site last visited; one who has visited none, and is logged in on none, chooses where there are several.
pub(crate) async fn choose(State(web): State<Web>, guest: Guest) -> Result<Response, PageError> {
    let sites = web.world.sites();
    let only = sites.all().map(|site| site.rules.code).next().filter(|_| sites.all().count() == 1);
    let known = guest.known_site().filter(|code| sites.get(*code).is_some()).or(only);
    match known {
        Some(code) => Ok(Redirect::to(&format!("/{code}")).into_response()),
        None => Ok(html(&Choice { frame: guest.frame(&web, Nav::None)? })),
    }
}

#[derive(Deserialize)]
pub(crate) struct Question {
    /// A page that belongs to no site, seen from this one from now on.
    to: Option<String>,
}

pub(crate) async fn home(
    State(web): State<Web>,
    guest: Guest,
    Id(code): Id<SiteCode>,
    Query(question): Query<Question>,
) -> Result<Response, PageError> {
    let site = web.world.sites().get(code).ok_or(AppError::NotFound)?;
    if let Some(to) = question.to.as_deref().and_then(local) {
        return Ok((site_cookie(&web, code), Redirect::to(to)).into_response());
    }
    let rows = sold(&web, &guest, site).await?;
    let mut shelves = Vec::new();
    for (kind, title, path) in SHELVES {
        let articles = first(&web.world, &guest.caller, code, kind, SHOWN).await?;
        if !articles.is_empty() {
            shelves.push((title, path, articles));
        }
    }
    let page = Home {
        frame: guest.frame_on(&web, Nav::Home, code)?,
        words: site.words.clone(),
        kinds: site.kinds.clone(),
        groups: groups(rows.iter()),
        rows,
        figures: figures(&web.world, &guest.caller, code).await?,
        shelves,
        lists: site.subjects().any(Subject::is_competed_for),
    };
    Ok(html(&page))
}

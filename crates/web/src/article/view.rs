//! One article as everybody reads it.

use super::{folder, markup, nav, pictures, size};
use crate::shell::{Frame, Guest, Id, Nav, PageError, Web, html};
use app::AppError;
use app::article::read::read;
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use domain::article::{Article, Publication};
use domain::id::ArticleId;
use domain::site::SiteCode;

#[derive(Template)]
#[template(path = "article/view.html")]
struct ArticlePage {
    frame: Frame,
    article: Article,
    publication: Publication,
    /// The text as HTML that went through the sanitiser.
    prose: String,
    /// Whether the visitor is of the centre that wrote it.
    own: bool,
}

impl ArticlePage {
    fn folder(&self) -> &'static str {
        folder(self.article.facts.kind)
    }
    fn size(&self, bytes: &u64) -> String {
        size(*bytes)
    }
    /// Whether this edition is a later one than was published first.
    fn changed(&self) -> bool {
        self.publication.at != self.publication.first_at
    }
}

pub(crate) async fn page(State(web): State<Web>, guest: Guest, Id((code, id)): Id<(SiteCode, ArticleId)>) -> Result<Response, PageError> {
    let article = read(&web.world, &guest.caller, code, id).await?;
    let publication = article.read().cloned().ok_or(AppError::NotFound)?;
    let edition = &publication.edition;
    let pictures = pictures(&format!("/{code}/articles/{id}/files"), edition);
    let prose = markup::prose(edition.text().to_owned(), pictures).await?.html;
    let frame = guest.frame_on(&web, nav(article.facts.kind), code)?;
    let own = guest.caller.actor.site == Some(article.facts.site);
    Ok(html(&ArticlePage { frame, article, publication, prose, own }))
}

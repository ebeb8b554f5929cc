//! Operating manuals: rendered as articles are, and to take along as PDF.

use super::picture;
use crate::article::markup::{self, Lines};
use crate::shell::{Frame, Guest, Id, Nav, PageError, Web, disposition, html};
use app::AppError;
use app::manual::print::print;
use app::manual::{MANUALS, Manual};
use askama::Template;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use std::sync::LazyLock;

/// What each says on its page, in the order of [`MANUALS`]: the same for everybody, so rendered once.
static PROSE: LazyLock<Vec<String>> =
    LazyLock::new(|| MANUALS.iter().map(|manual| markup::render(manual.text, Lines::Flowing, picture::address).html).collect());

#[derive(Template)]
#[template(path = "help/manual.html")]
struct ManualPage {
    frame: Frame,
    manual: &'static Manual,
    prose: &'static str,
}

pub(crate) async fn page(State(web): State<Web>, guest: Guest, Id(name): Id<String>) -> Result<Response, PageError> {
    let mut known = MANUALS.iter().zip(PROSE.iter());
    let (manual, prose) = known.find(|(manual, _)| manual.name == name).ok_or(AppError::NotFound)?;
    let frame = guest.frame(&web, Nav::Help)?;
    Ok(html(&ManualPage { frame, manual, prose }))
}

pub(crate) async fn pdf(State(web): State<Web>, guest: Guest, Id(name): Id<String>) -> Result<Response, PageError> {
    let (manual, printed) = print(&web.world, &guest.caller, &name).await?;
    let disposition = disposition(&format!("kaihan-{name}.pdf"), &format!("{}.pdf", manual.title));
    let headers = [(CONTENT_TYPE, "application/pdf".to_owned()), (CONTENT_DISPOSITION, disposition)];
    Ok((headers, Bytes::from_owner(printed)).into_response())
}

//! Where an institution begins: the two steps, the progress, the templates.

use super::site;
use crate::shell::{Frame, Guest, Nav, PageError, Web, html};
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;

#[derive(Template)]
#[template(path = "onboarding/hub.html")]
struct HubPage {
    frame: Frame,
}

pub(crate) async fn page(State(web): State<Web>, guest: Guest, Path(text): Path<String>) -> Result<Response, PageError> {
    let site = site(&web, &text)?;
    Ok(html(&HubPage { frame: Frame::new(&web, &guest, Nav::Onboarding, Some(site))? }))
}

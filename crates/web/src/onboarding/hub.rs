//! Where an institution begins: the two steps, the progress, the templates.

use super::site;
use crate::shell::{Frame, Guest, Nav, PageError, Web, html};
use app::AppError;
use app::onboarding::template::template;
use askama::Template;
use axum::extract::{Path, State};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};

#[derive(Template)]
#[template(path = "onboarding/hub.html")]
struct HubPage {
    frame: Frame,
}

pub(crate) async fn page(State(web): State<Web>, guest: Guest, Path(text): Path<String>) -> Result<Response, PageError> {
    let site = site(&web, &text)?;
    Ok(html(&HubPage { frame: Frame::new(&web, &guest, Nav::Onboarding, Some(site))? }))
}

pub(crate) async fn download(
    State(web): State<Web>,
    guest: Guest,
    Path((text, name)): Path<(String, String)>,
) -> Result<Response, PageError> {
    let name = name.strip_suffix(".pdf").ok_or(AppError::NotFound)?;
    let pdf = template(&web.world, &guest.caller, site(&web, &text)?, name).await?;
    let attachment = format!("attachment; filename=onboarding-{name}.pdf");
    Ok(([(CONTENT_TYPE, "application/pdf".to_owned()), (CONTENT_DISPOSITION, attachment)], pdf).into_response())
}

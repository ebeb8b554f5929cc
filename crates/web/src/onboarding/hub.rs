//! Where an institution begins: the two steps, the progress, the templates.

use super::site;
use crate::shell::{Frame, Guest, Id, Nav, PageError, Web, html};
use app::AppError;
use app::onboarding::template::template;
use askama::Template;
use axum::extract::State;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use domain::site::SiteCode;

#[derive(Template)]
#[template(path = "onboarding/hub.html")]
struct HubPage {
    frame: Frame,
}

pub(crate) async fn page(State(web): State<Web>, guest: Guest, Id(code): Id<SiteCode>) -> Result<Response, PageError> {
    let site = site(&web, code)?;
    Ok(html(&HubPage { frame: guest.frame_on(&web, Nav::Onboarding, site)? }))
}

pub(crate) async fn download(
    State(web): State<Web>,
    guest: Guest,
    Id((code, name)): Id<(SiteCode, String)>,
) -> Result<Response, PageError> {
    let name = name.strip_suffix(".pdf").ok_or(AppError::NotFound)?;
    let pdf = template(&web.world, &guest.caller, site(&web, code)?, name).await?;
    let attachment = format!("attachment; filename=onboarding-{name}.pdf");
    Ok(([(CONTENT_TYPE, "application/pdf".to_owned()), (CONTENT_DISPOSITION, attachment)], pdf).into_response())
}

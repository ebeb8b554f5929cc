//! Taking a bank statement in.

use crate::shell::{Frame, Known, Nav, PageError, Uploaded, Web, html};
use app::bank_line::statement::{FILE_MAX, Report, import};
use app::{AppError, FieldError};
use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::institution::Institution;

#[derive(Template)]
#[template(path = "workbench/statement.html")]
struct StatementPage {
    frame: Frame,
    institution: Institution,
    report: Option<Report>,
    faults: Vec<FieldError>,
}

impl StatementPage {
    fn fault(&self) -> Option<&str> {
        self.faults.first().map(|fault| fault.message.as_str())
    }
}

async fn show(web: &Web, known: &Known, report: Option<Report>, faults: Vec<FieldError>) -> Result<Response, PageError> {
    let institution = app::institution::view::own(&web.world, &known.caller).await?;
    let frame = Frame::new(web, &known.as_guest(), Nav::Suspense, None)?;
    let status = if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    Ok((status, html(&StatementPage { frame, institution, report, faults })).into_response())
}

pub(crate) async fn form(State(web): State<Web>, known: Known) -> Result<Response, PageError> {
    show(&web, &known, None, Vec::new()).await
}

/// Repeating it changes nothing, so that the answer to the post is the page with what became of the statement.
pub(crate) async fn submit(State(web): State<Web>, uploaded: Uploaded<FILE_MAX>) -> Result<Response, PageError> {
    let Uploaded { known, file, .. } = uploaded;
    match import(&web.world, &known.caller, &file).await {
        Ok(report) => show(&web, &known, Some(report), Vec::new()).await,
        Err(AppError::Invalid(faults)) => show(&web, &known, None, faults).await,
        Err(other) => Err(other.into()),
    }
}

//! The applicant's page: asking for a special form, and what became of it.

use super::{pages, tone};
use crate::application::id;
use crate::shell::{Frame, Known, Nav, PageError, Uploaded, Web, html};
use app::special_form::request::{PAGE_MAX, ask};
use app::special_form::view::{Detail, last_of};
use app::{AppError, FieldError};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use domain::application::{Application, Command};
use domain::special_form::SpecialFormState;

#[derive(Template)]
#[template(path = "special_form/ask.html")]
struct AskPage {
    frame: Frame,
    application: Application,
    /// The last one, open or settled.
    detail: Option<Detail>,
    pages: usize,
    /// Whether another can be asked for now.
    can_ask: bool,
    note: String,
    faults: Vec<FieldError>,
}

impl AskPage {
    fn tone(&self, detail: &Detail) -> &'static str {
        tone(&detail.form.state)
    }
    fn refused<'a>(&self, detail: &'a Detail) -> Option<&'a str> {
        if let SpecialFormState::Refused { reason } = &detail.form.state { Some(reason) } else { None }
    }
    fn fault(&self, field: &str) -> Option<&str> {
        self.faults.iter().find(|fault| fault.field == field).map(|fault| fault.message.as_str())
    }
}

async fn show(web: &Web, known: &Known, text: &str, note: String, faults: Vec<FieldError>) -> Result<Response, PageError> {
    let id = id(text)?;
    let view = app::application::view::view(&web.world, &known.caller, id).await?;
    let detail = match last_of(&web.world, &known.caller, id).await {
        Ok(detail) => Some(detail),
        Err(AppError::NotFound) => None,
        Err(error) => return Err(error.into()),
    };
    let shown = detail.as_ref().filter(|detail| matches!(detail.form.state, SpecialFormState::Approved | SpecialFormState::Confirmed));
    let pages = match shown {
        Some(detail) => pages(web, &known.caller, detail.form.facts.id).await,
        None => 0,
    };
    let frame = Frame::new(web, &known.as_guest(), Nav::Apply, Some(view.application.facts.site))?;
    let can_ask = view.commands.contains(&Command::RequestForm);
    let status = if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    Ok((status, html(&AskPage { frame, application: view.application, detail, pages, can_ask, note, faults })).into_response())
}

pub(crate) async fn form(State(web): State<Web>, known: Known, Path(text): Path<String>) -> Result<Response, PageError> {
    show(&web, &known, &text, String::new(), Vec::new()).await
}

pub(crate) async fn submit(State(web): State<Web>, Path(text): Path<String>, uploaded: Uploaded<PAGE_MAX>) -> Result<Response, PageError> {
    let Uploaded { known, fields, file } = uploaded;
    let note = fields.get("note").cloned().unwrap_or_default();
    match ask(&web.world, &known.caller, id(&text)?, &note, file).await {
        Ok(_) => Ok(Redirect::to(&format!("/applications/{text}/form")).into_response()),
        Err(AppError::Invalid(faults)) => show(&web, &known, &text, note, faults).await,
        Err(AppError::Refused(refusal @ domain::Refusal::NoteMissing)) => {
            show(&web, &known, &text, note, vec![FieldError::new("note", refusal)]).await
        }
        Err(other) => Err(other.into()),
    }
}

//! The editor: the text on the left, the letter it makes on the right, redrawn while one types.

use super::{id, pages, tone};
use crate::shell::{Frame, Known, Nav, Nothing, PageError, Posted, Web, html};
use app::special_form::view::{Detail, view};
use app::special_form::{approve, edit, preview, refuse};
use app::{AppError, FieldError};
use askama::Template;
use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use domain::access::Role;
use domain::special_form::SpecialFormState;
use serde::Deserialize;

#[derive(Deserialize)]
pub(crate) struct Text {
    #[serde(default)]
    text: String,
}

#[derive(Deserialize)]
pub(crate) struct Reason {
    #[serde(default)]
    reason: String,
}

#[derive(Template)]
#[template(path = "special_form/edit.html")]
struct EditPage {
    frame: Frame,
    detail: Detail,
    text: String,
    pages: usize,
    faults: Vec<FieldError>,
}

impl EditPage {
    fn tone(&self) -> &'static str {
        tone(&self.detail.form.state)
    }
    fn editable(&self) -> bool {
        matches!(self.detail.form.state, SpecialFormState::Requested | SpecialFormState::Drafted { .. })
    }
    fn drafted(&self) -> bool {
        matches!(self.detail.form.state, SpecialFormState::Drafted { .. })
    }
}

async fn show(web: &Web, known: &Known, text: &str, typed: Option<String>, faults: Vec<FieldError>) -> Result<Response, PageError> {
    let id = id(text)?;
    if known.caller.actor.role != Role::GuarantorStaff {
        return Err(AppError::NotFound.into());
    }
    let detail = view(&web.world, &known.caller, id).await?;
    let pages = pages(web, &known.caller, id).await;
    let frame = Frame::new(web, &known.as_guest(), Nav::Forms, Some(detail.application.facts.site))?;
    let status = if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let text = typed.unwrap_or_else(|| detail.text.clone());
    Ok((status, html(&EditPage { frame, detail, text, pages, faults })).into_response())
}

pub(crate) async fn form(State(web): State<Web>, known: Known, Path(text): Path<String>) -> Result<Response, PageError> {
    show(&web, &known, &text, None, Vec::new()).await
}

pub(crate) async fn save(
    State(web): State<Web>,
    Path(text): Path<String>,
    Posted { known, fields }: Posted<Text>,
) -> Result<Response, PageError> {
    match edit::edit(&web.world, &known.caller, id(&text)?, &fields.text).await {
        Ok(_) => Ok(Redirect::to(&format!("/workbench/forms/{text}")).into_response()),
        Err(AppError::Invalid(faults)) => show(&web, &known, &text, Some(fields.text), faults).await,
        Err(AppError::Refused(refusal @ domain::Refusal::TextLength)) => {
            show(&web, &known, &text, Some(fields.text), vec![FieldError::new("text", refusal)]).await
        }
        Err(other) => Err(other.into()),
    }
}

/// The letter's pages in the text as it is being typed; nothing is kept.
pub(crate) async fn draw(
    State(web): State<Web>,
    Path(text): Path<String>,
    Posted { known, fields }: Posted<Text>,
) -> Result<Response, PageError> {
    match preview::preview(&web.world, &known.caller, id(&text)?, Some(&fields.text)).await {
        Ok(pages) => Ok(Json(serde_json::json!({ "pages": pages.pictures })).into_response()),
        Err(AppError::Invalid(faults)) => {
            let fault: Vec<&str> = faults.iter().map(|fault| fault.message.as_str()).collect();
            Ok(Json(serde_json::json!({ "fault": fault.join("；") })).into_response())
        }
        Err(other) => Err(other.into()),
    }
}

pub(crate) async fn approve(
    State(web): State<Web>,
    Path(text): Path<String>,
    Posted { known, fields: Nothing {} }: Posted<Nothing>,
) -> Result<Redirect, PageError> {
    approve::approve(&web.world, &known.caller, id(&text)?).await?;
    Ok(Redirect::to(&format!("/workbench/forms/{text}")))
}

pub(crate) async fn refuse(
    State(web): State<Web>,
    Path(text): Path<String>,
    Posted { known, fields }: Posted<Reason>,
) -> Result<Redirect, PageError> {
    refuse::refuse(&web.world, &known.caller, id(&text)?, &fields.reason).await?;
    Ok(Redirect::to(&format!("/workbench/forms/{text}")))
}

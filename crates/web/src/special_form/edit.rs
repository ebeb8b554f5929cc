//! The editor: the text on the left, the letter it makes on the right, redrawn while one types.

use super::{letter, tone};
use crate::shell::{Faults, Frame, Id, Known, Looked, Nav, PageError, Places, Posted, Web};
use app::AppError;
use app::special_form::view::{SpecialFormDetail, view};
use app::special_form::{approve, edit, preview, refuse};
use askama::Template;
use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use domain::Refusal;
use domain::access::Role;
use domain::id::SpecialFormId;
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
    detail: SpecialFormDetail,
    text: String,
    letter: Vec<String>,
    faults: Faults,
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

const PLACES: Places = &[(Refusal::TextLength, "text")];

async fn show(web: &Web, known: &Known, id: SpecialFormId, typed: Option<String>, faults: Faults) -> Result<Response, PageError> {
    known.only(Role::GuarantorStaff)?;
    let detail = view(&web.world, &known.caller, id).await?;
    let letter = letter(web, &known.caller, id).await;
    let frame = known.frame_on(web, Nav::Forms, detail.application.facts.site)?;
    let text = typed.unwrap_or_else(|| detail.text.clone());
    let page = EditPage { frame, detail, text, letter, faults };
    Ok(page.faults.show(&page))
}

pub(crate) async fn form(State(web): State<Web>, known: Known, Id(id): Id<SpecialFormId>) -> Result<Response, PageError> {
    show(&web, &known, id, None, Faults::default()).await
}

pub(crate) async fn save(
    State(web): State<Web>,
    Id(id): Id<SpecialFormId>,
    Posted { known, fields }: Posted<Text>,
) -> Result<Response, PageError> {
    match edit::edit(&web.world, &known.caller, id, &fields.text).await {
        Ok(_) => Ok(Redirect::to(&format!("/workbench/forms/{id}")).into_response()),
        Err(error) => show(&web, &known, id, Some(fields.text), Faults::of(error, PLACES)?).await,
    }
}

/// The letter's pages in the text as it is being typed; nothing is kept.
pub(crate) async fn draw(
    State(web): State<Web>,
    Id(id): Id<SpecialFormId>,
    Posted { known, fields }: Posted<Text>,
) -> Result<Response, PageError> {
    match preview::preview(&web.world, &known.caller, id, Some(&fields.text)).await {
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
    Id(id): Id<SpecialFormId>,
    Posted { known, fields }: Posted<Looked>,
) -> Result<Redirect, PageError> {
    approve::approve(&web.world, &known.caller, id, fields.seen).await?;
    Ok(Redirect::to(&format!("/workbench/forms/{id}")))
}

pub(crate) async fn refuse(
    State(web): State<Web>,
    Id(id): Id<SpecialFormId>,
    Posted { known, fields }: Posted<Reason>,
) -> Result<Redirect, PageError> {
    refuse::refuse(&web.world, &known.caller, id, &fields.reason).await?;
    Ok(Redirect::to(&format!("/workbench/forms/{id}")))
}

//! The applicant's page: asking for a special form, and what became of it.

use super::{letter, tone};
use crate::shell::{Faults, Frame, Id, Known, Nav, PageError, Places, Uploaded, Web};
use app::AppError;
use app::special_form::request::{PAGE_MAX, ask};
use app::special_form::view::{SpecialFormDetail, last_of};
use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use domain::Refusal;
use domain::application::{Application, Command};
use domain::id::ApplicationId;
use domain::special_form::SpecialFormState;

#[derive(Template)]
#[template(path = "special_form/ask.html")]
struct AskPage {
    frame: Frame,
    application: Application,
    /// The last one, open or settled.
    detail: Option<SpecialFormDetail>,
    /// Pictures of the letter, as long as there is a text.
    letter: Vec<String>,
    /// Whether another can be asked for now.
    can_ask: bool,
    note: String,
    faults: Faults,
}

impl AskPage {
    fn tone(&self, detail: &SpecialFormDetail) -> &'static str {
        tone(&detail.form.state)
    }
    fn refused<'a>(&self, detail: &'a SpecialFormDetail) -> Option<&'a str> {
        if let SpecialFormState::Refused { reason } = &detail.form.state { Some(reason) } else { None }
    }
}

const PLACES: Places = &[(Refusal::NoteMissing, "note")];

async fn show(web: &Web, known: &Known, id: ApplicationId, note: String, faults: Faults) -> Result<Response, PageError> {
    let view = app::application::view::view(&web.world, &known.caller, id).await?;
    let detail = match last_of(&web.world, &known.caller, id).await {
        Ok(detail) => Some(detail),
        Err(AppError::NotFound) => None,
        Err(error) => return Err(error.into()),
    };
    let shown = detail.as_ref().filter(|detail| matches!(detail.form.state, SpecialFormState::Approved | SpecialFormState::Confirmed));
    let letter = match shown {
        Some(detail) => letter(web, &known.caller, detail.form.facts.id).await,
        None => Vec::new(),
    };
    let frame = known.frame_on(web, Nav::Apply, view.application.facts.site)?;
    let can_ask = view.commands.contains(&Command::RequestForm);
    let page = AskPage { frame, application: view.application, detail, letter, can_ask, note, faults };
    Ok(page.faults.show(&page))
}

pub(crate) async fn form(State(web): State<Web>, known: Known, Id(id): Id<ApplicationId>) -> Result<Response, PageError> {
    show(&web, &known, id, String::new(), Faults::default()).await
}

pub(crate) async fn submit(State(web): State<Web>, Id(id): Id<ApplicationId>, uploaded: Uploaded<PAGE_MAX>) -> Result<Response, PageError> {
    let Uploaded { known, fields, file, fault, .. } = uploaded;
    let note = fields.get("note").cloned().unwrap_or_default();
    if let Some(fault) = fault {
        return show(&web, &known, id, note, Faults::one("page", fault)).await;
    }
    match ask(&web.world, &known.caller, id, &note, file).await {
        Ok(_) => Ok(Redirect::to(&format!("/applications/{id}/form")).into_response()),
        Err(error) => show(&web, &known, id, note, Faults::of(error, PLACES)?).await,
    }
}

//! The special forms asked of the institution.

use super::tone;
use crate::shell::{Frame, Known, Nav, PageError, Web, html};
use app::AppError;
use app::special_form::list::{Page, list};
use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use domain::access::Role;
use domain::special_form::SpecialForm;
use serde::Deserialize;

#[derive(Deserialize)]
pub(crate) struct Question {
    before: Option<String>,
}

#[derive(Template)]
#[template(path = "special_form/desk.html")]
struct DeskPage {
    frame: Frame,
    page: Page,
}

impl DeskPage {
    fn tone(&self, form: &SpecialForm) -> &'static str {
        tone(&form.state)
    }
}

pub(crate) async fn page(State(web): State<Web>, known: Known, Query(question): Query<Question>) -> Result<Response, PageError> {
    if known.caller.actor.role != Role::GuarantorStaff {
        return Err(AppError::NotFound.into());
    }
    let page = list(&web.world, &known.caller, question.before.and_then(|text| text.parse().ok())).await?;
    let frame = Frame::new(&web, &known.as_guest(), Nav::Forms, None)?;
    Ok(html(&DeskPage { frame, page }))
}

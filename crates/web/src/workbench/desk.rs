//! Applications addressed to the institution.

use crate::application::tone;
use crate::shell::{Frame, Known, Nav, PageError, Web, html};
use app::AppError;
use app::application::list::{Page, list};
use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use domain::access::Role;
use domain::application::Application;
use serde::Deserialize;

#[derive(Deserialize)]
pub(crate) struct Question {
    #[serde(default)]
    state: String,
    before: Option<String>,
}

/// The tabs of the desk.
const TABS: [(&str, &str); 5] =
    [("under_review", "待审核"), ("awaiting_payment", "等待支付"), ("issued", "已出函"), ("declined", "已退回"), ("", "全部")];

#[derive(Template)]
#[template(path = "workbench/desk.html")]
struct DeskPage {
    frame: Frame,
    state: String,
    page: Page,
}

impl DeskPage {
    fn tabs(&self) -> &'static [(&'static str, &'static str)] {
        &TABS
    }
    fn tone(&self, application: &Application) -> &'static str {
        tone(&application.state)
    }
}

pub(crate) async fn page(State(web): State<Web>, known: Known, Query(question): Query<Question>) -> Result<Response, PageError> {
    if known.caller.actor.role != Role::GuarantorStaff {
        return Err(AppError::NotFound.into());
    }
    let wanted = if question.state.is_empty() { "under_review" } else { &question.state };
    let state = TABS.iter().find(|(code, _)| *code == wanted).map_or("", |(code, _)| code);
    let before = question.before.and_then(|text| text.parse().ok());
    let page = list(&web.world, &known.caller, state, before).await?;
    let frame = Frame::new(&web, &known.as_guest(), Nav::Desk, None)?;
    Ok(html(&DeskPage { frame, state: state.to_owned(), page }))
}

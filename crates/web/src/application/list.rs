//! The applicant's orders.

use super::tone;
use crate::shell::{Frame, Known, Nav, PageError, Web, html};
use app::application::list::{Page, list};
use askama::Template;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use domain::access::Role;
use domain::application::Application;
use serde::Deserialize;

#[derive(Deserialize)]
pub(crate) struct Question {
    #[serde(default)]
    state: String,
    before: Option<String>,
}

#[derive(Template)]
#[template(path = "application/list.html")]
struct ListPage {
    frame: Frame,
    state: String,
    page: Page,
}

/// The states offered in the filter, in the order an application goes through them.
const STATES: [(&str, &str); 8] = [
    ("draft", "待提交"),
    ("awaiting_payment", "等待支付"),
    ("under_review", "审核中"),
    ("issuing", "出函中"),
    ("issued", "成功出函"),
    ("declined", "审核退回"),
    ("lapsed", "已取消"),
    ("withdrawn", "订单关闭"),
];

impl ListPage {
    fn states(&self) -> &'static [(&'static str, &'static str)] {
        &STATES
    }
    fn tone(&self, application: &Application) -> &'static str {
        tone(&application.state)
    }
}

pub(crate) async fn page(State(web): State<Web>, known: Known, Query(question): Query<Question>) -> Result<Response, PageError> {
    if known.caller.actor.role != Role::Applicant {
        return Ok(Redirect::to("/workbench").into_response());
    }
    let state = STATES.iter().find(|(code, _)| *code == question.state).map_or("", |(code, _)| code);
    let before = question.before.and_then(|text| text.parse().ok());
    let page = list(&web.world, &known.caller, state, before).await?;
    let frame = Frame::new(&web, &known.as_guest(), Nav::Orders, None)?;
    Ok(html(&ListPage { frame, state: state.to_owned(), page }))
}

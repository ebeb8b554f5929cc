//! The trading centre's list of institutions on its site.

use super::tone;
use crate::shell::{Frame, Known, Nav, PageError, Web, html};
use app::AppError;
use app::onboarding::list::{Page, list};
use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use domain::access::Role;
use domain::onboarding::Onboarding;
use serde::Deserialize;

#[derive(Deserialize)]
pub(crate) struct Question {
    #[serde(default)]
    state: String,
    before: Option<String>,
}

#[derive(Template)]
#[template(path = "onboarding/desk.html")]
struct DeskPage {
    frame: Frame,
    page: Page,
    state: String,
}

impl DeskPage {
    fn tabs(&self) -> [(&'static str, &'static str); 6] {
        [
            ("", "全部"),
            ("applied", "准入待审核"),
            ("under_acceptance", "上线待审核"),
            ("accepted", "待上线"),
            ("live", "已上线"),
            ("paused", "暂停受理"),
        ]
    }
    fn tone(&self, onboarding: &Onboarding) -> &'static str {
        tone(onboarding)
    }
}

pub(crate) async fn page(State(web): State<Web>, known: Known, Query(question): Query<Question>) -> Result<Response, PageError> {
    if known.caller.actor.role != Role::CentreStaff {
        return Err(AppError::NotFound.into());
    }
    let before = question.before.and_then(|text| text.parse().ok());
    let page = list(&web.world, &known.caller, &question.state, before).await?;
    let frame = Frame::new(&web, &known.as_guest(), Nav::Onboarding, known.caller.actor.site)?;
    Ok(html(&DeskPage { frame, page, state: question.state }))
}

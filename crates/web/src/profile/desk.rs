//! The profiles that were handed to the trading centre.

use crate::listing::{Cell, Column, ListKind, Listing, Question, export};
use crate::shell::{Frame, Known, Nav, PageError, Web, html};
use app::AppError;
use app::profile::list::{all, list};
use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use domain::access::Role;
use domain::profile::{EnterpriseProfile, ProfileState};

const STATES: &[(&str, &str)] = &[("", "全部"), ("submitted", "待核验"), ("returned", "已退回"), ("verified", "已核验")];

const ABOUT: ListKind = ListKind {
    path: "/centre/profiles",
    search: "企业名称或信用代码",
    states: STATES,
    empty: ("没有待核验的企业信息", "企业完善信息并提交核验后，会出现在这里。"),
};

fn state(profile: &EnterpriseProfile) -> Cell {
    match &profile.state {
        ProfileState::Submitted { .. } => Cell::State("wait", "待核验".into()),
        ProfileState::Returned { .. } => Cell::State("bad", "已退回".into()),
        ProfileState::Verified { until, .. } => Cell::State("ok", format!("已核验，有效至 {until}")),
        ProfileState::Open => Cell::State("mute", "企业修改中".into()),
    }
}

fn handle(profile: &EnterpriseProfile) -> Cell {
    let organisation = &profile.facts.organisation;
    Cell::Link(format!("/centre/profiles/{}", organisation.organisation), "查看", format!("查看{}的企业信息", organisation.name))
}

const COLUMNS: [Column<EnterpriseProfile>; 4] = [
    Column { title: "企业名称", cell: |row| Cell::Text(row.facts.organisation.name.to_string()) },
    Column { title: "统一社会信用代码", cell: |row| Cell::Mono(row.facts.organisation.uscc.to_string()) },
    Column { title: "状态", cell: state },
    Column { title: "操作", cell: handle },
];

#[derive(Template)]
#[template(path = "profile/desk.html")]
struct DeskPage {
    frame: Frame,
    list: Listing,
}

pub(crate) async fn page(State(web): State<Web>, known: Known, Query(question): Query<Question>) -> Result<Response, PageError> {
    known.only(Role::CentreStaff)?;
    let question = question.within(STATES);
    if question.is_export() {
        return export("profiles", "企业信息", &COLUMNS, &all(&web.world, &known.caller, question.filter()).await?);
    }
    let page = list(&web.world, &known.caller, question.filter(), question.before()).await?;
    let frame = known.frame_on(&web, Nav::Profiles, known.caller.actor.site.ok_or(AppError::NotFound)?)?;
    Ok(html(&DeskPage { frame, list: Listing::new(ABOUT, question, &COLUMNS, &page) }))
}

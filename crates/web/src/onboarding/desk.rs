//! The trading centre's list of institutions on its site.

use super::tone;
use crate::listing::{Cell, Column, ListKind, Listing, Question, export};
use crate::shell::{Frame, Known, Nav, PageError, Web, html};
use app::AppError;
use app::identity::condition::{TrustCondition, look};
use app::message::list::of_centre;
use app::onboarding::list::{all, list};
use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use domain::access::Role;
use domain::onboarding::Onboarding;

const STATES: &[(&str, &str)] = &[
    ("", "全部"),
    ("applied", "准入待审核"),
    ("under_acceptance", "上线待审核"),
    ("accepted", "待上线"),
    ("live", "已上线"),
    ("paused", "暂停受理"),
];

const ABOUT: ListKind = ListKind {
    path: "/centre/institutions",
    search: "机构名称或信用代码",
    states: STATES,
    empty: ("没有机构", "机构在“机构接入”提交准入申请后出现在这里。"),
};

fn state(onboarding: &Onboarding) -> Cell {
    let waits = if onboarding.proposal.is_some() { "，待第二人确认" } else { "" };
    Cell::State(tone(onboarding), format!("{}{waits}", onboarding.state.label()))
}

const COLUMNS: [Column<Onboarding>; 6] = [
    Column { title: "机构名称", cell: |row| Cell::Text(row.profile.name.to_string()) },
    Column { title: "统一社会信用代码", cell: |row| Cell::Mono(row.facts.uscc.to_string()) },
    Column { title: "类型", cell: |row| Cell::Text(row.profile.kind.label().to_owned()) },
    Column { title: "申请时间", cell: |row| Cell::Text(row.facts.applied_at.to_string()) },
    Column { title: "状态", cell: state },
    Column {
        title: "操作",
        cell: |row| Cell::Link(format!("/centre/institutions/{}", row.facts.id), "办理", format!("办理{}", row.profile.name)),
    },
];

#[derive(Template)]
#[template(path = "onboarding/desk.html")]
struct DeskPage {
    frame: Frame,
    list: Listing,
    /// What of the trust folder ran out, or soon will: whom it will stop, days before it does (L6).
    trust: Vec<String>,
    /// How many messages of the centre's system had no effect.
    messages: usize,
    /// Who admits the institutions of this prefecture, where the centre does not itself.
    admitted_by: Option<String>,
}

pub(crate) async fn page(State(web): State<Web>, known: Known, Query(question): Query<Question>) -> Result<Response, PageError> {
    known.only(Role::CentreStaff)?;
    let question = question.within(STATES);
    if question.is_export() {
        return export("institutions", "机构", &COLUMNS, &all(&web.world, &known.caller, question.filter()).await?);
    }
    let page = list(&web.world, &known.caller, question.filter(), question.before()).await?;
    let frame = known.frame_on(&web, Nav::Onboarding, known.caller.actor.site.ok_or(AppError::NotFound)?)?;
    let TrustCondition { faults, warnings, .. } = look(&web.world)?;
    let trust = faults.into_iter().chain(warnings).collect();
    let messages = of_centre(&web.world, &known.caller).await?.len();
    let (sites, code) = (web.world.sites(), frame.site.code);
    let province = sites.get(sites.outlet(code).admitted_by).filter(|site| site.rules.code != code);
    let admitted_by = province.map(|site| site.centre.clone());
    Ok(html(&DeskPage { frame, trust, messages, admitted_by, list: Listing::new(ABOUT, question, &COLUMNS, &page) }))
}

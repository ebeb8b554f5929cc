//! 我的投诉, and the desks of the centre and of the institution.

use super::tone;
use crate::listing::{Cell, Column, ListKind, Listing, Question, export};
use crate::shell::{Frame, Known, Nav, PageError, Web, html};
use app::AppError;
use app::complaint::list::{Row, Seen, all, list, own};
use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use domain::access::Role;

const STATES: &[(&str, &str)] = &[
    ("", "全部"),
    ("filed", "待受理"),
    ("accepted", "核实处理中"),
    ("with_institution", "待机构答复"),
    ("answered", "机构已答复"),
    ("decided", "已作出处理结论"),
    ("closed", "已办结"),
    ("not_accepted", "不予受理"),
    ("withdrawn", "已撤回"),
];

const OWN: ListKind = ListKind {
    path: "/complaints",
    search: "投诉编号或金融机构",
    states: STATES,
    empty: ("没有投诉", "对金融机构的服务有意见的，可以在线投诉，由交易中心核实处理。"),
};

const DESK: ListKind = ListKind {
    path: "/workbench/complaints",
    search: "投诉编号、投诉单位或金融机构",
    states: STATES,
    empty: ("没有投诉", "需要办理的投诉会出现在这里。"),
};

fn address(row: &Row) -> String {
    format!("/complaints/{}", row.complaint.facts.id)
}

fn due(row: &Row) -> Cell {
    match row.due {
        Some(due) if row.late => Cell::State("bad", format!("{due} 已逾期")),
        Some(due) => Cell::Text(due.to_string()),
        None => Cell::Text("—".into()),
    }
}

const NUMBER: Column<Row> = Column { title: "投诉编号", cell: |row| Cell::Mono(row.complaint.facts.number.to_string()) };
const INSTITUTION: Column<Row> =
    Column { title: "投诉金融机构", cell: |row| Cell::Text(row.complaint.facts.institution_name.clone()) };
const COMPLAINANT: Column<Row> = Column { title: "投诉单位", cell: |row| Cell::Text(row.complaint.facts.complainant.name.to_string()) };
const FILED: Column<Row> = Column { title: "提交时间", cell: |row| Cell::Text(row.complaint.facts.filed_at.to_seconds()) };
const HANDLER: Column<Row> =
    Column { title: "承办人", cell: |row| Cell::Text(row.complaint.handler.clone().unwrap_or_else(|| "未指定".to_owned())) };
const DUE: Column<Row> = Column { title: "本步期限", cell: due };
const STATE: Column<Row> =
    Column { title: "状态", cell: |row| Cell::State(tone(&row.complaint), row.complaint.state.label().to_owned()) };
const CONTENT: Column<Row> = Column { title: "投诉内容", cell: |row| Cell::Text(row.complaint.content.text.clone()) };
const DETAIL: Column<Row> = Column {
    title: "操作",
    cell: |row| Cell::Link(address(row), "查看详情", format!("查看详情：投诉 {}", row.complaint.facts.number)),
};

/// Each list, and its export with what is complained of.
const OF_OWN: [Column<Row>; 6] = [NUMBER, INSTITUTION, FILED, DUE, STATE, DETAIL];
const OWN_EXPORT: [Column<Row>; 6] = [NUMBER, INSTITUTION, FILED, DUE, STATE, CONTENT];
const OF_CENTRE: [Column<Row>; 8] = [NUMBER, INSTITUTION, COMPLAINANT, FILED, HANDLER, DUE, STATE, DETAIL];
const CENTRE_EXPORT: [Column<Row>; 8] = [NUMBER, INSTITUTION, COMPLAINANT, FILED, HANDLER, DUE, STATE, CONTENT];
const OF_INSTITUTION: [Column<Row>; 6] = [NUMBER, COMPLAINANT, FILED, DUE, STATE, DETAIL];
const INSTITUTION_EXPORT: [Column<Row>; 6] = [NUMBER, COMPLAINANT, FILED, DUE, STATE, CONTENT];

#[derive(Template)]
#[template(path = "complaint/list.html")]
struct ListPage {
    frame: Frame,
    /// Whether it is the complainant's own.
    own: bool,
    list: Listing,
}

/// A list as it is seen from one side.
struct Viewed {
    seen: Seen,
    about: ListKind,
    columns: &'static [Column<Row>],
    export: &'static [Column<Row>],
}

async fn show(web: &Web, known: &Known, side: Viewed, question: Question) -> Result<Response, PageError> {
    let question = question.within(STATES);
    if question.is_export() {
        return export("complaints", "投诉", side.export, &all(&web.world, &known.caller, side.seen, question.filter()).await?);
    }
    let page = list(&web.world, &known.caller, side.seen, question.filter(), question.before()).await?;
    let own = side.seen != Seen::ByOffice;
    Ok(html(&ListPage { frame: known.frame(web, Nav::Complaints)?, own, list: Listing::new(side.about, question, side.columns, &page) }))
}

pub(crate) async fn mine(State(web): State<Web>, known: Known, Query(question): Query<Question>) -> Result<Response, PageError> {
    let seen = own(&web.world, &known.caller)?;
    show(&web, &known, Viewed { seen, about: OWN, columns: &OF_OWN, export: &OWN_EXPORT }, question).await
}

pub(crate) async fn desk(State(web): State<Web>, known: Known, Query(question): Query<Question>) -> Result<Response, PageError> {
    let (columns, export): (&'static [Column<Row>], &'static [Column<Row>]) = match known.caller.actor.role {
        Role::CentreStaff => (&OF_CENTRE, &CENTRE_EXPORT),
        Role::GuarantorStaff => (&OF_INSTITUTION, &INSTITUTION_EXPORT),
        Role::Public
        | Role::Applicant
        | Role::Tenderee
        | Role::Agency
        | Role::ProjectOwner
        | Role::Contractor
        | Role::Regulator
        | Role::System => return Err(AppError::NotFound.into()),
    };
    show(&web, &known, Viewed { seen: Seen::ByOffice, about: DESK, columns, export }, question).await
}

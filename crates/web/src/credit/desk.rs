//! What the institution, or the site through its centre, was asked for.

use super::{free, tone};
use crate::listing::{Cell, Column, ListKind, Listing, Question, export};
use crate::shell::{Frame, Known, Nav, PageError, Web, html};
use app::AppError;
use app::credit_line::Drawn;
use app::credit_line::list::{all, list};
use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use domain::access::Role;
use domain::money::Cny;
use domain::time::Date;

const STATES: &[(&str, &str)] = &[
    ("", "全部"),
    ("submitted", "授信审核中"),
    ("returned", "待补正"),
    ("given_up", "已放弃"),
    ("granted", "授信通过"),
    ("suspended", "暂停使用"),
    ("refused", "授信未通过"),
    ("cancelled", "已取消"),
];

const ABOUT: ListKind = ListKind {
    path: "/workbench/credit",
    search: "企业名称或信用代码",
    states: STATES,
    empty: ("没有授信申请", "企业提交授信申请后，会出现在这里。"),
};

/// A line on a day.
struct Row(Drawn, Date);

fn state(row: &Row) -> Cell {
    let waits = if row.0.line.proposal.is_some() { "，待第二人复核" } else { "" };
    Cell::State(tone(&row.0.line, row.1), format!("{}{waits}", row.0.line.label(row.1)))
}

fn company(row: &Row) -> Cell {
    let applicant = &row.0.line.facts.applicant;
    Cell::Two(applicant.name.to_string(), applicant.uscc.to_string())
}

fn limit(row: &Row) -> Cell {
    row.0.line.terms.as_ref().map_or(Cell::Text("—".into()), |terms| Cell::Money(terms.limit))
}

fn handle(row: &Row) -> Cell {
    let facts = &row.0.line.facts;
    Cell::Link(format!("/workbench/credit/{}", facts.id), "办理", format!("办理{}的授信", facts.applicant.name))
}

const COMPANY: Column<Row> = Column { title: "企业名称", cell: |row| company(row) };
const WANTED: Column<Row> = Column { title: "申请额度（元）", cell: |row| Cell::Money(row.0.line.wanted.amount) };
const LIMIT: Column<Row> = Column { title: "授信额度（元）", cell: |row| limit(row) };
const STATE: Column<Row> = Column { title: "状态", cell: state };
const HANDLE: Column<Row> = Column { title: "操作", cell: handle };

/// An institution sees what of its lines is taken.
const OF_INSTITUTION: [Column<Row>; 7] = [
    COMPANY,
    WANTED,
    LIMIT,
    Column { title: "已占用（元）", cell: |row| Cell::Money(Cny::from_fen(row.0.taken.balance.taken()).unwrap_or(Cny::ZERO)) },
    Column { title: "可用（元）", cell: |row| Cell::Number(free(&row.0)) },
    STATE,
    HANDLE,
];

/// A centre does not: it would learn who bids, and for how much (HR-10).
const OF_CENTRE: [Column<Row>; 5] = [COMPANY, WANTED, LIMIT, STATE, HANDLE];

#[derive(Template)]
#[template(path = "credit/desk.html")]
struct DeskPage {
    frame: Frame,
    list: Listing,
}

pub(crate) async fn page(State(web): State<Web>, known: Known, Query(question): Query<Question>) -> Result<Response, PageError> {
    if ![Role::GuarantorStaff, Role::CentreStaff].contains(&known.caller.actor.role) {
        return Err(AppError::NotFound.into());
    }
    let columns: &[Column<Row>] = if known.caller.actor.role == Role::CentreStaff { &OF_CENTRE } else { &OF_INSTITUTION };
    let (question, today) = (question.within(STATES), web.world.now().date());
    if question.is_export() {
        let rows: Vec<Row> = all(&web.world, &known.caller, question.filter()).await?.into_iter().map(|row| Row(row, today)).collect();
        return export("credit", "授信", columns, &rows);
    }
    let page = list(&web.world, &known.caller, question.filter(), question.before()).await?;
    let rows = page.rows.into_iter().map(|row| Row(row, today)).collect();
    let page = app::listing::Page { rows, next: page.next, count: page.count };
    Ok(html(&DeskPage { frame: known.frame(&web, Nav::Credit)?, list: Listing::new(ABOUT, question, columns, &page) }))
}

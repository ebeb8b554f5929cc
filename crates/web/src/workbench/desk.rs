//! Applications addressed to the institution.

use crate::application::{row, tone};
use crate::listing::{Cell, Column, ListKind, Listing, Question, export};
use crate::shell::{Frame, Known, Nav, PageError, Web, html};
use app::application::list::{all, list};
use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use domain::access::Role;
use domain::application::Application;

/// The states of the desk: what waits for a person comes first.
const STATES: &[(&str, &str)] = &[
    ("under_review", "待审核"),
    ("awaiting_payment", "等待支付"),
    ("issuing", "出函中"),
    ("issued", "成功出函"),
    ("declined", "审核退回"),
    ("closed", "按规则关闭"),
    ("lapsed", "已取消"),
    ("withdrawn", "订单关闭"),
    ("all", "全部"),
];

const ABOUT: ListKind = ListKind {
    path: "/workbench",
    search: "订单编号、申请人、信用代码或担保对象",
    states: STATES,
    empty: ("没有待处理的申请", "费用到账后，需要人工审核的申请会出现在这里；“全部”中可查看其他订单。"),
};

const COLUMNS: [Column<Application>; 8] = [
    Column { title: "订单编号", cell: row::number },
    Column { title: "申请人", cell: |order| Cell::Two(order.facts.applicant.name.to_string(), order.facts.applicant.uscc.to_string()) },
    Column { title: "担保对象", cell: row::lot },
    Column { title: "担保金额（元）", cell: |order| Cell::Money(order.facts.amount) },
    Column { title: "费用（元）", cell: |order| Cell::Money(order.facts.fee) },
    Column { title: "开标时间", cell: |order| Cell::Text(order.opens_at().to_string()) },
    Column { title: "状态", cell: |order| Cell::State(tone(&order.state), order.desk_label().to_owned()) },
    Column { title: "操作", cell: |order| row::link(order, "办理") },
];

#[derive(Template)]
#[template(path = "workbench/desk.html")]
struct DeskPage {
    frame: Frame,
    list: Listing,
}

pub(crate) async fn page(State(web): State<Web>, known: Known, Query(question): Query<Question>) -> Result<Response, PageError> {
    known.only(Role::GuarantorStaff)?;
    let mut question = question.within(STATES);
    if question.state.is_empty() {
        // Whoever searches for an order searches in all of them.
        question.state = if question.q.is_empty() { "under_review" } else { "all" }.to_owned();
    }
    let mut filter = question.filter();
    if filter.state == "all" {
        filter.state = "";
    }
    if question.is_export() {
        return export("applications", "申请", &COLUMNS, &all(&web.world, &known.caller, filter).await?);
    }
    let page = list(&web.world, &known.caller, filter, question.before()).await?;
    let frame = known.frame(&web, Nav::Desk)?;
    Ok(html(&DeskPage { frame, list: Listing::new(ABOUT, question, &COLUMNS, &page) }))
}

//! The applicant's orders.

use super::{row, tone};
use crate::listing::{Cell, Column, ListKind, Listing, Question, export};
use crate::shell::{Frame, Known, Nav, PageError, Web, html};
use app::application::list::{all, list};
use askama::Template;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use domain::access::Role;
use domain::application::Application;

#[derive(Template)]
#[template(path = "application/list.html")]
struct ListPage {
    frame: Frame,
    list: Listing,
}

/// The states offered in the filter, in the order an application goes through them.
const STATES: &[(&str, &str)] = &[
    ("", "全部"),
    ("draft", "待提交"),
    ("awaiting_payment", "等待支付"),
    ("under_review", "审核中"),
    ("issuing", "出函中"),
    ("issued", "成功出函"),
    ("declined", "审核退回"),
    ("closed", "按规则关闭"),
    ("lapsed", "已取消"),
    ("withdrawn", "订单关闭"),
];

const ABOUT: ListKind = ListKind {
    path: "/applications",
    search: "订单编号、担保对象或出函机构",
    states: STATES,
    empty: ("没有保函订单", "从“申请保函”选择标段，或增加合同、项目开始办理。"),
};

const COLUMNS: [Column<Application>; 8] = [
    Column { title: "订单编号", cell: row::number },
    Column { title: "担保对象", cell: row::lot },
    Column { title: "出函机构", cell: |order| Cell::Text(order.facts.guarantor.name.to_string()) },
    Column { title: "担保金额（元）", cell: |order| Cell::Money(order.facts.amount) },
    Column { title: "费用（元）", cell: |order| Cell::Money(order.facts.fee) },
    Column { title: "状态", cell: |order| Cell::State(tone(&order.state), order.state.label().to_owned()) },
    Column { title: "申请时间", cell: |order| Cell::Text(order.facts.drafted_at.to_string()) },
    Column { title: "操作", cell: |order| row::link(order, "详情") },
];

pub(crate) async fn page(State(web): State<Web>, known: Known, Query(question): Query<Question>) -> Result<Response, PageError> {
    if known.caller.actor.role != Role::Applicant {
        return Ok(Redirect::to("/workbench").into_response());
    }
    let question = question.within(STATES);
    if question.is_export() {
        return export("orders", "保函订单", &COLUMNS, &all(&web.world, &known.caller, question.filter()).await?);
    }
    let page = list(&web.world, &known.caller, question.filter(), question.before()).await?;
    let frame = known.frame(&web, Nav::Orders)?;
    Ok(html(&ListPage { frame, list: Listing::new(ABOUT, question, &COLUMNS, &page) }))
}

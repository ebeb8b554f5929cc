//! The applicant's orders.

use super::{row, tone};
use crate::listing::{Cell, Column, ListKind, Listing, Question, export};
use crate::shell::{Frame, Known, Nav, PageError, Web, home, html};
use app::application::list::{all, list};
use app::listing::Page;
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

/// An order with what its site calls where it stands.
struct Said {
    application: Application,
    state: String,
}

/// Each with its own site's word.
fn said(web: &Web, application: Application) -> Said {
    let site = web.world.sites().get(application.facts.site);
    let state = site.map_or_else(|| application.state.label(), |site| site.words.state(&application.state)).to_owned();
    Said { application, state }
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

const COLUMNS: [Column<Said>; 8] = [
    Column { title: "订单编号", cell: |said| row::number(&said.application) },
    Column { title: "担保对象", cell: |said| row::lot(&said.application) },
    Column { title: "出函机构", cell: |said| Cell::Text(said.application.facts.guarantor.name.to_string()) },
    Column { title: "担保金额（元）", cell: |said| Cell::Money(said.application.facts.amount) },
    Column { title: "费用（元）", cell: |said| Cell::Money(said.application.facts.fee) },
    Column { title: "状态", cell: |said| Cell::State(tone(&said.application.state), said.state.clone()) },
    Column { title: "申请时间", cell: |said| Cell::Text(said.application.facts.drafted_at.to_string()) },
    Column { title: "操作", cell: |said| row::link(&said.application, "详情") },
];

pub(crate) async fn page(State(web): State<Web>, known: Known, Query(question): Query<Question>) -> Result<Response, PageError> {
    if known.caller.actor.role != Role::Applicant {
        return Ok(Redirect::to(home(known.caller.actor.role)).into_response());
    }
    let question = question.within(STATES);
    if question.is_export() {
        let rows: Vec<Said> =
            all(&web.world, &known.caller, question.filter()).await?.into_iter().map(|application| said(&web, application)).collect();
        return export("orders", "保函订单", &COLUMNS, &rows);
    }
    let page = list(&web.world, &known.caller, question.filter(), question.before()).await?;
    let page =
        Page { rows: page.rows.into_iter().map(|application| said(&web, application)).collect(), next: page.next, count: page.count };
    let frame = known.frame(&web, Nav::Orders)?;
    let words = web.world.sites().get(frame.site.code).map(|site| site.words.states()).unwrap_or_default();
    Ok(html(&ListPage { frame, list: Listing::new(ABOUT, question, &COLUMNS, &page).saying(&words) }))
}

//! 我的订单: the applicant's orders (Xinjiang manual 1.2.6).

use super::{row, tone};
use crate::listing::{Cell, Choices, Column, ListKind, Listing, Question, export};
use crate::shell::{Frame, Known, Nav, PageError, Web, home, html};
use app::application::list::{all, guarantors, list};
use app::listing::Page;
use app::site::Words;
use askama::Template;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use domain::access::Role;
use domain::application::Application;
use domain::product::GuaranteeKind;

#[derive(Template)]
#[template(path = "application/list.html")]
struct ListPage {
    frame: Frame,
    list: Listing,
}

/// An order with what its site calls its kind and where it stands.
struct Said {
    application: Application,
    kind: String,
    state: String,
}

/// Each with its own site's words.
fn said(web: &Web, application: Application) -> Said {
    let site = web.world.sites().get(application.facts.site);
    let words = site.map(|site| site.words.clone()).unwrap_or_default();
    let kind = words.called(&application.facts.kind, application.facts.lot.subject()).to_owned();
    Said { kind, state: words.state(&application.state).to_owned(), application }
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
    search: "订单编号、担保对象或服务机构",
    states: STATES,
    empty: ("没有保函订单", "从“申请保函”选择标段，或增加合同、项目开始办理。"),
};

/// 查看保函, once there is one, and 详情.
fn ways(said: &Said) -> Cell {
    let facts = &said.application.facts;
    let order = format!("/applications/{}", facts.id);
    let letter = said.application.guarantee().map(|_| {
        let address = format!("{order}#letter-title");
        (address, "查看保函".to_owned(), format!("查看保函，订单 {}", facts.number))
    });
    let detail = (order, "详情".to_owned(), format!("详情订单 {}", facts.number));
    Cell::Ways(letter.into_iter().chain([detail]).collect())
}

const COLUMNS: [Column<Said>; 9] = [
    Column { title: "订单编号", cell: |said| row::number(&said.application) },
    Column { title: "保函类型", cell: |said| Cell::Text(said.kind.clone()) },
    Column { title: "担保对象", cell: |said| row::lot(&said.application) },
    Column { title: "担保金额（元）", cell: |said| Cell::Money(said.application.facts.amount) },
    Column { title: "订单金额（元）", cell: |said| Cell::Money(said.application.facts.fee) },
    Column { title: "服务机构", cell: |said| Cell::Text(said.application.facts.guarantor.name.to_string()) },
    Column { title: "订单状态", cell: |said| Cell::State(tone(&said.application.state), said.state.clone()) },
    Column { title: "订单时间", cell: |said| Cell::Text(said.application.facts.drafted_at.to_string()) },
    Column { title: "操作", cell: ways },
];

/// The kinds in a site's words, and whom the organisation has asked.
pub(crate) async fn choices(web: &Web, known: &Known, words: &Words) -> Result<Choices, PageError> {
    let kinds = GuaranteeKind::ALL.iter().map(|kind| (kind.code().to_owned(), words.kind(kind).to_owned())).collect();
    let asked = guarantors(&web.world, &known.caller).await?;
    Ok(Choices { kinds, guarantors: asked.into_iter().map(|(id, name)| (id.to_string(), name)).collect() })
}

pub(crate) async fn page(State(web): State<Web>, known: Known, Query(question): Query<Question>) -> Result<Response, PageError> {
    if known.caller.actor.role != Role::Applicant {
        return Ok(Redirect::to(home(known.caller.actor.role)).into_response());
    }
    let frame = known.frame(&web, Nav::Orders)?;
    let words = web.world.sites().get(frame.site.code).map(|site| site.words.clone()).unwrap_or_default();
    let choices = choices(&web, &known, &words).await?;
    let question = question.within(STATES).among(&choices);
    if question.is_export() {
        let rows = all(&web.world, &known.caller, question.filter()).await?;
        let rows: Vec<Said> = rows.into_iter().map(|application| said(&web, application)).collect();
        return export("orders", "我的订单", &COLUMNS, &rows);
    }
    let page = list(&web.world, &known.caller, question.filter(), question.before()).await?;
    let rows = page.rows.into_iter().map(|application| said(&web, application)).collect();
    let page = Page { rows, next: page.next, count: page.count };
    let list = Listing::new(ABOUT, question, &COLUMNS, &page).saying(&words.states()).choosing(choices);
    Ok(html(&ListPage { frame, list }))
}

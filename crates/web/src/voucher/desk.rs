//! 转账凭证: what applicants have handed in to the institution.

use super::{STATES, tone};
use crate::listing::{Cell, Column, ListKind, Listing, Question, export};
use crate::shell::{Frame, Known, Nav, PageError, Web, html};
use app::voucher::list::{all, list};
use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use domain::access::Role;
use domain::voucher::Voucher;

const ABOUT: ListKind = ListKind {
    path: "/workbench/vouchers",
    search: "订单编号、企业名称或金额",
    states: STATES,
    empty: ("没有转账凭证", "申请企业上传转账凭证后，会出现在这里。"),
};

fn handle(voucher: &Voucher) -> Cell {
    let facts = &voucher.facts;
    Cell::Link(format!("/workbench/vouchers/{}", facts.id), "核实", format!("核实订单 {} 的转账凭证", facts.number))
}

const COLUMNS: [Column<Voucher>; 6] = [
    Column { title: "订单编号", cell: |voucher| Cell::Mono(voucher.facts.number.to_string()) },
    Column { title: "申请企业", cell: |voucher| Cell::Text(voucher.facts.applicant_name.clone()) },
    Column { title: "应付金额（元）", cell: |voucher| Cell::Money(voucher.facts.amount) },
    Column { title: "上传时间", cell: |voucher| Cell::Text(voucher.facts.at.to_seconds()) },
    Column { title: "状态", cell: |voucher| Cell::State(tone(&voucher.state), voucher.state.label().to_owned()) },
    Column { title: "操作", cell: handle },
];

#[derive(Template)]
#[template(path = "voucher/desk.html")]
struct DeskPage {
    frame: Frame,
    list: Listing,
}

pub(crate) async fn page(State(web): State<Web>, known: Known, Query(question): Query<Question>) -> Result<Response, PageError> {
    known.only(Role::GuarantorStaff)?;
    let question = question.within(STATES);
    if question.is_export() {
        return export("vouchers", "转账凭证", &COLUMNS, &all(&web.world, &known.caller, question.filter()).await?);
    }
    let page = list(&web.world, &known.caller, question.filter(), question.before()).await?;
    Ok(html(&DeskPage { frame: known.frame(&web, Nav::Suspense)?, list: Listing::new(ABOUT, question, &COLUMNS, &page) }))
}

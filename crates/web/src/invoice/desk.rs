//! 开票: what the institution is asked to invoice, and what it has invoiced.

use super::{STATES, tone};
use crate::listing::{Cell, Column, ListKind, Listing, Question, export};
use crate::shell::{Frame, Known, Nav, PageError, Web, html};
use app::invoice::list::{all, list};
use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use domain::access::Role;
use domain::invoice::Invoice;

const ABOUT: ListKind = ListKind {
    path: "/workbench/invoices",
    search: "订单编号、企业名称、信用代码或发票号码",
    states: STATES,
    empty: ("没有开票申请", "企业在出函后申请开票的，会出现在这里。"),
};

fn handle(invoice: &Invoice) -> Cell {
    let facts = &invoice.facts;
    Cell::Link(format!("/workbench/invoices/{}", facts.id), "办理", format!("办理订单 {} 的发票", facts.number))
}

/// Where it stands, and what somebody still has to do about it.
fn state(invoice: &Invoice) -> Cell {
    let wanted = if invoice.state.wanted().is_some() { "，待红冲" } else { "" };
    Cell::State(tone(&invoice.state), format!("{}{wanted}", invoice.state.label()))
}

fn company(invoice: &Invoice) -> Cell {
    let applicant = &invoice.facts.applicant;
    Cell::Two(applicant.name.to_string(), applicant.uscc.to_string())
}

const COLUMNS: [Column<Invoice>; 8] = [
    Column { title: "订单编号", cell: |invoice| Cell::Mono(invoice.facts.number.to_string()) },
    Column { title: "企业名称", cell: company },
    Column { title: "发票种类", cell: |invoice| Cell::Text(invoice.facts.asked.kind.label().to_owned()) },
    Column { title: "发票类型", cell: |invoice| Cell::Text(invoice.facts.asked.medium.label().to_owned()) },
    Column { title: "金额（元）", cell: |invoice| Cell::Money(invoice.facts.amount) },
    Column { title: "申请时间", cell: |invoice| Cell::Text(invoice.facts.requested_at.to_string()) },
    Column { title: "状态", cell: state },
    Column { title: "操作", cell: handle },
];

#[derive(Template)]
#[template(path = "invoice/desk.html")]
struct DeskPage {
    frame: Frame,
    list: Listing,
}

pub(crate) async fn page(State(web): State<Web>, known: Known, Query(question): Query<Question>) -> Result<Response, PageError> {
    known.only(Role::GuarantorStaff)?;
    let question = question.within(STATES);
    if question.is_export() {
        return export("invoices", "开票", &COLUMNS, &all(&web.world, &known.caller, question.filter()).await?);
    }
    let page = list(&web.world, &known.caller, question.filter(), question.before()).await?;
    Ok(html(&DeskPage { frame: known.frame(&web, Nav::Invoices)?, list: Listing::new(ABOUT, question, &COLUMNS, &page) }))
}

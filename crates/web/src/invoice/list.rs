//! 我的发票: the applicant's invoices (Hunan manual 5.4). Nothing of a lot stands in it (HR-10).

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
    path: "/invoices",
    search: "订单编号、开票机构或发票号码",
    states: STATES,
    empty: ("没有发票", "保函出具后，在订单详情中申请开票，申请和发票会出现在这里。"),
};

fn way(invoice: &Invoice) -> Cell {
    let facts = &invoice.facts;
    Cell::Link(format!("/invoices/{}", facts.id), "查看", format!("查看订单 {} 的发票", facts.number))
}

fn number(invoice: &Invoice) -> Cell {
    invoice.state.issued().map_or_else(|| Cell::Text("—".to_owned()), |issued| Cell::Mono(issued.number.to_string()))
}

/// The kind, with what it is written on below.
fn kind(invoice: &Invoice) -> Cell {
    let asked = &invoice.facts.asked;
    Cell::Two(asked.kind.label().to_owned(), asked.medium.label().to_owned())
}

const COLUMNS: [Column<Invoice>; 8] = [
    Column { title: "订单编号", cell: |invoice| Cell::Mono(invoice.facts.number.to_string()) },
    Column { title: "发票种类", cell: kind },
    Column { title: "账单金额（元）", cell: |invoice| Cell::Money(invoice.facts.amount) },
    Column { title: "开票机构", cell: |invoice| Cell::Text(invoice.facts.guarantor.name.to_string()) },
    Column { title: "申请时间", cell: |invoice| Cell::Text(invoice.facts.requested_at.to_string()) },
    Column { title: "发票号码", cell: number },
    Column { title: "状态", cell: |invoice| Cell::State(tone(&invoice.state), invoice.state.label().to_owned()) },
    Column { title: "操作", cell: way },
];

#[derive(Template)]
#[template(path = "invoice/list.html")]
struct ListPage {
    frame: Frame,
    list: Listing,
}

pub(crate) async fn page(State(web): State<Web>, known: Known, Query(question): Query<Question>) -> Result<Response, PageError> {
    known.only(Role::Applicant)?;
    let question = question.within(STATES);
    if question.is_export() {
        return export("invoices", "我的发票", &COLUMNS, &all(&web.world, &known.caller, question.filter()).await?);
    }
    let page = list(&web.world, &known.caller, question.filter(), question.before()).await?;
    Ok(html(&ListPage { frame: known.frame(&web, Nav::Account)?, list: Listing::new(ABOUT, question, &COLUMNS, &page) }))
}

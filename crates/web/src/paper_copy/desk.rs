//! 纸质保函: what the institution is asked to print and send, and what it has sent.

use super::list::post;
use super::{STATES, tone};
use crate::listing::{Cell, Column, ListKind, Listing, Question, export};
use crate::shell::{Frame, Known, Nav, PageError, Web, html};
use app::paper_copy::list::{all, list};
use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use domain::access::Role;
use domain::paper_copy::PaperCopy;

const ABOUT: ListKind = ListKind {
    path: "/workbench/paper-copies",
    search: "保函编号、订单编号、企业名称、信用代码或快递单号",
    states: STATES,
    empty: ("没有纸质保函待办理", "企业在出函后索取纸质版保函原件的，会出现在这里。"),
};

fn handle(copy: &PaperCopy) -> Cell {
    Cell::Link(format!("/workbench/paper-copies/{}", copy.facts.id), "办理", format!("办理保函 {} 的纸质版原件", copy.facts.letter))
}

fn company(copy: &PaperCopy) -> Cell {
    Cell::Two(copy.facts.applicant.name.to_string(), copy.facts.applicant.uscc.to_string())
}

const COLUMNS: [Column<PaperCopy>; 8] = [
    Column { title: "保函编号", cell: |copy| Cell::Mono(copy.facts.letter.to_string()) },
    Column { title: "订单编号", cell: |copy| Cell::Mono(copy.facts.number.to_string()) },
    Column { title: "企业名称", cell: company },
    Column { title: "索取时间", cell: |copy| Cell::Text(copy.facts.requested_at.to_string()) },
    Column { title: "打印次数", cell: |copy| Cell::Number(copy.prints.to_string()) },
    Column { title: "快递单号", cell: post },
    Column { title: "状态", cell: |copy| Cell::State(tone(&copy.state), copy.state.label().to_owned()) },
    Column { title: "操作", cell: handle },
];

#[derive(Template)]
#[template(path = "paper_copy/desk.html")]
struct DeskPage {
    frame: Frame,
    list: Listing,
}

pub(crate) async fn page(State(web): State<Web>, known: Known, Query(question): Query<Question>) -> Result<Response, PageError> {
    known.only(Role::GuarantorStaff)?;
    let question = question.within(STATES);
    if question.is_export() {
        return export("paper-copies", "纸质保函", &COLUMNS, &all(&web.world, &known.caller, question.filter()).await?);
    }
    let page = list(&web.world, &known.caller, question.filter(), question.before()).await?;
    Ok(html(&DeskPage { frame: known.frame(&web, Nav::Papers)?, list: Listing::new(ABOUT, question, &COLUMNS, &page) }))
}

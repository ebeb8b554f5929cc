//! What the institution is asked about its guarantees: surrenders, extensions, claims, releases, invoices.

use crate::listing::{Cell, Column, ListKind, Listing, Question, export};
use crate::shell::{Frame, Known, Nav, PageError, Web, html};
use app::instruction::list::{all, list};
use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use domain::instruction::{Answer, Done, Instruction};

#[derive(Template)]
#[template(path = "workbench/instructions.html")]
struct InstructionsPage {
    frame: Frame,
    list: Listing,
}

/// What was done, as people read it.
fn said(done: &Done) -> String {
    match done {
        Done::Surrendered { refund } => format!("退还费用 {refund} 元"),
        Done::Extended { expiry } => format!("有效期至 {expiry}"),
        Done::Claimed { paid } => format!("赔付 {paid} 元"),
        Done::Invoiced { invoice } => format!("发票号码 {}，{} 元，{} 开具", invoice.number, invoice.amount, invoice.issued_on),
    }
}

fn state(instruction: &Instruction) -> Cell {
    let (tone, word) = match &instruction.answer {
        None => ("wait", "办理中"),
        Some(Answer::Done { .. }) => ("ok", "已办理"),
        Some(Answer::Refused { .. }) => ("bad", "不予办理"),
    };
    Cell::State(tone, word.to_owned())
}

fn answer(instruction: &Instruction) -> Cell {
    Cell::Text(match &instruction.answer {
        None => "—".to_owned(),
        Some(Answer::Done { done }) => said(done),
        Some(Answer::Refused { reason }) => reason.clone(),
    })
}

fn way(instruction: &Instruction) -> Cell {
    Cell::Link(format!("/applications/{}", instruction.application), "查看订单", format!("查看订单 {}", instruction.number))
}

const COLUMNS: [Column<Instruction>; 6] = [
    Column { title: "提出时间", cell: |instruction| Cell::Text(instruction.requested_at.to_seconds()) },
    Column { title: "订单编号", cell: |instruction| Cell::Mono(instruction.number.to_string()) },
    Column { title: "事项", cell: |instruction| Cell::Text(instruction.asked.kind().label().to_owned()) },
    Column { title: "状态", cell: state },
    Column { title: "答复", cell: answer },
    Column { title: "操作", cell: way },
];

/// The kinds stand where other lists have states.
const KINDS: &[(&str, &str)] =
    &[("", "全部"), ("surrender", "退保"), ("extend", "延期"), ("claim", "理赔"), ("release", "注销"), ("invoice", "开票")];

const ABOUT: ListKind = ListKind {
    path: "/workbench/instructions",
    search: "订单编号",
    states: KINDS,
    empty: ("没有保后事项", "就本机构出具的保函提出的退保、延期、理赔、注销、开票会出现在这里。"),
};

pub(crate) async fn page(State(web): State<Web>, known: Known, Query(question): Query<Question>) -> Result<Response, PageError> {
    let question = question.within(KINDS);
    if question.is_export() {
        return export("instructions", "保后事项", &COLUMNS, &all(&web.world, &known.caller, question.filter()).await?);
    }
    let page = list(&web.world, &known.caller, question.filter(), question.before()).await?;
    Ok(html(&InstructionsPage { frame: known.frame(&web, Nav::Instructions)?, list: Listing::new(ABOUT, question, &COLUMNS, &page) }))
}

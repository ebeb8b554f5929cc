//! What the institution is asked about its guarantees: surrenders, extensions, claims, releases, invoices.

use crate::shell::{Frame, Known, Nav, PageError, Web, html};
use app::instruction::list::list;
use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use domain::id::InstructionId;
use domain::instruction::{Answer, Done, Instruction, InstructionKind};
use serde::Deserialize;

#[derive(Deserialize)]
pub(crate) struct Question {
    #[serde(default)]
    kind: String,
    before: Option<String>,
}

#[derive(Template)]
#[template(path = "workbench/instructions.html")]
struct InstructionsPage {
    frame: Frame,
    kind: InstructionKind,
    instructions: Vec<Instruction>,
    next: Option<InstructionId>,
    /// Whether this is not the first page.
    later: bool,
}

impl InstructionsPage {
    fn kinds(&self) -> &'static [InstructionKind] {
        &InstructionKind::ALL
    }
    /// The first page, from a later one.
    fn first_address(&self) -> Option<String> {
        self.later.then(|| format!("?kind={}", self.kind.code()))
    }
    fn next_address(&self) -> Option<String> {
        self.next.map(|next| format!("?kind={}&before={next}", self.kind.code()))
    }
    fn answer(&self, instruction: &Instruction) -> (&'static str, &'static str, String) {
        match &instruction.answer {
            None => ("wait", "办理中", String::new()),
            Some(Answer::Done { done }) => ("ok", "已办理", said(done)),
            Some(Answer::Refused { reason }) => ("bad", "不予办理", reason.clone()),
        }
    }
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

pub(crate) async fn page(State(web): State<Web>, known: Known, Query(question): Query<Question>) -> Result<Response, PageError> {
    let kind = InstructionKind::ALL.into_iter().find(|kind| kind.code() == question.kind).unwrap_or(InstructionKind::Surrender);
    let before = question.before.and_then(|text| text.parse().ok());
    let (instructions, next) = list(&web.world, &known.caller, kind, before).await?;
    let frame = known.frame(&web, Nav::Instructions)?;
    Ok(html(&InstructionsPage { frame, kind, instructions, next, later: before.is_some() }))
}

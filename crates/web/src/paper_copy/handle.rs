//! One request at the institution's desk: printed, each print counted, sent by a courier, or refused.

use super::tone;
use crate::shell::{Faults, Frame, Id, Known, Looked, Nav, Nothing, PageError, Places, Posted, Web};
use app::AppError;
use app::paper_copy::deliver::deliver;
use app::paper_copy::post::post;
use app::paper_copy::print::print;
use app::paper_copy::refuse::refuse;
use app::paper_copy::reveal::reveal;
use app::paper_copy::view::{PaperDetail, view};
use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use domain::Refusal;
use domain::access::Role;
use domain::id::PaperCopyId;
use domain::paper_copy::PaperCopy;
use serde::Deserialize;

#[derive(Template)]
#[template(path = "paper_copy/handle.html")]
struct HandlePage {
    frame: Frame,
    detail: PaperDetail,
    /// The recipient's number, where it is shown in full.
    mobile: Option<String>,
    typed: Typed,
    faults: Faults,
}

impl HandlePage {
    fn tone(&self) -> &'static str {
        tone(&self.detail.copy.state)
    }
}

const PLACES: Places = &[(Refusal::PostMissing, "courier"), (Refusal::PaperNotPrinted, "courier"), (Refusal::ReasonMissing, "reason")];

/// What was typed.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct Typed {
    courier: String,
    tracking: String,
    reason: String,
}

async fn show(
    web: &Web,
    known: &Known,
    id: PaperCopyId,
    mobile: Option<String>,
    typed: Typed,
    faults: Faults,
) -> Result<Response, PageError> {
    known.only(Role::GuarantorStaff)?;
    let detail = view(&web.world, &known.caller, id).await?;
    let frame = known.frame_on(web, Nav::Papers, detail.copy.facts.site)?;
    let page = HandlePage { frame, detail, mobile, typed, faults };
    Ok(page.faults.show(&page))
}

/// Back to the page, or the page with what was typed and what is wrong with it.
async fn done(
    web: &Web,
    known: &Known,
    id: PaperCopyId,
    typed: Typed,
    outcome: Result<PaperCopy, AppError>,
) -> Result<Response, PageError> {
    match outcome {
        Ok(_) => Ok(Redirect::to(&format!("/workbench/paper-copies/{id}")).into_response()),
        Err(error) => show(web, known, id, None, typed, Faults::of(error, PLACES)?).await,
    }
}

pub(crate) async fn page(State(web): State<Web>, known: Known, Id(id): Id<PaperCopyId>) -> Result<Response, PageError> {
    show(&web, &known, id, None, Typed::default(), Faults::default()).await
}

/// The same with what is masked, which is written into the audit log.
pub(crate) async fn unmask(
    State(web): State<Web>,
    Id(id): Id<PaperCopyId>,
    Posted { known, fields: Nothing {} }: Posted<Nothing>,
) -> Result<Response, PageError> {
    known.only(Role::GuarantorStaff)?;
    let mobile = reveal(&web.world, &known.caller, id).await?;
    show(&web, &known, id, Some(mobile), Typed::default(), Faults::default()).await
}

/// Counts a print; the letter is then opened from the page.
pub(crate) async fn count(
    State(web): State<Web>,
    Id(id): Id<PaperCopyId>,
    Posted { known, fields }: Posted<Looked>,
) -> Result<Response, PageError> {
    let outcome = print(&web.world, &known.caller, id, fields.seen).await;
    done(&web, &known, id, Typed::default(), outcome).await
}

pub(crate) async fn send(
    State(web): State<Web>,
    Id(id): Id<PaperCopyId>,
    Posted { known, fields }: Posted<Typed>,
) -> Result<Response, PageError> {
    let outcome = post(&web.world, &known.caller, id, &fields.courier, &fields.tracking).await;
    done(&web, &known, id, fields, outcome).await
}

/// The courier says that it has come.
pub(crate) async fn receive(
    State(web): State<Web>,
    Id(id): Id<PaperCopyId>,
    Posted { known, fields: Nothing {} }: Posted<Nothing>,
) -> Result<Response, PageError> {
    known.only(Role::GuarantorStaff)?;
    let outcome = deliver(&web.world, &known.caller, id).await;
    done(&web, &known, id, Typed::default(), outcome).await
}

pub(crate) async fn turn_down(
    State(web): State<Web>,
    Id(id): Id<PaperCopyId>,
    Posted { known, fields }: Posted<Typed>,
) -> Result<Response, PageError> {
    let outcome = refuse(&web.world, &known.caller, id, &fields.reason).await;
    done(&web, &known, id, fields, outcome).await
}

//! 纸质版保函原件: how it stands, and where it is.

use super::tone;
use crate::shell::{Frame, Id, Known, Nav, Nothing, PageError, Posted, Web, html};
use app::paper_copy::deliver::deliver;
use app::paper_copy::reveal::reveal;
use app::paper_copy::view::{PaperDetail, view};
use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use domain::access::Role;
use domain::id::PaperCopyId;
use domain::paper_copy::PaperCopyState;

#[derive(Template)]
#[template(path = "paper_copy/view.html")]
struct ViewPage {
    frame: Frame,
    detail: PaperDetail,
    /// The recipient's number, where it is shown in full.
    mobile: Option<String>,
}

impl ViewPage {
    fn tone(&self) -> &'static str {
        tone(&self.detail.copy.state)
    }
    /// Why it was refused.
    fn refused(&self) -> Option<&str> {
        match &self.detail.copy.state {
            PaperCopyState::Refused { reason } => Some(reason),
            PaperCopyState::Requested | PaperCopyState::Posted { .. } | PaperCopyState::Delivered { .. } => None,
        }
    }
}

async fn show(web: &Web, known: &Known, id: PaperCopyId, mobile: Option<String>) -> Result<Response, PageError> {
    known.only(Role::Applicant)?;
    let detail = view(&web.world, &known.caller, id).await?;
    let frame = known.frame_on(web, Nav::Account, detail.copy.facts.site)?;
    Ok(html(&ViewPage { frame, detail, mobile }))
}

pub(crate) async fn page(State(web): State<Web>, known: Known, Id(id): Id<PaperCopyId>) -> Result<Response, PageError> {
    show(&web, &known, id, None).await
}

/// The same with what is masked, which is written into the audit log.
pub(crate) async fn unmask(
    State(web): State<Web>,
    Id(id): Id<PaperCopyId>,
    Posted { known, fields: Nothing {} }: Posted<Nothing>,
) -> Result<Response, PageError> {
    known.only(Role::Applicant)?;
    let mobile = reveal(&web.world, &known.caller, id).await?;
    show(&web, &known, id, Some(mobile)).await
}

/// 确认签收.
pub(crate) async fn receive(
    State(web): State<Web>,
    Id(id): Id<PaperCopyId>,
    Posted { known, fields: Nothing {} }: Posted<Nothing>,
) -> Result<Response, PageError> {
    known.only(Role::Applicant)?;
    deliver(&web.world, &known.caller, id).await?;
    Ok(Redirect::to(&format!("/paper-copies/{id}")).into_response())
}

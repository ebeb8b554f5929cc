//! One complaint: what is complained of, what was said, what came of it, and what the viewer may do.

use super::tone;
use crate::profile::{given_out, weight};
use crate::shell::{Faults, Frame, Id, Known, Nav, Nothing, PageError, Posted, Web};
use app::complaint::reveal::{Complainant, file, reveal};
use app::complaint::view::{ComplaintDetail, view};
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use domain::access::Relation;
use domain::complaint::{ComplaintFile, ComplaintOutcome, ComplaintState};
use domain::id::{ComplaintId, FileId};

/// What was typed in the forms of the page, each in its own.
#[derive(Clone, Debug, Default)]
pub(super) struct Typed {
    pub(super) handler: String,
    pub(super) question: String,
    pub(super) answer: String,
    pub(super) outcome: String,
    pub(super) decision: String,
    pub(super) reason: String,
    pub(super) again: String,
}

#[derive(Template)]
#[template(path = "complaint/view.html")]
struct ViewPage {
    frame: Frame,
    detail: ComplaintDetail,
    /// The name of the person who complains, and the phone, when they were asked for.
    person: Option<Complainant>,
    outcomes: [ComplaintOutcome; 3],
    typed: Typed,
    faults: Faults,
}

impl ViewPage {
    /// A place below the complaint's own.
    fn at(&self, below: &str) -> String {
        format!("/complaints/{}{below}", self.detail.complaint.facts.id)
    }
    fn tone(&self) -> &'static str {
        tone(&self.detail.complaint)
    }
    fn is_own(&self) -> bool {
        self.detail.relation == Relation::Holder
    }
    /// Whether it was just filed.
    fn is_new(&self) -> bool {
        self.is_own() && self.detail.complaint.state == ComplaintState::Filed
    }
    fn refused(&self) -> Option<&str> {
        match &self.detail.complaint.state {
            ComplaintState::NotAccepted { reason } => Some(reason),
            ComplaintState::Filed
            | ComplaintState::Accepted
            | ComplaintState::WithInstitution
            | ComplaintState::Answered
            | ComplaintState::Decided
            | ComplaintState::Closed
            | ComplaintState::Withdrawn => None,
        }
    }
    fn name(&self) -> &str {
        self.person.as_ref().map_or(&self.detail.complaint.content.name.shown, |person| &person.name)
    }
    fn mobile(&self) -> &str {
        self.person.as_ref().map_or(&self.detail.complaint.content.mobile.shown, |person| &person.mobile)
    }
    fn weight(&self, file: &ComplaintFile) -> String {
        weight(file.size)
    }
    fn is_outcome(&self, outcome: &ComplaintOutcome) -> bool {
        self.typed.outcome == outcome.code()
    }
}

pub(super) async fn show(
    web: &Web,
    known: &Known,
    id: ComplaintId,
    person: Option<Complainant>,
    typed: Typed,
    faults: Faults,
) -> Result<Response, PageError> {
    let detail = view(&web.world, &known.caller, id).await?;
    let frame = known.frame_on(web, Nav::Complaints, detail.complaint.facts.site)?;
    let page = ViewPage { frame, detail, person, outcomes: ComplaintOutcome::ALL, typed, faults };
    Ok(page.faults.show(&page))
}

pub(crate) async fn page(State(web): State<Web>, known: Known, Id(id): Id<ComplaintId>) -> Result<Response, PageError> {
    show(&web, &known, id, None, Typed::default(), Faults::default()).await
}

/// The same with who complains, which is written into the audit log.
pub(crate) async fn unmask(
    State(web): State<Web>,
    Id(id): Id<ComplaintId>,
    Posted { known, fields: Nothing {} }: Posted<Nothing>,
) -> Result<Response, PageError> {
    let person = reveal(&web.world, &known.caller, id).await?;
    show(&web, &known, id, Some(person), Typed::default(), Faults::default()).await
}

pub(crate) async fn open(State(web): State<Web>, known: Known, Id((id, wanted)): Id<(ComplaintId, FileId)>) -> Result<Response, PageError> {
    let (bytes, file) = file(&web.world, &known.caller, id, wanted).await?;
    Ok(given_out(bytes, &file.media, &format!("complaint.{}", file.media)))
}

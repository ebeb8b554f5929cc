//! One onboarding, for the trading centre to decide about.

use super::tone;
use crate::shell::{Faults, Frame, Id, Known, Nav, Nothing, PageError, Places, Posted, Web};
use app::AppError;
use app::delivery::health::Overview;
use app::document::attachment::media_type;
use app::onboarding::decide::decide;
use app::onboarding::replay::replay as replay_all;
use app::onboarding::view::{self, Entry, OnboardingDetail, file, files};
use askama::Template;
use axum::extract::State;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Redirect, Response};
use domain::Refusal;
use domain::document::Attachment;
use domain::id::OnboardingId;
use domain::institution::Connection;
use domain::onboarding::{Acceptance, Decision, DecisionKind, OnboardingEvent, OnboardingState, Proposal};
use serde::Deserialize;

#[derive(Template)]
#[template(path = "onboarding/review.html")]
struct ReviewPage {
    frame: Frame,
    detail: OnboardingDetail,
    /// What happened, oldest first.
    history: Vec<(OnboardingEvent, Entry)>,
    two_persons: bool,
    faults: Faults,
}

impl ReviewPage {
    fn tone(&self) -> &'static str {
        tone(&self.detail.onboarding)
    }
    fn files(&self) -> Vec<&Attachment> {
        files(&self.detail.onboarding)
    }
    fn words<'a>(&self, proposal: &'a Proposal) -> &'a str {
        match &proposal.decision {
            Decision::Refuse { reason: words }
            | Decision::Return { reason: words }
            | Decision::Pause { notice: words }
            | Decision::TakeDown { reason: words } => words,
            Decision::Admit | Decision::Accept | Decision::PutLive => "",
        }
    }
    fn address<'a>(&self, acceptance: &'a Acceptance) -> Option<(&'a str, &'static str)> {
        match &acceptance.connection {
            Connection::Hosted => None,
            Connection::OwnSystem { address, wire } => Some((address, wire.label())),
        }
    }
    /// Why the state is as it is, where it has words.
    fn because(&self) -> Option<&str> {
        match &self.detail.onboarding.state {
            OnboardingState::Refused { reason: words }
            | OnboardingState::Admitted { returned: Some(words) }
            | OnboardingState::Paused { notice: words }
            | OnboardingState::Offline { reason: words } => Some(words),
            OnboardingState::Applied
            | OnboardingState::Admitted { returned: None }
            | OnboardingState::UnderAcceptance
            | OnboardingState::Accepted
            | OnboardingState::Live => None,
        }
    }
    fn answers(&self, system: &Overview) -> (&'static str, &'static str) {
        crate::workbench::health::tone(&system.health)
    }
    fn certificate<'a>(&self, entry: &'a Entry) -> &'a str {
        entry.certificate.get(..16).unwrap_or("")
    }
    fn hint(&self, kind: DecisionKind) -> &'static str {
        match kind {
            DecisionKind::Pause => "公告（申请人可见）",
            DecisionKind::Admit
            | DecisionKind::Refuse
            | DecisionKind::Accept
            | DecisionKind::Return
            | DecisionKind::PutLive
            | DecisionKind::TakeDown => "原因（机构可见）",
        }
    }
}

const PLACES: Places = &[
    (Refusal::ReasonMissing, "words"),
    (Refusal::SecondPersonNeeded, "words"),
    (Refusal::SealMissing, "words"),
    (Refusal::ConformanceMissing, "words"),
];

async fn show(web: &Web, known: &Known, id: OnboardingId, faults: Faults) -> Result<Response, PageError> {
    let detail = view::view(&web.world, &known.caller, id).await?;
    let site = detail.onboarding.facts.site;
    let told = |entry: &Entry| serde_json::from_str(&entry.payload).map(|event| (event, entry.clone()));
    let history = detail.history.iter().map(told).collect::<Result<_, _>>().map_err(|error| AppError::Bug(error.to_string()))?;
    let two_persons = web.world.sites().get(site).is_some_and(|site| site.rules.two_persons);
    let frame = known.frame_on(web, Nav::Onboarding, site)?;
    let page = ReviewPage { frame, detail, history, two_persons, faults };
    Ok(page.faults.show(&page))
}

pub(crate) async fn page(State(web): State<Web>, known: Known, Id(id): Id<OnboardingId>) -> Result<Response, PageError> {
    show(&web, &known, id, Faults::default()).await
}

#[derive(Deserialize)]
pub(crate) struct Fields {
    #[serde(default)]
    seen: u32,
    kind: String,
    #[serde(default)]
    words: String,
}

pub(crate) async fn submit(
    State(web): State<Web>,
    Id(id): Id<OnboardingId>,
    Posted { known, fields }: Posted<Fields>,
) -> Result<Response, PageError> {
    let kind = DecisionKind::ALL.into_iter().find(|kind| kind.code() == fields.kind).ok_or(AppError::NotFound)?;
    match decide(&web.world, &known.caller, (id, fields.seen), kind, &fields.words).await {
        Ok(_) => Ok(Redirect::to(&format!("/centre/institutions/{id}")).into_response()),
        Err(error) => show(&web, &known, id, Faults::of(error, PLACES)?).await,
    }
}

/// The signed report of the last conformance run.
pub(crate) async fn report(State(web): State<Web>, known: Known, Id(id): Id<OnboardingId>) -> Result<Response, PageError> {
    Ok(crate::workbench::conformance::file(view::report(&web.world, &known.caller, id).await?))
}

/// Handed out as a file, never shown inside a page of ours: somebody else made it.
pub(crate) async fn attachment(
    State(web): State<Web>,
    known: Known,
    Id((id, number)): Id<(OnboardingId, usize)>,
) -> Result<Response, PageError> {
    let (bytes, attachment) = file(&web.world, &known.caller, id, number).await?;
    let name = format!("attachment; filename=attachment-{}.{}", number + 1, attachment.kind);
    Ok(([(CONTENT_TYPE, media_type(&attachment.kind).to_owned()), (CONTENT_DISPOSITION, name)], bytes).into_response())
}

pub(crate) async fn replay(
    State(web): State<Web>,
    Id(id): Id<OnboardingId>,
    Posted { known, fields: Nothing {} }: Posted<Nothing>,
) -> Result<Redirect, PageError> {
    replay_all(&web.world, &known.caller, id).await?;
    Ok(Redirect::to(&format!("/centre/institutions/{id}")))
}

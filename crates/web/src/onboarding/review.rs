//! One onboarding, for the trading centre to decide about.

use super::tone;
use crate::shell::{Frame, Known, Nav, Nothing, PageError, Posted, Web, html};
use app::delivery::health::Overview;
use app::document::attachment::media_type;
use app::onboarding::decide::decide;
use app::onboarding::replay::replay as replay_all;
use app::onboarding::view::{self, Detail, Entry, file, files};
use app::{AppError, FieldError};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Redirect, Response};
use domain::Refusal;
use domain::document::Attachment;
use domain::id::OnboardingId;
use domain::institution::Connection;
use domain::onboarding::{Acceptance, Decision, DecisionKind, OnboardingState, Proposal};
use serde::Deserialize;

#[derive(Template)]
#[template(path = "onboarding/review.html")]
struct ReviewPage {
    frame: Frame,
    detail: Detail,
    two_persons: bool,
    faults: Vec<FieldError>,
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
    fn fault(&self) -> Option<&str> {
        self.faults.first().map(|fault| fault.message.as_str())
    }
    fn certificate<'a>(&self, entry: &'a Entry) -> &'a str {
        entry.certificate.get(..16).unwrap_or("")
    }
    fn hint(&self, kind: DecisionKind) -> &'static str {
        match kind {
            DecisionKind::Pause => "公告（投标人可见）",
            DecisionKind::Admit
            | DecisionKind::Refuse
            | DecisionKind::Accept
            | DecisionKind::Return
            | DecisionKind::PutLive
            | DecisionKind::TakeDown => "原因（机构可见）",
        }
    }
    fn what(&self, entry: &Entry) -> String {
        let decision = serde_json::from_str::<serde_json::Value>(&entry.payload).unwrap_or_default();
        let kind = |pointer: &str| {
            let code = decision.pointer(pointer).and_then(|code| code.as_str()).unwrap_or_default().to_owned();
            DecisionKind::ALL.into_iter().find(|kind| kind.code() == code).map_or("", DecisionKind::label)
        };
        match entry.name.as_str() {
            "onboarding.applied" => "提交准入申请".to_owned(),
            "onboarding.reapplied" => "重新提交准入申请".to_owned(),
            "onboarding.acceptance_requested" => "提交验收申请".to_owned(),
            "onboarding.report_filed" => "提交一致性测试报告".to_owned(),
            "onboarding.proposed" => format!("拟{}，待第二人确认", kind("/proposal/decision/type")),
            "onboarding.decided" => kind("/decision/type").to_owned(),
            _ => "其他".to_owned(),
        }
    }
}

fn id(text: &str) -> Result<OnboardingId, AppError> {
    text.parse().map_err(|_| AppError::NotFound)
}

async fn show(web: &Web, known: &Known, text: &str, faults: Vec<FieldError>) -> Result<Response, PageError> {
    let detail = view::view(&web.world, &known.caller, id(text)?).await?;
    let site = detail.onboarding.facts.site;
    let two_persons = web.world.sites.get(site).is_some_and(|site| site.rules.two_persons);
    let frame = Frame::new(web, &known.as_guest(), Nav::Onboarding, Some(site))?;
    let status = if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    Ok((status, html(&ReviewPage { frame, detail, two_persons, faults })).into_response())
}

pub(crate) async fn page(State(web): State<Web>, known: Known, Path(text): Path<String>) -> Result<Response, PageError> {
    show(&web, &known, &text, Vec::new()).await
}

#[derive(Deserialize)]
pub(crate) struct Fields {
    kind: String,
    #[serde(default)]
    words: String,
}

pub(crate) async fn submit(
    State(web): State<Web>,
    Path(text): Path<String>,
    Posted { known, fields }: Posted<Fields>,
) -> Result<Response, PageError> {
    let kind = DecisionKind::ALL.into_iter().find(|kind| kind.code() == fields.kind).ok_or(AppError::NotFound)?;
    match decide(&web.world, &known.caller, id(&text)?, kind, &fields.words).await {
        Ok(_) => Ok(Redirect::to(&format!("/centre/institutions/{text}")).into_response()),
        Err(AppError::Refused(
            refusal @ (Refusal::ReasonMissing | Refusal::SecondPersonNeeded | Refusal::SealMissing | Refusal::ConformanceMissing),
        )) => show(&web, &known, &text, vec![FieldError::new("words", refusal)]).await,
        Err(other) => Err(other.into()),
    }
}

/// The signed report of the last conformance run.
pub(crate) async fn report(State(web): State<Web>, known: Known, Path(text): Path<String>) -> Result<Response, PageError> {
    Ok(crate::workbench::conformance::file(view::report(&web.world, &known.caller, id(&text)?).await?))
}

/// Handed out as a file, never shown inside a page of ours: somebody else made it.
pub(crate) async fn attachment(
    State(web): State<Web>,
    known: Known,
    Path((text, number)): Path<(String, String)>,
) -> Result<Response, PageError> {
    let number = number.parse().map_err(|_| AppError::NotFound)?;
    let (bytes, attachment) = file(&web.world, &known.caller, id(&text)?, number).await?;
    let name = format!("attachment; filename=attachment-{}.{}", number + 1, attachment.kind);
    Ok(([(CONTENT_TYPE, media_type(&attachment.kind).to_owned()), (CONTENT_DISPOSITION, name)], bytes).into_response())
}

pub(crate) async fn replay(
    State(web): State<Web>,
    Path(text): Path<String>,
    Posted { known, fields: Nothing {} }: Posted<Nothing>,
) -> Result<Redirect, PageError> {
    replay_all(&web.world, &known.caller, id(&text)?).await?;
    Ok(Redirect::to(&format!("/centre/institutions/{text}")))
}

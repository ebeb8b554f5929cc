//! What is done with a complaint, a form each: by the centre, the institution, the complainant.

use super::view::{Typed, show};
use crate::shell::{Faults, Id, Known, Nothing, PageError, Places, Posted, Web};
use app::AppError;
use app::complaint::{accept, answer, ask, assign, close, decide, refuse, reopen, withdraw};
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use domain::Refusal;
use domain::complaint::Complaint;
use domain::id::ComplaintId;
use serde::Deserialize;

/// Back to the page: changed, or with what was typed and what is wrong with it.
async fn done(
    web: &Web,
    known: &Known,
    id: ComplaintId,
    outcome: Result<Complaint, AppError>,
    typed: Typed,
    places: Places,
) -> Result<Response, PageError> {
    match outcome {
        Ok(_) => Ok(Redirect::to(&format!("/complaints/{id}")).into_response()),
        Err(error) => show(web, known, id, None, typed, Faults::of(error, places)?).await,
    }
}

pub(crate) async fn take(
    State(web): State<Web>,
    Id(id): Id<ComplaintId>,
    Posted { known, fields: Nothing {} }: Posted<Nothing>,
) -> Result<Response, PageError> {
    let outcome = accept::accept(&web.world, &known.caller, id).await;
    done(&web, &known, id, outcome, Typed::default(), &[]).await
}

pub(crate) async fn finish(
    State(web): State<Web>,
    Id(id): Id<ComplaintId>,
    Posted { known, fields: Nothing {} }: Posted<Nothing>,
) -> Result<Response, PageError> {
    let outcome = close::close(&web.world, &known.caller, id).await;
    done(&web, &known, id, outcome, Typed::default(), &[]).await
}

pub(crate) async fn give_up(
    State(web): State<Web>,
    Id(id): Id<ComplaintId>,
    Posted { known, fields: Nothing {} }: Posted<Nothing>,
) -> Result<Response, PageError> {
    let outcome = withdraw::withdraw(&web.world, &known.caller, id).await;
    done(&web, &known, id, outcome, Typed::default(), &[]).await
}

/// What somebody says.
#[derive(Deserialize)]
pub(crate) struct Said {
    #[serde(default)]
    words: String,
}

pub(crate) async fn turn_down(
    State(web): State<Web>,
    Id(id): Id<ComplaintId>,
    Posted { known, fields: Said { words } }: Posted<Said>,
) -> Result<Response, PageError> {
    let outcome = refuse::refuse(&web.world, &known.caller, id, &words).await;
    done(&web, &known, id, outcome, Typed { reason: words, ..Typed::default() }, &[(Refusal::NoteMissing, "reason")]).await
}

pub(crate) async fn give_to(
    State(web): State<Web>,
    Id(id): Id<ComplaintId>,
    Posted { known, fields: Said { words } }: Posted<Said>,
) -> Result<Response, PageError> {
    let outcome = assign::assign(&web.world, &known.caller, id, &words).await;
    done(&web, &known, id, outcome, Typed { handler: words, ..Typed::default() }, &[]).await
}

pub(crate) async fn put(
    State(web): State<Web>,
    Id(id): Id<ComplaintId>,
    Posted { known, fields: Said { words } }: Posted<Said>,
) -> Result<Response, PageError> {
    let outcome = ask::ask(&web.world, &known.caller, id, &words).await;
    done(&web, &known, id, outcome, Typed { question: words, ..Typed::default() }, &[(Refusal::NoteMissing, "question")]).await
}

pub(crate) async fn reply(
    State(web): State<Web>,
    Id(id): Id<ComplaintId>,
    Posted { known, fields: Said { words } }: Posted<Said>,
) -> Result<Response, PageError> {
    let outcome = answer::answer(&web.world, &known.caller, id, &words).await;
    let places = &[(Refusal::NoteMissing, "answer"), (Refusal::DutyMissing, "answer")];
    done(&web, &known, id, outcome, Typed { answer: words, ..Typed::default() }, places).await
}

pub(crate) async fn again(
    State(web): State<Web>,
    Id(id): Id<ComplaintId>,
    Posted { known, fields: Said { words } }: Posted<Said>,
) -> Result<Response, PageError> {
    let outcome = reopen::reopen(&web.world, &known.caller, id, &words).await;
    done(&web, &known, id, outcome, Typed { again: words, ..Typed::default() }, &[(Refusal::NoteMissing, "again")]).await
}

/// A decision.
#[derive(Deserialize)]
pub(crate) struct Decided {
    #[serde(default)]
    outcome: String,
    #[serde(default)]
    words: String,
}

pub(crate) async fn settle(
    State(web): State<Web>,
    Id(id): Id<ComplaintId>,
    Posted { known, fields: Decided { outcome, words } }: Posted<Decided>,
) -> Result<Response, PageError> {
    let decided = decide::decide(&web.world, &known.caller, id, &outcome, &words).await;
    let places = &[(Refusal::NoteMissing, "decision"), (Refusal::ComplaintUnheard, "outcome"), (Refusal::ComplaintUnanswered, "outcome")];
    done(&web, &known, id, decided, Typed { outcome, decision: words, ..Typed::default() }, places).await
}

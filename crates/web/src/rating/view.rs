//! One rating, for the institution that answers it and the centre that may hide it. Nothing here names the applicant or its lot.

use super::drawn;
use super::list::tone;
use crate::shell::{Faults, Frame, Id, Known, Nav, Nothing, PageError, Places, Posted, Web};
use app::AppError;
use app::rating::view::{RatingDetail, view};
use app::rating::{answer, hide, restore};
use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use domain::Refusal;
use domain::id::RatingId;
use domain::rating::{Rating, RatingState};
use serde::Deserialize;

#[derive(Template)]
#[template(path = "rating/view.html")]
struct ViewPage {
    frame: Frame,
    detail: RatingDetail,
    answer: String,
    reason: String,
    faults: Faults,
}

impl ViewPage {
    fn tone(&self) -> &'static str {
        tone(&self.detail.rating)
    }
    fn drawn(&self) -> String {
        drawn(self.detail.rating.opinion.stars)
    }
    fn hidden(&self) -> Option<&str> {
        match &self.detail.rating.state {
            RatingState::Hidden { reason } => Some(reason),
            RatingState::Waiting | RatingState::Counted => None,
        }
    }
}

/// What was typed in one of the forms.
#[derive(Default)]
struct Typed {
    answer: Option<String>,
    reason: String,
}

async fn show(web: &Web, known: &Known, id: RatingId, typed: Typed, faults: Faults) -> Result<Response, PageError> {
    let detail = view(&web.world, &known.caller, id).await?;
    let answer = typed.answer.or_else(|| detail.rating.answer.clone()).unwrap_or_default();
    let page = ViewPage { frame: known.frame(web, Nav::Ratings)?, detail, answer, reason: typed.reason, faults };
    Ok(page.faults.show(&page))
}

pub(crate) async fn page(State(web): State<Web>, known: Known, Id(id): Id<RatingId>) -> Result<Response, PageError> {
    show(&web, &known, id, Typed::default(), Faults::default()).await
}

async fn done(
    web: &Web,
    known: &Known,
    id: RatingId,
    outcome: Result<Rating, AppError>,
    typed: Typed,
    places: Places,
) -> Result<Response, PageError> {
    match outcome {
        Ok(_) => Ok(Redirect::to(&format!("/ratings/{id}")).into_response()),
        Err(error) => show(web, known, id, typed, Faults::of(error, places)?).await,
    }
}

/// What an office says.
#[derive(Deserialize)]
pub(crate) struct Said {
    #[serde(default)]
    words: String,
}

pub(crate) async fn reply(
    State(web): State<Web>,
    Id(id): Id<RatingId>,
    Posted { known, fields: Said { words } }: Posted<Said>,
) -> Result<Response, PageError> {
    let outcome = answer::answer(&web.world, &known.caller, id, &words).await;
    let places = &[(Refusal::NoteMissing, "answer"), (Refusal::DutyMissing, "answer")];
    done(&web, &known, id, outcome, Typed { answer: Some(words), ..Typed::default() }, places).await
}

pub(crate) async fn conceal(
    State(web): State<Web>,
    Id(id): Id<RatingId>,
    Posted { known, fields: Said { words } }: Posted<Said>,
) -> Result<Response, PageError> {
    let outcome = hide::hide(&web.world, &known.caller, id, &words).await;
    done(&web, &known, id, outcome, Typed { reason: words, answer: None }, &[(Refusal::NoteMissing, "reason")]).await
}

pub(crate) async fn bring_back(
    State(web): State<Web>,
    Id(id): Id<RatingId>,
    Posted { known, fields: Nothing {} }: Posted<Nothing>,
) -> Result<Response, PageError> {
    let outcome = restore::restore(&web.world, &known.caller, id).await;
    done(&web, &known, id, outcome, Typed::default(), &[]).await
}

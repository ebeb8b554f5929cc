//! 评价: the applicant's form, beside what it has said and what was answered.

use super::drawn;
use crate::shell::{Faults, Frame, Id, Known, Nav, PageError, Places, Posted, Web};
use app::rating::rate::{Rateable, rate, rateable};
use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use domain::Refusal;
use domain::id::ApplicationId;
use domain::rating::{COUNT_MIN, RatingState, Stars};
use serde::Deserialize;

/// What was typed.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Fields {
    stars: String,
    words: String,
}

#[derive(Template)]
#[template(path = "rating/rate.html")]
struct RatePage {
    frame: Frame,
    rateable: Rateable,
    stars: [Stars; 5],
    typed: Fields,
    faults: Faults,
}

impl RatePage {
    fn is_chosen(&self, stars: &Stars) -> bool {
        self.typed.stars == stars.number().to_string()
    }
    fn drawn(&self, stars: &Stars) -> String {
        drawn(*stars)
    }
    fn count_min(&self) -> i64 {
        COUNT_MIN
    }
    /// Why the centre has hidden it.
    fn hidden(&self) -> Option<&str> {
        match &self.rateable.rating.as_ref()?.state {
            RatingState::Hidden { reason } => Some(reason),
            RatingState::Waiting | RatingState::Counted => None,
        }
    }
}

const PLACES: Places = &[(Refusal::RatingTooEarly, "stars"), (Refusal::RatingFixed, "stars"), (Refusal::RatingStateForbids, "stars")];

async fn show(web: &Web, known: &Known, id: ApplicationId, typed: Option<Fields>, faults: Faults) -> Result<Response, PageError> {
    let rateable = rateable(&web.world, &known.caller, id).await?;
    let given = rateable.rating.as_ref().map(|rating| &rating.opinion);
    let said = given.map(|opinion| Fields { stars: opinion.stars.number().to_string(), words: opinion.words.clone() });
    let frame = known.frame_on(web, Nav::Orders, rateable.application.facts.site)?;
    let page = RatePage { frame, rateable, stars: Stars::ALL, typed: typed.or(said).unwrap_or_default(), faults };
    Ok(page.faults.show(&page))
}

pub(crate) async fn form(State(web): State<Web>, known: Known, Id(id): Id<ApplicationId>) -> Result<Response, PageError> {
    show(&web, &known, id, None, Faults::default()).await
}

pub(crate) async fn submit(
    State(web): State<Web>,
    Id(id): Id<ApplicationId>,
    Posted { known, fields }: Posted<Fields>,
) -> Result<Response, PageError> {
    match rate(&web.world, &known.caller, id, &fields.stars, &fields.words).await {
        Ok(_) => Ok(Redirect::to(&format!("/applications/{id}/rating")).into_response()),
        Err(error) => {
            let faults = Faults::of(error, PLACES)?;
            show(&web, &known, id, Some(fields), faults).await
        }
    }
}

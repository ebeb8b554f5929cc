//! 我的授信: the lines of one's organisation, and one of them with what of it is taken.

use super::{because, free, kinds, limits, tone, words};
use crate::shell::{Faults, Frame, Id, Known, Nav, Nothing, PageError, Posted, Web, html, local};
use app::AppError;
use app::credit_line::Drawn;
use app::credit_line::give_up::give_up;
use app::credit_line::list::own;
use app::credit_line::submit::submit as hand_in;
use app::credit_line::view::{CreditDetail, view};
use app::site::Words;
use askama::Template;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use domain::Refusal;
use domain::access::Role;
use domain::credit_line::{CreditLineState, CreditTerms};
use domain::id::CreditLineId;
use domain::profile::ProfileItem;
use domain::time::Date;
use serde::Deserialize;

#[derive(Template)]
#[template(path = "credit/own.html")]
struct OwnPage {
    frame: Frame,
    lines: Vec<Drawn>,
    today: Date,
}

impl OwnPage {
    fn tone(&self, drawn: &Drawn) -> &'static str {
        tone(&drawn.line, self.today)
    }
    fn label(&self, drawn: &Drawn) -> &'static str {
        drawn.line.label(self.today)
    }
    fn free(&self, drawn: &Drawn) -> String {
        free(drawn)
    }
}

pub(crate) async fn list(State(web): State<Web>, known: Known) -> Result<Response, PageError> {
    let lines = own(&web.world, &known.caller).await?;
    Ok(html(&OwnPage { frame: known.frame(&web, Nav::Credit)?, lines, today: web.world.now().date() }))
}

#[derive(Template)]
#[template(path = "credit/view.html")]
struct ViewPage {
    frame: Frame,
    words: Words,
    detail: CreditDetail,
    /// Where the applicant came from, and goes on once it has credit.
    back: String,
    faults: Faults,
}

impl ViewPage {
    fn tone(&self) -> &'static str {
        tone(&self.detail.drawn.line, self.detail.today)
    }
    fn label(&self) -> &'static str {
        self.detail.drawn.line.label(self.detail.today)
    }
    fn because(&self) -> Option<&str> {
        because(&self.detail.drawn.line)
    }
    fn wanted_kinds(&self) -> String {
        kinds(&self.words, &self.detail.drawn.line.wanted.kinds)
    }
    fn kinds(&self, terms: &CreditTerms) -> String {
        kinds(&self.words, &terms.kinds)
    }
    fn limits(&self, terms: &CreditTerms) -> Option<String> {
        limits(&self.words, terms)
    }
    fn granted(&self) -> bool {
        matches!(self.detail.drawn.line.state, CreditLineState::Granted) && !self.detail.drawn.line.has_expired(self.detail.today)
    }
    /// What the grantor marked, each with where it is corrected.
    fn marks(&self) -> Vec<(&'static str, String)> {
        let CreditLineState::Returned { correction } = &self.detail.drawn.line.state else { return Vec::new() };
        let place = |item: &ProfileItem| {
            let page = if item.file().is_some() { "/profile" } else { "/profile/edit" };
            (item.label(), format!("{page}#{}", item.code()))
        };
        correction.marks.iter().map(place).collect()
    }
    /// What the profile lacks for it.
    fn missing(&self) -> String {
        let need = domain::profile::ProfileNeed::Credit;
        let missing = self.detail.profile.missing.iter().find(|(known, _)| *known == need);
        missing.map(|(_, items)| items.iter().map(|item| item.label()).collect::<Vec<_>>().join("、")).unwrap_or_default()
    }
    fn with_back(&self) -> String {
        if self.back.is_empty() {
            String::new()
        } else {
            format!("?{}", serde_urlencoded::to_string([("back", &self.back)]).unwrap_or_default())
        }
    }
}

pub(crate) async fn end(
    State(web): State<Web>,
    Id(id): Id<CreditLineId>,
    Posted { known, fields: Nothing {} }: Posted<Nothing>,
) -> Result<Response, PageError> {
    known.only(Role::Applicant)?;
    give_up(&web.world, &known.caller, id).await?;
    Ok(Redirect::to(&format!("/credit/{id}")).into_response())
}

/// Where the applicant came from.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct Back {
    back: String,
}

async fn show(web: &Web, known: &Known, id: CreditLineId, back: &str, faults: Faults) -> Result<Response, PageError> {
    known.only(Role::Applicant)?;
    let detail = view(&web.world, &known.caller, id).await?;
    let site = detail.drawn.line.facts.site;
    let (frame, words) = (known.frame_on(web, Nav::Credit, site)?, words(web, site));
    let back = local(back).unwrap_or_default().to_owned();
    let page = ViewPage { frame, words, detail, back, faults };
    Ok(page.faults.show(&page))
}

pub(crate) async fn page(
    State(web): State<Web>,
    known: Known,
    Id(id): Id<CreditLineId>,
    Query(Back { back }): Query<Back>,
) -> Result<Response, PageError> {
    show(&web, &known, id, &back, Faults::default()).await
}

pub(crate) async fn submit(
    State(web): State<Web>,
    Id(id): Id<CreditLineId>,
    Query(Back { back }): Query<Back>,
    Posted { known, fields: Nothing {} }: Posted<Nothing>,
) -> Result<Response, PageError> {
    match hand_in(&web.world, &known.caller, id).await {
        Ok(_) => {
            let query = if back.is_empty() {
                String::new()
            } else {
                format!("?{}", serde_urlencoded::to_string([("back", &back)]).unwrap_or_default())
            };
            Ok(Redirect::to(&format!("/credit/{id}{query}")).into_response())
        }
        Err(AppError::Refused(refusal @ Refusal::ProfileIncomplete)) => {
            show(&web, &known, id, &back, Faults::one("profile", refusal)).await
        }
        Err(other) => Err(other.into()),
    }
}

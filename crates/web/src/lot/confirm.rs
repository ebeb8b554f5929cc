//! The desk of a centre that confirms what applicants type in: the lot and its announcement, and nobody's name (HR-10).

use crate::profile::given_out;
use crate::shell::{Faults, Frame, Id, Known, Nav, Nothing, PageError, Places, Posted, Web, html};
use app::AppError;
use app::lot::confirm::{Awaiting, Page, confirm as list, desk as waiting, evidence, refuse as send_back, view};
use askama::Template;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use domain::Refusal;
use domain::access::Role;
use serde::Deserialize;

/// Where the desk is.
const DESK: &str = "/centre/lots";

#[derive(Template)]
#[template(path = "lot/desk.html")]
struct DeskPage {
    frame: Frame,
    page: Page,
    first: bool,
}

impl DeskPage {
    fn first_address(&self) -> Option<String> {
        (!self.first).then(|| DESK.to_owned())
    }
    fn next_address(&self) -> Option<String> {
        let next = self.page.next.as_ref()?;
        Some(format!("{DESK}?{}", serde_urlencoded::to_string([("after", next)]).unwrap_or_default()))
    }
}

/// Where the page begins.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct Place {
    after: String,
}

/// The frame of a page of the centre's people.
fn frame(web: &Web, known: &Known) -> Result<Frame, PageError> {
    known.only(Role::CentreStaff)?;
    known.frame_on(web, Nav::EnteredLots, known.caller.actor.site.ok_or(AppError::NotFound)?)
}

pub(crate) async fn desk(State(web): State<Web>, known: Known, Query(Place { after }): Query<Place>) -> Result<Response, PageError> {
    let frame = frame(&web, &known)?;
    let page = waiting(&web.world, &known.caller, &after).await?;
    Ok(html(&DeskPage { frame, page, first: after.is_empty() }))
}

#[derive(Template)]
#[template(path = "lot/confirm.html")]
struct ConfirmPage {
    frame: Frame,
    awaiting: Awaiting,
    reason: String,
    faults: Faults,
}

const PLACES: Places = &[(Refusal::ReasonMissing, "reason"), (Refusal::LotIsListed, "reason")];

async fn show(web: &Web, known: &Known, digest: &str, reason: String, faults: Faults) -> Result<Response, PageError> {
    let frame = frame(web, known)?;
    let awaiting = view(&web.world, &known.caller, digest).await?;
    let page = ConfirmPage { frame, awaiting, reason, faults };
    Ok(page.faults.show(&page))
}

pub(crate) async fn page(State(web): State<Web>, known: Known, Id(digest): Id<String>) -> Result<Response, PageError> {
    show(&web, &known, &digest, String::new(), Faults::default()).await
}

pub(crate) async fn open(State(web): State<Web>, known: Known, Id(digest): Id<String>) -> Result<Response, PageError> {
    known.only(Role::CentreStaff)?;
    let (bytes, file) = evidence(&web.world, &known.caller, &digest).await?;
    // Its own name may be a bidder's.
    Ok(given_out(bytes, &file.media, &format!("announcement.{}", file.media)))
}

pub(crate) async fn confirm(
    State(web): State<Web>,
    Id(digest): Id<String>,
    Posted { known, fields: Nothing {} }: Posted<Nothing>,
) -> Result<Response, PageError> {
    known.only(Role::CentreStaff)?;
    match list(&web.world, &known.caller, digest.clone()).await {
        Ok(_) => Ok(Redirect::to(DESK).into_response()),
        Err(error) => show(&web, &known, &digest, String::new(), Faults::of(error, PLACES)?).await,
    }
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct Ruling {
    reason: String,
}

pub(crate) async fn refuse(
    State(web): State<Web>,
    Id(digest): Id<String>,
    Posted { known, fields }: Posted<Ruling>,
) -> Result<Response, PageError> {
    known.only(Role::CentreStaff)?;
    match send_back(&web.world, &known.caller, digest.clone(), fields.reason.clone()).await {
        Ok(()) => Ok(Redirect::to(DESK).into_response()),
        Err(error) => show(&web, &known, &digest, fields.reason, Faults::of(error, PLACES)?).await,
    }
}

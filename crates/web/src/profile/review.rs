//! One profile, for the trading centre to hold against its papers.

use super::{Shown, handed_out, history, of_invoice, shown, tone, weight};
use crate::shell::{Faults, Frame, Id, Known, Nav, Nothing, PageError, Places, Posted, Web};
use app::AppError;
use app::profile::reveal::{file, reveal};
use app::profile::view::{ProfileDetail, of};
use app::profile::{send_back, verify};
use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use domain::Refusal;
use domain::access::Role;
use domain::id::{FileId, OrganisationId};
use domain::profile::{ProfileFile, ProfileItem, ProfileState};
use serde::Deserialize;
use std::collections::BTreeMap;

#[derive(Template)]
#[template(path = "profile/review.html")]
struct ReviewPage {
    frame: Frame,
    detail: ProfileDetail,
    fields: Vec<Shown>,
    revealed: bool,
    history: Vec<(String, String, String)>,
    faults: Faults,
}

impl ReviewPage {
    fn tone(&self) -> &'static str {
        tone(self.detail.standing)
    }
    fn of_invoice(&self, field: &Shown) -> bool {
        of_invoice(field.item)
    }
    fn files(&self) -> &[ProfileFile] {
        self.detail.profile.as_ref().map_or(&[], |profile| &profile.files)
    }
    fn ended(&self, file: &ProfileFile) -> bool {
        file.has_ended(self.detail.today)
    }
    fn weight(&self, file: &ProfileFile) -> String {
        weight(file.size)
    }
    fn version(&self) -> u32 {
        self.detail.profile.as_ref().map_or(0, |profile| profile.version)
    }
    fn decidable(&self) -> bool {
        self.detail.profile.as_ref().is_some_and(|profile| matches!(profile.state, ProfileState::Submitted { .. }))
    }
}

const PLACES: Places = &[
    (Refusal::ReasonMissing, "reason"),
    (Refusal::ProfileChanged, "reason"),
    (Refusal::ProfileIncomplete, "reason"),
    (Refusal::ProfileStateForbids, "reason"),
];

async fn show(
    web: &Web,
    known: &Known,
    id: OrganisationId,
    revealed: Option<BTreeMap<ProfileItem, String>>,
    faults: Faults,
) -> Result<Response, PageError> {
    known.only(Role::CentreStaff)?;
    let detail = of(&web.world, &known.caller, id).await?;
    let fields = shown(&detail, revealed.as_ref().unwrap_or(&BTreeMap::new()));
    let history = history(&detail.history);
    let frame = known.frame_on(web, Nav::Profiles, known.caller.actor.site.ok_or(AppError::NotFound)?)?;
    let page = ReviewPage { frame, detail, fields, revealed: revealed.is_some(), history, faults };
    Ok(page.faults.show(&page))
}

pub(crate) async fn page(State(web): State<Web>, known: Known, Id(id): Id<OrganisationId>) -> Result<Response, PageError> {
    show(&web, &known, id, None, Faults::default()).await
}

/// The same with what is masked, which is written into the audit log.
pub(crate) async fn unmask(
    State(web): State<Web>,
    Id(id): Id<OrganisationId>,
    Posted { known, fields: Nothing {} }: Posted<Nothing>,
) -> Result<Response, PageError> {
    known.only(Role::CentreStaff)?;
    let revealed = reveal(&web.world, &known.caller, id).await?;
    show(&web, &known, id, Some(revealed), Faults::default()).await
}

pub(crate) async fn open(
    State(web): State<Web>,
    known: Known,
    Id((id, number)): Id<(OrganisationId, FileId)>,
) -> Result<Response, PageError> {
    known.only(Role::CentreStaff)?;
    let (bytes, file) = file(&web.world, &known.caller, id, number).await?;
    Ok(handed_out(bytes, &file))
}

#[derive(Deserialize)]
pub(crate) struct Ruling {
    /// The version of the profile that was looked at.
    seen: u32,
    #[serde(default)]
    reason: String,
}

pub(crate) async fn approve(
    State(web): State<Web>,
    Id(id): Id<OrganisationId>,
    Posted { known, fields }: Posted<Ruling>,
) -> Result<Response, PageError> {
    match verify::verify(&web.world, &known.caller, id, fields.seen).await {
        Ok(_) => Ok(Redirect::to(&format!("/centre/profiles/{id}")).into_response()),
        Err(error) => show(&web, &known, id, None, Faults::of(error, PLACES)?).await,
    }
}

pub(crate) async fn back(
    State(web): State<Web>,
    Id(id): Id<OrganisationId>,
    Posted { known, fields }: Posted<Ruling>,
) -> Result<Response, PageError> {
    match send_back::send_back(&web.world, &known.caller, id, fields.seen, &fields.reason).await {
        Ok(_) => Ok(Redirect::to(&format!("/centre/profiles/{id}")).into_response()),
        Err(error) => show(&web, &known, id, None, Faults::of(error, PLACES)?).await,
    }
}

//! 个人中心: what is known of one's organisation, what is missing for what, its files, who changed what.

use super::{Shown, history, of_invoice, shown, tone, weight};
use crate::representative::told;
use crate::shell::{Faults, Frame, Known, Nav, Nothing, PageError, Posted, Web};
use app::AppError;
use app::profile::reveal::reveal;
use app::profile::submit::verifier;
use app::profile::view::{ProfileDetail, own};
use app::representative::view::view;
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use domain::access::{Action, Role};
use domain::party::OrganisationName;
use domain::profile::{FILE_MAX, ProfileFile, ProfileFileKind, ProfileItem, ProfileStanding, ProfileState};
use domain::representative::Person;
use std::collections::BTreeMap;

/// What was typed beside a file that was not taken.
#[derive(Clone, Debug, Default)]
pub(super) struct TypedFile {
    pub(super) kind: Option<ProfileFileKind>,
    pub(super) until: String,
}

#[derive(Template)]
#[template(path = "profile/view.html")]
struct ViewPage {
    frame: Frame,
    /// Who verifies it on this site, if anybody does.
    centre: Option<String>,
    detail: ProfileDetail,
    fields: Vec<Shown>,
    /// Whether what is masked is shown.
    revealed: bool,
    kinds: [ProfileFileKind; 4],
    typed: TypedFile,
    /// Who acts for it.
    people: Vec<Person>,
    history: Vec<(String, String, String)>,
    faults: Faults,
}

impl ViewPage {
    fn tone(&self) -> &'static str {
        tone(self.detail.standing)
    }
    fn files(&self, kind: ProfileFileKind) -> Vec<&ProfileFile> {
        self.detail.profile.iter().flat_map(|profile| &profile.files).filter(|file| file.kind == kind).collect()
    }
    fn ended(&self, file: &ProfileFile) -> bool {
        file.has_ended(self.detail.today)
    }
    fn weight(&self, file: &ProfileFile) -> String {
        weight(file.size)
    }
    fn of_invoice(&self, field: &Shown) -> bool {
        of_invoice(field.item)
    }
    fn until(&self, kind: ProfileFileKind) -> &str {
        if self.typed.kind == Some(kind) { &self.typed.until } else { "" }
    }
    fn most(&self) -> usize {
        FILE_MAX
    }
    /// Why the centre sent it back.
    fn reason(&self) -> Option<&str> {
        match &self.detail.profile.as_ref()?.state {
            ProfileState::Returned { reason, .. } => Some(reason),
            ProfileState::Open | ProfileState::Submitted { .. } | ProfileState::Verified { .. } => None,
        }
    }
    /// The last day on which it counts as verified.
    fn verified_until(&self) -> Option<String> {
        match &self.detail.profile.as_ref()?.state {
            ProfileState::Verified { until, .. } => Some(until.to_string()),
            ProfileState::Open | ProfileState::Submitted { .. } | ProfileState::Returned { .. } => None,
        }
    }
    /// The name it was verified for, where its certificate has another by now.
    fn renamed(&self) -> Option<&OrganisationName> {
        self.detail.profile.as_ref()?.renamed(&self.detail.party.name)
    }
    fn is_stale(&self) -> bool {
        self.detail.standing == ProfileStanding::Stale
    }
    fn manages(&self) -> bool {
        self.frame.may(Action::ChangeProfile)
    }
    fn told(&self, person: &Person) -> String {
        told(person)
    }
    fn named(&self, items: &[ProfileItem]) -> String {
        items.iter().map(|item| item.label()).collect::<Vec<_>>().join("、")
    }
}

pub(super) async fn show(
    web: &Web,
    known: &Known,
    revealed: Option<BTreeMap<ProfileItem, String>>,
    typed: TypedFile,
    faults: Faults,
) -> Result<Response, PageError> {
    known.only(Role::Applicant)?;
    let detail = own(&web.world, &known.caller).await?;
    let fields = shown(&detail, revealed.as_ref().unwrap_or(&BTreeMap::new()));
    let history = history(&detail.history);
    let people = view(&web.world, &known.caller).await?.people.into_iter().filter(Person::acts).collect();
    let (frame, revealed, kinds) = (known.frame(web, Nav::Profile)?, revealed.is_some(), ProfileFileKind::ALL);
    let verifier = verifier(&web.world, frame.site.code).await?;
    let centre = verifier.and_then(|code| web.world.sites().get(code)).map(|site| site.centre.clone());
    let page = ViewPage { frame, centre, detail, fields, revealed, kinds, typed, people, history, faults };
    Ok(page.faults.show(&page))
}

pub(crate) async fn page(State(web): State<Web>, known: Known) -> Result<Response, PageError> {
    show(&web, &known, None, TypedFile::default(), Faults::default()).await
}

/// The same with what is masked, which is written into the audit log.
pub(crate) async fn unmask(State(web): State<Web>, Posted { known, fields: Nothing {} }: Posted<Nothing>) -> Result<Response, PageError> {
    known.only(Role::Applicant)?;
    let organisation = known.caller.actor.organisation.ok_or(AppError::NotFound)?;
    let revealed = match reveal(&web.world, &known.caller, organisation).await {
        Err(AppError::NotFound) => BTreeMap::new(),
        other => other?,
    };
    show(&web, &known, Some(revealed), TypedFile::default(), Faults::default()).await
}

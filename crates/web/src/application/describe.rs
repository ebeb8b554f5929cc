//! The form for what is not known yet.

use crate::shell::{Faults, Frame, Id, Known, Nav, PageError, Places, Posted, Web, html};
use app::application::describe::{Details, KnownFrom, describe, known_representative};
use app::application::substantiate::rules_of;
use app::application::typed::kept;
use app::application::underlying::UnderlyingForm;
use app::application::view::view;
use app::wording::choices;
use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use domain::Refusal;
use domain::application::{Application, Command};
use domain::id::ApplicationId;
use domain::product::GuaranteeKind;
use domain::time::Timestamp;
use domain::underlying::Underlying;
use serde::Deserialize;

#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Fields {
    name: String,
    mobile: String,
    email: String,
    english: Option<String>,
    wording: String,
    /// What the guarantee secures.
    #[serde(flatten)]
    underlying: UnderlyingForm,
}

impl Fields {
    /// What was typed, of what the form asks for.
    fn typed(typed: &[(String, String)]) -> Self {
        serde_urlencoded::to_string(typed).ok().and_then(|text| serde_urlencoded::from_str(&text).ok()).unwrap_or_default()
    }
}

#[derive(Template)]
#[template(path = "application/describe.html")]
struct DescribePage {
    frame: Frame,
    application: Application,
    /// The wordings there are to choose from.
    wordings: Vec<(String, String)>,
    fields: Fields,
    faults: Faults,
    /// What the rules for its kind say of amount and last day.
    rules: Vec<String>,
    /// Where the fields were taken from.
    offered: Option<KnownFrom>,
    /// When what is in them was kept, where it was not handed in.
    saved: Option<Timestamp>,
}

impl DescribePage {
    /// Whether the guarantee secures something beyond its lot, which has to be stated.
    fn asks(&self) -> bool {
        Underlying::is_asked_of(self.application.facts.kind)
    }
    fn secures(&self, kind: GuaranteeKind) -> bool {
        self.application.facts.kind == kind
    }
}

async fn page(web: &Web, known: &Known, application: Application, fields: Fields, faults: Faults) -> Result<DescribePage, PageError> {
    let wordings = choices(&web.world, &application).await?;
    let frame = known.frame_on(web, Nav::Apply, application.facts.site)?;
    let rules = rules_of(&web.world, application.facts.kind, application.facts.site);
    Ok(DescribePage { frame, application, wordings, fields, faults, rules, offered: None, saved: None })
}

pub(crate) async fn form(State(web): State<Web>, known: Known, Id(id): Id<ApplicationId>) -> Result<Response, PageError> {
    let detail = view(&web.world, &known.caller, id).await?;
    if !detail.commands.contains(&Command::Describe) {
        return Ok(Redirect::to(&format!("/applications/{id}")).into_response());
    }
    if let Some((typed, at)) = kept(&web.world, &known.caller, id).await? {
        let page = page(&web, &known, detail.application, Fields::typed(&typed), Faults::default()).await?;
        return Ok(html(&DescribePage { saved: Some(at), ..page }));
    }
    let wording = detail.application.wording.clone();
    let underlying = UnderlyingForm::of(&detail.application);
    let own = detail.application.representative.clone();
    let known_from = if own.is_none() { known_representative(&web.world, &known.caller).await? } else { None };
    let offered = known_from.as_ref().map(|(_, from)| *from);
    let fields = match own.or(known_from.map(|(representative, _)| representative)) {
        None => Fields { wording, underlying, ..Fields::default() },
        Some(representative) => Fields {
            name: representative.name.to_string(),
            mobile: representative.mobile.to_string(),
            email: representative.email.to_string(),
            english: detail.application.english.then(|| "yes".to_owned()),
            wording,
            underlying,
        },
    };
    let page = page(&web, &known, detail.application, fields, Faults::default()).await?;
    Ok(html(&DescribePage { offered, ..page }))
}

/// Refusals that the form itself tells.
const PLACES: Places = &[(Refusal::TermAboveProductMaximum, "completes_on"), (Refusal::AmountAgainstRule, "contract_price")];

pub(crate) async fn submit(
    State(web): State<Web>,
    Id(id): Id<ApplicationId>,
    Posted { known, fields }: Posted<Fields>,
) -> Result<Response, PageError> {
    let english = fields.english.is_some();
    let (name, mobile, email) = (fields.name.clone(), fields.mobile.clone(), fields.email.clone());
    let details = Details { name, mobile, email, english, wording: fields.wording.clone() };
    match describe(&web.world, &known.caller, id, &details, &fields.underlying).await {
        Ok(application) => {
            let next = step_after(application.facts.kind);
            Ok(Redirect::to(&format!("/applications/{id}/{next}")).into_response())
        }
        Err(error) => {
            let faults = Faults::of(error, PLACES)?;
            let application = view(&web.world, &known.caller, id).await?.application;
            let page = page(&web, &known, application, fields, faults).await?;
            Ok(page.faults.show(&page))
        }
    }
}

/// What comes after this page: the papers of what is secured, where there is anything, and the preview.
const fn step_after(kind: GuaranteeKind) -> &'static str {
    if Underlying::is_asked_of(kind) { "papers" } else { "confirm" }
}

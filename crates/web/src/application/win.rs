//! 办理履约保函: from a bid guarantee that won. What the bid said is shown and not asked.

use crate::shell::{Faults, Frame, Id, Known, Nav, PageError, Places, Uploaded, Web};
use app::application::underlying::UnderlyingForm;
use app::application::win::{WinForm, Winning, carried, carry, notice, view, win};
use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use domain::Refusal;
use domain::application::win::AwardWord;
use domain::id::ApplicationId;

/// Most bytes that come to be judged: a file that is somewhat too large is said to be so beside its field.
const SENT_MAX: usize = 64 << 20;

#[derive(Template)]
#[template(path = "application/win.html")]
struct WinPage {
    frame: Frame,
    winning: Winning,
    form: WinForm,
    /// The award notice as the next form carries it.
    kept: String,
    /// What the rules say of amount and last day.
    rules: Vec<String>,
    faults: Faults,
}

impl WinPage {
    /// Whether its centre says nothing of the award, so that the notice has to.
    fn needs_notice(&self) -> bool {
        self.winning.word == AwardWord::Applicant
    }
}

async fn show(web: &Web, known: &Known, id: ApplicationId, form: WinForm, faults: Faults) -> Result<Response, PageError> {
    let winning = view(&web.world, &known.caller, id).await?;
    if let Some(contract) = winning.contract.as_ref().filter(|_| faults.is_empty()) {
        return Ok(Redirect::to(&format!("/{}/lots/{}", contract.site, contract.id)).into_response());
    }
    let site = winning.application.facts.site;
    let rules = app::application::substantiate::rules_of(&web.world, domain::product::GuaranteeKind::Performance, site);
    let kept = carry(&web.world, &known.caller, form.paper.as_ref())?;
    let page = WinPage { frame: known.frame_on(web, Nav::Apply, site)?, winning, form, kept, rules, faults };
    Ok(page.faults.show(&page))
}

pub(crate) async fn form(State(web): State<Web>, known: Known, Id(id): Id<ApplicationId>) -> Result<Response, PageError> {
    show(&web, &known, id, WinForm::default(), Faults::default()).await
}

/// Refusals that the form itself tells.
const PLACES: Places = &[(Refusal::PapersMissing, "file")];

pub(crate) async fn submit(State(web): State<Web>, Id(id): Id<ApplicationId>, uploaded: Uploaded<SENT_MAX>) -> Result<Response, PageError> {
    let Uploaded { known, mut fields, file, name, .. } = uploaded;
    let mut text = |name: &str| fields.remove(name).unwrap_or_default();
    let underlying = UnderlyingForm {
        contract_number: text("contract_number"),
        contract_price: text("contract_price"),
        signed_on: text("signed_on"),
        begins_on: text("begins_on"),
        completes_on: text("completes_on"),
        award_number: text("award_number"),
        award_on: text("award_on"),
        ..UnderlyingForm::default()
    };
    let paper = carried(&web.world, &known.caller, &text("kept"));
    let mut form = WinForm { underlying, guarantee_amount: text("guarantee_amount"), bid_open_time: text("bid_open_time"), paper };
    let mut faults = Faults::default();
    if let Some(name) = name {
        match notice(&web.world, &known.caller, id, &name, file).await {
            Ok(paper) => form.paper = Some(paper),
            Err(error) => faults = Faults::of(error, PLACES)?,
        }
    }
    if faults.is_empty() {
        match win(&web.world, &known.caller, id, &form).await {
            Ok(lot) => return Ok(Redirect::to(&format!("/{}/lots/{}", lot.site, lot.id)).into_response()),
            Err(error) => faults = Faults::of(error, PLACES)?,
        }
    }
    show(&web, &known, id, form, faults).await
}

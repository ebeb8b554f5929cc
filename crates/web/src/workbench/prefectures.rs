//! 受理市州: in which prefectures of a province the institution sells (一次接入，全省通用).

use crate::shell::{Faults, Frame, Id, Known, Nav, PageError, Posted, Web};
use app::onboarding::choose_prefectures::{Choice, choices, choose_prefectures};
use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use domain::id::OnboardingId;
use std::collections::BTreeMap;

#[derive(Template)]
#[template(path = "workbench/prefectures.html")]
struct PrefecturesPage {
    frame: Frame,
    choices: Vec<Choice>,
    faults: Faults,
}

async fn show(web: &Web, known: &Known, faults: Faults) -> Result<Response, PageError> {
    let choices = choices(&web.world, &known.caller).await?;
    let page = PrefecturesPage { frame: known.frame(web, Nav::Products)?, choices, faults };
    Ok(page.faults.show(&page))
}

pub(crate) async fn page(State(web): State<Web>, known: Known) -> Result<Response, PageError> {
    show(&web, &known, Faults::default()).await
}

/// How the field of a prefecture begins.
const AT: &str = "at:";

pub(crate) async fn submit(
    State(web): State<Web>,
    Id(id): Id<OnboardingId>,
    Posted { known, fields }: Posted<BTreeMap<String, String>>,
) -> Result<Response, PageError> {
    let all = fields.get("reach").is_some_and(|reach| reach == "all");
    let chosen = (!all).then(|| fields.keys().filter_map(|field| field.strip_prefix(AT)?.parse().ok()).collect());
    match choose_prefectures(&web.world, &known.caller, id, chosen).await {
        Ok(()) => Ok(Redirect::to("/workbench/prefectures").into_response()),
        Err(error) => show(&web, &known, Faults::of(error, &[])?).await,
    }
}

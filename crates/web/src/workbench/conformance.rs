//! Conformance runs over the institution's own system: started here, followed here, the signed report taken from here.

use crate::shell::{Faults, Frame, Id, Known, Nav, PageError, Places, Posted, Web};
use app::conformance::{start, view};
use askama::Template;
use axum::extract::State;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Redirect, Response};
use domain::Refusal;
use domain::conformance::{Check, ConformanceRun, Verdict};
use domain::id::ConformanceId;
use domain::product::PaymentStyle;
use serde::Deserialize;

#[derive(Template)]
#[template(path = "workbench/conformance.html")]
struct ConformancePage {
    frame: Frame,
    detail: view::ConformanceDetail,
    faults: Faults,
}

impl ConformancePage {
    fn moving(&self) -> bool {
        self.detail.runs.first().is_some_and(|run| run.ended_at.is_none())
    }
    fn latest(&self) -> Option<&ConformanceRun> {
        self.detail.runs.first()
    }
    fn length(&self, run: &ConformanceRun) -> usize {
        view::length(run)
    }
    fn message(&self, check: &Check) -> &'static str {
        view::title(check)
    }
    fn verdict<'a>(&self, check: &'a Check) -> (&'static str, &'static str, &'a str) {
        match &check.verdict {
            Verdict::Passed => ("ok", "通过", ""),
            Verdict::Failed { reason } => ("bad", "未通过", reason),
            Verdict::Lacking { reason } => ("mute", "未具备", reason),
            Verdict::Skipped { reason } => ("mute", "不适用", reason),
        }
    }
    fn outcome(&self, run: &ConformanceRun) -> (&'static str, &'static str) {
        match (run.ended_at, run.counts()) {
            (None, _) => ("wait", "测试中"),
            (Some(_), (_, 0, _)) => ("ok", "全部通过"),
            (Some(_), _) => ("bad", "未通过"),
        }
    }
}

const PLACES: Places = &[(Refusal::NoOwnSystem, "transfer"), (Refusal::PaymentStyleMissing, "transfer")];

async fn show(web: &Web, known: &Known, faults: Faults) -> Result<Response, PageError> {
    let detail = view::list(&web.world, &known.caller).await?;
    let frame = known.frame(web, Nav::Interface)?;
    let page = ConformancePage { frame, detail, faults };
    Ok(page.faults.show(&page))
}

pub(crate) async fn page(State(web): State<Web>, known: Known) -> Result<Response, PageError> {
    show(&web, &known, Faults::default()).await
}

#[derive(Deserialize)]
pub(crate) struct Fields {
    #[serde(default)]
    transfer: String,
    #[serde(default)]
    cashier: String,
}

pub(crate) async fn submit(State(web): State<Web>, Posted { known, fields }: Posted<Fields>) -> Result<Response, PageError> {
    let chosen = [(PaymentStyle::Transfer, fields.transfer), (PaymentStyle::Cashier, fields.cashier)];
    let styles: Vec<_> = chosen.into_iter().filter(|(_, chosen)| chosen == "yes").map(|(style, _)| style).collect();
    match start::start(&web.world, &known.caller, &styles).await {
        Ok(_) => Ok(Redirect::to("/workbench/conformance").into_response()),
        Err(error) => show(&web, &known, Faults::of(error, PLACES)?).await,
    }
}

pub(crate) async fn report(State(web): State<Web>, known: Known, Id(id): Id<ConformanceId>) -> Result<Response, PageError> {
    Ok(file(view::report(&web.world, &known.caller, id).await?))
}

/// A signed report as a download.
pub(crate) fn file(bytes: Vec<u8>) -> Response {
    let name = "attachment; filename=conformance.jsonl";
    ([(CONTENT_TYPE, "application/jsonl"), (CONTENT_DISPOSITION, name)], bytes).into_response()
}

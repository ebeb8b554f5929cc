//! How far the institution is bound, and may be.

use crate::shell::{Faults, Frame, Known, Nav, PageError, Posted, Web, is_check};
use app::institution::ledger::{ExposureDetail, group as count, ledger};
use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use domain::money::Cny;
use serde::Deserialize;

#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Fields {
    uscc: String,
    uscc_sure: Option<String>,
    group: String,
}

#[derive(Template)]
#[template(path = "workbench/exposure.html")]
struct ExposurePage {
    frame: Frame,
    detail: ExposureDetail,
    fields: Fields,
    faults: Faults,
}

impl ExposurePage {
    fn unsure(&self) -> bool {
        self.fields.uscc_sure.is_some() || self.faults.at("uscc").is_some_and(is_check)
    }
    /// Caps in the order total, one applicant, one group, as texts.
    fn caps(&self) -> Vec<(&'static str, String)> {
        let text = |cap: Option<Cny>| cap.map_or_else(|| "不限".to_owned(), |cap| format!("{cap} 元"));
        match &self.detail.caps {
            Ok(caps) => {
                vec![("担保责任总额上限", text(caps.total)), ("单一企业上限", text(caps.single)), ("同一集团上限", text(caps.group))]
            }
            Err(refusal) => vec![("限额", refusal.to_string())],
        }
    }
}

async fn show(web: &Web, known: &Known, fields: Fields, faults: Faults) -> Result<Response, PageError> {
    let detail = ledger(&web.world, &known.caller).await?;
    let frame = known.frame(web, Nav::Exposure)?;
    let page = ExposurePage { frame, detail, fields, faults };
    Ok(page.faults.show(&page))
}

pub(crate) async fn page(State(web): State<Web>, known: Known) -> Result<Response, PageError> {
    show(&web, &known, Fields::default(), Faults::default()).await
}

pub(crate) async fn group(State(web): State<Web>, Posted { known, fields }: Posted<Fields>) -> Result<Response, PageError> {
    match count(&web.world, &known.caller, &fields.uscc, fields.uscc_sure.is_some(), &fields.group).await {
        Ok(()) => Ok(Redirect::to("/workbench/exposure").into_response()),
        Err(error) => show(&web, &known, fields, Faults::of(error, &[])?).await,
    }
}

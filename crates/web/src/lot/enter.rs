//! Adding a lot that is not listed (增加项目).

use crate::shell::{Frame, Known, Nav, PageError, Posted, Web, html};
use app::lot::LotRecord;
use app::lot::enter::enter;
use app::{AppError, FieldError};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use domain::access::Role;
use domain::site::SiteCode;
use serde::Deserialize;

#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Fields {
    section_no: String,
    section_name: String,
    creditor: String,
    creditor_scc: String,
    guarantee_amount: String,
    bid_open_time: String,
    valid_day: String,
}

#[derive(Template)]
#[template(path = "lot/enter.html")]
struct EnterPage {
    frame: Frame,
    fields: Fields,
    faults: Vec<FieldError>,
}

impl EnterPage {
    fn fault(&self, field: &str) -> Option<&str> {
        self.faults.iter().find(|fault| fault.field == field).map(|fault| fault.message.as_str())
    }
}

fn code(site: &str) -> Result<SiteCode, AppError> {
    site.parse().map_err(|_| AppError::NotFound)
}

pub(crate) async fn form(State(web): State<Web>, known: Known, Path(site): Path<String>) -> Result<Response, PageError> {
    let frame = Frame::new(&web, &known.as_guest(), Nav::Apply, Some(code(&site)?))?;
    if !frame.is(Role::Applicant) {
        return Err(AppError::NotFound.into());
    }
    Ok(html(&EnterPage { frame, fields: Fields::default(), faults: Vec::new() }))
}

pub(crate) async fn submit(
    State(web): State<Web>,
    Path(site): Path<String>,
    Posted { known, fields }: Posted<Fields>,
) -> Result<Response, PageError> {
    let code = code(&site)?;
    let kept: Fields = fields.clone();
    let record = LotRecord {
        section_no: fields.section_no,
        section_name: fields.section_name,
        creditor: fields.creditor,
        creditor_scc: fields.creditor_scc,
        guarantee_amount: fields.guarantee_amount,
        bid_open_time: fields.bid_open_time,
        valid_day: fields.valid_day,
        ..LotRecord::default()
    };
    match enter(&web.world, &known.caller, code, &record).await {
        Ok(lot) => Ok(Redirect::to(&format!("/{code}/lots/{}", lot.id)).into_response()),
        Err(AppError::Invalid(faults)) => {
            let frame = Frame::new(&web, &known.as_guest(), Nav::Apply, Some(code))?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, html(&EnterPage { frame, fields: kept, faults })).into_response())
        }
        Err(other) => Err(other.into()),
    }
}

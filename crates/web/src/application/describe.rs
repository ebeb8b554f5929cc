//! The form for what is not known yet.

use super::id;
use crate::shell::{Frame, Known, Nav, PageError, Posted, Web, html};
use app::application::describe::{Details, describe, last_representative};
use app::application::view::view;
use app::wording::choices;
use app::{AppError, FieldError};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use domain::application::{Application, Command};
use serde::Deserialize;

#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Fields {
    name: String,
    mobile: String,
    email: String,
    english: Option<String>,
    wording: String,
}

#[derive(Template)]
#[template(path = "application/describe.html")]
struct DescribePage {
    frame: Frame,
    application: Application,
    /// The wordings there are to choose from.
    wordings: Vec<(String, String)>,
    fields: Fields,
    faults: Vec<FieldError>,
    /// Whether the fields are those of an earlier order.
    offered: bool,
}

impl DescribePage {
    fn fault(&self, field: &str) -> Option<&str> {
        self.faults.iter().find(|fault| fault.field == field).map(|fault| fault.message.as_str())
    }
}

async fn page(
    web: &Web,
    known: &Known,
    application: Application,
    fields: Fields,
    faults: Vec<FieldError>,
) -> Result<DescribePage, PageError> {
    let wordings = choices(&web.world, &application).await?;
    let frame = Frame::new(web, &known.as_guest(), Nav::Apply, Some(application.facts.site))?;
    Ok(DescribePage { frame, application, wordings, fields, faults, offered: false })
}

pub(crate) async fn form(State(web): State<Web>, known: Known, Path(text): Path<String>) -> Result<Response, PageError> {
    let detail = view(&web.world, &known.caller, id(&text)?).await?;
    if !detail.commands.contains(&Command::Describe) {
        return Ok(Redirect::to(&format!("/applications/{text}")).into_response());
    }
    let wording = detail.application.wording.clone();
    let own = detail.application.representative.clone();
    let last = if own.is_none() { last_representative(&web.world, &known.caller).await? } else { None };
    let offered = last.is_some();
    let fields = match own.or(last) {
        None => Fields { wording, ..Fields::default() },
        Some(representative) => Fields {
            name: representative.name.to_string(),
            mobile: representative.mobile.to_string(),
            email: representative.email.to_string(),
            english: detail.application.english.then(|| "yes".to_owned()),
            wording,
        },
    };
    let page = page(&web, &known, detail.application, fields, Vec::new()).await?;
    Ok(html(&DescribePage { offered, ..page }))
}

pub(crate) async fn submit(
    State(web): State<Web>,
    Path(text): Path<String>,
    Posted { known, fields }: Posted<Fields>,
) -> Result<Response, PageError> {
    let id = id(&text)?;
    let english = fields.english.is_some();
    let (name, mobile, email) = (fields.name.clone(), fields.mobile.clone(), fields.email.clone());
    let details = Details { name, mobile, email, english, wording: fields.wording.clone() };
    match describe(&web.world, &known.caller, id, &details).await {
        Ok(_) => Ok(Redirect::to(&format!("/applications/{id}/confirm")).into_response()),
        Err(AppError::Invalid(faults)) => {
            let application = view(&web.world, &known.caller, id).await?.application;
            let page = page(&web, &known, application, fields, faults).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, html(&page)).into_response())
        }
        Err(other) => Err(other.into()),
    }
}

//! The form for what is not known yet.

use super::id;
use crate::shell::{Frame, Known, Nav, PageError, Posted, Web, html};
use app::application::describe::{Details, describe};
use app::application::view::view;
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
}

#[derive(Template)]
#[template(path = "application/describe.html")]
struct DescribePage {
    frame: Frame,
    application: Application,
    fields: Fields,
    faults: Vec<FieldError>,
}

impl DescribePage {
    fn fault(&self, field: &str) -> Option<&str> {
        self.faults.iter().find(|fault| fault.field == field).map(|fault| fault.message.as_str())
    }
}

pub(crate) async fn form(State(web): State<Web>, known: Known, Path(text): Path<String>) -> Result<Response, PageError> {
    let detail = view(&web.world, &known.caller, id(&text)?).await?;
    if !detail.commands.contains(&Command::Describe) {
        return Ok(Redirect::to(&format!("/applications/{text}")).into_response());
    }
    let fields = detail.application.representative.as_ref().map_or_else(Fields::default, |representative| Fields {
        name: representative.name.to_string(),
        mobile: representative.mobile.to_string(),
        email: representative.email.to_string(),
        english: detail.application.english.then(|| "yes".to_owned()),
    });
    let frame = Frame::new(&web, &known.as_guest(), Nav::Apply, Some(detail.application.facts.site))?;
    Ok(html(&DescribePage { frame, application: detail.application, fields, faults: Vec::new() }))
}

pub(crate) async fn submit(
    State(web): State<Web>,
    Path(text): Path<String>,
    Posted { known, fields }: Posted<Fields>,
) -> Result<Response, PageError> {
    let id = id(&text)?;
    let english = fields.english.is_some();
    let details = Details { name: fields.name.clone(), mobile: fields.mobile.clone(), email: fields.email.clone(), english };
    match describe(&web.world, &known.caller, id, &details).await {
        Ok(_) => Ok(Redirect::to(&format!("/applications/{id}/confirm")).into_response()),
        Err(AppError::Invalid(faults)) => {
            let application = view(&web.world, &known.caller, id).await?.application;
            let frame = Frame::new(&web, &known.as_guest(), Nav::Apply, Some(application.facts.site))?;
            let page = DescribePage { frame, application, fields, faults };
            Ok((StatusCode::UNPROCESSABLE_ENTITY, html(&page)).into_response())
        }
        Err(other) => Err(other.into()),
    }
}

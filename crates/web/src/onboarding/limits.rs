//! The centre registers an institution's limits and licences.

use super::fault;
use crate::shell::{Frame, Known, Nav, PageError, Posted, Web, html};
use app::institution::limit::{Form, limit};
use app::onboarding::view::{Detail, view};
use app::{AppError, FieldError};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use domain::id::OnboardingId;

#[derive(Template)]
#[template(path = "onboarding/limits.html")]
struct LimitsPage {
    frame: Frame,
    detail: Detail,
    form: Form,
    faults: Vec<FieldError>,
}

impl LimitsPage {
    fn fault(&self, field: &str) -> Option<&str> {
        fault(&self.faults, field)
    }
}

fn id(text: &str) -> Result<OnboardingId, AppError> {
    text.parse().map_err(|_| AppError::NotFound)
}

pub(crate) async fn form(State(web): State<Web>, known: Known, Path(text): Path<String>) -> Result<Response, PageError> {
    let detail = view(&web.world, &known.caller, id(&text)?).await?;
    let form = Form::of(detail.institution.as_ref().ok_or(AppError::NotFound)?);
    let frame = Frame::new(&web, &known.as_guest(), Nav::Onboarding, Some(detail.onboarding.facts.site))?;
    Ok(html(&LimitsPage { frame, detail, form, faults: Vec::new() }))
}

pub(crate) async fn submit(
    State(web): State<Web>,
    Path(text): Path<String>,
    Posted { known, fields }: Posted<Form>,
) -> Result<Response, PageError> {
    match limit(&web.world, &known.caller, id(&text)?, &fields).await {
        Ok(_) => Ok(Redirect::to(&format!("/centre/institutions/{text}")).into_response()),
        Err(AppError::Invalid(faults)) => {
            let detail = view(&web.world, &known.caller, id(&text)?).await?;
            let frame = Frame::new(&web, &known.as_guest(), Nav::Onboarding, Some(detail.onboarding.facts.site))?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, html(&LimitsPage { frame, detail, form: fields, faults })).into_response())
        }
        Err(other) => Err(other.into()),
    }
}

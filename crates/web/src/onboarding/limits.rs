//! The centre registers an institution's limits and licences.

use crate::shell::{Faults, Frame, Id, Known, Nav, PageError, Posted, Web, html};
use app::AppError;
use app::institution::limit::{Form, limit};
use app::onboarding::view::{OnboardingDetail, view};
use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use domain::id::OnboardingId;

#[derive(Template)]
#[template(path = "onboarding/limits.html")]
struct LimitsPage {
    frame: Frame,
    detail: OnboardingDetail,
    form: Form,
    faults: Faults,
}

pub(crate) async fn form(State(web): State<Web>, known: Known, Id(id): Id<OnboardingId>) -> Result<Response, PageError> {
    let detail = view(&web.world, &known.caller, id).await?;
    let form = Form::of(detail.institution.as_ref().ok_or(AppError::NotFound)?);
    let frame = known.frame_on(&web, Nav::Onboarding, detail.onboarding.facts.site)?;
    Ok(html(&LimitsPage { frame, detail, form, faults: Faults::default() }))
}

pub(crate) async fn submit(
    State(web): State<Web>,
    Id(id): Id<OnboardingId>,
    Posted { known, fields }: Posted<Form>,
) -> Result<Response, PageError> {
    match limit(&web.world, &known.caller, id, &fields).await {
        Ok(_) => Ok(Redirect::to(&format!("/centre/institutions/{id}")).into_response()),
        Err(error) => {
            let faults = Faults::of(error, &[])?;
            let detail = view(&web.world, &known.caller, id).await?;
            let frame = known.frame_on(&web, Nav::Onboarding, detail.onboarding.facts.site)?;
            let page = LimitsPage { frame, detail, form: fields, faults };
            Ok(page.faults.show(&page))
        }
    }
}

//! Recording a mandate.

use crate::shell::{Faults, Frame, Known, Nav, PageError, Places, Posted, Web, is_check};
use app::mandate::record::{MandateForm, record};
use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use domain::Refusal;
use domain::access::Action;

#[derive(Template)]
#[template(path = "mandate/record.html")]
struct RecordPage {
    frame: Frame,
    form: MandateForm,
    faults: Faults,
}

impl RecordPage {
    fn unsure(&self) -> bool {
        self.form.agency_code_sure.is_some() || self.faults.at("agency_code").is_some_and(is_check)
    }
}

const PLACES: Places =
    &[(Refusal::MandateOfOneself, "agency_code"), (Refusal::MandateTerm, "until"), (Refusal::MandateKnown, "agency_code")];

pub(crate) async fn form(State(web): State<Web>, known: Known) -> Result<Response, PageError> {
    let frame = known.frame(&web, Nav::Mandates)?;
    if !frame.may(Action::RecordMandate) {
        return Err(app::AppError::NotFound.into());
    }
    let page = RecordPage { frame, form: MandateForm::default(), faults: Faults::default() };
    Ok(page.faults.show(&page))
}

pub(crate) async fn submit(State(web): State<Web>, Posted { known, fields }: Posted<MandateForm>) -> Result<Response, PageError> {
    match record(&web.world, &known.caller, &fields).await {
        Ok(mandate) => Ok(Redirect::to(&format!("/mandates/{}", mandate.facts.id)).into_response()),
        Err(error) => {
            let page = RecordPage { frame: known.frame(&web, Nav::Mandates)?, form: fields, faults: Faults::of(error, PLACES)? };
            Ok(page.faults.show(&page))
        }
    }
}

//! Above which amount an application takes two persons.

use super::LIST;
use super::list::show;
use crate::shell::{Faults, PageError, Places, Posted, Web};
use app::representative::require_two::require_two;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use domain::Refusal;
use serde::Deserialize;

#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct Fields {
    above: String,
}

const PLACES: Places = &[(Refusal::TwoPersonsMissing, "above")];

pub(crate) async fn submit(State(web): State<Web>, Posted { known, fields }: Posted<Fields>) -> Result<Response, PageError> {
    match require_two(&web.world, &known.caller, &fields.above).await {
        Ok(()) => Ok(Redirect::to(LIST).into_response()),
        Err(error) => {
            let faults = Faults::of(error, PLACES)?;
            show(&web, &known, Some(fields.above), faults).await
        }
    }
}

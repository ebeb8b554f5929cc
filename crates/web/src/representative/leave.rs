//! Letting somebody go.

use super::LIST;
use super::list::show;
use crate::shell::{Faults, Id, Nothing, PageError, Places, Posted, Web};
use app::representative::leave::leave;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use domain::Refusal;
use domain::id::PersonId;

const PLACES: Places = &[(Refusal::ManagerMissing, "people"), (Refusal::RepresentativeUnknown, "people")];

pub(crate) async fn submit(
    State(web): State<Web>,
    Id(person): Id<PersonId>,
    Posted { known, fields: Nothing {} }: Posted<Nothing>,
) -> Result<Response, PageError> {
    match leave(&web.world, &known.caller, person).await {
        Ok(()) => Ok(Redirect::to(LIST).into_response()),
        Err(error) => show(&web, &known, None, Faults::of(error, PLACES)?).await,
    }
}

//! The announcement (招标公告) of a lot that an applicant typed in: handed in, and seen again by whoever did.

use super::view::{Question, show};
use crate::profile::given_out;
use crate::shell::{Faults, Guest, Id, Known, PageError, Places, Uploaded, Web};
use app::lot::evidence::{open as read, show as hand_in};
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use domain::Refusal;
use domain::id::LotId;
use domain::site::SiteCode;

/// Most bytes that come to be judged: a file that is somewhat too large is said to be so beside its field.
const SENT_MAX: usize = 64 << 20;

/// Refusals that the form itself tells.
const PLACES: Places = &[(Refusal::EvidenceMissing, "file"), (Refusal::LotIsListed, "file")];

pub(crate) async fn submit(
    State(web): State<Web>,
    Id((code, id)): Id<(SiteCode, LotId)>,
    uploaded: Uploaded<SENT_MAX>,
) -> Result<Response, PageError> {
    let Uploaded { known, mut fields, file, name, .. } = uploaded;
    let address = fields.remove("address").unwrap_or_default();
    match hand_in(&web.world, &known.caller, (code, id), name.map(|name| (name, file)), &address).await {
        Ok(()) => Ok(Redirect::to(&format!("/{code}/lots/{id}")).into_response()),
        Err(error) => show(&web, &Guest::from(known), (code, id), Question::default(), (address, Faults::of(error, PLACES)?)).await,
    }
}

pub(crate) async fn open(State(web): State<Web>, known: Known, Id((code, id)): Id<(SiteCode, LotId)>) -> Result<Response, PageError> {
    let (bytes, file) = read(&web.world, &known.caller, code, id).await?;
    Ok(given_out(bytes, &file.media, &file.name))
}

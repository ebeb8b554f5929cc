//! The picture of a voucher: to be looked at, and never run.

use crate::profile::given_out;
use crate::shell::{Id, Known, PageError, Web};
use app::voucher::picture::picture;
use axum::extract::State;
use axum::response::Response;
use domain::id::VoucherId;

pub(crate) async fn file(State(web): State<Web>, known: Known, Id(id): Id<VoucherId>) -> Result<Response, PageError> {
    let (bytes, voucher) = picture(&web.world, &known.caller, id).await?;
    let kind = &voucher.facts.file.kind;
    Ok(given_out(bytes, kind, &format!("voucher.{kind}")))
}

//! `POST /api/v1/bank-lines`: the bank reports a credit. Signed; may arrive twice.

use crate::problem::Problem;
use app::World;
use app::bank_line::receive::{receive as take_in, verify};
use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::http::header::{AUTHORIZATION, HOST};
use partners::bank::wire::{BANK_LINES, BankLine, BankLineReceipt};
use protocol::signed::Request;

pub(crate) async fn receive(State(world): State<World>, headers: HeaderMap, body: Bytes) -> Result<Json<BankLineReceipt>, Problem> {
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or("");
    let request = Request { method: "POST", target: BANK_LINES, host: text(HOST), body: &body };
    verify(&world, &request, text(AUTHORIZATION))?;
    let line: BankLine = serde_json::from_slice(&body).map_err(|_| Problem::unreadable())?;
    Ok(Json(take_in(&world, line).await?))
}

use super::Bank;
use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use partners::bank::wire::{REFUNDS, RefundAnswer, RefundOrder, RefundOutcome};
use partners::signed_client::PLATFORM_APP;
use protocol::signed::{Request, Verifier, verify};

/// Takes a signed refund order.
pub(super) async fn receive(State(bank): State<Bank>, headers: HeaderMap, body: Bytes) -> Result<Json<RefundAnswer>, StatusCode> {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or("");
    let request = Request { method: "POST", target: REFUNDS, host: text("host"), body: &body };
    let key_of = |app: &str, _: &str| (app == PLATFORM_APP).then(|| Verifier::Sm2(bank.0.platform_key.clone()));
    verify(&request, text("authorization"), key_of, (bank.0.now)().seconds()).map_err(|_| StatusCode::UNAUTHORIZED)?;
    let order: RefundOrder = serde_json::from_slice(&body).map_err(|_| StatusCode::BAD_REQUEST)?;
    let done = bank
        .0
        .ledger
        .refund(&order.order_id, &order.line_id, &order.reason, (bank.0.now)())
        .map_err(|_| StatusCode::SERVICE_UNAVAILABLE)?;
    let (outcome, reason) =
        if done { (RefundOutcome::Refunded, "") } else { (RefundOutcome::Refused, "没有该笔到账，或付款账户不能收款") };
    Ok(Json(RefundAnswer { order_id: order.order_id, outcome, reason: reason.into() }))
}

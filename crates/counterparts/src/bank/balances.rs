use super::Bank;
use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use domain::time::Date;
use partners::bank::wire::{BALANCES, BalanceAnswer, BalanceQuery};
use partners::signed_client::PLATFORM_APP;
use protocol::signed::{Request, Verifier, verify};

/// Takes a signed question for what was on an account when a day ended.
pub(super) async fn answer(State(bank): State<Bank>, headers: HeaderMap, body: Bytes) -> Result<Json<BalanceAnswer>, StatusCode> {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or("");
    let request = Request { method: "POST", target: BALANCES, host: text("host"), body: &body };
    let key_of = |app: &str, _: &str| (app == PLATFORM_APP).then(|| Verifier::Sm2(bank.0.platform_key.clone()));
    let now = (bank.0.now)();
    verify(&request, text("authorization"), key_of, now.seconds()).map_err(|_| StatusCode::UNAUTHORIZED)?;
    let BalanceQuery { account, day } = serde_json::from_slice(&body).map_err(|_| StatusCode::BAD_REQUEST)?;
    let wanted: Date = day.parse().map_err(|_| StatusCode::BAD_REQUEST)?;
    let over = wanted < now.date();
    let fen = bank.0.ledger.balance(&account, wanted).map_err(|_| StatusCode::SERVICE_UNAVAILABLE)?;
    let plain = |fen: i64| format!("{}{}.{:02}", if fen < 0 { "-" } else { "" }, fen.abs() / 100, fen.abs() % 100);
    Ok(Json(BalanceAnswer { account, day, balance: fen.filter(|_| over).map(plain) }))
}

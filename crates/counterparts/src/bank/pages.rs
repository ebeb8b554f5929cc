use super::Bank;
use super::ledger::{Booked, Transfer};
use crate::demonstration::PERSONAS;
use askama::Template;
use axum::Form;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::{Html, IntoResponse, Redirect, Response};
use domain::money::Cny;
use serde::Deserialize;

#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Fields {
    payer: String,
    account: String,
    amount: String,
    remark: String,
}

#[derive(Template)]
#[template(path = "bank/transfer.html")]
struct TransferPage {
    payers: Vec<&'static str>,
    fields: Fields,
    fault: Option<String>,
    booked: Vec<Booked>,
}

fn page(bank: &Bank, fields: Fields, fault: Option<String>) -> Response {
    let payers = PERSONAS.iter().filter(|persona| persona.role == "投标人").map(|persona| persona.organisation).collect();
    let booked = bank.0.ledger.latest().unwrap_or_default();
    let status = if fault.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    match (TransferPage { payers, fields, fault, booked }).render() {
        Ok(text) => (status, Html(text)).into_response(),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

pub(super) async fn show(State(bank): State<Bank>) -> Response {
    page(&bank, Fields::default(), None)
}

pub(super) async fn transfer(State(bank): State<Bank>, Form(fields): Form<Fields>) -> Response {
    let amount = match Cny::parse_yuan(&fields.amount) {
        Ok(amount) if amount > Cny::ZERO => amount,
        Ok(_) | Err(_) => return page(&bank, fields, Some("请输入大于 0 的转账金额".into())),
    };
    let account: String = fields.account.chars().filter(char::is_ascii_digit).collect();
    if account.is_empty() {
        return page(&bank, fields, Some("请输入收款账号".into()));
    }
    let random = gm::entropy::bytes::<8>(bank.0.entropy.as_ref());
    let transfer = Transfer {
        payer_name: fields.payer.clone(),
        payer_account: "6217000011112222333".into(),
        payee_account: account,
        amount,
        remark: fields.remark.clone(),
    };
    match bank.0.ledger.book(&transfer, random, (bank.0.now)()) {
        Ok(_) => {
            bank.0.wake.notify_one();
            Redirect::to("/").into_response()
        }
        Err(error) => page(&bank, fields, Some(error.to_string())),
    }
}

pub(super) async fn style() -> Response {
    ([(CONTENT_TYPE, "text/css; charset=utf-8")], include_str!("../../../../assets/consent.css")).into_response()
}

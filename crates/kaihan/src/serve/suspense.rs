//! Money on accounts that belong to no institution: the operator's to sort out, by two persons. Who pays with which remark may tell who bids
//! for what, so that it is shown here only (HR-10).

use super::page::{Operator, cell, is_foreign, page as shown};
use app::AppError;
use app::bank_line::{aside, desk, refund};
use app::{Caller, World};
use axum::extract::{Form, Path, State};
use axum::http::header::WWW_AUTHENTICATE;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use domain::bank_line::{BankLine, BankLineState};
use serde::Deserialize;
use std::fmt::Write;

/// The caller, or what to answer instead.
fn caller(operator: &Operator, headers: &HeaderMap) -> Result<Caller, Box<Response>> {
    if operator.operators.is_empty() {
        let told = "尚未指定经办人员。请在配置项 operators 指定的文件中逐行写明“姓名:口令”（至少两人，口令至少 16 个字符），然后重新启动。";
        return Err(Box::new((StatusCode::NOT_FOUND, told).into_response()));
    }
    match operator.operators.who(headers) {
        Some(name) => Ok(desk::operator(&operator.world, &name)),
        None => {
            let ask = [(WWW_AUTHENTICATE, "Basic realm=\"kaihan\", charset=\"UTF-8\"")];
            Err(Box::new((StatusCode::UNAUTHORIZED, ask, "请输入 operators 文件中的姓名与口令").into_response()))
        }
    }
}

/// A button, perhaps with a reason to be typed, that says how the line stood.
fn form(line: &BankLine, verb: &str, word: &str, reason: Option<&str>) -> String {
    let input = reason.map(|label| format!("<label>{label}<input name=\"reason\" maxlength=\"200\" required></label>")).unwrap_or_default();
    let seen = format!("<input type=\"hidden\" name=\"seen\" value=\"{}\">", line.version);
    format!("<form method=\"post\" action=\"/suspense/{}/{verb}\">{seen}{input}<button>{word}</button></form>", line.facts.id)
}

/// What can be done with a line, and why it is where it is.
fn standing(line: &BankLine, caller: &Caller) -> (String, String) {
    let decide = |by: &String, agree: (&str, &str), reject: &str| {
        let own = *by == caller.actor.certificate;
        let agreed = if own { "<p>待另一人复核</p>".to_owned() } else { form(line, agree.0, agree.1, None) };
        agreed + &form(line, reject, if own { "撤回" } else { "不同意" }, None)
    };
    match &line.state {
        BankLineState::Suspense { reason } => {
            let aside =
                if line.payment.is_none() { form(line, "aside", "与平台无关", Some("这是什么款项")) } else { String::new() };
            (reason.label().to_owned(), form(line, "refund", "提出退款", Some("退款原因")) + &aside)
        }
        BankLineState::RefundProposed { reason, by, .. } => (format!("拟退款：{reason}"), decide(by, ("approve", "同意退款"), "reject")),
        BankLineState::AsideProposed { reason, by, .. } => {
            (format!("拟按与平台无关处理：{reason}"), decide(by, ("set-aside", "同意移出"), "reject-aside"))
        }
        BankLineState::Refunding { reason } => (format!("退款中：{reason}"), String::new()),
        BankLineState::RefundFailed { reason } => (
            format!("银行拒绝退款：{reason}"),
            form(line, "refund", "再次退款", Some("退款原因")) + &form(line, "refunded", "登记已另行退款", None),
        ),
        BankLineState::Received
        | BankLineState::Matched
        | BankLineState::Refunded
        | BankLineState::Aside { .. }
        | BankLineState::Honoured { .. } => (line.state.label().to_owned(), String::new()),
    }
}

/// The lines that wait.
pub(super) async fn page(State(operator): State<Operator>, headers: HeaderMap) -> Response {
    let caller = match caller(&operator, &headers) {
        Ok(caller) => caller,
        Err(answer) => return *answer,
    };
    let lines = match desk::list(&operator.world, &caller).await {
        Ok(lines) => lines,
        Err(error) => return (StatusCode::SERVICE_UNAVAILABLE, error.to_string()).into_response(),
    };
    let mut rows = String::new();
    for line in &lines {
        let (facts, (why, verbs)) = (&line.facts, standing(line, &caller));
        let cells = [
            facts.booked_at.to_seconds(),
            facts.account.clone(),
            format!("{} {}", facts.payer_name, facts.payer_account),
            facts.amount.to_string(),
            facts.remark.clone(),
            why,
        ];
        let cells: String = cells.iter().map(|text| format!("<td>{}</td>", cell(text))).collect();
        let _ = write!(rows, "<tr>{cells}<td>{verbs}</td></tr>");
    }
    let told = if lines.is_empty() { "<p>没有需要处理的到账。</p>" } else { "" };
    shown(
        "不属于任何机构的到账",
        &format!(
            "<h1>不属于任何机构的到账</h1><p>由一人提出、另一人复核。付款人与附言可能透露谁在投标，请勿向他人提供。</p>{told}<table><thead><tr><th>到账时间</th>\
             <th>收款账户</th><th>付款人</th><th>金额（元）</th><th>附言</th><th>原因</th><th>操作</th></tr></thead><tbody>{rows}</tbody></table>"
        ),
    )
}

#[derive(Deserialize)]
pub(super) struct Reason {
    #[serde(default)]
    seen: u32,
    #[serde(default)]
    reason: String,
}

async fn carry_out(world: &World, caller: &Caller, id: &str, verb: &str, Reason { seen, reason }: &Reason) -> Result<BankLine, AppError> {
    let id = id.parse().map_err(|_| AppError::NotFound)?;
    match verb {
        "refund" => refund::refund(world, caller, id, reason).await,
        "approve" => refund::approve(world, caller, id, *seen).await,
        "reject" => refund::reject(world, caller, id, *seen).await,
        "refunded" => refund::confirm(world, caller, id).await,
        "aside" => aside::propose(world, caller, id, reason).await,
        "set-aside" => aside::approve(world, caller, id, *seen).await,
        "reject-aside" => aside::reject(world, caller, id, *seen).await,
        _ => Err(AppError::NotFound),
    }
}

/// Does what was pressed.
pub(super) async fn act(
    State(operator): State<Operator>,
    Path((id, verb)): Path<(String, String)>,
    headers: HeaderMap,
    Form(said): Form<Reason>,
) -> Response {
    let caller = match caller(&operator, &headers) {
        Ok(caller) => caller,
        Err(answer) => return *answer,
    };
    if is_foreign(&headers) {
        return StatusCode::FORBIDDEN.into_response();
    }
    match carry_out(&operator.world, &caller, &id, &verb, &said).await {
        Ok(_) => Redirect::to("/suspense").into_response(),
        Err(AppError::NotFound) => StatusCode::NOT_FOUND.into_response(),
        Err(error) => (StatusCode::CONFLICT, error.to_string()).into_response(),
    }
}

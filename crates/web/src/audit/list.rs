//! Logins and refusals, for whoever manages the organisation.

use crate::listing::{Cell, Column, ListKind, Listing, Question, export};
use crate::shell::{Frame, Known, Nav, PageError, Web, html};
use app::audit::list::{Audited, DENIED, LOG_INS, all, list};
use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;

const STATES: &[(&str, &str)] = &[("", "全部"), (LOG_INS, "登录"), (DENIED, "被拒绝")];

const ABOUT: ListKind =
    ListKind {
        path: "/account/audit", search: "", states: STATES, empty: ("没有记录", "以本单位名义的登录和被拒绝的操作会出现在这里。")
    };

/// Longest beginning of a fingerprint that is shown.
const SHORT: usize = 16;

/// What was attempted, in words: a login with why it was refused, or an action by its name.
fn what(Audited { entry, .. }: &Audited) -> Cell {
    if entry.action != domain::access::Action::LogIn.code() {
        return Cell::Two("操作因权限不足被拒绝".into(), entry.action.clone());
    }
    let why = match entry.object.as_str() {
        "login/certificate-expired" => "证书已过期",
        "login/certificate-revoked" => "证书已被吊销",
        "login/revocation-unknown" => "无法确认证书是否被吊销",
        "login/certificate-unfit" => "证书不能用于登录",
        "login/signature-or-challenge" => "签名不符，或登录请求已使用、已过期",
        "login/portal" => "统一注册平台的登录结果未通过核验",
        "login/person-left" => "经办人已停用",
        "login/match-code" => "扫码登录时手机上输入的确认码不正确",
        "login/seal-code" => "扫码签署时手机上输入的确认码不正确",
        "login/qr" => "扫码登录后没有可办理的角色",
        _ => "",
    };
    Cell::Two("登录".into(), why.into())
}

/// Who it was, and for which organisation.
fn who(row: &Audited) -> Cell {
    let person = if row.person.is_empty() { "未登记姓名" } else { &row.person };
    Cell::Two(person.to_owned(), row.organisation.to_string())
}

fn outcome(row: &Audited) -> Cell {
    if row.entry.denied { Cell::State("bad", "被拒绝".into()) } else { Cell::State("ok", "成功".into()) }
}

const COLUMNS: [Column<Audited>; 6] = [
    Column { title: "时间", cell: |row| Cell::Text(row.entry.at.to_seconds()) },
    Column { title: "事项", cell: what },
    Column { title: "人员", cell: who },
    Column { title: "角色", cell: |row| Cell::Text(row.entry.role.label().into()) },
    Column { title: "证书", cell: |row| Cell::Mono(row.entry.certificate.chars().take(SHORT).collect()) },
    Column { title: "结果", cell: outcome },
];

#[derive(Template)]
#[template(path = "audit/list.html")]
struct ListPage {
    frame: Frame,
    list: Listing,
}

pub(crate) async fn page(State(web): State<Web>, known: Known, Query(question): Query<Question>) -> Result<Response, PageError> {
    let question = question.within(STATES);
    if question.is_export() {
        return export("audit", "登录与拒绝记录", &COLUMNS, &all(&web.world, &known.caller, question.filter()).await?);
    }
    let page = list(&web.world, &known.caller, question.filter(), question.before()).await?;
    Ok(html(&ListPage { frame: known.frame(&web, Nav::Account)?, list: Listing::new(ABOUT, question, &COLUMNS, &page) }))
}

//! What went out to one's people, or could not.

use crate::listing::{Cell, Column, ListKind, Listing, Question, export};
use crate::shell::{Frame, Known, Nav, PageError, Web, html};
use app::notice::sent::{all, list};
use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use domain::dispatch::{Dispatch, DispatchState, Tidings};

const STATES: &[(&str, &str)] = &[
    ("", "全部"),
    ("waiting", "待发送"),
    ("doubtful", "结果未知，将再发一次"),
    ("sent", "已发送"),
    ("unsure", "可能已送达"),
    ("dropped", "未发送"),
];

const ABOUT: ListKind = ListKind {
    path: "/notices/sent",
    search: "",
    states: STATES,
    empty: ("没有发送记录", "短信和邮件发出后，时间和结果会出现在这里。内容与联系方式不在此显示。"),
};

const COLUMNS: [Column<Dispatch>; 6] = [
    Column { title: "时间", cell: |one| Cell::Text(one.created_at.to_seconds()) },
    Column {
        title: "内容",
        cell: |one| {
            Cell::Text(match one.tidings {
                Tidings::Notice(_, kind) => kind.label().to_owned(),
                Tidings::Digest(until) => format!("{} 消息汇总", until.date()),
            })
        },
    },
    Column { title: "方式", cell: |one| Cell::Text(one.channel.label().to_owned()) },
    Column { title: "接收人", cell: |one| Cell::Mono(if one.shown.is_empty() { "—".to_owned() } else { one.shown.clone() }) },
    Column {
        title: "状态",
        cell: |one| {
            let tone = match one.state {
                DispatchState::Waiting => "wait",
                DispatchState::Doubtful | DispatchState::Unsure => "info",
                DispatchState::Sent { .. } => "ok",
                DispatchState::Dropped { .. } => "bad",
            };
            Cell::State(tone, one.state.label().to_owned())
        },
    },
    Column {
        title: "尝试",
        cell: |one| {
            let last = match one.state {
                DispatchState::Sent { at } => at.to_seconds(),
                DispatchState::Waiting => format!("{} 起", one.due_at),
                DispatchState::Doubtful | DispatchState::Unsure | DispatchState::Dropped { .. } => String::new(),
            };
            Cell::Two(format!("{} 次", one.tries), last)
        },
    },
];

#[derive(Template)]
#[template(path = "notice/sent.html")]
struct SentPage {
    frame: Frame,
    list: Listing,
}

pub(crate) async fn page(State(web): State<Web>, known: Known, Query(question): Query<Question>) -> Result<Response, PageError> {
    let question = question.within(STATES);
    if question.is_export() {
        return export("sent", "发送记录", &COLUMNS, &all(&web.world, &known.caller, question.filter()).await?);
    }
    let page = list(&web.world, &known.caller, question.filter(), question.before()).await?;
    Ok(html(&SentPage { frame: known.frame(&web, Nav::Notices)?, list: Listing::new(ABOUT, question, &COLUMNS, &page) }))
}

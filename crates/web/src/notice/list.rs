//! The list of notices.

use crate::listing::{Cell, Column, ListKind, Listing, Question, export};
use crate::shell::{Frame, Known, Nav, PageError, Web, html};
use app::notice::list::{Read, UNREAD, all, list};
use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use domain::notice::NoticeKind;

const STATES: &[(&str, &str)] = &[("", "全部"), (UNREAD, "未读")];

const ABOUT: ListKind =
    ListKind {
        path: "/notices", search: "", states: STATES, empty: ("没有消息", "订单有进展或需要您处理时，消息会出现在这里。")
    };

const COLUMNS: [Column<Read>; 4] = [
    Column { title: "时间", cell: |notice| Cell::Text(notice.at.to_seconds()) },
    Column {
        title: "订单编号",
        cell: |notice| match (&notice.application, notice.site) {
            (Some((id, number)), _) => Cell::Way(format!("/applications/{id}"), number.clone(), format!("查看订单 {number}")),
            (None, Some(site)) => Cell::Text(format!("站点 {site}")),
            (None, None) => Cell::Text("—".into()),
        },
    },
    Column { title: "内容", cell: |notice| Cell::Text(notice.kind.map_or("订单有新的进展", NoticeKind::label).to_owned()) },
    Column {
        title: "状态",
        cell: |notice| if notice.unread { Cell::State("info", "未读".into()) } else { Cell::State("mute", "已读".into()) },
    },
];

#[derive(Template)]
#[template(path = "notice/list.html")]
struct ListPage {
    frame: Frame,
    list: Listing,
    /// The newest one there is.
    newest: Option<String>,
}

pub(crate) async fn page(State(web): State<Web>, known: Known, Query(question): Query<Question>) -> Result<Response, PageError> {
    let question = question.within(STATES);
    if question.is_export() {
        return export("notices", "消息", &COLUMNS, &all(&web.world, &known.caller, question.filter()).await?);
    }
    let (page, newest) = list(&web.world, &known.caller, question.filter(), question.before()).await?;
    let newest = newest.map(|id| id.to_string());
    Ok(html(&ListPage { frame: known.frame(&web, Nav::Notices)?, list: Listing::new(ABOUT, question, &COLUMNS, &page), newest }))
}

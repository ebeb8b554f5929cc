//! The list of notices, of all groups or of one.

use crate::listing::{Cell, Column, ListKind, Listing, Question, export};
use crate::shell::{Frame, Id, Known, Nav, PageError, Web, html};
use app::notice::list::{NoticeFilter, Read, UNREAD, all, list};
use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use domain::access::Action;
use domain::notice::{NoticeGroup, NoticeKind};

const STATES: &[(&str, &str)] = &[("", "全部"), (UNREAD, "未读")];

const fn path(group: Option<NoticeGroup>) -> &'static str {
    match group {
        None => "/notices",
        Some(NoticeGroup::Application) => "/notices/of/application",
        Some(NoticeGroup::Change) => "/notices/of/change",
        Some(NoticeGroup::Money) => "/notices/of/money",
        Some(NoticeGroup::Invoice) => "/notices/of/invoice",
        Some(NoticeGroup::Credit) => "/notices/of/credit",
        Some(NoticeGroup::Complaint) => "/notices/of/complaint",
        Some(NoticeGroup::Rating) => "/notices/of/rating",
        Some(NoticeGroup::Own) => "/notices/of/own",
    }
}

const fn about(group: Option<NoticeGroup>) -> ListKind {
    ListKind {
        path: path(group),
        search: "内容或订单",
        states: STATES,
        empty: ("没有消息", "订单有进展或需要您处理时，消息会出现在这里。"),
    }
}

/// What a notice says.
pub(super) fn said(notice: &Read) -> &'static str {
    notice.kind.map_or("订单有新的进展", NoticeKind::label)
}

const COLUMNS: [Column<Read>; 5] = [
    Column { title: "时间", cell: |notice| Cell::Text(notice.at.to_seconds()) },
    Column { title: "类别", cell: |notice| Cell::Text(notice.kind.map_or("其他", |kind| kind.group().label()).to_owned()) },
    Column {
        title: "订单编号",
        cell: |notice| match (&notice.application, notice.site) {
            (Some((id, number)), _) => Cell::Way(format!("/applications/{id}"), number.clone(), format!("查看订单 {number}")),
            (None, Some(site)) => Cell::Text(format!("站点 {site}")),
            (None, None) => Cell::Text("—".into()),
        },
    },
    Column {
        title: "内容",
        cell: |notice| Cell::Way(format!("/notices/{}", notice.id), said(notice).to_owned(), format!("打开消息：{}", said(notice))),
    },
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
    /// Every group, and which of them is shown.
    groups: Vec<(&'static str, &'static str, bool)>,
    /// The newest one there is.
    newest: Option<String>,
    /// Whether the visitor's people are told elsewhere too.
    is_sent: bool,
}

async fn show(web: Web, known: Known, group: Option<NoticeGroup>, question: Question) -> Result<Response, PageError> {
    let question = question.within(STATES);
    let filter = NoticeFilter { group, filter: question.filter() };
    if question.is_export() {
        return export("notices", "消息", &COLUMNS, &all(&web.world, &known.caller, filter).await?);
    }
    let (page, newest) = list(&web.world, &known.caller, filter, question.before()).await?;
    let all = std::iter::once(("全部", None)).chain(NoticeGroup::ALL.into_iter().map(|group| (group.label(), Some(group))));
    let frame = known.frame(&web, Nav::Notices)?;
    Ok(html(&ListPage {
        groups: all.map(|(label, of)| (label, path(of), of == group)).collect(),
        newest: newest.map(|id| id.to_string()),
        is_sent: frame.may(Action::ChooseNotices),
        list: Listing::new(about(group), question, &COLUMNS, &page),
        frame,
    }))
}

pub(crate) async fn page(State(web): State<Web>, known: Known, Query(question): Query<Question>) -> Result<Response, PageError> {
    show(web, known, None, question).await
}

pub(crate) async fn of(
    State(web): State<Web>,
    known: Known,
    Id(group): Id<NoticeGroup>,
    Query(question): Query<Question>,
) -> Result<Response, PageError> {
    show(web, known, Some(group), question).await
}

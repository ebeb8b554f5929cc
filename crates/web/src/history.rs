//! What happened to something, as a list of its own: its page shows the last of it.

use crate::listing::{Cell, Column, ListKind, Listing, Question};
use crate::shell::{Frame, Nav, html};
use app::listing::Page;
use askama::Template;
use axum::response::Response;
use domain::time::Timestamp;

/// An event in words.
pub(crate) struct Happened {
    pub(crate) what: String,
    pub(crate) who: String,
    pub(crate) at: Timestamp,
}

pub(crate) const COLUMNS: [Column<Happened>; 3] = [
    Column { title: "时间", cell: |row| Cell::Text(row.at.to_seconds()) },
    Column { title: "事项", cell: |row| Cell::Text(row.what.clone()) },
    Column { title: "操作单位", cell: |row| Cell::Text(row.who.clone()) },
];

const ABOUT: ListKind = ListKind { path: "", search: "", states: &[], empty: ("没有记录", "还没有发生任何事项。") };

#[derive(Template)]
#[template(path = "listing/history.html")]
struct HistoryPage {
    frame: Frame,
    list: Listing,
    title: &'static str,
    /// Of what, and where that is.
    of: (String, String),
}

/// The page of these events at `path`.
pub(crate) fn show(
    frame: Frame,
    (title, path): (&'static str, String),
    of: (String, String),
    question: Question,
    page: &Page<Happened>,
) -> Response {
    let list = Listing { path, ..Listing::new(ABOUT, question, &COLUMNS, page) };
    html(&HistoryPage { frame, list, title, of })
}

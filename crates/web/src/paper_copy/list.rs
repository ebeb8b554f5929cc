//! 纸质保函: the applicant's paper originals. Nothing of a lot stands in it (HR-10).

use super::{STATES, tone};
use crate::listing::{Cell, Column, ListKind, Listing, Question, export};
use crate::shell::{Frame, Known, Nav, PageError, Web, html};
use app::paper_copy::list::{all, list};
use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use domain::access::Role;
use domain::paper_copy::PaperCopy;

const ABOUT: ListKind = ListKind {
    path: "/paper-copies",
    search: "保函编号、订单编号、出函机构或快递单号",
    states: STATES,
    empty: ("没有纸质保函", "保函出具后，在订单详情中索取纸质版保函原件，寄送进度会出现在这里。"),
};

fn way(copy: &PaperCopy) -> Cell {
    Cell::Link(format!("/paper-copies/{}", copy.facts.id), "查看", format!("查看保函 {} 的纸质版原件", copy.facts.letter))
}

/// Under which number it is on its way, with whom below.
pub(super) fn post(copy: &PaperCopy) -> Cell {
    copy.state.post().map_or_else(|| Cell::Text("—".to_owned()), |post| Cell::Two(post.tracking.clone(), post.courier.clone()))
}

const COLUMNS: [Column<PaperCopy>; 7] = [
    Column { title: "保函编号", cell: |copy| Cell::Mono(copy.facts.letter.to_string()) },
    Column { title: "订单编号", cell: |copy| Cell::Mono(copy.facts.number.to_string()) },
    Column { title: "出函机构", cell: |copy| Cell::Text(copy.facts.guarantor.name.to_string()) },
    Column { title: "索取时间", cell: |copy| Cell::Text(copy.facts.requested_at.to_string()) },
    Column { title: "快递单号", cell: post },
    Column { title: "状态", cell: |copy| Cell::State(tone(&copy.state), copy.state.label().to_owned()) },
    Column { title: "操作", cell: way },
];

#[derive(Template)]
#[template(path = "paper_copy/list.html")]
struct ListPage {
    frame: Frame,
    list: Listing,
}

pub(crate) async fn page(State(web): State<Web>, known: Known, Query(question): Query<Question>) -> Result<Response, PageError> {
    known.only(Role::Applicant)?;
    let question = question.within(STATES);
    if question.is_export() {
        return export("paper-copies", "纸质保函", &COLUMNS, &all(&web.world, &known.caller, question.filter()).await?);
    }
    let page = list(&web.world, &known.caller, question.filter(), question.before()).await?;
    Ok(html(&ListPage { frame: known.frame(&web, Nav::Account)?, list: Listing::new(ABOUT, question, &COLUMNS, &page) }))
}

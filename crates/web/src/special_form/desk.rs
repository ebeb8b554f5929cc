//! The special forms asked of the institution.

use super::tone;
use crate::listing::{Cell, Column, ListKind, Listing, Question, export};
use crate::shell::{Frame, Known, Nav, PageError, Web, html};
use app::special_form::list::{all, list};
use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use domain::access::Role;
use domain::special_form::SpecialForm;

const STATES: &[(&str, &str)] = &[
    ("", "全部"),
    ("requested", "待拟定"),
    ("drafted", "待复核"),
    ("approved", "待申请人确认"),
    ("confirmed", "已采用"),
    ("refused", "机构未同意"),
    ("abandoned", "申请人已放弃"),
];

const ABOUT: ListKind = ListKind {
    path: "/workbench/forms",
    search: "订单编号、申请人、信用代码或担保对象",
    states: STATES,
    empty: ("没有特殊格式申请", "申请人要求修改保函文本时，申请会出现在这里。"),
};

fn handle(form: &SpecialForm) -> Cell {
    let facts = &form.facts;
    Cell::Link(format!("/workbench/forms/{}", facts.id), "办理", format!("办理订单 {} 的特殊格式", facts.number))
}

const COLUMNS: [Column<SpecialForm>; 5] = [
    Column { title: "订单编号", cell: |form| Cell::Mono(form.facts.number.to_string()) },
    Column { title: "要求", cell: |form| Cell::Text(form.note.clone()) },
    Column { title: "申请时间", cell: |form| Cell::Text(form.facts.requested_at.to_seconds()) },
    Column { title: "状态", cell: |form| Cell::State(tone(&form.state), form.state.label().to_owned()) },
    Column { title: "操作", cell: handle },
];

#[derive(Template)]
#[template(path = "special_form/desk.html")]
struct DeskPage {
    frame: Frame,
    list: Listing,
}

pub(crate) async fn page(State(web): State<Web>, known: Known, Query(question): Query<Question>) -> Result<Response, PageError> {
    known.only(Role::GuarantorStaff)?;
    let question = question.within(STATES);
    if question.is_export() {
        return export("special-forms", "特殊格式", &COLUMNS, &all(&web.world, &known.caller, question.filter()).await?);
    }
    let page = list(&web.world, &known.caller, question.filter(), question.before()).await?;
    let frame = known.frame(&web, Nav::Forms)?;
    Ok(html(&DeskPage { frame, list: Listing::new(ABOUT, question, &COLUMNS, &page) }))
}

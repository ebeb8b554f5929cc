//! 我的保函: the applicant's letters, each with the lot it is for (Xinjiang manual 1.2.6; Hunan manual 5.3).

use crate::listing::{Cell, Column, ListKind, Listing, Question, export};
use crate::shell::{Frame, Known, Nav, PageError, Web, html};
use app::guarantee::list::{all, list};
use app::listing::Page;
use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use domain::application::Application;
use domain::guarantee::Guarantee;

/// A letter with what its site calls how it stands.
struct Letter {
    guarantee: Guarantee,
    application: Application,
    standing: String,
}

fn letter(web: &Web, (guarantee, application): (Guarantee, Application)) -> Letter {
    let standing = guarantee.standing(web.world.now());
    let site = web.world.sites().get(guarantee.site);
    let standing = site.map_or_else(|| standing.label(), |site| site.words.standing(standing)).to_owned();
    Letter { guarantee, application, standing }
}

/// The lot's number with its name below; a sealed lot has neither to anybody (HR-10).
fn lot(letter: &Letter) -> Cell {
    match letter.guarantee.lot.title() {
        Some((number, name)) => Cell::Two(number.to_string(), name.to_owned()),
        None => Cell::Text("已加密 · 开标后可见".to_owned()),
    }
}

/// The platform's number, with the institution's own below.
fn number(letter: &Letter) -> Cell {
    Cell::Two(letter.guarantee.number.to_string(), letter.guarantee.issuer_number.clone().unwrap_or_default())
}

fn way(letter: &Letter) -> Cell {
    let number = &letter.guarantee.number;
    Cell::Link(format!("/applications/{}", letter.application.facts.id), "查看保函", format!("查看保函 {number}"))
}

fn rate(letter: &Letter) -> Cell {
    let number = &letter.guarantee.number;
    Cell::Link(format!("/applications/{}/rating", letter.application.facts.id), "评价", format!("评价保函 {number} 的出函机构"))
}

const COLUMNS: [Column<Letter>; 9] = [
    Column { title: "保函编号", cell: number },
    Column { title: "标段编号", cell: lot },
    Column { title: "保函类型", cell: |letter| Cell::Text(letter.guarantee.kind.called(letter.guarantee.lot.subject()).to_owned()) },
    Column { title: "保证金金额（元）", cell: |letter| Cell::Money(letter.guarantee.amount) },
    Column { title: "出函机构", cell: |letter| Cell::Text(letter.guarantee.guarantor.name.to_string()) },
    Column { title: "申请时间", cell: |letter| Cell::Text(letter.application.facts.drafted_at.to_string()) },
    Column { title: "状态", cell: |letter| Cell::State("info", letter.standing.clone()) },
    Column { title: "评价", cell: rate },
    Column { title: "操作", cell: way },
];

/// Columns that an export holds: all but the ways on.
const OF_EXPORT: usize = 7;

const ABOUT: ListKind =
    ListKind {
        path: "/guarantees", search: "", states: &[], empty: ("没有保函", "订单出函后，保函会出现在这里，可以查看、下载和核验。")
    };

#[derive(Template)]
#[template(path = "guarantee/list.html")]
struct ListPage {
    frame: Frame,
    list: Listing,
}

pub(crate) async fn page(State(web): State<Web>, known: Known, Query(question): Query<Question>) -> Result<Response, PageError> {
    let question = question.within(&[]);
    if question.is_export() {
        let rows = all(&web.world, &known.caller, question.filter()).await?;
        let rows: Vec<Letter> = rows.into_iter().map(|row| letter(&web, row)).collect();
        return export("guarantees", "我的保函", &COLUMNS[..OF_EXPORT], &rows);
    }
    let page = list(&web.world, &known.caller, question.filter(), question.before()).await?;
    let page = Page { rows: page.rows.into_iter().map(|row| letter(&web, row)).collect(), next: page.next, count: page.count };
    let frame = known.frame(&web, Nav::Account)?;
    Ok(html(&ListPage { frame, list: Listing::new(ABOUT, question, &COLUMNS, &page) }))
}

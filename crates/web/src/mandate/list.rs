//! The mandates of a tenderee, of an agency, of a centre's site.

use super::tone;
use crate::listing::{Cell, Column, ListKind, Listing, Question, export};
use crate::shell::{Frame, Known, Nav, PageError, Web, html};
use app::mandate::list::{all, list};
use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use domain::access::Action;
use domain::mandate::{Mandate, MandateStanding};
use domain::time::Timestamp;

const ABOUT: ListKind =
    ListKind {
        path: "/mandates", search: "", states: &[], empty: ("没有招标代理授权", "招标人或交易中心登记授权后，会出现在这里。")
    };

/// A mandate, and what it is worth at the instant of the page.
struct Shown {
    mandate: Mandate,
    standing: MandateStanding,
}

const COLUMNS: [Column<Shown>; 6] = [
    Column { title: "招标项目编号", cell: |shown| Cell::Mono(shown.mandate.facts.project.to_string()) },
    Column {
        title: "招标人",
        cell: |shown| Cell::Two(shown.mandate.facts.tenderee.name.to_string(), shown.mandate.facts.tenderee.uscc.to_string()),
    },
    Column {
        title: "招标代理",
        cell: |shown| Cell::Two(shown.mandate.facts.agency.name.to_string(), shown.mandate.facts.agency.uscc.to_string()),
    },
    Column { title: "授权截止日期", cell: |shown| Cell::Text(shown.mandate.facts.until.to_string()) },
    Column { title: "状态", cell: |shown| Cell::State(tone(shown.standing), shown.standing.label().into()) },
    Column {
        title: "操作",
        cell: |shown| {
            let facts = &shown.mandate.facts;
            Cell::Link(format!("/mandates/{}", facts.id), "查看", format!("查看项目 {} 对{}的授权", facts.project, facts.agency.name))
        },
    },
];

#[derive(Template)]
#[template(path = "mandate/list.html")]
struct ListPage {
    frame: Frame,
    list: Listing,
}

fn shown(mandate: Mandate, now: Timestamp) -> Shown {
    let standing = mandate.standing(now);
    Shown { mandate, standing }
}

pub(crate) async fn page(State(web): State<Web>, known: Known, Query(question): Query<Question>) -> Result<Response, PageError> {
    let (question, now) = (question.within(ABOUT.states), web.world.now());
    if question.is_export() {
        let rows: Vec<Shown> =
            all(&web.world, &known.caller, question.filter()).await?.into_iter().map(|mandate| shown(mandate, now)).collect();
        return export("mandates", "招标代理授权", &COLUMNS, &rows);
    }
    let page = list(&web.world, &known.caller, question.filter(), question.before()).await?;
    let page =
        app::listing::Page { rows: page.rows.into_iter().map(|mandate| shown(mandate, now)).collect(), next: page.next, count: page.count };
    let frame = known.frame(&web, Nav::Mandates)?;
    Ok(html(&ListPage { frame, list: Listing::new(ABOUT, question, &COLUMNS, &page) }))
}

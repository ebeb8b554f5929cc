//! The ratings an institution was given, and those that count to the centre that admitted it.

use super::drawn;
use crate::listing::{Cell, Column, ListKind, Listing, Question, export};
use crate::shell::{Frame, Known, Nav, PageError, Web, html};
use app::AppError;
use app::rating::list::{all, list};
use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use domain::access::Role;
use domain::rating::{Rating, RatingState};

const STATES: &[(&str, &str)] = &[("", "全部"), ("waiting", "待公开"), ("counted", "已公开"), ("hidden", "已隐藏")];
const STATES_OF_CENTRE: &[(&str, &str)] = &[("", "全部"), ("counted", "已公开"), ("hidden", "已隐藏")];

const fn about(states: &'static [(&'static str, &'static str)]) -> ListKind {
    ListKind {
        path: "/workbench/ratings",
        search: "机构名称或评价内容",
        states,
        empty: ("没有评价", "申请人对出函机构的评价会出现在这里；交易中心看到的是开标满一日的评价。"),
    }
}

/// The tone of a rating's tag.
pub(super) const fn tone(rating: &Rating) -> &'static str {
    match rating.state {
        RatingState::Waiting => "wait",
        RatingState::Counted => "ok",
        RatingState::Hidden { .. } => "mute",
    }
}

/// What the day tells is the institution's alone: a centre sees neither it nor the application.
const COLUMNS: [Column<Rating>; 6] = [
    Column { title: "出函机构", cell: |rating| Cell::Text(rating.facts.institution_name.clone()) },
    Column { title: "评价", cell: |rating| Cell::Text(drawn(rating.opinion.stars)) },
    Column { title: "内容", cell: |rating| Cell::Text(rating.opinion.words.clone()) },
    Column { title: "回复", cell: |rating| Cell::Text(rating.answer.clone().unwrap_or_else(|| "未回复".to_owned())) },
    Column { title: "状态", cell: |rating| Cell::State(tone(rating), rating.state.label().to_owned()) },
    Column {
        title: "操作",
        cell: |rating| Cell::Link(format!("/ratings/{}", rating.facts.id), "查看", format!("查看{}", drawn(rating.opinion.stars))),
    },
];

#[derive(Template)]
#[template(path = "rating/list.html")]
struct ListPage {
    frame: Frame,
    list: Listing,
}

pub(crate) async fn page(State(web): State<Web>, known: Known, Query(question): Query<Question>) -> Result<Response, PageError> {
    let states = match known.caller.actor.role {
        Role::GuarantorStaff => STATES,
        Role::CentreStaff => STATES_OF_CENTRE,
        Role::Public
        | Role::Applicant
        | Role::Tenderee
        | Role::Agency
        | Role::ProjectOwner
        | Role::Contractor
        | Role::Regulator
        | Role::System => return Err(AppError::NotFound.into()),
    };
    let question = question.within(states);
    if question.is_export() {
        return export("ratings", "评价", &COLUMNS, &all(&web.world, &known.caller, question.filter()).await?);
    }
    let page = list(&web.world, &known.caller, question.filter(), question.before()).await?;
    let list = Listing::new(about(states), question, &COLUMNS, &page);
    Ok(html(&ListPage { frame: known.frame(&web, Nav::Ratings)?, list }))
}

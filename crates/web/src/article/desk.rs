//! The centre's own articles, whatever their state.

use super::tone;
use crate::listing::{Cell, Column, ListKind, Listing, Question, export};
use crate::shell::{Frame, Known, Nav, PageError, Web, html};
use app::AppError;
use app::article::list::{all, list};
use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use domain::access::Role;
use domain::article::{Article, ArticleKind};

const STATES: &[(&str, &str)] =
    &[("", "全部"), ("draft", "草稿"), ("submitted", "待发布"), ("published", "已发布"), ("withdrawn", "已撤下"), ("discarded", "已作废")];

const ABOUT: ListKind = ListKind {
    path: "/centre/articles",
    search: "标题",
    states: STATES,
    empty: ("没有文章", "撰写的信息动态、服务指南和常见问题会出现在这里。"),
};

fn title(article: &Article) -> Cell {
    let edition = article.latest();
    let title = edition.map_or_else(|| "（已作废）".to_owned(), |edition| edition.title().to_owned());
    let pinned = edition.is_some_and(|edition| edition.is_pinned());
    Cell::Two(title, if pinned { "置顶".to_owned() } else { String::new() })
}

/// Where it stands, and what is read meanwhile.
fn state(article: &Article) -> Cell {
    let also = if article.manuscript.is_some() && article.read().is_some() { "，原版本仍公开" } else { "" };
    Cell::State(tone(article.state()), format!("{}{also}", article.state().label()))
}

fn way(article: &Article) -> Cell {
    let title = article.latest().map(|edition| edition.title()).unwrap_or_default();
    Cell::Link(format!("/centre/articles/{}", article.facts.id), "办理", format!("办理文章“{title}”"))
}

const COLUMNS: [Column<Article>; 5] = [
    Column { title: "标题", cell: title },
    Column { title: "栏目", cell: |article| Cell::Text(article.facts.kind.label().to_owned()) },
    Column { title: "日期", cell: |article| Cell::Text(article.latest().map(|edition| edition.dated().to_string()).unwrap_or_default()) },
    Column { title: "状态", cell: state },
    Column { title: "操作", cell: way },
];

#[derive(Template)]
#[template(path = "article/desk.html")]
struct DeskPage {
    frame: Frame,
    list: Listing,
    kinds: [ArticleKind; 3],
}

pub(crate) async fn page(State(web): State<Web>, known: Known, Query(question): Query<Question>) -> Result<Response, PageError> {
    known.only(Role::CentreStaff)?;
    let question = question.within(STATES);
    if question.is_export() {
        return export("articles", "文章", &COLUMNS, &all(&web.world, &known.caller, question.filter()).await?);
    }
    let page = list(&web.world, &known.caller, question.filter(), question.before()).await?;
    let frame = known.frame_on(&web, Nav::Articles, known.caller.actor.site.ok_or(AppError::NotFound)?)?;
    Ok(html(&DeskPage { frame, list: Listing::new(ABOUT, question, &COLUMNS, &page), kinds: ArticleKind::ALL }))
}

//! 我的保函: the applicant's letters, each with the lot it is for and what can be done about it (Xinjiang manual 1.2.6; Hunan manual 5.3).

use crate::application::list::choices;
use crate::listing::{Cell, Column, ListKind, Listing, Question, export};
use crate::shell::{Frame, Known, Nav, PageError, Web, html};
use app::guarantee::list::{all, list};
use app::listing::Page;
use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use domain::application::Application;
use domain::guarantee::{Guarantee, Standing};
use domain::site::InvoiceAfter;

/// A letter with what its site calls its kind, how it stands, and what can be done about it: address and words.
struct Letter {
    guarantee: Guarantee,
    application: Application,
    kind: String,
    standing: (&'static str, String),
    doable: Vec<(&'static str, String)>,
}

const fn tone(standing: Standing) -> &'static str {
    match standing {
        Standing::BeforeOpening => "info",
        Standing::InForce => "ok",
        Standing::Expired => "mute",
    }
}

fn letter(web: &Web, (guarantee, application): (Guarantee, Application)) -> Letter {
    let standing = guarantee.standing(web.world.now());
    let site = web.world.sites().get(guarantee.site);
    let words = site.map(|site| site.words.clone()).unwrap_or_default();
    let waits = site.is_some_and(|site| site.rules.invoice_after == InvoiceAfter::Opening) && standing == Standing::BeforeOpening;
    let doable = [
        (!waits).then(|| ("invoice", words.invoice().to_owned())),
        (standing != Standing::Expired).then(|| ("paper", "索取纸质原件".to_owned())),
        Some(("rating", "评价".to_owned())),
    ];
    Letter {
        kind: words.called(&guarantee.kind, guarantee.lot.subject()).to_owned(),
        standing: (tone(standing), words.standing(standing).to_owned()),
        doable: doable.into_iter().flatten().collect(),
        guarantee,
        application,
    }
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

/// 查看保函 and 点击下载, as the first of its formats.
fn ways(letter: &Letter) -> Cell {
    let (number, order) = (&letter.guarantee.number, format!("/applications/{}", letter.application.facts.id));
    let file = letter.guarantee.documents.letter.files().next().map(|(format, _)| {
        let address = format!("{order}/documents/letter.{}", format.code());
        (address, "点击下载".to_owned(), format!("点击下载保函 {number}"))
    });
    let view = (format!("{order}#letter-title"), "查看保函".to_owned(), format!("查看保函 {number}"));
    Cell::Ways([view].into_iter().chain(file).collect())
}

fn doable(letter: &Letter) -> Cell {
    let (number, order) = (&letter.guarantee.number, letter.application.facts.id);
    let way = |(place, word): &(&'static str, String)| (format!("/applications/{order}/{place}"), word.clone(), format!("{word} {number}"));
    Cell::Ways(letter.doable.iter().map(way).collect())
}

const COLUMNS: [Column<Letter>; 11] = [
    Column { title: "保函编号", cell: number },
    Column { title: "订单编号", cell: |letter| Cell::Mono(letter.application.facts.number.to_string()) },
    Column { title: "标段编号", cell: lot },
    Column { title: "保函类型", cell: |letter| Cell::Text(letter.kind.clone()) },
    Column { title: "保证金金额（元）", cell: |letter| Cell::Money(letter.guarantee.amount) },
    Column { title: "出函机构", cell: |letter| Cell::Text(letter.guarantee.guarantor.name.to_string()) },
    Column { title: "申请时间", cell: |letter| Cell::Text(letter.application.facts.drafted_at.to_string()) },
    Column { title: "出函时间", cell: |letter| Cell::Text(letter.guarantee.issued_at.to_string()) },
    Column { title: "状态", cell: |letter| Cell::State(letter.standing.0, letter.standing.1.clone()) },
    Column { title: "可办理", cell: doable },
    Column { title: "操作", cell: ways },
];

const STATES: &[(&str, &str)] = &[("", "全部"), ("before_opening", "已出函未开标"), ("in_force", "生效中"), ("expired", "已失效")];

const ABOUT: ListKind = ListKind {
    path: "/guarantees",
    search: "保函编号、订单编号、标段或出函机构",
    states: STATES,
    empty: ("没有保函", "订单出函后，保函会出现在这里，可以查看、下载和核验。"),
};

#[derive(Template)]
#[template(path = "guarantee/list.html")]
struct ListPage {
    frame: Frame,
    list: Listing,
}

pub(crate) async fn page(State(web): State<Web>, known: Known, Query(question): Query<Question>) -> Result<Response, PageError> {
    let frame = known.frame(&web, Nav::Account)?;
    let words = web.world.sites().get(frame.site.code).map(|site| site.words.clone()).unwrap_or_default();
    let choices = choices(&web, &known, &words).await?;
    let question = question.within(STATES).among(&choices);
    if question.is_export() {
        let rows = all(&web.world, &known.caller, question.filter()).await?;
        let rows: Vec<Letter> = rows.into_iter().map(|row| letter(&web, row)).collect();
        return export("guarantees", "我的保函", &COLUMNS, &rows);
    }
    let page = list(&web.world, &known.caller, question.filter(), question.before()).await?;
    let page = Page { rows: page.rows.into_iter().map(|row| letter(&web, row)).collect(), next: page.next, count: page.count };
    let list = Listing::new(ABOUT, question, &COLUMNS, &page).saying(&words.standings()).choosing(choices);
    Ok(html(&ListPage { frame, list }))
}

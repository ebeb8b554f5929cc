//! A day of the ledger: each posting, where the money lies when the day ends, and the day's close.

use crate::listing::{Cell, Column, ListKind, Listing, Question, export};
use crate::shell::{Faults, Frame, Id, Known, Nav, PageError, Web};
use crate::workbench::statement::yuan;
use app::ledger::days::{LedgerDay, day as standing_of};
use app::ledger::list::{Posted, all, list};
use app::staff::list::names;
use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use domain::day_close::draw_up::check;
use domain::day_close::{DayClose, DayCloseState};
use domain::ledger::LedgerAccount;
use domain::time::Date;
use serde::Deserialize;
use std::collections::BTreeMap;

const KINDS: &[(&str, &str)] = &[
    ("", "全部"),
    ("received", "到账"),
    ("recognised", "确认为费用"),
    ("suspense_to_refund", "待核款项转退款"),
    ("fee_to_refund", "费用转退款"),
    ("refunded", "已退回"),
    ("set_aside", "与平台无关"),
];

const ABOUT: ListKind = ListKind {
    path: "/workbench/ledger",
    search: "付款人、账号、金额或附言",
    states: KINDS,
    empty: ("该日没有记账", "到账、入账、退款由平台随业务自动记账。"),
};

fn order(posted: &Posted) -> Cell {
    posted.application.as_ref().map_or_else(
        || Cell::Text("—".into()),
        |(id, number)| Cell::Way(format!("/applications/{id}"), number.clone(), format!("订单 {number}")),
    )
}

const COLUMNS: [Column<Posted>; 6] = [
    Column { title: "记账时间", cell: |posted| Cell::Text(posted.at.to_seconds()) },
    Column { title: "事项", cell: |posted| Cell::Text(posted.kind.label().to_owned()) },
    Column { title: "金额（元）", cell: |posted| Cell::Money(posted.amount) },
    Column { title: "付款人", cell: |posted| Cell::Two(posted.line.facts.payer_name.clone(), posted.line.facts.payer_account.clone()) },
    Column { title: "银行流水号", cell: |posted| Cell::Mono(posted.line.facts.bank_reference.clone()) },
    Column { title: "订单", cell: order },
];

/// What was typed into the form that closes the day.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Typed {
    pub(super) day: String,
    pub(super) balance: String,
    pub(super) reason: String,
}

#[derive(Template)]
#[template(path = "ledger/list.html")]
struct ListPage {
    frame: Frame,
    list: Listing,
    day: LedgerDay,
    /// Whether the day can be closed now.
    closable: bool,
    /// The visitor's certificate.
    certificate: String,
    /// The institution's people, by certificate.
    people: BTreeMap<String, String>,
    typed: Typed,
    faults: Faults,
}

impl ListPage {
    fn stands(&self, account: LedgerAccount) -> String {
        yuan(self.day.standing.balance(account))
    }
    fn yuan(&self, fen: &i64) -> String {
        yuan(*fen)
    }
    fn difference(&self, close: &DayClose) -> String {
        yuan(close.facts.difference())
    }
    fn person(&self, certificate: &str) -> &str {
        self.people.get(certificate).map_or("本机构人员", String::as_str)
    }
    /// Who confirmed it, and when.
    fn confirmed(&self, close: &DayClose) -> Option<String> {
        match &close.state {
            DayCloseState::Confirmed { by, at } => Some(format!("{} {}", self.person(by), at.to_seconds())),
            DayCloseState::Proposed | DayCloseState::Withdrawn => None,
        }
    }
    fn is_own(&self, close: &DayClose) -> bool {
        close.facts.by == self.certificate
    }
}

/// The day's page, with what is wrong with what was typed.
pub(super) async fn show(
    web: &Web,
    known: &Known,
    day: Date,
    question: Question,
    typed: Typed,
    faults: Faults,
) -> Result<Response, PageError> {
    let page = list(&web.world, &known.caller, day, question.filter(), question.before()).await?;
    let standing = standing_of(&web.world, &known.caller, day).await?;
    let people = names(&web.world, &known.caller).await?;
    let mut list = Listing::new(ABOUT, question, &COLUMNS, &page);
    list.path = format!("/workbench/ledger/{day}");
    let closable = standing.close.is_none() && check(day, web.world.now().date(), None).is_ok();
    let certificate = known.caller.actor.certificate.clone();
    let page = ListPage { frame: known.frame(web, Nav::Ledger)?, list, day: standing, closable, certificate, people, typed, faults };
    Ok(page.faults.show(&page))
}

pub(crate) async fn page(
    State(web): State<Web>,
    known: Known,
    Id(day): Id<Date>,
    Query(question): Query<Question>,
) -> Result<Response, PageError> {
    let question = question.within(KINDS);
    if question.is_export() {
        let rows = all(&web.world, &known.caller, day, question.filter()).await?;
        return export(&format!("ledger-{day}"), "资金台账明细", &COLUMNS, &rows);
    }
    show(&web, &known, day, question, Typed::default(), Faults::default()).await
}

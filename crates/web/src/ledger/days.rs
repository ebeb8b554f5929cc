//! The ledger by day: what was posted, and where every fen lies when the day ends.

use crate::listing::{Cell, Column, export};
use crate::shell::{Faults, Frame, Known, Nav, PageError, Web, html};
use crate::workbench::report::{Question, period};
use crate::workbench::statement::yuan;
use app::AppError;
use app::ledger::days::{LedgerDay, LedgerDays, days, next_to_close};
use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use domain::day_close::DayCloseState;
use domain::ledger::{LedgerAccount, PostingKind, Turnover};
use domain::time::Date;

/// What stands at the end of a day, in the order of the page: the first is the sum of the others.
const STANDING: [(LedgerAccount, &str); 5] = [
    (LedgerAccount::Bank, "账上余额"),
    (LedgerAccount::Recognised, "费用"),
    (LedgerAccount::Suspense, "待核款项"),
    (LedgerAccount::RefundPending, "待退款"),
    (LedgerAccount::Aside, "与平台无关"),
];

fn moved(day: &LedgerDay, kind: PostingKind) -> Cell {
    Cell::Number(yuan(day.turnover.of(kind)))
}

fn stands(day: &LedgerDay, account: LedgerAccount) -> Cell {
    Cell::Number(yuan(day.standing.balance(account)))
}

fn closed(day: &LedgerDay) -> Cell {
    Cell::Text(
        day.close
            .as_ref()
            .map_or_else(|| "未对账".to_owned(), |close| format!("{}，差额 {}", close.state.label(), yuan(close.facts.difference()))),
    )
}

/// The columns of the export; those of the page are the same.
const COLUMNS: [Column<LedgerDay>; 13] = [
    Column { title: "日期", cell: |day| Cell::Text(day.day.to_string()) },
    Column { title: "到账", cell: |day| moved(day, PostingKind::Received) },
    Column { title: "确认为费用", cell: |day| moved(day, PostingKind::Recognised) },
    Column { title: "待核款项转退款", cell: |day| moved(day, PostingKind::SuspenseToRefund) },
    Column { title: "费用转退款", cell: |day| moved(day, PostingKind::FeeToRefund) },
    Column { title: "已退回", cell: |day| moved(day, PostingKind::Refunded) },
    Column { title: "转与平台无关", cell: |day| moved(day, PostingKind::SetAside) },
    Column { title: "账上余额", cell: |day| stands(day, LedgerAccount::Bank) },
    Column { title: "费用余额", cell: |day| stands(day, LedgerAccount::Recognised) },
    Column { title: "待核余额", cell: |day| stands(day, LedgerAccount::Suspense) },
    Column { title: "待退余额", cell: |day| stands(day, LedgerAccount::RefundPending) },
    Column { title: "与平台无关余额", cell: |day| stands(day, LedgerAccount::Aside) },
    Column { title: "日终对账", cell: closed },
];

#[derive(Template)]
#[template(path = "ledger/days.html")]
struct DaysPage {
    frame: Frame,
    question: Question,
    ledger: Option<LedgerDays>,
    /// The next day that can be closed.
    next: Option<Date>,
    faults: Faults,
}

impl DaysPage {
    fn standing(&self, turnover: &Turnover) -> Vec<(&'static str, String)> {
        STANDING.into_iter().map(|(account, word)| (word, yuan(turnover.balance(account)))).collect()
    }
    fn moved(&self, turnover: &Turnover) -> Vec<(&'static str, String)> {
        PostingKind::ALL.into_iter().map(|kind| (kind.label(), yuan(turnover.of(kind)))).collect()
    }
    /// How the day's close stands: a tone and words.
    fn closed(&self, day: &LedgerDay) -> (&'static str, String) {
        let Some(close) = &day.close else { return ("mute", "未对账".to_owned()) };
        let tone = match close.state {
            DayCloseState::Confirmed { .. } if close.facts.difference() == 0 => "ok",
            DayCloseState::Confirmed { .. } | DayCloseState::Proposed => "wait",
            DayCloseState::Withdrawn => "mute",
        };
        (tone, format!("{}，差额 {}", close.state.label(), yuan(close.facts.difference())))
    }
}

async fn of_period(web: &Web, known: &Known, question: &Question) -> Result<LedgerDays, AppError> {
    days(&web.world, &known.caller, period(web, question)?).await
}

pub(crate) async fn page(State(web): State<Web>, known: Known, Query(question): Query<Question>) -> Result<Response, PageError> {
    let next = next_to_close(&web.world, &known.caller).await?;
    let frame = known.frame(&web, Nav::Ledger)?;
    match of_period(&web, &known, &question).await {
        Ok(ledger) => {
            let question = Question { from: ledger.period.from.to_string(), to: ledger.period.to.to_string() };
            Ok(html(&DaysPage { frame, question, ledger: Some(ledger), next, faults: Faults::default() }))
        }
        Err(error) => {
            let page = DaysPage { frame, question, ledger: None, next, faults: Faults::of(error, &[])? };
            Ok(page.faults.show(&page))
        }
    }
}

pub(crate) async fn xlsx(State(web): State<Web>, known: Known, Query(question): Query<Question>) -> Result<Response, PageError> {
    let ledger = of_period(&web, &known, &question).await?;
    export(&format!("ledger-{}-{}", ledger.period.from, ledger.period.to), "资金台账", &COLUMNS, &ledger.days)
}

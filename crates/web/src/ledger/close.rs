//! 日终对账: drawn up by one person, confirmed by another.

use super::list::{Typed, show};
use crate::listing::Question;
use crate::shell::{Faults, Id, Looked, Nothing, PageError, Places, Posted, Web};
use crate::workbench::statement::balance;
use app::day_close::confirm::confirm as agree;
use app::day_close::draw_up::draw_up as propose;
use app::day_close::withdraw::withdraw as give_up;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use domain::Refusal;
use domain::day_close::DayClose;
use domain::id::DayCloseId;
use domain::time::read_date;

const PLACES: Places = &[
    (Refusal::DifferenceUnexplained, "reason"),
    (Refusal::DayNotOver, "balance"),
    (Refusal::DayClosed, "balance"),
    (Refusal::DayBeforeClosed, "balance"),
];

fn back(close: &DayClose) -> Redirect {
    Redirect::to(&format!("/workbench/ledger/{}", close.facts.closed.day))
}

pub(crate) async fn draw_up(State(web): State<Web>, Posted { known, fields }: Posted<Typed>) -> Result<Response, PageError> {
    let day = read_date(&fields.day).ok_or(PageError::Malformed)?;
    let told = match fields.balance.trim() {
        "" => Ok(None),
        text => balance("balance", text, "日终余额").map(Some),
    };
    let outcome = match told {
        Ok(told) => propose(&web.world, &known.caller, day, told, &fields.reason).await,
        Err(faults) => return show(&web, &known, day, Question::default(), fields, faults).await,
    };
    match outcome {
        Ok(close) => Ok(back(&close).into_response()),
        Err(error) => show(&web, &known, day, Question::default(), fields, Faults::of(error, PLACES)?).await,
    }
}

pub(crate) async fn confirm(
    State(web): State<Web>,
    Id(id): Id<DayCloseId>,
    Posted { known, fields }: Posted<Looked>,
) -> Result<Redirect, PageError> {
    Ok(back(&agree(&web.world, &known.caller, id, fields.seen).await?))
}

pub(crate) async fn withdraw(
    State(web): State<Web>,
    Id(id): Id<DayCloseId>,
    Posted { known, fields: Nothing {} }: Posted<Nothing>,
) -> Result<Redirect, PageError> {
    Ok(back(&give_up(&web.world, &known.caller, id).await?))
}

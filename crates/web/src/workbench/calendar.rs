//! The working days that issuing times are counted in: the State Council's, and those on which the institution is closed besides.

use crate::shell::{Faults, Frame, Known, Nav, PageError, Posted, Web};
use app::institution::close::close;
use app::institution::view::own;
use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use domain::institution::Institution;
use domain::time::{Date, YearTable};
use serde::Deserialize;

#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Fields {
    day: String,
    open: String,
}

/// A year, its table, and its first days off in runs: from, to.
struct Year {
    year: i16,
    provisional: bool,
    holidays: Vec<(Date, Date)>,
    worked: Vec<Date>,
}

#[derive(Template)]
#[template(path = "workbench/calendar.html")]
struct CalendarPage {
    frame: Frame,
    institution: Institution,
    years: Vec<Year>,
    fields: Fields,
    faults: Faults,
}

/// Days one after the other, as from and to.
fn runs(table: &YearTable) -> Vec<(Date, Date)> {
    let mut runs: Vec<(Date, Date)> = Vec::new();
    for day in &table.holidays {
        match runs.last_mut() {
            Some((_, to)) if domain::time::add_days(*to, 1) == *day => *to = *day,
            _ => runs.push((*day, *day)),
        }
    }
    runs
}

async fn show(web: &Web, known: &Known, fields: Fields, faults: Faults) -> Result<Response, PageError> {
    let institution = own(&web.world, &known.caller).await?;
    let this_year = web.world.now().date().year();
    let years = web.world.sites().calendar().years().filter(|(year, _)| *year >= this_year).map(|(year, table)| Year {
        year,
        provisional: table.provisional,
        holidays: runs(table),
        worked: table.working_weekends.iter().copied().collect(),
    });
    let frame = known.frame(web, Nav::Calendar)?;
    let page = CalendarPage { frame, institution, years: years.collect(), fields, faults };
    Ok(page.faults.show(&page))
}

pub(crate) async fn page(State(web): State<Web>, known: Known) -> Result<Response, PageError> {
    show(&web, &known, Fields::default(), Faults::default()).await
}

pub(crate) async fn submit(State(web): State<Web>, Posted { known, fields }: Posted<Fields>) -> Result<Response, PageError> {
    match close(&web.world, &known.caller, &fields.day, fields.open.is_empty()).await {
        Ok(_) => Ok(Redirect::to("/workbench/calendar").into_response()),
        Err(error) => show(&web, &known, fields, Faults::of(error, &[])?).await,
    }
}

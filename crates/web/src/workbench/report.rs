//! What the institution issued and took in a period.

use crate::shell::{Faults, Frame, Known, Nav, PageError, Web, html};
use app::report::{Report, premium, workbook::workbook};
use app::{AppError, FieldError};
use askama::Template;
use axum::extract::{Query, State};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use domain::report::{PERIOD_MAX, Period, Premium, premiums};
use serde::Deserialize;

#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Question {
    pub(crate) from: String,
    pub(crate) to: String,
}

#[derive(Template)]
#[template(path = "workbench/report.html")]
struct ReportPage {
    frame: Frame,
    question: Question,
    report: Option<Report>,
    faults: Faults,
}

/// A row of the table: site, kind, sums.
type Row = (String, &'static str, Premium);

impl ReportPage {
    fn rows(&self, report: &Report) -> Vec<Row> {
        let site = |code| report.sites.get(&code).cloned().unwrap_or_else(|| code.to_string());
        let (by, all) = premiums(&report.lines);
        let mut rows: Vec<Row> = by.into_iter().map(|((code, kind), sum)| (site(code), kind.label(), sum)).collect();
        rows.push(("合计".into(), "", all));
        rows
    }
    fn yuan(&self, fen: i64) -> String {
        domain::money::Cny::from_fen(fen).map_or_else(|error| error.to_string(), |amount| amount.to_string())
    }
}

/// The period that is asked for: without one, this month.
pub(crate) fn period(web: &Web, question: &Question) -> Result<Period, AppError> {
    let today = Period::of_month(web.world.now().date());
    if question.from.is_empty() && question.to.is_empty() {
        return Ok(today);
    }
    let day = |field: &'static str, text: &str| text.parse().map_err(|_| FieldError::new(field, "请填写日期，如 2026-11-01"));
    let (from, to) = match (day("from", &question.from), day("to", &question.to)) {
        (Ok(from), Ok(to)) => (from, to),
        (from, to) => return Err(AppError::Invalid([from.err(), to.err()].into_iter().flatten().collect())),
    };
    Period::between(from, to)
        .ok_or_else(|| AppError::Invalid(vec![FieldError::new("to", format!("截止日期不得早于起始日期，期间最长 {PERIOD_MAX} 天"))]))
}

async fn report(web: &Web, known: &Known, question: &Question) -> Result<Report, AppError> {
    premium(&web.world, &known.caller, period(web, question)?).await
}

pub(crate) async fn page(State(web): State<Web>, known: Known, Query(question): Query<Question>) -> Result<Response, PageError> {
    let frame = known.frame(&web, Nav::Report)?;
    match report(&web, &known, &question).await {
        Ok(report) => {
            let question = Question { from: report.period.from.to_string(), to: report.period.to.to_string() };
            Ok(html(&ReportPage { frame, question, report: Some(report), faults: Faults::default() }))
        }
        Err(error) => {
            let page = ReportPage { frame, question, report: None, faults: Faults::of(error, &[])? };
            Ok(page.faults.show(&page))
        }
    }
}

pub(crate) async fn xlsx(State(web): State<Web>, known: Known, Query(question): Query<Question>) -> Result<Response, PageError> {
    let report = report(&web, &known, &question).await?;
    let name = format!("attachment; filename=report-{}-{}.xlsx", report.period.from, report.period.to);
    let media = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet".to_owned();
    Ok(([(CONTENT_TYPE, media), (CONTENT_DISPOSITION, name)], workbook(&report)?).into_response())
}

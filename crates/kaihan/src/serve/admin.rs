//! The operator's port: whether the program lives, whether it is ready, what it counts, which jobs wait for a person. It listens where the
//! operator says, which should be this machine only.

use super::figures::Figures;
use super::operators::Operators;
use super::page::{Operator, cell, is_foreign, page};
use super::suspense;
use app::World;
use app::identity::condition;
use app::readiness::{LastLook, Look, Part};
use app::work::desk;
use axum::extract::{Path, State};
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use domain::time::Timestamp;
use std::fmt::Write;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;

/// How often it is looked whether everything answers, though nobody asks.
const LOOK_EVERY: Duration = Duration::from_secs(60);

/// Serves the operator's port, and looks now and then whether everything answers.
pub(super) async fn serve(listener: TcpListener, world: World, operators: Operators, figures: Arc<Figures>) {
    let last = Arc::<LastLook>::default();
    let looks = async {
        let mut every = tokio::time::interval(LOOK_EVERY);
        loop {
            every.tick().await;
            last.look(&world).await;
        }
    };
    let served =
        axum::serve(listener, router(Operator { world: world.clone(), operators: Arc::new(operators), figures, last: Arc::clone(&last) }))
            .into_future();
    tokio::select! {
        // It does not end by itself.
        _ = served => {}
        () = looks => {}
    }
}

fn router(operator: Operator) -> Router {
    Router::new()
        .route("/livez", get(|| async { "ok\n" }))
        .route("/readyz", get(ready))
        .route("/metrics", get(metrics))
        .route("/jobs", get(jobs))
        .route("/jobs/{id}/revive", post(revive))
        .route("/suspense", get(suspense::page))
        .route("/suspense/{id}/{verb}", post(suspense::act))
        .with_state(operator)
}

/// 200 when everything that serving needs answers, 503 with what does not.
async fn ready(State(operator): State<Operator>) -> Response {
    let Look { checks, .. } = operator.last.look(&operator.world).await;
    let ready = checks.iter().all(|check| check.outcome.is_ok());
    let status = if ready { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    let told = |check: &Part| (check.name, check.outcome.clone().err().unwrap_or_else(|| "ok".into()));
    let told: std::collections::BTreeMap<&str, String> = checks.iter().map(told).collect();
    (status, Json(told)).into_response()
}

/// Prometheus' text format. A scrape counts and starts nothing: whether parts answer is told as it was last seen, with how long ago.
async fn metrics(State(operator): State<Operator>) -> Response {
    let mut text = String::new();
    let mut gauge = |name: &str, help: &str, value: i64| {
        // Writing into a string does not fail.
        let _ = writeln!(text, "# HELP kaihan_{name} {help}\n# TYPE kaihan_{name} gauge\nkaihan_{name} {value}");
    };
    gauge("connections", "Open connections.", i64::try_from(operator.figures.connections()).unwrap_or(i64::MAX));
    gauge("shed", "Requests told to come again since the start.", i64::try_from(operator.figures.sheds()).unwrap_or(i64::MAX));
    if let Some(Look { at, checks }) = operator.last.get() {
        for Part { name, outcome } in &checks {
            gauge(&format!("ready_{name}"), "Whether this part answered when it was last looked.", i64::from(outcome.is_ok()));
        }
        let age = (operator.world.now().micros() - at.micros()).max(0) / Timestamp::SECOND;
        gauge("ready_age_seconds", "How long ago that was.", age);
    }
    match condition::look(&operator.world) {
        Ok(trust) => {
            gauge(
                "trust_faults",
                "What of the trust folder counts for nothing or ran out.",
                i64::try_from(trust.faults.len()).unwrap_or(i64::MAX),
            );
            if let Some(ends) = trust.list_ends_in {
                gauge("revocation_list_ends_in_seconds", "When the first revocation list runs out; below zero when it has.", ends);
            }
        }
        Err(error) => tracing::error!(?error, "the trust folder cannot be read"),
    }
    match desk::figures(&operator.world).await {
        Ok(figures) => {
            gauge("jobs_ready", "Jobs that wait or are under way.", figures.ready);
            gauge("jobs_dead", "Jobs that were given up and wait for a person.", figures.dead);
            gauge("jobs_late_seconds", "How long the oldest due job has waited.", figures.late_seconds);
        }
        Err(error) => tracing::error!(?error, "jobs cannot be counted"),
    }
    ([(CONTENT_TYPE, "text/plain; version=0.0.4")], text).into_response()
}

/// Jobs that were given up, with why, and a way to run them again.
async fn jobs(State(operator): State<Operator>) -> Response {
    let dead = match desk::dead(&operator.world).await {
        Ok(dead) => dead,
        Err(error) => return (StatusCode::SERVICE_UNAVAILABLE, error.to_string()).into_response(),
    };
    let mut rows = String::new();
    for job in &dead {
        let _ = write!(
            rows,
            "<tr><td>{}</td><td>{}</td><td>{}</td><td>{}</td><td><form method=\"post\" action=\"/jobs/{}/revive\"><button>重新执行</button></form></td></tr>",
            cell(&job.kind),
            cell(&job.payload),
            job.attempts,
            cell(&job.error),
            job.id
        );
    }
    let told = if dead.is_empty() { "<p>没有需要处理的任务。</p>".to_owned() } else { String::new() };
    let body = format!(
        "<h1>已放弃的后台任务</h1>{told}<table><thead><tr><th>任务</th><th>对象</th><th>次数</th><th>原因</th><th>操作</th></tr></thead>\
         <tbody>{rows}</tbody></table><p><a href=\"/suspense\">不属于任何机构的到账</a></p>"
    );
    page("后台任务", &body)
}

/// Runs a job again that was given up. Posted from the page itself, or by a program that is no browser.
async fn revive(State(operator): State<Operator>, Path(id): Path<String>, headers: HeaderMap) -> Response {
    let Ok(id) = id.parse() else { return StatusCode::NOT_FOUND.into_response() };
    if is_foreign(&headers) {
        return StatusCode::FORBIDDEN.into_response();
    }
    match desk::revive(&operator.world, id).await {
        Ok(()) => Redirect::to("/jobs").into_response(),
        Err(error) => (StatusCode::CONFLICT, error.to_string()).into_response(),
    }
}

use super::{Institution, work};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::{Html, IntoResponse, Redirect, Response};
use protocol::message::{ApplicationOrder, ApplicationState};

#[derive(Template)]
#[template(path = "institution_system/cashier.html")]
struct CashierPage {
    institution: String,
    ticket: String,
    order: ApplicationOrder,
    paid: bool,
    open: bool,
}

fn page(institution: &Institution, ticket: &str) -> Result<Response, StatusCode> {
    let order = institution.book().by_ticket(ticket).map_err(|_| StatusCode::SERVICE_UNAVAILABLE)?.ok_or(StatusCode::NOT_FOUND)?;
    let page = CashierPage {
        institution: institution.0.setup.name.clone(),
        ticket: ticket.to_owned(),
        paid: matches!(order.state, ApplicationState::Paid | ApplicationState::Issued),
        open: order.state == ApplicationState::Accepted,
        order: order.order,
    };
    Ok(page.render().map(Html).map_err(|_| StatusCode::INTERNAL_SERVER_ERROR)?.into_response())
}

pub(super) async fn show(State(institution): State<Institution>, Path(ticket): Path<String>) -> Result<Response, StatusCode> {
    page(&institution, &ticket)
}

/// The buyer pays: the money is on our account from here on, and the platform is told.
pub(super) async fn pay(State(institution): State<Institution>, Path(ticket): Path<String>) -> Result<Response, StatusCode> {
    let order = institution.book().by_ticket(&ticket).map_err(|_| StatusCode::SERVICE_UNAVAILABLE)?.ok_or(StatusCode::NOT_FOUND)?;
    if order.state == ApplicationState::Accepted {
        work::paid(&institution, order).map_err(|_| StatusCode::SERVICE_UNAVAILABLE)?;
    }
    Ok(Redirect::to(&format!("/cashier/{ticket}")).into_response())
}

pub(super) async fn style() -> Response {
    ([(CONTENT_TYPE, "text/css; charset=utf-8")], include_str!("../../../../assets/consent.css")).into_response()
}

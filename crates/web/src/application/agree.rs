//! What the applicant is told before applying (投保须知): read, agreed to, and its phone proved, before it is previewed and signed.

use crate::onboarding::code::CodeSent;
use crate::shell::{Faults, Frame, Id, Known, Nav, PageError, Places, Posted, Web};
use app::AppError;
use app::application::agree::{agree, ask};
use app::application::briefing::{self, Shown};
use askama::Template;
use axum::extract::State;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Redirect, Response};
use domain::Refusal;
use domain::access::Action;
use domain::id::ApplicationId;
use domain::party::masked;
use serde::Deserialize;

#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Fields {
    agreed: String,
    code: String,
    /// `code` for the button that sends one.
    #[serde(rename = "do")]
    verb: String,
}

#[derive(Template)]
#[template(path = "application/notice.html")]
struct NoticePage {
    frame: Frame,
    shown: Shown,
    /// What the platform says of itself on the site.
    statement: Vec<String>,
    fields: Fields,
    notice: Option<CodeSent>,
    faults: Faults,
}

impl NoticePage {
    /// Whether it is still to be agreed to, and not only looked at.
    fn asks(&self) -> bool {
        self.shown.application.is_draft() && self.frame.may(Action::DescribeApplication)
    }
    /// The phone that has to be proved, masked.
    fn phone(&self) -> Option<String> {
        let application = &self.shown.application;
        let named = application.representative.as_ref().filter(|_| application.awaits_proof())?;
        Some(masked(named.mobile.as_str(), 3, 4))
    }
}

const PLACES: Places = &[
    (Refusal::ConsentMissing, "agreed"),
    (Refusal::ContactUnproved, "code"),
    (Refusal::CodeWrong, "code"),
    (Refusal::CodeTooSoon, "code"),
    (Refusal::CodeTooOften, "code"),
];

async fn page(
    web: &Web,
    known: &Known,
    id: ApplicationId,
    fields: Fields,
    (notice, faults): (Option<CodeSent>, Faults),
) -> Result<Response, PageError> {
    let shown = briefing::show(&web.world, &known.caller, known.visitor.session.id, id).await?;
    if shown.application.is_draft() && shown.application.representative.is_none() {
        return Ok(Redirect::to(&format!("/applications/{id}/details")).into_response());
    }
    let frame = known.frame_on(web, Nav::Apply, shown.application.facts.site)?;
    let statement = web.world.sites().get(shown.application.facts.site).map(|site| site.statement.clone()).unwrap_or_default();
    let page = NoticePage { frame, shown, statement, fields, notice, faults };
    Ok(page.faults.show(&page))
}

pub(crate) async fn form(State(web): State<Web>, known: Known, Id(id): Id<ApplicationId>) -> Result<Response, PageError> {
    page(&web, &known, id, Fields::default(), (None, Faults::default())).await
}

pub(crate) async fn submit(
    State(web): State<Web>,
    Id(id): Id<ApplicationId>,
    Posted { known, fields }: Posted<Fields>,
) -> Result<Response, PageError> {
    if fields.verb == "code" {
        let sent = match ask(&web.world, &known.caller, id).await {
            Ok(mobile) => (mobile.as_ref().map(CodeSent::to), Faults::default()),
            Err(error) => (None, Faults::of(error, PLACES)?),
        };
        return page(&web, &known, id, fields, sent).await;
    }
    let agreed = if fields.agreed == "yes" {
        agree(&web.world, &known.caller, known.visitor.session.id, id, &fields.code).await
    } else {
        Err(AppError::Refused(Refusal::ConsentMissing))
    };
    match agreed {
        Ok(_) => Ok(Redirect::to(&format!("/applications/{id}/confirm")).into_response()),
        Err(AppError::Refused(Refusal::DetailsMissing)) => Ok(Redirect::to(&format!("/applications/{id}/details")).into_response()),
        Err(error) => page(&web, &known, id, fields, (None, Faults::of(error, PLACES)?)).await,
    }
}

pub(crate) async fn pdf(State(web): State<Web>, known: Known, Id(id): Id<ApplicationId>) -> Result<Response, PageError> {
    let pages = briefing::pdf(&web.world, &known.caller, id).await?;
    let headers = [(CONTENT_TYPE, "application/pdf"), (CONTENT_DISPOSITION, "inline; filename=notice.pdf")];
    Ok((headers, pages.pdf.clone()).into_response())
}

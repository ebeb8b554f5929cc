//! All that happened to a profile.

use crate::history::{COLUMNS, Happened, show};
use crate::listing::{Question, export};
use crate::shell::{Id, Known, Nav, PageError, Web};
use app::AppError;
use app::listing::Page;
use app::profile::history::{Entry, all, list};
use axum::extract::{Query, State};
use axum::response::Response;
use domain::access::Role;
use domain::id::OrganisationId;
use domain::profile::ProfileEvent;

const TITLE: &str = "变更记录";

fn happened(entry: Entry) -> Result<Happened, AppError> {
    let event: ProfileEvent = serde_json::from_str(&entry.payload).map_err(|error| AppError::Bug(error.to_string()))?;
    Ok(Happened { what: event.label(), who: entry.actor, at: entry.at })
}

async fn page(web: &Web, known: &Known, whose: Option<OrganisationId>, question: Question) -> Result<Response, PageError> {
    let question = question.within(&[]);
    if question.is_export() {
        let rows = all(&web.world, &known.caller, whose, question.filter()).await?;
        return export("history", TITLE, &COLUMNS, &rows.into_iter().map(happened).collect::<Result<Vec<_>, _>>()?);
    }
    let Page { rows, next, count } = list(&web.world, &known.caller, whose, question.filter(), question.before()).await?;
    let page = Page { rows: rows.into_iter().map(happened).collect::<Result<_, _>>()?, next, count };
    let (nav, of) = match whose {
        None => (Nav::Profile, ("个人中心".to_owned(), "/profile".to_owned())),
        Some(id) => (Nav::Profiles, ("企业核验".to_owned(), format!("/centre/profiles/{id}"))),
    };
    Ok(show(known.frame(web, nav)?, (TITLE, format!("{}/history", of.1)), of, question, &page))
}

pub(crate) async fn own(State(web): State<Web>, known: Known, Query(question): Query<Question>) -> Result<Response, PageError> {
    known.only(Role::Applicant)?;
    page(&web, &known, None, question).await
}

pub(crate) async fn of(
    State(web): State<Web>,
    known: Known,
    Id(id): Id<OrganisationId>,
    Query(question): Query<Question>,
) -> Result<Response, PageError> {
    known.only(Role::CentreStaff)?;
    page(&web, &known, Some(id), question).await
}

//! The home page of a site: products, guarantors with rate, minimum and issuing time, steps.

use crate::shell::{Frame, Guest, Id, Nav, PageError, SITE_COOKIE, Web, html, local};
use app::AppError;
use app::product::quotes::{self, Listed};
use askama::Template;
use axum::extract::{Query, State};
use axum::http::header::SET_COOKIE;
use axum::response::{IntoResponse, Redirect, Response};
use domain::institution::InstitutionKind;
use domain::lot::Subject;
use domain::product::GuaranteeKind;
use domain::site::SiteCode;
use serde::Deserialize;
use std::collections::BTreeSet;

/// The institutions of one kind with what they sell.
#[derive(Debug)]
struct Group {
    kind: InstitutionKind,
    /// How many institutions.
    institutions: usize,
    rows: Vec<Listed>,
}

#[derive(Template)]
#[template(path = "site/home.html")]
struct Home {
    frame: Frame,
    kinds: Vec<GuaranteeKind>,
    groups: Vec<Group>,
}

impl Home {
    /// The lowest rate of a kind.
    fn lowest(&self, kind: &GuaranteeKind) -> Option<String> {
        let rows = self.groups.iter().flat_map(|group| &group.rows).filter(|row| row.product.kind == *kind);
        rows.map(|row| row.product.terms.fee.rate).min().map(|rate| rate.to_string())
    }
    /// Where one begins who wants it: centres publish lots, whoever has a contract or a project types it in.
    fn begin(&self, kind: &GuaranteeKind) -> String {
        match Subject::ALL.into_iter().find(|subject| kind.fits(*subject)) {
            Some(subject) if !subject.is_competed_for() => format!("/lots/new?subject={}", subject.code()),
            Some(_) | None => "/lots".to_owned(),
        }
    }
}

/// What is sold, grouped by the kind of institution, the lowest rate first (Xinjiang manual 1.2; Hunan manual 5.1.2 counts them).
fn groups(rows: &[Listed]) -> Vec<Group> {
    let of = |kind| {
        let mut rows: Vec<Listed> = rows.iter().filter(|row| row.institution.kind == kind).cloned().collect();
        rows.sort_by_key(|row| (row.product.kind, row.product.terms.fee.rate));
        let institutions: BTreeSet<_> = rows.iter().map(|row| row.institution.id).collect();
        Group { kind, institutions: institutions.len(), rows }
    };
    InstitutionKind::ALL.into_iter().map(of).filter(|group| !group.rows.is_empty()).collect()
}

/// Sends a visitor to the site last visited.
pub(crate) async fn choose(State(web): State<Web>, guest: Guest) -> Result<Redirect, PageError> {
    let frame = guest.frame(&web, Nav::Home)?;
    Ok(Redirect::to(&format!("/{}", frame.site.code)))
}

#[derive(Deserialize)]
pub(crate) struct Question {
    /// A page that belongs to no site, seen from this one from now on.
    to: Option<String>,
}

pub(crate) async fn home(
    State(web): State<Web>,
    guest: Guest,
    Id(code): Id<SiteCode>,
    Query(question): Query<Question>,
) -> Result<Response, PageError> {
    let site = web.world.sites().get(code).ok_or(AppError::NotFound)?;
    let chosen = [(SET_COOKIE, web.set_cookie(SITE_COOKIE, &code.to_string()))];
    if let Some(to) = question.to.as_deref().and_then(local) {
        return Ok((chosen, Redirect::to(to)).into_response());
    }
    let mut rows = Vec::new();
    for kind in &site.kinds {
        rows.extend(quotes::of_site(&web.world, &guest.caller, code, *kind).await?);
    }
    let frame = guest.frame_on(&web, Nav::Home, code)?;
    let page = html(&Home { frame, kinds: site.kinds.clone(), groups: groups(&rows) });
    Ok((chosen, page).into_response())
}

//! Which lots of a project, and one product for all of them.

use super::{Pairs, address, text, values};
use crate::shell::{Frame, Id, Known, Nav, PageError, Posted, Web, html};
use app::AppError;
use app::application::together::{Joint, draft_each, joint, lots};
use app::lot::view::view;
use askama::Template;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use domain::access::Role;
use domain::id::{LotId, ProductId};
use domain::lot::Lot;
use domain::product::forecast::Timeliness;
use domain::site::SiteCode;

#[derive(Template)]
#[template(path = "application/together.html")]
struct TogetherPage {
    frame: Frame,
    /// The lot whose project it is.
    lot: Lot,
    /// The lots of the project, each with whether it is chosen.
    lots: Vec<(Lot, bool)>,
    /// What is sold for all that are chosen.
    joint: Vec<Joint>,
}

impl TogetherPage {
    /// The chosen lots.
    fn chosen(&self) -> Vec<&Lot> {
        self.lots.iter().filter(|(_, chosen)| *chosen).map(|(lot, _)| lot).collect()
    }
}

pub(crate) async fn page(
    State(web): State<Web>,
    known: Known,
    Id((site, id)): Id<(SiteCode, LotId)>,
    Query(question): Query<Pairs>,
) -> Result<Response, PageError> {
    known.only(Role::Applicant)?;
    let lot = view(&web.world, &known.caller, site, id).await?;
    if lot.site != site {
        return Err(AppError::NotFound.into());
    }
    let wanted: Vec<LotId> = values(&question, "lot");
    let lots = lots(&web.world, &known.caller, &lot).await?;
    let marked = |lot: Lot| {
        let chosen = wanted.is_empty() || wanted.contains(&lot.id);
        (lot, chosen)
    };
    let lots: Vec<(Lot, bool)> = lots.into_iter().map(marked).collect();
    let chosen: Vec<Lot> = lots.iter().filter(|(_, chosen)| *chosen).map(|(lot, _)| lot.clone()).collect();
    let joint = joint(&web.world, &known.caller, &chosen).await?;
    let frame = known.frame_on(&web, Nav::Apply, site)?;
    Ok(html(&TogetherPage { frame, lot, lots, joint }))
}

pub(crate) async fn submit(
    State(web): State<Web>,
    Id((site, id)): Id<(SiteCode, LotId)>,
    Posted { known, fields }: Posted<Pairs>,
) -> Result<Response, PageError> {
    known.only(Role::Applicant)?;
    let lots: Vec<LotId> = values(&fields, "lot");
    let product = text(&fields, "product").parse::<ProductId>().ok().filter(|_| !lots.is_empty());
    let Some(product) = product else {
        return Ok(Redirect::to(&format!("/{site}/lots/{id}/together")).into_response());
    };
    let (mut done, mut refused) = (Vec::new(), Vec::new());
    for (lot, drafted) in draft_each(&web.world, &known.caller, site, &lots, product).await? {
        match drafted {
            Ok(application) => done.push(application.facts.id.to_string()),
            Err(refusal) => refused.push((lot.to_string(), refusal)),
        }
    }
    Ok(Redirect::to(&address(&done, &refused)).into_response())
}

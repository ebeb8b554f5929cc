//! Saving a search as it stands in the address.

use super::list::show;
use crate::lot::filter::Filter;
use crate::shell::{Faults, PageError, Places, Posted, Web};
use app::saved_search::save::save;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use domain::Refusal;
use domain::site::SiteCode;
use serde::Deserialize;

#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Fields {
    site: String,
    name: String,
    #[serde(flatten)]
    filter: Filter,
}

/// Refusals that the form itself tells.
const PLACES: Places =
    &[(Refusal::SavedSearchNamed, "name"), (Refusal::SavedSearchesTooMany, "name"), (Refusal::SavedSearchUnbounded, "name")];

pub(crate) async fn submit(State(web): State<Web>, Posted { known, fields }: Posted<Fields>) -> Result<Response, PageError> {
    let Fields { site, name, filter } = fields;
    let Ok(site) = site.parse::<SiteCode>() else {
        let faults = Faults::one("site", "没有这一站点，请从“选择标段”重新保存查询");
        return show(&web, &known, None, faults).await;
    };
    let places: Vec<SiteCode> = web.world.sites().places(site).into_iter().map(|(code, _)| code).collect();
    let mut faults = Faults::default();
    let wanted = filter.wanted(&places, &mut faults);
    if faults.is_empty() {
        match save(&web.world, &known.caller, site, &name, wanted).await {
            Ok(()) => return Ok(Redirect::to("/searches").into_response()),
            Err(error) => faults = Faults::of(error, PLACES)?,
        }
    }
    show(&web, &known, Some((site, filter, name)), faults).await
}

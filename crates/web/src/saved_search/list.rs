//! The searches that one's organisation keeps, with the way to each.

use crate::lot::filter::Filter;
use crate::shell::{Faults, Frame, Known, Nav, PageError, Web};
use app::saved_search::list::list;
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use domain::saved_search::{OF_ORGANISATION_MAX, SavedSearch};
use domain::site::SiteCode;
use std::collections::BTreeMap;

#[derive(Template)]
#[template(path = "saved_search/list.html")]
struct ListPage {
    frame: Frame,
    searches: Vec<SavedSearch>,
    /// What the places of each search's site are called.
    places: BTreeMap<SiteCode, Vec<(SiteCode, String)>>,
    /// A search that was not saved: its site, its filter and its name, to be saved under another.
    unsaved: Option<(SiteCode, Filter, String)>,
    faults: Faults,
}

impl ListPage {
    fn most(&self) -> usize {
        OF_ORGANISATION_MAX
    }
    fn summary(&self, search: &SavedSearch) -> String {
        let named = |place: SiteCode| {
            let known = self.places.get(&search.facts.site).and_then(|places| places.iter().find(|(code, _)| *code == place));
            known.map_or_else(|| place.to_string(), |(_, name)| name.clone())
        };
        search.facts.wanted.summary(named)
    }
    fn address(&self, search: &SavedSearch) -> String {
        format!("/{}/lots{}", search.facts.site, Filter::of(&search.facts.wanted).address("sort", ""))
    }
}

/// The list, with a search that was not saved and why.
pub(super) async fn show(
    web: &Web,
    known: &Known,
    unsaved: Option<(SiteCode, Filter, String)>,
    faults: Faults,
) -> Result<Response, PageError> {
    let searches = list(&web.world, &known.caller).await?;
    let places = searches.iter().map(|search| (search.facts.site, web.world.sites().places(search.facts.site))).collect();
    let page = ListPage { frame: known.frame(web, Nav::Apply)?, searches, places, unsaved, faults };
    Ok(page.faults.show(&page))
}

pub(crate) async fn page(State(web): State<Web>, known: Known) -> Result<Response, PageError> {
    show(&web, &known, None, Faults::default()).await
}

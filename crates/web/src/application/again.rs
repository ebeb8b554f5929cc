//! Another order like an earlier one (再来一份): for which lot it is to be.

use crate::listing::TEXT_MAX;
use crate::shell::{Frame, Id, Known, Nav, PageError, Web, html};
use app::application::again::example;
use app::lot::search::{Listed, Question as Wished, Sorting, search};
use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use domain::application::Application;
use domain::id::ApplicationId;
use domain::lot::Wanted;
use serde::Deserialize;

#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct Question {
    q: String,
}

#[derive(Template)]
#[template(path = "application/again.html")]
struct AgainPage {
    frame: Frame,
    /// The order that is taken as an example.
    like: Application,
    q: String,
    /// Lots that can be applied for.
    lots: Vec<Listed>,
}

impl AgainPage {
    /// Where an order for this lot is begun.
    fn address(&self, listed: &Listed) -> String {
        let lot = &listed.lot;
        format!("/{}/lots/{}?choose={}&like={}", lot.site, lot.id, self.like.facts.product, self.like.facts.id)
    }
}

pub(crate) async fn page(
    State(web): State<Web>,
    known: Known,
    Id(id): Id<ApplicationId>,
    Query(question): Query<Question>,
) -> Result<Response, PageError> {
    let like = example(&web.world, &known.caller, id).await?;
    let (site, subject) = (like.facts.site, like.facts.lot.subject());
    let q: String = question.q.chars().take(TEXT_MAX).collect();
    let wanted = Wanted { text: q.clone(), open: true, ..Wanted::default() };
    let found = search(&web.world, &known.caller, Wished { site, wanted: &wanted, own: false, sorting: Sorting::Newest }, None).await?;
    let lots = found.lots.into_iter().filter(|listed| listed.lot.subject == subject).collect();
    let frame = known.frame_on(&web, Nav::Apply, site)?;
    Ok(html(&AgainPage { frame, like, q, lots }))
}

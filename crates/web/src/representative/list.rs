//! Who acts for the enterprise, who has logged in for it and is nobody's yet, and from which amount on it takes two.

use super::told;
use crate::shell::{Faults, Frame, Known, Nav, PageError, Web};
use app::representative::view::{RepresentativesDetail, Seen, view};
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use domain::access::Role;
use domain::money::Cny;
use domain::representative::Person;
use domain::time::Timestamp;

#[derive(Template)]
#[template(path = "representative/list.html")]
struct ListPage {
    frame: Frame,
    detail: RepresentativesDetail,
    /// The amount as it was typed.
    above: String,
    faults: Faults,
}

impl ListPage {
    fn acting(&self) -> Vec<&Person> {
        self.detail.people.iter().filter(|person| person.acts()).collect()
    }
    fn left(&self) -> Vec<(&Person, String)> {
        let left = |person: &Person| person.until.map(Timestamp::to_seconds);
        self.detail.people.iter().filter_map(|person| Some((person, left(person)?))).collect()
    }
    fn is_own(&self, person: &Person) -> bool {
        person.is(&self.detail.own)
    }
    fn told(&self, person: &Person) -> String {
        told(person)
    }
    fn is_this(&self, seen: &Seen) -> bool {
        seen.by == self.detail.own
    }
    fn short(&self, seen: &Seen) -> String {
        seen.by.chars().take(16).collect()
    }
}

pub(super) async fn show(web: &Web, known: &Known, typed: Option<String>, faults: Faults) -> Result<Response, PageError> {
    known.only(Role::Applicant)?;
    let detail = view(&web.world, &known.caller).await?;
    let kept = detail.two_persons_above.map(Cny::plain).unwrap_or_default();
    let page = ListPage { frame: known.frame(web, Nav::Representatives)?, detail, above: typed.unwrap_or(kept), faults };
    Ok(page.faults.show(&page))
}

pub(crate) async fn page(State(web): State<Web>, known: Known) -> Result<Response, PageError> {
    show(&web, &known, None, Faults::default()).await
}

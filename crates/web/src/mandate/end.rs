//! One mandate, and its end.

use super::tone;
use crate::shell::{Frame, Id, Known, Nav, Nothing, PageError, Posted, Web, html};
use app::mandate::{end::end, view::view};
use askama::Template;
use axum::extract::State;
use axum::response::{Redirect, Response};
use domain::access::{Action, Role};
use domain::id::MandateId;
use domain::mandate::{Mandate, MandateStanding};
use domain::time::Timestamp;

#[derive(Template)]
#[template(path = "mandate/end.html")]
struct MandatePage {
    frame: Frame,
    mandate: Mandate,
    now: Timestamp,
}

impl MandatePage {
    fn standing(&self) -> MandateStanding {
        self.mandate.standing(self.now)
    }
    fn tone(&self) -> &'static str {
        tone(self.standing())
    }
    fn address(&self) -> String {
        format!("/mandates/{}/end", self.mandate.facts.id)
    }
    fn can_end(&self) -> bool {
        matches!(self.standing(), MandateStanding::Waiting | MandateStanding::InForce) && self.frame.may(Action::EndMandate)
    }
    fn can_accept(&self) -> bool {
        self.standing() == MandateStanding::Waiting && self.frame.is(Role::Agency)
    }
    fn can_look(&self) -> bool {
        self.standing() == MandateStanding::InForce && self.frame.is(Role::Agency)
    }
}

pub(crate) async fn page(State(web): State<Web>, known: Known, Id(id): Id<MandateId>) -> Result<Response, PageError> {
    let mandate = view(&web.world, &known.caller, id).await?;
    Ok(html(&MandatePage { frame: known.frame(&web, Nav::Mandates)?, mandate, now: web.world.now() }))
}

pub(crate) async fn submit(State(web): State<Web>, Id(id): Id<MandateId>, posted: Posted<Nothing>) -> Result<Redirect, PageError> {
    end(&web.world, &posted.known.caller, id).await?;
    Ok(Redirect::to(&format!("/mandates/{id}")))
}

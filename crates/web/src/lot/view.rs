//! One lot, and what every guarantor asks for it.

use crate::shell::{Frame, Guest, Nav, PageError, Web, html};
use app::AppError;
use app::lot::view::view;
use app::product::quotes::{Offer, compare};
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use domain::access::Role;
use domain::lot::{Lot, LotOrigin};
use domain::site::SiteCode;
use domain::time::Timestamp;

#[derive(Template)]
#[template(path = "lot/view.html")]
struct LotPage {
    frame: Frame,
    lot: Lot,
    offers: Vec<Offer>,
    now: Timestamp,
}

impl LotPage {
    fn entered(&self) -> bool {
        matches!(self.lot.origin, LotOrigin::EnteredBy(_))
    }
    fn opened(&self) -> bool {
        self.lot.is_opened(self.now)
    }
    fn can_apply(&self) -> bool {
        !self.opened() && (self.frame.badge.is_none() || self.frame.is(Role::Applicant))
    }
    fn why_not(&self, offer: &Offer) -> String {
        match (offer.listed.product.notice(&offer.listed.standing), &offer.quote) {
            (Some(notice), _) => notice.to_owned(),
            (None, Err(refusal)) => refusal.title().to_owned(),
            (None, Ok(_)) => String::new(),
        }
    }
}

pub(crate) async fn page(State(web): State<Web>, guest: Guest, Path((site, lot)): Path<(String, String)>) -> Result<Response, PageError> {
    let code: SiteCode = site.parse().map_err(|_| AppError::NotFound)?;
    let id = lot.parse().map_err(|_| AppError::NotFound)?;
    let lot = view(&web.world, &guest.caller, code, id).await?;
    let offers = compare(&web.world, &guest.caller, &lot).await?;
    let frame = Frame::new(&web, &guest, Nav::Apply, Some(code))?;
    Ok(html(&LotPage { frame, lot, offers, now: web.world.now() }))
}

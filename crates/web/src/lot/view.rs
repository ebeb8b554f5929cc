//! One lot, and what every guarantor asks for it.

use crate::shell::{Faults, Frame, Guest, Id, Nav, PageError, Web};
use app::AppError;
use app::lot::history::{Entry, history};
use app::lot::view::{instead, view};
use app::product::offer::{Arrangement, Offer};
use app::product::quotes::compare;
use app::rating::figure;
use askama::Template;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use domain::access::Role;
use domain::application::draft::legal_cap;
use domain::id::{InstitutionId, LotId};
use domain::lot::{Confirmation, Lot, LotOrigin, LotProgress};
use domain::money::{Cny, Ppm};
use domain::product::GuaranteeKind;
use domain::product::forecast::Timeliness;
use domain::rating::{COUNT_MIN, RatingFigure};
use domain::site::SiteCode;
use domain::time::Timestamp;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

#[derive(Template)]
#[template(path = "lot/view.html")]
struct LotPage {
    frame: Frame,
    lot: Lot,
    /// What the centre lists under the number of a lot that was typed in.
    listed: Option<Lot>,
    offers: Vec<Offer>,
    /// In which order.
    order: Arrangement,
    /// What the ratings of institutions come to.
    ratings: BTreeMap<InstitutionId, RatingFigure>,
    now: Timestamp,
    /// The product that was chosen before logging in, or of the order that is taken as an example.
    choose: String,
    /// The order that is taken as an example.
    like: String,
    /// The most the law lets its security be, where it asks for more.
    over_cap: Option<Cny>,
    /// The law's share of the estimate.
    share: Ppm,
    /// Where it is, on the site of a province.
    place: Option<String>,
    /// What has changed about it.
    history: Vec<Entry>,
    /// Where its announcement is, as it was typed.
    address: String,
    faults: Faults,
}

#[derive(Default, Deserialize)]
pub(crate) struct Question {
    #[serde(default)]
    choose: String,
    #[serde(default)]
    sort: String,
    #[serde(default)]
    like: String,
}

impl LotPage {
    /// An institution's average with how many ratings it is of; nothing while there are too few.
    fn rating(&self, offer: &Offer) -> Option<(String, i64)> {
        let figure = self.ratings.get(&offer.listed.institution.id)?;
        Some((figure.average()?, figure.count))
    }
    fn count_min(&self) -> i64 {
        COUNT_MIN
    }
    /// The rule of the order, in words.
    fn rule(&self) -> String {
        self.order.rule(self.lot.subject)
    }
    /// The ways to order what is offered: the word, where it leads, whether it is so already.
    fn orders(&self) -> [(&'static str, String, bool); 2] {
        let address = |order: Arrangement| {
            let pairs = [("sort", order.code()), ("choose", self.choose.as_str()), ("like", self.like.as_str())];
            let pairs: Vec<_> = pairs.into_iter().filter(|(_, value)| !value.is_empty()).collect();
            format!("?{}", serde_urlencoded::to_string(pairs).unwrap_or_default())
        };
        Arrangement::ALL.map(|order| (order.label(), address(order), order == self.order))
    }
    /// How a fee comes about, in words.
    fn working(&self, offer: &Offer) -> String {
        offer.listed.product.terms.fee.working(self.lot.bid_security)
    }
    /// Whether the letter comes in time, and why it is thought so.
    fn forecast(&self, offer: &Offer) -> Option<(Timeliness, String)> {
        offer.forecast.map(|forecast| (forecast.timeliness, forecast.reason(self.lot.subject)))
    }
    /// The institution's own days off before the deadline.
    fn closed(&self, offer: &Offer) -> String {
        offer.closed.iter().map(ToString::to_string).collect::<Vec<_>>().join("、")
    }
    fn entered(&self) -> bool {
        matches!(self.lot.origin, LotOrigin::EnteredBy(_))
    }
    /// Whether its centre has to confirm it, and there is no word of that yet.
    fn pending(&self) -> bool {
        self.listed.is_none() && self.lot.confirmation == Confirmation::Pending
    }
    /// Why its centre does not find it right.
    fn refused(&self) -> Option<&str> {
        match &self.lot.confirmation {
            Confirmation::Refused { reason } if self.listed.is_none() => Some(reason),
            Confirmation::Unasked | Confirmation::Pending | Confirmation::Refused { .. } => None,
        }
    }
    /// Whether the visitor's organisation typed it in; nobody else sees such a lot.
    fn can_correct(&self) -> bool {
        self.entered() && self.frame.is(Role::Applicant)
    }
    /// What was chosen before logging in, if it can still be had: a click carries it on, so that no address ever makes an order (P8).
    fn chosen(&self) -> Option<(&Offer, Cny)> {
        if !self.can_apply() || self.frame.badge.is_none() {
            return None;
        }
        let chosen = self.offers.iter().find(|offer| offer.listed.product.id.to_string() == self.choose)?;
        chosen.quote.as_ref().ok().map(|quote| (chosen, quote.fee))
    }
    /// The kinds that are offered.
    fn kinds(&self) -> BTreeSet<GuaranteeKind> {
        self.offers.iter().map(|offer| offer.listed.product.kind).collect()
    }
    /// The offers of a kind.
    fn of(&self, kind: &GuaranteeKind) -> impl Iterator<Item = &Offer> {
        let kind = *kind;
        self.offers.iter().filter(move |offer| offer.listed.product.kind == kind)
    }
    /// How far it has come, once it cannot be applied for.
    fn mark(&self) -> Option<String> {
        self.lot.mark(self.now)
    }
    /// Why it cannot be applied for, and what its centre said of that.
    fn over(&self) -> Option<(String, Option<&str>)> {
        let words = self.lot.subject.words();
        match &self.lot.progress {
            LotProgress::Aborted { reason, code, .. } => Some((code.sentence(words.thing), Some(reason))),
            LotProgress::Announced | LotProgress::Opened { .. } | LotProgress::Awarded { .. } | LotProgress::Contracted { .. } => {
                self.lot.is_opened(self.now).then(|| (format!("已{}", words.closing), None))
            }
        }
    }
    fn can_apply(&self) -> bool {
        self.listed.is_none() && self.lot.tendered(self.now).is_ok() && (self.frame.badge.is_none() || self.frame.is(Role::Applicant))
    }
    /// Whether it is one of several of its project, by its number.
    fn has_siblings(&self) -> bool {
        self.lot.number.is_section() && self.can_apply() && self.frame.badge.is_some()
    }
    fn why_not(&self, offer: &Offer) -> String {
        match (offer.listed.product.notice(&offer.listed.presence), &offer.quote) {
            (Some(notice), _) => notice.to_owned(),
            (None, Err(refusal)) => refusal.title().to_owned(),
            (None, Ok(_)) => String::new(),
        }
    }
}

pub(crate) async fn page(
    State(web): State<Web>,
    guest: Guest,
    Id(place): Id<(SiteCode, LotId)>,
    Query(question): Query<Question>,
) -> Result<Response, PageError> {
    show(&web, &guest, place, question, (String::new(), Faults::default())).await
}

/// The lot's page, with what was typed about its announcement and what is wrong with that.
pub(super) async fn show(
    web: &Web,
    guest: &Guest,
    (code, id): (SiteCode, LotId),
    question: Question,
    (address, faults): (String, Faults),
) -> Result<Response, PageError> {
    let lot = view(&web.world, &guest.caller, code, id).await?;
    if lot.site != code {
        // Of a prefecture: there is its page.
        return Ok(Redirect::to(&format!("/{}/lots/{id}", lot.site)).into_response());
    }
    let order = Arrangement::of_code(&question.sort);
    let offers = compare(&web.world, &guest.caller, &lot, order).await?;
    let frame = guest.frame_on(web, Nav::Apply, code)?;
    let listed = instead(&web.world, &lot).await?;
    let rules = &web.world.sites().get(code).ok_or(AppError::NotFound)?.rules;
    let over_cap = legal_cap(&lot, rules).filter(|cap| lot.bid_security > *cap);
    let (now, share) = (web.world.now(), rules.security_cap);
    let ratings = figure::all(&web.world, &guest.caller).await?;
    let history = history(&web.world, &guest.caller, code, id).await?;
    let place = web.world.sites().places(code).into_iter().find(|(place, _)| *place == lot.place()).map(|(_, name)| name);
    let address = if faults.is_empty() { lot.evidence.address.clone() } else { address };
    let Question { choose, like, .. } = question;
    let page = LotPage { frame, lot, listed, offers, order, ratings, now, choose, like, over_cap, share, place, history, address, faults };
    Ok(page.faults.show(&page))
}

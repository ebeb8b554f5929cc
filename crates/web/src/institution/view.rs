//! One institution: who it is, what it sells on the site and under which terms (Hunan manual 5.1.2).

use crate::shell::{Frame, Guest, Id, Nav, PageError, Web, html};
use app::complaint::record::record;
use app::document::attachment::media_type;
use app::institution::view::{InstitutionDetail, logo as load_logo, view};
use app::rating::figure;
use app::site::Words;
use askama::Template;
use axum::extract::State;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use domain::complaint::ComplaintOutcome;
use domain::id::InstitutionId;
use domain::product::Product;
use domain::rating::{COUNT_MIN, Rating, RatingFigure, Stars};
use domain::site::SiteCode;

#[derive(Template)]
#[template(path = "institution/view.html")]
struct ViewPage {
    frame: Frame,
    words: Words,
    detail: InstitutionDetail,
    /// How many complaints about it were decided, and how.
    complaints: Vec<(ComplaintOutcome, i64)>,
    /// What its ratings come to, and the newest of them; none while there are too few.
    figure: RatingFigure,
    ratings: Vec<Rating>,
}

impl ViewPage {
    fn drawn(&self, stars: &Stars) -> String {
        crate::rating::drawn(*stars)
    }
    fn count_min(&self) -> i64 {
        COUNT_MIN
    }
    /// How many complaints were decided.
    fn decided(&self) -> i64 {
        self.complaints.iter().map(|(_, count)| count).sum()
    }
    fn notice<'a>(&'a self, product: &'a Product) -> Option<&'a str> {
        product.notice(&self.detail.presence)
    }
    fn wordings(&self, product: &Product) -> String {
        let rule = |id: &String| if id.contains("accessory") { "非独立保函" } else { "独立保函（见索即付）" };
        let mut rules: Vec<&str> = std::iter::once(&product.terms.wording).chain(&product.terms.other_wordings).map(rule).collect();
        rules.dedup();
        rules.join("、")
    }
}

pub(crate) async fn page(
    State(web): State<Web>,
    guest: Guest,
    Id((site, id)): Id<(SiteCode, InstitutionId)>,
) -> Result<Response, PageError> {
    let detail = view(&web.world, &guest.caller, site, id).await?;
    let complaints = record(&web.world, &guest.caller, id).await?;
    let (figure, ratings) = figure::of(&web.world, &guest.caller, id).await?;
    let words = web.world.sites().get(site).map(|site| site.words.clone()).unwrap_or_default();
    Ok(html(&ViewPage { frame: guest.frame_on(&web, Nav::Home, site)?, words, detail, complaints, figure, ratings }))
}

/// The logo: a picture by what its bytes begin with, and never anything a browser would run.
pub(crate) async fn logo(
    State(web): State<Web>,
    guest: Guest,
    Id((site, id)): Id<(SiteCode, InstitutionId)>,
) -> Result<Response, PageError> {
    let (bytes, attachment) = load_logo(&web.world, &guest.caller, site, id).await?;
    let headers = [(CONTENT_TYPE, media_type(&attachment.kind)), (CACHE_CONTROL, "public, max-age=300")];
    Ok((headers, bytes).into_response())
}

//! The home page of a site: products, guarantors with rate, minimum and issuing time, steps.

use crate::shell::{Frame, Guest, Nav, PageError, SITE_COOKIE, Web, html};
use app::AppError;
use app::product::quotes;
use askama::Template;
use axum::extract::{Path, State};
use axum::http::header::SET_COOKIE;
use axum::response::{IntoResponse, Redirect, Response};
use domain::institution::Institution;
use domain::product::{GuaranteeKind, Product, ProductStatus};
use domain::site::SiteCode;

#[derive(Template)]
#[template(path = "site/home.html")]
struct Home {
    frame: Frame,
    kinds: Vec<GuaranteeKind>,
    rows: Vec<(Product, Institution)>,
    lowest: Option<String>,
}

impl Home {
    fn notice<'a>(&self, product: &'a Product) -> Option<&'a str> {
        match &product.status {
            ProductStatus::Live => None,
            ProductStatus::Paused { notice } => Some(notice),
        }
    }
}

/// Sends a visitor to the site last visited.
pub(crate) async fn choose(State(web): State<Web>, guest: Guest) -> Result<Redirect, PageError> {
    let frame = Frame::new(&web, &guest, Nav::Home, None)?;
    Ok(Redirect::to(&format!("/{}", frame.site.code)))
}

pub(crate) async fn home(State(web): State<Web>, guest: Guest, Path(site): Path<String>) -> Result<Response, PageError> {
    let code: SiteCode = site.parse().map_err(|_| AppError::NotFound)?;
    let site = web.world.sites.get(code).ok_or(AppError::NotFound)?;
    let mut rows = quotes::of_site(&web.world, &guest.caller, code, GuaranteeKind::Bid).await?;
    rows.sort_by_key(|(product, institution)| (institution.kind, product.fee.rate));
    let lowest = rows.iter().map(|(product, _)| product.fee.rate).min().map(|rate| rate.to_string());
    let page = html(&Home { frame: Frame::new(&web, &guest, Nav::Home, Some(code))?, kinds: site.kinds.clone(), rows, lowest });
    Ok(([(SET_COOKIE, web.set_cookie(SITE_COOKIE, &code.to_string()))], page).into_response())
}

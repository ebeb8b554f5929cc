//! The home page of a site: products, guarantors with rate, minimum and issuing time, steps.

use crate::shell::{Frame, Guest, Nav, PageError, Web, html};
use app::AppError;
use app::product::quotes;
use askama::Template;
use axum::extract::{Path, State};
use axum::response::{Redirect, Response};
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

/// Sends a visitor without a site to the first.
pub(crate) async fn choose(State(web): State<Web>) -> Result<Redirect, PageError> {
    let site = web.world.sites.all().last().ok_or(AppError::NotFound)?;
    Ok(Redirect::to(&format!("/{}", site.rules.code)))
}

pub(crate) async fn home(State(web): State<Web>, guest: Guest, Path(site): Path<String>) -> Result<Response, PageError> {
    let code: SiteCode = site.parse().map_err(|_| AppError::NotFound)?;
    let site = web.world.sites.get(code).ok_or(AppError::NotFound)?;
    let mut rows = quotes::of_site(&web.world, &guest.caller, code, GuaranteeKind::Bid).await?;
    rows.sort_by_key(|(product, institution)| (institution.kind, product.fee.rate));
    let lowest = rows.iter().map(|(product, _)| product.fee.rate).min().map(|rate| rate.to_string());
    Ok(html(&Home { frame: Frame::new(&web, &guest, Nav::Home, Some(code))?, kinds: site.kinds.clone(), rows, lowest }))
}

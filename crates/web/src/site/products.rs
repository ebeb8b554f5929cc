//! 产品服务: each kind of guarantee with what every institution asks for it.

use super::groups::{Group, begin, groups, lowest, sold};
use crate::shell::{Frame, Guest, Id, Nav, PageError, Web, html};
use app::AppError;
use app::site::Words;
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use domain::product::GuaranteeKind;
use domain::site::SiteCode;

/// A kind of guarantee as it is sold.
struct Sold {
    kind: GuaranteeKind,
    /// The lowest rate.
    lowest: Option<String>,
    /// Where one begins.
    begin: String,
    groups: Vec<Group>,
}

#[derive(Template)]
#[template(path = "site/products.html")]
struct ProductsPage {
    frame: Frame,
    words: Words,
    kinds: Vec<Sold>,
}

pub(crate) async fn page(State(web): State<Web>, guest: Guest, Id(code): Id<SiteCode>) -> Result<Response, PageError> {
    let site = web.world.sites().get(code).ok_or(AppError::NotFound)?;
    let rows = sold(&web, &guest, site).await?;
    let of = |kind: &GuaranteeKind| Sold {
        kind: *kind,
        lowest: lowest(&rows, *kind),
        begin: begin(*kind),
        groups: groups(rows.iter().filter(|row| row.product.kind == *kind)),
    };
    let kinds = site.kinds.iter().map(of).collect();
    Ok(html(&ProductsPage { frame: guest.frame_on(&web, Nav::Catalogue, code)?, words: site.words.clone(), kinds }))
}

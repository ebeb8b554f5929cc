//! The blank templates that an institution hands in with its application.

use crate::document::{typeset, wording};
use crate::error::AppError;
use crate::world::{Caller, World};
use documents::paper::{APPLICATION_ROWS, AUTHORISATION_ROWS, Template};
use domain::access::{Action, Relation};
use domain::site::SiteCode;

/// A template as PDF, by its name: `authorisation` or `application`.
///
/// # Errors
/// [`AppError::NotFound`] for another name.
pub async fn template(world: &World, caller: &Caller, site: SiteCode, name: &str) -> Result<Vec<u8>, AppError> {
    let now = world.now();
    caller.stamp(world, Action::Onboard, Relation::Stranger, "")?;
    let site = world.sites.get(site).ok_or(AppError::NotFound)?;
    let (kind, rows) = match name {
        "authorisation" => ("onboarding-authorisation", AUTHORISATION_ROWS),
        "application" => ("onboarding-application", APPLICATION_ROWS),
        _ => return Err(AppError::NotFound),
    };
    let template = Template { centre: site.centre.clone(), site_title: site.title.clone(), rows, dated: now.date() };
    Ok(typeset(world, template.sheet(wording(world, kind)?)?).await?.pdf.clone())
}

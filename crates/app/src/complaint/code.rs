//! A code to the phone that a complaint is to name.

use super::load::complainant;
use crate::error::AppError;
use crate::phone_code::send::{CodeWanted, send as ask};
use crate::world::{Caller, World};
use domain::party::Mobile;
use domain::phone_code::Purpose;
use domain::site::SiteCode;

/// Sends one, to `mobile`, asked for from `address`.
///
/// # Errors
/// [`AppError::Refused`] when too many were asked for; [`AppError::NotFound`] to those who complain about nobody.
pub async fn send(world: &World, caller: &Caller, site: SiteCode, mobile: Mobile, address: String) -> Result<(), AppError> {
    let (party, _) = complainant(world, caller, site).await?;
    ask(world, CodeWanted { site, purpose: Purpose::Complaint, uscc: party.uscc, to: mobile.into(), address, entitled: false }).await
}

//! The ticket of whoever has proved to be the contact of an onboarding.

use crate::world::World;
use domain::id::OnboardingId;
use domain::time::Timestamp;

/// How long a ticket counts.
const TICKET_LIFE: i64 = 30 * Timestamp::MINUTE;

fn ticket_text(id: OnboardingId, expires: i64) -> String {
    format!("{id}.{expires}")
}

/// A ticket for whoever has proved to be the contact of an onboarding: the form for acceptance carries it.
#[must_use]
pub fn ticket(world: &World, id: OnboardingId) -> String {
    let text = ticket_text(id, world.now().plus(TICKET_LIFE).seconds());
    let mac = world.platform.secret("onboarding-ticket").mac(text.as_bytes());
    format!("{text}.{}", hex::encode(mac))
}

/// The onboarding a ticket is for; `None` for one we did not write or that has expired.
#[must_use]
pub fn ticketed(world: &World, ticket: &str) -> Option<OnboardingId> {
    let (text, mac) = ticket.rsplit_once('.')?;
    let (id, expires) = text.split_once('.')?;
    let counts = expires.parse::<i64>().ok()? > world.now().seconds();
    let ours = world.platform.secret("onboarding-ticket").verify(text.as_bytes(), &hex::decode(mac).ok()?);
    if counts && ours { id.parse().ok() } else { None }
}

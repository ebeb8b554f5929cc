//! Mandates (招标代理授权): the tenderee's, the agency's and the centre's pages.

pub(crate) mod accept;
pub(crate) mod end;
pub(crate) mod list;
pub(crate) mod record;

use domain::mandate::MandateStanding;

/// The tone of a standing's tag.
const fn tone(standing: MandateStanding) -> &'static str {
    match standing {
        MandateStanding::Waiting => "wait",
        MandateStanding::InForce => "ok",
        MandateStanding::Ended => "bad",
        MandateStanding::Expired => "mute",
    }
}

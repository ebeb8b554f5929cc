//! What a site offers.

use crate::world::World;
use domain::qr::Channel;
use domain::site::SiteCode;

/// A way to log in by a QR code that a site offers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QrWay {
    /// With what.
    pub channel: Channel,
    /// What people call it.
    pub name: String,
}

/// The ways that a site offers.
#[must_use]
pub fn offered(world: &World, site: SiteCode) -> Vec<QrWay> {
    let all = Channel::ALL.into_iter();
    all.filter_map(|channel| world.phones.get(site, channel).map(|(name, _)| QrWay { channel, name })).collect()
}

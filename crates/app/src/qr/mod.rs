//! Logging in by a QR code (扫码): with a mobile certificate or an electronic business licence. The browser that asked shows the code and looks
//! how the request stands; what the phone gives back is judged here, as any certificate and signature, whatever its vendor says of it.

pub mod begin;
pub mod enter;
mod judge;
mod load;
pub mod look;
pub mod offered;

use crate::site::Sites;
use domain::qr::Channel;
use domain::site::SiteCode;
use partners::phone::{Phone, PhoneError, Settings};
use std::collections::BTreeMap;
use std::sync::Arc;

/// What is sealed for a browser here.
const PURPOSE: &str = "qr";

/// The other sides of the QR codes of all sites.
#[derive(Clone, Debug, Default)]
pub struct Phones(BTreeMap<(SiteCode, Channel), (String, Arc<dyn Phone>)>);

impl Phones {
    /// A connector for each channel that a site's file names; `connect` makes it, from what the file says. A channel for which it makes none,
    /// because neither the file nor the operator says where the other side is, is not offered.
    ///
    /// # Errors
    /// [`PhoneError`] for an address that cannot be called.
    pub fn open(
        sites: &Sites,
        connect: impl Fn(Channel, &Settings) -> Result<Option<Arc<dyn Phone>>, PhoneError>,
    ) -> Result<Self, PhoneError> {
        let mut phones = BTreeMap::new();
        for site in sites.all() {
            for (channel, settings) in &site.phones {
                if let Some(phone) = connect(*channel, settings)? {
                    phones.insert((site.rules.code, *channel), (settings.name.clone(), phone));
                }
            }
        }
        Ok(Self(phones))
    }

    /// The other side of a site's channel, and what people call it.
    fn get(&self, site: SiteCode, channel: Channel) -> Option<(String, Arc<dyn Phone>)> {
        self.0.get(&(site, channel)).cloned()
    }
}

//! What is asked by a QR code (扫码) and agreed to on a phone: logging in, with a mobile certificate or an electronic business licence, and sealing
//! an agreement, with a mobile certificate's seal. The browser that asked shows the code and looks how the request stands; what the phone gives
//! back is judged here, as any certificate and signature, whatever its vendor says of it.

pub mod begin;
pub mod enter;
pub mod hand_in;
mod judge;
mod load;
pub mod look;
pub mod offered;
pub mod seal;

use crate::site::Sites;
use domain::id::ApplicationId;
use domain::qr::Channel;
use domain::site::SiteCode;
use partners::phone::{Phone, PhoneError, Settings};
use std::collections::BTreeMap;
use std::sync::Arc;

/// What is sealed for a browser here.
const PURPOSE: &str = "qr";

/// What a request is about: each has pages of its own, where the other does not exist.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Matter {
    /// Logging in.
    LogIn,
    /// Sealing the agreement of this application.
    Seal(ApplicationId),
}

/// The page that a request to seal an application's agreement leads back to, which is how it is known for that application's.
fn page_of(id: ApplicationId) -> String {
    format!("/applications/{id}")
}

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

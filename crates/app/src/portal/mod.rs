//! Logging in through a site's registration platform or government portal (统一注册平台). A portal vouches for a person and an organisation by
//! its code; what it says of roles is mapped by the site's file, and opens no office that takes two persons.

pub mod begin;
pub mod end;
pub mod finish;
pub mod log_out;

use crate::identity::Errand;
use crate::site::Sites;
use domain::site::SiteCode;
use gm::digest::sm3_hex;
use partners::portal::oidc::Oidc;
use partners::portal::{Portal, PortalError, Settings};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::Arc;
use store::turn::{Contested, take};
use store::{StoreError, Tx};

/// The portals of all sites that have one.
#[derive(Clone, Debug, Default)]
pub struct Portals(BTreeMap<SiteCode, Arc<dyn Portal>>);

impl Portals {
    /// A connector for each site whose file names a portal, which its prefectures have in common with it; `secret` gives what the platform proves itself with there, `loopback` takes portals on
    /// this machine.
    ///
    /// # Errors
    /// [`PortalError`] for an issuer that may not be called.
    pub fn open(sites: &Sites, secret: impl Fn(SiteCode) -> Option<String>, loopback: bool) -> Result<Self, PortalError> {
        let mut portals: BTreeMap<SiteCode, Arc<dyn Portal>> = BTreeMap::new();
        for site in sites.all().filter(|site| sites.portal_of(site.rules.code) == site.rules.code) {
            if let Some(settings) = &site.portal {
                let code = site.rules.code;
                portals.insert(code, Arc::new(Oidc::new(settings.clone(), secret(code), loopback)?));
            }
        }
        for site in sites.all().filter(|site| site.portal.is_some()) {
            if let Some(portal) = portals.get(&sites.portal_of(site.rules.code)).cloned() {
                portals.entry(site.rules.code).or_insert(portal);
            }
        }
        Ok(Self(portals))
    }

    /// A site's portal, if it has one.
    fn get(&self, site: SiteCode) -> Option<Arc<dyn Portal>> {
        self.0.get(&site).cloned()
    }
}

/// What is remembered of a login that was sent to a portal.
#[derive(Serialize, Deserialize)]
struct Sent {
    /// On which site the person was: a prefecture's people go by its province's portal.
    site: SiteCode,
    nonce: String,
    verifier: String,
    errand: Errand,
}

/// What is sealed for a browser here.
const PURPOSE: &str = "portal";

/// Where the portal that this site's file names sends its answers, exactly.
fn redirect(origin: &str, site: SiteCode) -> String {
    format!("{origin}/{site}/login/portal")
}

/// Who a person is whom a portal vouches for, on every site that trusts it: its issuer's subject, which nothing else can be taken for.
fn person(settings: &Settings, subject: &str) -> String {
    format!("portal/{}", sm3_hex(format!("{}\0{subject}", settings.issuer).as_bytes()))
}

/// Takes the turn about what a portal vouches for: of a login and a logout that come at once, one is heard before the other.
fn take_turn(tx: &mut Tx, person: &str, session: &str) -> Result<(), StoreError> {
    [person, session].into_iter().filter(|known| !known.is_empty()).try_for_each(|known| take(tx, Contested::Portal(known)))
}

/// What a portal's own session is called here.
fn session(settings: &Settings, session: &str) -> String {
    if session.is_empty() { String::new() } else { sm3_hex(format!("{}\0{session}", settings.issuer).as_bytes()) }
}

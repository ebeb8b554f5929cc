//! Dialling an institution's system (threat T-16): the address that is actually dialled must be one the whole world can reach; no
//! redirects, no proxy, bounded time and size.

use crate::http;
use crate::signed_client::{ClientError, bounded};
use gm::{Entropy, SecretKey};
use protocol::signed::ANSWER_HEADER;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use reqwest::header::{CONTENT_TYPE, HeaderName};
use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

/// Longest wait for a whole answer.
const TIMEOUT: Duration = Duration::from_secs(10);
/// Longest wait for a connection.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);
/// Longest answer read, in bytes.
const ANSWER_MAX: usize = 256 * 1024;

/// A request, whatever wire it is of.
pub(super) struct Exchange<'a> {
    pub(super) method: &'a str,
    pub(super) url: &'a str,
    pub(super) headers: Vec<(HeaderName, String)>,
    /// JSON, or nothing.
    pub(super) body: Vec<u8>,
    /// Whether it is sent once more as it was.
    pub(super) twice: bool,
}

/// What came back.
pub(super) struct RawAnswer {
    pub(super) status: u16,
    /// The header that signs it, where the wire has one.
    pub(super) signature: String,
    pub(super) body: Vec<u8>,
}

/// The client of all institutions' systems.
#[derive(Clone)]
pub struct Dialler {
    client: reqwest::Client,
    key: SecretKey,
    serial: String,
    entropy: Arc<dyn Entropy>,
    loopback: bool,
}

impl fmt::Debug for Dialler {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Dialler")
    }
}

fn failed(error: &dyn fmt::Display) -> ClientError {
    ClientError(error.to_string())
}

/// Whether an address is one the whole world can reach.
fn is_global(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => global_v4(ip),
        IpAddr::V6(ip) => ip.to_ipv4_mapped().map_or_else(|| global_v6(ip), global_v4),
    }
}

fn global_v4(ip: Ipv4Addr) -> bool {
    let [a, b, c, _] = ip.octets();
    let shared = a == 100 && (64..128).contains(&b);
    let protocol = a == 192 && b == 0 && c == 0;
    let benchmark = a == 198 && (b == 18 || b == 19);
    let this_or_future = a == 0 || a >= 240;
    !(ip.is_loopback()
        || ip.is_private()
        || ip.is_link_local()
        || ip.is_multicast()
        || ip.is_documentation()
        || shared
        || protocol
        || benchmark
        || this_or_future)
}

/// Only 2000::/3 is handed out, and of it neither documentation, nor what embeds an IPv4 address that would have to be looked at again.
fn global_v6(ip: Ipv6Addr) -> bool {
    let [first, second, ..] = ip.segments();
    let handed_out = first & 0xe000 == 0x2000;
    let documentation = (first == 0x2001 && second == 0x0db8) || first == 0x3fff;
    let teredo = first == 0x2001 && second < 0x0200;
    let six_to_four = first == 0x2002;
    handed_out && !documentation && !teredo && !six_to_four
}

/// A resolver that hands out no address that is not global: what is checked is what is dialled, so that a name cannot lead elsewhere
/// between the check and the call (DNS rebinding).
#[derive(Debug)]
struct Guarded;

impl Resolve for Guarded {
    fn resolve(&self, name: Name) -> Resolving {
        Box::pin(async move {
            let found: Vec<SocketAddr> = tokio::net::lookup_host((name.as_str(), 0)).await?.collect();
            if found.is_empty() || !found.iter().all(|address| is_global(address.ip())) {
                return Err("the name leads to an address that is not public".into());
            }
            Ok(Box::new(found.into_iter()) as Addrs)
        })
    }
}

impl Dialler {
    /// A client that signs with the platform's key; `loopback` lets it dial this machine, for demonstrations and tests.
    ///
    /// # Errors
    /// [`ClientError`] when no client can be made.
    pub fn new(key: SecretKey, serial: &str, entropy: Arc<dyn Entropy>, loopback: bool) -> Result<Self, ClientError> {
        let client = http::builder(TIMEOUT)
            .connect_timeout(CONNECT_TIMEOUT)
            .https_only(!loopback)
            .dns_resolver(Arc::new(Guarded))
            .build()
            .map_err(|error| failed(&error))?;
        Ok(Self { client, key, serial: serial.to_owned(), entropy, loopback })
    }

    /// Whether it dials this machine.
    #[must_use]
    pub const fn loopback(&self) -> bool {
        self.loopback
    }

    /// The platform's key.
    pub(super) const fn key(&self) -> &SecretKey {
        &self.key
    }

    /// The serial of the platform's key.
    pub(super) fn serial(&self) -> &str {
        &self.serial
    }

    /// Randomness.
    pub(super) fn entropy(&self) -> &dyn Entropy {
        self.entropy.as_ref()
    }

    /// Asks, and gives back what is answered. Whoever does not believe the request (401) cannot sign for it: the body of that answer
    /// counts for nothing and is not read.
    ///
    /// # Errors
    /// [`ClientError`]: the outcome is unknown.
    pub(super) async fn exchange(&self, exchange: Exchange<'_>) -> Result<RawAnswer, ClientError> {
        let method = reqwest::Method::from_bytes(exchange.method.as_bytes()).map_err(|error| failed(&error))?;
        let mut sent = self.client.request(method, exchange.url);
        for (name, value) in exchange.headers {
            sent = sent.header(name, value);
        }
        if !exchange.body.is_empty() {
            sent = sent.header(CONTENT_TYPE, "application/json").body(exchange.body);
        }
        if exchange.twice {
            let first = sent.try_clone().ok_or_else(|| failed(&"the request cannot be sent twice"))?;
            first.send().await.map_err(|error| failed(&error.without_url()))?;
        }
        let answer = sent.send().await.map_err(|error| failed(&error.without_url()))?;
        let status = answer.status().as_u16();
        if status == 401 {
            return Ok(RawAnswer { status, signature: String::new(), body: Vec::new() });
        }
        let signature = answer.headers().get(ANSWER_HEADER).and_then(|value| value.to_str().ok()).unwrap_or("").to_owned();
        Ok(RawAnswer { status, signature, body: bounded(answer, ANSWER_MAX).await? })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_addresses_the_whole_world_reaches_are_dialled() {
        for text in ["8.8.8.8", "223.5.5.5", "2400:3200::1", "2606:4700::1111"] {
            assert!(is_global(text.parse().expect("an address")), "{text}");
        }
        for text in [
            "127.0.0.1",
            "10.1.2.3",
            "172.16.0.1",
            "192.168.1.1",
            "169.254.169.254",
            "100.64.0.1",
            "0.0.0.0",
            "224.0.0.1",
            "240.0.0.1",
            "255.255.255.255",
            "192.0.0.1",
            "192.0.2.1",
            "198.18.0.1",
            "::1",
            "::",
            "fe80::1",
            "fc00::1",
            "ff02::1",
            "2001:db8::1",
            "2002:7f00:1::",
            "2001::1",
            "64:ff9b::7f00:1",
            "::ffff:127.0.0.1",
            "::ffff:10.0.0.1",
            "::127.0.0.1",
        ] {
            assert!(!is_global(text.parse().expect("an address")), "{text}");
        }
    }

    #[tokio::test]
    async fn a_name_that_leads_to_this_machine_is_not_dialled() {
        let resolved = Guarded.resolve("localhost".parse().expect("a name")).await;
        assert!(resolved.is_err());
    }
}

//! Where an institution's own system may be (threat T-16): https, a name and not a number, a usual port, nothing hidden in the text.
//! Which machine the name leads to is looked at again when it is dialled.

use std::fmt;
use url::{Host, Url};

/// Ports beside 443 that are taken.
const PORTS: [u16; 3] = [443, 8443, 9443];
/// Longest address, in bytes.
const LENGTH_MAX: usize = 200;

/// An address that messages may be sent to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address(Url);

/// Why an address is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AddressError {
    /// It is no address.
    #[error("请填写完整的接口地址，如 https://baohan.example.com/kaihan")]
    Malformed,
    /// It is not https.
    #[error("接口地址必须使用 https")]
    NotHttps,
    /// It has a number for a host, or none that the world knows.
    #[error("接口地址应使用域名，不能使用 IP 地址或内部主机名")]
    Host,
    /// It has another port.
    #[error("接口地址的端口应为 443、8443 或 9443")]
    Port,
    /// It carries a name and password, a query or a fragment.
    #[error("接口地址不能包含用户名、密码、查询参数或片段")]
    Extras,
}

impl Address {
    /// Reads an address; `loopback` takes this machine's own over http, for demonstrations and tests.
    ///
    /// # Errors
    /// [`AddressError`].
    pub fn parse(text: &str, loopback: bool) -> Result<Self, AddressError> {
        if text.len() > LENGTH_MAX {
            return Err(AddressError::Malformed);
        }
        let url = Url::parse(text.trim()).map_err(|_| AddressError::Malformed)?;
        if !url.username().is_empty() || url.password().is_some() || url.query().is_some() || url.fragment().is_some() {
            return Err(AddressError::Extras);
        }
        let own = matches!(url.host(), Some(Host::Ipv4(ip)) if ip.is_loopback());
        if loopback && own && url.scheme() == "http" {
            return Ok(Self(url));
        }
        if url.scheme() != "https" {
            return Err(AddressError::NotHttps);
        }
        match url.host() {
            Some(Host::Domain(name)) if name.contains('.') && !name.ends_with(".local") && !name.ends_with(".internal") => {}
            Some(Host::Domain(_) | Host::Ipv4(_) | Host::Ipv6(_)) | None => return Err(AddressError::Host),
        }
        if url.port_or_known_default().is_some_and(|port| PORTS.contains(&port)) { Ok(Self(url)) } else { Err(AddressError::Port) }
    }

    /// Where a path below it is.
    #[must_use]
    pub fn join(&self, path: &str) -> String {
        format!("{}{path}", self.0.as_str().trim_end_matches('/'))
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.as_str().trim_end_matches('/'))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_public_https_addresses_are_taken() {
        assert!(Address::parse("https://baohan.example.com/kaihan/", false).is_ok());
        assert!(Address::parse("https://baohan.example.com:8443", false).is_ok());
        for (text, error) in [
            ("http://baohan.example.com", AddressError::NotHttps),
            ("ftp://baohan.example.com", AddressError::NotHttps),
            ("https://127.0.0.1", AddressError::Host),
            ("https://2130706433", AddressError::Host),
            ("https://0x7f.1", AddressError::Host),
            ("https://[::1]", AddressError::Host),
            ("https://169.254.169.254/latest", AddressError::Host),
            ("https://localhost", AddressError::Host),
            ("https://db.internal", AddressError::Host),
            ("https://baohan.example.com:22", AddressError::Port),
            ("https://user:secret@baohan.example.com", AddressError::Extras),
            ("https://baohan.example.com/?to=x", AddressError::Extras),
            ("https://baohan.example.com/#x", AddressError::Extras),
            ("baohan.example.com", AddressError::Malformed),
            ("javascript:alert(1)", AddressError::NotHttps),
        ] {
            assert_eq!(Address::parse(text, false), Err(error), "{text}");
        }
    }

    #[test]
    fn this_machine_is_taken_only_by_the_explicit_switch() {
        assert!(Address::parse("http://127.0.0.1:9100", true).is_ok());
        assert_eq!(Address::parse("http://127.0.0.1:9100", false), Err(AddressError::NotHttps));
        assert_eq!(Address::parse("http://10.0.0.1:9100", true), Err(AddressError::NotHttps));
    }

    #[test]
    fn paths_are_joined_below_the_address() {
        let address = Address::parse("https://baohan.example.com/kaihan/", false).expect("an address");
        assert_eq!(address.join("/v1/applications"), "https://baohan.example.com/kaihan/v1/applications");
    }
}

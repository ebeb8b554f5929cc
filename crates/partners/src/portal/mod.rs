//! Portals (统一注册平台, 政务服务网): other systems that say who somebody is and for which organisation. One folder a protocol, behind one
//! trait; what a portal says is data of its site's file.

pub mod oidc;
mod session_token;

use domain::access::Role;
use domain::time::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::collections::BTreeMap;
use std::fmt;
use std::future::Future;
use std::pin::Pin;

/// How far the portal's clock may be from ours, in seconds.
const SKEW: i64 = 60;

/// How old what is signed may be, in seconds.
const AGE_MAX: i64 = 600;

/// How long anything that was signed by now may still be taken, in microseconds.
pub const COUNTS: i64 = (AGE_MAX + SKEW) * Timestamp::SECOND;

/// What a site's file says of its portal. The secret is never among it.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// What people call it.
    pub name: String,
    /// The issuer, exactly as the portal writes it.
    pub issuer: String,
    /// What the platform is called there.
    pub client_id: String,
    /// Where an organisation registers with the portal, or completes what it registered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub register: Option<String>,
    /// What is asked for besides `openid`.
    #[serde(default)]
    pub scopes: Vec<String>,
    /// What the portal calls what it says.
    #[serde(default)]
    pub claims: ClaimNames,
    /// The portal's words for roles, and the platform's.
    pub roles: BTreeMap<String, Role>,
}

/// What a portal calls what it says.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(default, deny_unknown_fields)]
pub struct ClaimNames {
    /// The organisation's unified social credit code.
    pub code: String,
    /// Its name.
    pub organisation: String,
    /// Its role or roles.
    pub role: String,
}

impl Default for ClaimNames {
    fn default() -> Self {
        Self { code: "uscc".into(), organisation: "organisation".into(), role: "role".into() }
    }
}

/// What is asked of a portal, of which the browser sees the state alone.
#[derive(Clone)]
pub struct Asked {
    /// Comes back with the answer.
    pub state: String,
    /// Comes back within what is signed.
    pub nonce: String,
    /// Proves that whoever hands the code in is whoever asked (PKCE).
    pub verifier: String,
    /// Where the answer goes, exactly.
    pub redirect: String,
}

impl fmt::Debug for Asked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Asked({})", self.redirect)
    }
}

/// What a portal vouched for.
#[derive(Clone, Debug)]
pub struct Vouched {
    /// Who, as the portal alone knows.
    pub subject: String,
    /// The portal's own session; empty where it names none.
    pub session: String,
    /// When it said so.
    pub issued: Timestamp,
    /// All it says.
    pub claims: Map<String, Value>,
}

/// Whose session a portal has ended.
#[derive(Clone, Debug)]
pub struct LoggedOut {
    /// Who; empty where the session alone is named.
    pub subject: String,
    /// Which session; empty for all of that person.
    pub session: String,
    /// What the portal calls this word of its (`jti`): it is said once.
    pub word: String,
    /// When it said so.
    pub issued: Timestamp,
}

/// What is wrong with a portal's answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// Another issuer's.
    Issuer,
    /// Meant for another client.
    Audience,
    /// Signed by nobody, by the wrong one, or in a way that is not taken.
    Signature,
    /// Not what was asked for: another nonce.
    Nonce,
    /// Too old, or of the future.
    Time,
    /// About somebody else than the token it came with.
    Subject,
    /// The code was used, has run out, or is another client's.
    Code,
    /// It does not read.
    Malformed,
}

impl Reason {
    /// Its name in the audit log.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Issuer => "issuer",
            Self::Audience => "audience",
            Self::Signature => "signature",
            Self::Nonce => "nonce",
            Self::Time => "time",
            Self::Subject => "subject",
            Self::Code => "code",
            Self::Malformed => "malformed",
        }
    }

    /// What a person is told.
    #[must_use]
    pub const fn message(self) -> &'static str {
        match self {
            Self::Issuer => "登录结果的签发方不是本站点的统一注册平台",
            Self::Audience => "登录结果是发给其他系统的",
            Self::Signature => "登录结果的签名未通过核验",
            Self::Nonce => "登录结果与本次登录请求不符",
            Self::Time => "登录结果已过期，或两边系统的时间相差过大",
            Self::Subject => "登录结果与账号信息不一致",
            Self::Code => "登录授权已使用或已过期",
            Self::Malformed => "统一注册平台返回的内容无法识别",
        }
    }
}

/// A portal has not answered, or its answer is not taken.
#[derive(Debug, thiserror::Error)]
pub enum PortalError {
    /// It does not answer, or not as it should: try again.
    #[error("the portal: {0}")]
    Away(String),
    /// What it answered is not taken.
    #[error("{}", .0.message())]
    Refused(Reason),
}

/// What comes back in time.
pub type Answered<'a, T> = Pin<Box<dyn Future<Output = Result<T, PortalError>> + Send + 'a>>;

/// A portal.
pub trait Portal: fmt::Debug + Send + Sync {
    /// Where the browser goes to be asked who it is.
    fn begin<'a>(&'a self, asked: &'a Asked, now: Timestamp) -> Answered<'a, String>;

    /// Who came back with `code`, and with the issuer that the answer names.
    fn finish<'a>(&'a self, asked: &'a Asked, code: &'a str, issuer: Option<&'a str>, now: Timestamp) -> Answered<'a, Vouched>;

    /// Whose session has ended there, by a token that the portal sends.
    fn logged_out<'a>(&'a self, token: &'a str, now: Timestamp) -> Answered<'a, LoggedOut>;

    /// Where the browser goes to end the portal's session too, and comes `back` from; `None` where the portal does not offer it.
    fn end<'a>(&'a self, back: &'a str, now: Timestamp) -> Answered<'a, Option<String>>;
}

/// When what is signed was issued.
fn issued(claims: &Map<String, Value>) -> Option<Timestamp> {
    let seconds = claims.get("iat").and_then(Value::as_i64)?;
    Some(Timestamp::from_micros(seconds.checked_mul(Timestamp::SECOND)?))
}

/// What a claim says; empty where it says no text.
fn text(claims: &Map<String, Value>, name: &str) -> String {
    claims.get(name).and_then(Value::as_str).unwrap_or_default().to_owned()
}

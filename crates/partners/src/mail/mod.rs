//! The mail server (邮件服务器), by SMTP (RFC 5321) and never in clear: `smtp://` means STARTTLS and nothing without it (RFC 3207), `smtps://` TLS from
//! the first byte (RFC 8314). A mail is one MIME message to one address, the same bytes however often it is sent, under one Message-ID.

mod compose;
mod session;

use domain::party::Email;
use domain::time::Timestamp;
use lettre::message::Mailbox;
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Certificate, TlsParameters};
use lettre::transport::smtp::extension::ClientId;
use std::fmt;
use std::time::Duration;

/// How long the server may take for one step of a session. RFC 5321, 4.5.3.2, asks for minutes: what takes longer than this is tried again, or sent
/// once more, and holds up nobody.
pub const PATIENCE: Duration = Duration::from_secs(8);
/// Most bytes of a mail.
pub const SIZE_MAX: usize = 256 * 1024;

/// How the platform sends mail.
#[derive(Clone)]
pub struct Settings {
    /// `smtp://HOST[:PORT]` or `smtps://HOST[:PORT]`; without a port 587 and 465.
    pub address: String,
    /// Whom mails come from.
    pub from: String,
    /// Name and password, where the server wants them.
    pub login: Option<(String, String)>,
    /// Certificates (PEM) that are trusted instead of the public authorities'; empty for these.
    pub trust: String,
    /// How the platform names itself to the server: its host.
    pub host: String,
    /// How long the server may take for one step of a session; usually [`PATIENCE`].
    pub patience: Duration,
}

/// The password is never printed.
impl fmt::Debug for Settings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Settings({}, from {})", self.address, self.from)
    }
}

/// A mail to one person.
#[derive(Clone)]
pub struct Mail {
    /// Its own name, of letters, digits and `_`: the left part of its Message-ID.
    pub id: String,
    /// To whom.
    pub to: Email,
    /// What that person is called; empty when it is not known.
    pub name: String,
    /// The subject, one line.
    pub subject: String,
    /// What it says, in plain text.
    pub text: String,
    /// The one address in it that becomes a link.
    pub link: String,
    /// The date it bears.
    pub at: Timestamp,
}

/// Address and text are never printed.
impl fmt::Debug for Mail {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Mail({})", self.id)
    }
}

/// A mail was not taken, or it is not known. Says the step and the server's code and nothing of what it wrote, which may name the address.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MailError {
    /// The server says no for good.
    #[error("the mail server refuses: {0}")]
    Refused(String),
    /// It has not taken it: not now, or not without something that is missing.
    #[error("the mail server has not taken it: {0}")]
    NotYet(String),
    /// All was sent, and no answer came.
    #[error("the mail server did not say whether it has it: {0}")]
    Unknown(String),
}

/// What is wrong with the settings.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SettingsError {
    /// The address does not read.
    #[error("mail “{0}”应为 smtp://主机[:端口]（STARTTLS）或 smtps://主机[:端口]")]
    Address(String),
    /// The sender's address does not read.
    #[error("mail_from “{0}”应为邮箱地址，可带名称，如 开函 <noreply@example.com>")]
    From(String),
    /// The trusted certificates do not read.
    #[error("mail_trust 中没有可用的证书：{0}")]
    Trust(String),
}

/// The connector to the mail server. A session for each mail: they are few, and one that fails spoils no other.
#[derive(Clone)]
pub struct Mailer {
    host: String,
    port: u16,
    /// Whether TLS begins with the first byte.
    implicit: bool,
    tls: TlsParameters,
    from: Mailbox,
    login: Option<Credentials>,
    hello: ClientId,
    patience: Duration,
}

impl fmt::Debug for Mailer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Mailer({self})")
    }
}

impl fmt::Display for Mailer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}://{}:{}", if self.implicit { "smtps" } else { "smtp" }, self.host, self.port)
    }
}

/// Host, port, and whether TLS begins with the first byte.
fn place(address: &str) -> Option<(String, u16, bool)> {
    let (rest, implicit) = match (address.strip_prefix("smtp://"), address.strip_prefix("smtps://")) {
        (Some(rest), _) => (rest, false),
        (None, Some(rest)) => (rest, true),
        (None, None) => return None,
    };
    let (host, port) = match rest.trim_end_matches('/').rsplit_once(':') {
        Some((host, port)) => (host, port.parse().ok()?),
        None => (rest.trim_end_matches('/'), if implicit { 465 } else { 587 }),
    };
    let plain = !host.is_empty() && !host.contains(['/', '@', '?', ' ', ':']);
    plain.then(|| (host.to_owned(), port, implicit))
}

impl Mailer {
    /// A connector by these settings; nothing is asked of the server yet.
    ///
    /// # Errors
    /// [`SettingsError`].
    pub fn new(settings: &Settings) -> Result<Self, SettingsError> {
        let (host, port, implicit) = place(&settings.address).ok_or_else(|| SettingsError::Address(settings.address.clone()))?;
        let from: Mailbox = settings.from.parse().map_err(|_| SettingsError::From(settings.from.clone()))?;
        let trust = |error: &dyn fmt::Display| SettingsError::Trust(error.to_string());
        let mut tls = TlsParameters::builder(host.clone());
        if !settings.trust.is_empty() {
            tls = session::trusting(tls, Certificate::from_pem(settings.trust.as_bytes()).map_err(|error| trust(&error))?);
        }
        Ok(Self {
            host,
            port,
            implicit,
            tls: tls.build_rustls().map_err(|error| trust(&error))?,
            from,
            login: settings.login.clone().map(|(name, password)| Credentials::new(name, password)),
            hello: ClientId::Domain(settings.host.clone()),
            patience: settings.patience,
        })
    }

    /// Hands a mail over.
    ///
    /// # Errors
    /// [`MailError`].
    pub async fn send(&self, mail: &Mail) -> Result<(), MailError> {
        let (envelope, bytes) = compose::compose(&self.from, mail)?;
        self.hand(&envelope, &bytes).await
    }

    /// Whether the server lets the platform in.
    ///
    /// # Errors
    /// [`MailError`].
    pub async fn examine(&self) -> Result<(), MailError> {
        let mut session = self.open().await?;
        session.abort().await;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_says_how_it_is_secured_and_nothing_else_is_taken() {
        assert_eq!(place("smtp://mail.example.com"), Some(("mail.example.com".into(), 587, false)));
        assert_eq!(place("smtps://mail.example.com/"), Some(("mail.example.com".into(), 465, true)));
        assert_eq!(place("smtp://127.0.0.1:2525"), Some(("127.0.0.1".into(), 2525, false)));
        for wrong in ["mail.example.com:25", "http://mail.example.com", "smtp://", "smtp://a b", "smtp://host:port", "smtp://user@host"] {
            assert_eq!(place(wrong), None, "{wrong}");
        }
    }
}

//! One session with the server. Up to the end of the data an error means that nothing was taken; after it only an answer says what became of the mail.

use super::{MailError, Mailer};
use lettre::address::Envelope;
use lettre::transport::smtp::authentication::Mechanism;
use lettre::transport::smtp::client::{AsyncSmtpConnection, Certificate, CertificateStore, TlsParametersBuilder};
use lettre::transport::smtp::commands::{Data, Mail, Rcpt};
use std::time::Duration;

/// Trusts this certificate and none of the public authorities.
pub(super) fn trusting(tls: TlsParametersBuilder, certificate: Certificate) -> TlsParametersBuilder {
    tls.certificate_store(CertificateStore::None).add_root_certificate(certificate)
}

/// How a step failed.
enum Failed {
    Late,
    Said(lettre::transport::smtp::Error),
}

impl Failed {
    /// The step and the server's code: what it wrote may name the address.
    fn told(&self, step: &str) -> String {
        match self {
            Self::Late => format!("{step}: no answer in time"),
            Self::Said(error) => match error.status() {
                Some(code) => format!("{step}: {code}"),
                None if error.is_tls() => format!("{step}: TLS fails"),
                None if error.is_client() => format!("{step}: the server lacks what is needed"),
                None => format!("{step}: the connection fails"),
            },
        }
    }

    fn is_final(&self) -> bool {
        match self {
            Self::Late => false,
            Self::Said(error) => error.is_permanent(),
        }
    }

    fn is_answer(&self) -> bool {
        match self {
            Self::Late => false,
            Self::Said(error) => error.status().is_some(),
        }
    }
}

async fn within<T>(patience: Duration, step: impl Future<Output = Result<T, lettre::transport::smtp::Error>>) -> Result<T, Failed> {
    match tokio::time::timeout(patience, step).await {
        Ok(outcome) => outcome.map_err(Failed::Said),
        Err(_) => Err(Failed::Late),
    }
}

impl Mailer {
    /// A session that is secured, and logged in where the server wants that. A server that knows no STARTTLS is none of ours.
    pub(super) async fn open(&self) -> Result<AsyncSmtpConnection, MailError> {
        let not_yet = |step: &'static str| move |failed: Failed| MailError::NotYet(failed.told(step));
        let implicit = self.implicit.then(|| self.tls.clone());
        let address = (self.host.as_str(), self.port);
        let connect = AsyncSmtpConnection::connect_tokio1(address, Some(self.patience), &self.hello, implicit, None);
        let mut session = within(self.patience, connect).await.map_err(not_yet("connect"))?;
        if !self.implicit {
            within(self.patience, session.starttls(self.tls.clone(), &self.hello)).await.map_err(not_yet("STARTTLS"))?;
        }
        if let Some(login) = &self.login {
            let mechanisms = [Mechanism::Plain, Mechanism::Login];
            within(self.patience, session.auth(&mechanisms, login)).await.map_err(not_yet("AUTH"))?;
        }
        Ok(session)
    }

    /// Sends the bytes of one mail.
    pub(super) async fn hand(&self, envelope: &Envelope, bytes: &[u8]) -> Result<(), MailError> {
        let mut session = self.open().await?;
        let outcome = deliver(&mut session, envelope, bytes, self.patience).await;
        // What became of the mail is known; how the session ends changes nothing.
        let _ = tokio::time::timeout(self.patience, session.abort()).await;
        outcome
    }
}

async fn deliver(session: &mut AsyncSmtpConnection, envelope: &Envelope, bytes: &[u8], patience: Duration) -> Result<(), MailError> {
    let before = |step: &'static str| {
        move |failed: Failed| {
            let told = failed.told(step);
            if failed.is_final() { MailError::Refused(told) } else { MailError::NotYet(told) }
        }
    };
    within(patience, session.command(Mail::new(envelope.from().cloned(), Vec::new()))).await.map_err(before("MAIL"))?;
    for to in envelope.to() {
        within(patience, session.command(Rcpt::new(to.clone(), Vec::new()))).await.map_err(before("RCPT"))?;
    }
    within(patience, session.command(Data)).await.map_err(before("DATA"))?;
    match within(patience, session.message(bytes)).await {
        Ok(_) => Ok(()),
        Err(failed) if failed.is_answer() => Err(before("end of data")(failed)),
        Err(failed) => Err(MailError::Unknown(failed.told("end of data"))),
    }
}

//! A platform under test that sends mail, and the letter boxes it goes to.

use crate::TestWorld;
use counterparts::mail::{Identity, MailInbox, MailServer};
use partners::mail::{Mailer, PATIENCE, Settings};
use std::sync::Arc;

/// What a platform under test sends mail by.
#[must_use]
pub fn mail_settings(address: String, trust: String) -> Settings {
    Settings { address, from: "开函 <noreply@kaihan.test>".into(), login: None, trust, host: "kaihan.test".into(), patience: PATIENCE }
}

impl TestWorld {
    /// The same platform with a mail server.
    #[must_use]
    pub async fn with_mail(self) -> (Self, MailServer) {
        let (identity, clock) = (Identity::fresh().unwrap(), Arc::clone(&self.clock));
        let inbox = MailInbox::open(&self.folder.path().join("mail.db")).unwrap();
        let server = MailServer::new(inbox, &identity, Arc::new(move || app::Clock::now(clock.as_ref()))).unwrap();
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let settings = mail_settings(format!("smtp://{}", listener.local_addr().unwrap()), identity.certificate.clone());
        tokio::spawn(server.clone().serve(listener));
        (self.sending_by(&settings), server)
    }

    /// The same platform with another mail server.
    #[must_use]
    pub fn sending_by(self, settings: &Settings) -> Self {
        let mailer = Mailer::new(settings).unwrap();
        self.with_parts(|parts| parts.mail = Some(Arc::new(mailer)))
    }
}

//! The reference mail server (邮件服务器): takes mails by SMTP with STARTTLS and by no other way, and shows on its page what arrived in the
//! demonstration's letter boxes. On its own SQLite file.

mod identity;
mod inbox;
mod session;

pub use identity::Identity;
pub use inbox::{ArrivedMail, MailInbox};

use crate::text_message::Now;
use askama::Template;
use axum::Router;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::{Html, IntoResponse, Response};
use axum::routing::get;
use serde::Deserialize;
use std::fmt;
use std::sync::Arc;
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;

/// The mail server.
#[derive(Clone)]
pub struct MailServer(Arc<Inner>);

struct Inner {
    inbox: MailInbox,
    tls: TlsAcceptor,
    now: Now,
}

impl fmt::Debug for MailServer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MailServer")
    }
}

#[derive(Deserialize)]
struct Question {
    #[serde(default)]
    to: String,
}

#[derive(Template)]
#[template(path = "mail/inbox.html")]
struct InboxPage {
    to: String,
    arrived: Vec<ArrivedMail>,
}

impl MailServer {
    /// A server that shows this certificate.
    ///
    /// # Errors
    /// When the certificate or its key cannot be used.
    pub fn new(inbox: MailInbox, identity: &Identity, now: Now) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self(Arc::new(Inner { inbox, tls: identity.acceptor()?, now })))
    }

    /// What arrived.
    #[must_use]
    pub fn inbox(&self) -> &MailInbox {
        &self.0.inbox
    }

    /// Its page.
    pub fn router(&self) -> Router {
        Router::new().route("/", get(show)).route("/mail.css", get(style)).with_state(self.clone())
    }

    /// Takes mails from `listener` for as long as it is polled.
    ///
    /// # Errors
    /// When the listener fails.
    pub async fn serve(self, listener: TcpListener) -> std::io::Result<()> {
        loop {
            let (stream, _) = listener.accept().await?;
            let server = self.clone();
            tokio::spawn(async move {
                // A session that fails is its client's trouble.
                let _ = session::run(stream, &server.0.tls, |mail| server.0.inbox.take(&mail, (server.0.now)())).await;
            });
        }
    }
}

async fn show(State(server): State<MailServer>, Query(question): Query<Question>) -> Response {
    let arrived = server.0.inbox.latest(&question.to).unwrap_or_default();
    match (InboxPage { to: question.to, arrived }).render() {
        Ok(text) => Html(text).into_response(),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

async fn style() -> Response {
    ([(CONTENT_TYPE, "text/css; charset=utf-8")], include_str!("../../../../assets/consent.css")).into_response()
}

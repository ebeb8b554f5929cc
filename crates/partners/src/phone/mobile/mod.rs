//! The cloud of a vendor of mobile certificates (企业标证通): JSON over requests that the platform signs.

pub mod wire;

use super::{Answered, Opened, Phone, PhoneAnswer, PhoneError, Seen, Verdict};
use crate::signed_client::SignedClient;
use domain::signing::PhonePayload;
use domain::time::Timestamp;
use gm::{Entropy, SecretKey};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::sync::Arc;
use wire::{Asked, REQUESTS, STATES, Stands, State, Told, VERDICTS, Which};

/// The connector.
#[derive(Clone, Debug)]
pub struct MobileCertificates(SignedClient);

impl MobileCertificates {
    /// A connector to the cloud at `url` (scheme, host, port), signing with `key`.
    ///
    /// # Errors
    /// [`PhoneError`] when no client can be made or the address has no host.
    pub fn new(url: &str, key: SecretKey, entropy: Arc<dyn Entropy>) -> Result<Self, PhoneError> {
        Ok(Self(SignedClient::new(url, key, entropy)?))
    }

    /// `None` when the cloud does not know what it is asked about.
    async fn ask<T: DeserializeOwned>(&self, target: &str, body: &impl Serialize, now: Timestamp) -> Result<Option<T>, PhoneError> {
        let body = serde_json::to_vec(body).map_err(|error| PhoneError(error.to_string()))?;
        let (status, answer) = self.0.post(target, body, now).await?;
        match status.as_u16() {
            200 => serde_json::from_slice(&answer).map(Some).map_err(|error| PhoneError(error.to_string())),
            404 => Ok(None),
            status => Err(PhoneError(status.to_string())),
        }
    }
}

impl Phone for MobileCertificates {
    fn open<'a>(&'a self, payload: &'a PhonePayload, until: Timestamp, now: Timestamp) -> Answered<'a, Opened> {
        Box::pin(async move {
            let asked = Asked { payload: payload.clone(), until: until.seconds() };
            let opened: wire::Opened = self.ask(REQUESTS, &asked, now).await?.ok_or_else(|| PhoneError("404".into()))?;
            Ok(Opened { ticket: opened.request, address: opened.address })
        })
    }

    fn look<'a>(&'a self, ticket: &'a str, now: Timestamp) -> Answered<'a, Seen> {
        Box::pin(async move {
            let Some(state) = self.ask::<State>(STATES, &Which { request: ticket.to_owned() }, now).await? else { return Ok(Seen::Gone) };
            Ok(match state.state {
                Stands::Waiting => Seen::Waiting,
                Stands::Scanned => Seen::Scanned(state.device),
                Stands::Answered => match state.answer {
                    Some(answer) => Seen::Answered(Box::new(PhoneAnswer {
                        attempt: answer.attempt,
                        code: answer.code,
                        chain: answer.chain,
                        encryption: answer.encryption,
                        signature: answer.signature,
                    })),
                    None => return Err(PhoneError("an answer without content".into())),
                },
                Stands::Declined => Seen::Declined,
            })
        })
    }

    fn tell<'a>(&'a self, ticket: &'a str, attempt: u8, verdict: &'a Verdict, now: Timestamp) -> Answered<'a, ()> {
        Box::pin(async move {
            let (taken, tries, message) = match verdict {
                Verdict::Taken => (true, 0, String::new()),
                Verdict::Again(tries) => (false, *tries, String::new()),
                Verdict::Refused(message) => (false, 0, message.clone()),
            };
            let told = Told { request: ticket.to_owned(), attempt, taken, tries, message };
            self.ask::<serde_json::Value>(VERDICTS, &told, now).await.map(drop)
        })
    }
}

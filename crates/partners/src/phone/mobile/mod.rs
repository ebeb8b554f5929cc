//! The cloud of a vendor of mobile certificates (企业标证通): JSON over requests that the platform signs. What is to be sealed passes it veiled:
//! the vendor learns that a company seals something, and not who guarantees what.

pub mod wire;

use super::{Answered, Opened, Phone, PhoneAnswer, PhoneError, Seen, Verdict};
use crate::signed_client::SignedClient;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use domain::signing::PhonePayload;
use domain::time::Timestamp;
use gm::cipher::{KEY_BYTES, NONCE_BYTES, seal};
use gm::entropy::bytes;
use gm::{Entropy, SecretKey};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::fmt;
use std::sync::Arc;
use wire::{Asked, Carried, REQUESTS, STATES, Stands, State, Told, VEIL, VERDICTS, Veiled, Which};

/// The connector.
#[derive(Clone)]
pub struct MobileCertificates {
    client: SignedClient,
    entropy: Arc<dyn Entropy>,
}

impl fmt::Debug for MobileCertificates {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "MobileCertificates({:?})", self.client)
    }
}

impl MobileCertificates {
    /// A connector to the cloud at `url` (scheme, host, port), signing with `key`.
    ///
    /// # Errors
    /// [`PhoneError`] when no client can be made or the address has no host.
    pub fn new(url: &str, key: SecretKey, entropy: Arc<dyn Entropy>) -> Result<Self, PhoneError> {
        Ok(Self { client: SignedClient::new(url, key, Arc::clone(&entropy))?, entropy })
    }

    /// The payload as it is carried, and what the QR code says behind the address.
    fn carried(&self, payload: &PhonePayload) -> Result<(Carried, String), PhoneError> {
        if payload.consent().is_none() {
            return Ok((Carried::Open(payload.clone()), String::new()));
        }
        let failed = |error: &dyn fmt::Display| PhoneError(error.to_string());
        let (key, nonce) = (bytes::<KEY_BYTES>(self.entropy.as_ref()), bytes::<NONCE_BYTES>(self.entropy.as_ref()));
        let plain = serde_json::to_vec(payload).map_err(|error| failed(&error))?;
        let sealed = seal(&key, &nonce, &plain, VEIL).map_err(|error| failed(&error))?;
        let veil = STANDARD.encode([nonce.as_slice(), &sealed].concat());
        Ok((Carried::Veiled(Veiled { purpose: payload.purpose().to_owned(), veil }), format!("#{}", hex::encode(key))))
    }

    /// `None` when the cloud does not know what it is asked about.
    async fn ask<T: DeserializeOwned>(&self, target: &str, body: &impl Serialize, now: Timestamp) -> Result<Option<T>, PhoneError> {
        let body = serde_json::to_vec(body).map_err(|error| PhoneError(error.to_string()))?;
        let (status, answer) = self.client.post(target, body, now).await?;
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
            let (payload, key) = self.carried(payload)?;
            let asked = Asked { payload, until: until.seconds() };
            let opened: wire::Opened = self.ask(REQUESTS, &asked, now).await?.ok_or_else(|| PhoneError("404".into()))?;
            Ok(Opened { ticket: opened.request, address: format!("{}{key}", opened.address) })
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
                        seal: answer.seal,
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

//! The open interface for institutions, in Rust: [`Client`] sends signed messages to the platform and verifies its answers;
//! [`Gate`] verifies what the platform sends and signs the answers. Neither depends on a web framework.
//!
//! ```no_run
//! # use client::{Client, Platform}; use gm::{SecretKey, SystemEntropy}; use protocol::message::Decision; use std::sync::Arc;
//! # async fn example(key: SecretKey, platform_key: gm::PublicKey) -> Result<(), client::ClientError> {
//! let platform = Platform { address: "https://baohan.example.gov.cn".into(), serial: "0123…".into(), key: platform_key };
//! let client = Client::new(platform, "91310000MA1FL5G671", key, Arc::new(SystemEntropy))?;
//! let decision = Decision {
//!     order_number: "D430000000000000017".into(),
//!     accepted: true,
//!     reason: String::new(),
//!     decided_at: "2026-11-21 10:01:00".into(),
//! };
//! // The key makes a repetition harmless: use one of your own that never changes for this message.
//! client.send("decision", "D430000000000000017/decision", &decision, 1_795_226_460).await?;
//! # Ok(()) }
//! ```

mod gate;

pub use gate::{Gate, Taken};

use gm::{Entropy, PublicKey, SecretKey};
use protocol::catalogue::{CREDIT_COMPANY, CREDIT_MATERIAL, FILE, MATERIAL, of_topic};
use protocol::message::{ApplicationReport, CreditCompany, FileFormat, FileKind, FileReceipt, MATERIAL_MAX, Receipt};
use protocol::problem::Problem;
use protocol::signed::{ANSWER_HEADER, Identity, Request, SignedError, Signer, Verifier, nonce, sign, verify_answer};
use reqwest::header::{AUTHORIZATION, CONTENT_TYPE, HOST};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

/// Longest wait for an answer.
const TIMEOUT: Duration = Duration::from_secs(20);

/// Longest wait for a paper: the largest comes at three megabits a second.
const PAPER_TIMEOUT: Duration = Duration::from_secs(150);

/// The platform, as an institution knows it.
#[derive(Clone, Debug)]
pub struct Platform {
    /// Scheme, host, port.
    pub address: String,
    /// The serial of its key.
    pub serial: String,
    /// Its key.
    pub key: PublicKey,
}

/// Why there is no receipt.
#[derive(Debug, thiserror::Error)]
pub enum ClientError {
    /// The platform has said no: mend the message, or give it up when `retryable` is not set.
    #[error("{} {}", .0.code, .0.title)]
    Refused(Box<Problem>),
    /// There is no answer, or none that the platform signed: ask how the order stands, then send the same message again.
    #[error("the outcome is unknown: {0}")]
    Unknown(String),
}

fn unknown(error: impl fmt::Display) -> ClientError {
    ClientError::Unknown(error.to_string())
}

impl From<SignedError> for ClientError {
    fn from(error: SignedError) -> Self {
        unknown(error)
    }
}

/// The name of a key on the interface: the beginning of SM3 over its point.
#[must_use]
pub fn serial(key: &PublicKey) -> String {
    gm::digest::sm3_hex(&key.to_bytes()).chars().take(20).collect()
}

/// The body of an answer: no platform says more than the largest paper.
async fn bounded(mut answer: reqwest::Response) -> Result<Vec<u8>, ClientError> {
    let mut bytes = Vec::new();
    while let Some(chunk) = answer.chunk().await.map_err(unknown)? {
        bytes.extend_from_slice(&chunk);
        if u64::try_from(bytes.len()).unwrap_or(u64::MAX) > MATERIAL_MAX {
            return Err(unknown("the answer is too long"));
        }
    }
    Ok(bytes)
}

/// The client.
#[derive(Clone, Debug)]
pub struct Client {
    http: reqwest::Client,
    platform: Platform,
    host: String,
    identity: Identity,
    entropy: Arc<dyn Entropy>,
}

impl Client {
    /// A client of the institution with this 18-character code, which signs with `key`.
    ///
    /// # Errors
    /// [`ClientError::Unknown`] when no client can be made or the address has no host.
    pub fn new(platform: Platform, uscc: &str, key: SecretKey, entropy: Arc<dyn Entropy>) -> Result<Self, ClientError> {
        let _ = rustls::crypto::ring::default_provider().install_default();
        let http = reqwest::Client::builder().timeout(TIMEOUT).redirect(reqwest::redirect::Policy::none()).no_proxy();
        let http = http.build().map_err(unknown)?;
        let host = platform.address.split_once("://").map(|(_, host)| host.trim_end_matches('/').to_owned());
        let host = host.ok_or_else(|| unknown("the platform's address has no host"))?;
        let identity = Identity { app: uscc.to_owned(), serial: serial(&key.public_key()), signer: Signer::Sm2(key) };
        Ok(Self { http, platform, host, identity, entropy })
    }

    /// Sends the message of this topic under `key`; `now` in UTC seconds.
    ///
    /// # Errors
    /// [`ClientError`].
    pub async fn send(&self, topic: &str, key: &str, message: &impl Serialize, now: i64) -> Result<Receipt, ClientError> {
        let entry = of_topic(topic).ok_or_else(|| unknown("no such topic"))?;
        let body = serde_json::to_vec(message).map_err(unknown)?;
        self.ask("POST", &entry.target(), Some(key), body, now).await
    }

    /// Pushes a file's bytes under `key`.
    ///
    /// # Errors
    /// [`ClientError`].
    pub async fn push(
        &self,
        order_number: &str,
        kind: FileKind,
        format: FileFormat,
        key: &str,
        bytes: Vec<u8>,
        now: i64,
    ) -> Result<FileReceipt, ClientError> {
        let target = FILE.target().replace("{order_number}", order_number);
        let target = target.replace("{kind}", kind.code()).replace("{format}", format.code());
        self.ask("POST", &target, Some(key), bytes, now).await
    }

    /// Asks how an order stands on the platform.
    ///
    /// # Errors
    /// [`ClientError`].
    pub async fn application(&self, order_number: &str, now: i64) -> Result<ApplicationReport, ClientError> {
        let entry = of_topic("application.report").ok_or_else(|| unknown("no such query"))?;
        self.ask("GET", &entry.target().replace("{order_number}", order_number), None, Vec::new(), now).await
    }

    /// Fetches the paper with this digest that the instruction names; what comes is held to the digest.
    ///
    /// # Errors
    /// [`ClientError`].
    pub async fn material(&self, instruction_id: &str, digest: &str, now: i64) -> Result<Vec<u8>, ClientError> {
        self.paper(&MATERIAL.target().replace("{instruction_id}", instruction_id), digest, now).await
    }

    /// Fetches the paper with this digest that the credit application names; what comes is held to the digest.
    ///
    /// # Errors
    /// [`ClientError`].
    pub async fn credit_material(&self, credit_id: &str, digest: &str, now: i64) -> Result<Vec<u8>, ClientError> {
        self.paper(&CREDIT_MATERIAL.target().replace("{credit_id}", credit_id), digest, now).await
    }

    /// Reads who asks for credit; the platform writes down that it was read.
    ///
    /// # Errors
    /// [`ClientError`].
    pub async fn credit_company(&self, credit_id: &str, now: i64) -> Result<CreditCompany, ClientError> {
        self.ask("GET", &CREDIT_COMPANY.target().replace("{credit_id}", credit_id), None, Vec::new(), now).await
    }

    async fn paper(&self, target: &str, digest: &str, now: i64) -> Result<Vec<u8>, ClientError> {
        let target = target.replace("{digest}", digest);
        let bytes = self.exchange(("GET", &target), None, Vec::new(), now, PAPER_TIMEOUT).await?;
        if gm::digest::sm3_hex(&bytes) == digest { Ok(bytes) } else { Err(unknown("the paper is another one")) }
    }

    async fn ask<T: DeserializeOwned>(
        &self,
        method: &str,
        target: &str,
        key: Option<&str>,
        body: Vec<u8>,
        now: i64,
    ) -> Result<T, ClientError> {
        serde_json::from_slice(&self.exchange((method, target), key, body, now, TIMEOUT).await?).map_err(unknown)
    }

    /// Sends a request, and gives back the body of the answer once it is known to be the platform's and no refusal.
    async fn exchange(
        &self,
        (method, target): (&str, &str),
        key: Option<&str>,
        body: Vec<u8>,
        now: i64,
        patience: Duration,
    ) -> Result<Vec<u8>, ClientError> {
        let fresh = nonce(self.entropy.as_ref());
        let request = Request { method, target, host: &self.host, body: &body };
        let authorization = sign(&request, &self.identity, now, &fresh, self.entropy.as_ref())?;
        let url = format!("{}{target}", self.platform.address.trim_end_matches('/'));
        let method = reqwest::Method::from_bytes(method.as_bytes()).map_err(unknown)?;
        let mut sent = self.http.request(method, url).timeout(patience).header(AUTHORIZATION, authorization).header(HOST, &self.host);
        if let Some(key) = key {
            sent = sent.header("idempotency-key", key).header(CONTENT_TYPE, "application/json").body(body);
        }
        let answer = sent.send().await.map_err(unknown)?;
        let status = answer.status().as_u16();
        let header = answer.headers().get(ANSWER_HEADER).and_then(|value| value.to_str().ok()).unwrap_or("").to_owned();
        let bytes = bounded(answer).await?;
        let key_of = |serial: &str| (serial == self.platform.serial).then(|| Verifier::Sm2(self.platform.key.clone()));
        verify_answer(status, &fresh, &bytes, &header, key_of, now)?;
        if status == 200 { Ok(bytes) } else { Err(ClientError::Refused(Box::new(serde_json::from_slice(&bytes).map_err(unknown)?))) }
    }
}

//! What goes over the wire: one JSON object around a text, signed and, mostly, encrypted.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use domain::time::Timestamp;
use gm::{Entropy, PublicKey, SecretKey};
use serde::{Deserialize, Serialize};

/// How far the sender's clock may be off, in seconds.
const SKEW_MAX: i64 = 300;
/// Characters of a nonce: with a fixed number, the signed text cannot be cut in two ways.
const NONCE: usize = 32;

/// An envelope.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Envelope {
    /// The text, or its ciphertext in hexadecimal (`04` and on: C1C3C2).
    pub data: String,
    /// `1` when it is ciphertext.
    pub encrypt: String,
    /// 32 letters and digits, new for every request and repeated in its answer.
    pub nonce_str: String,
    /// China's civil time; the request's in its answer.
    pub time_stamp: String,
    /// SM3withSM2 over the text and the other values in the order of their names, DER in base64.
    pub sign: String,
}

/// An envelope that was opened: it is one of theirs.
#[derive(Clone, Debug)]
pub struct Opened {
    /// The text.
    pub text: String,
    /// Its nonce.
    pub nonce: String,
    /// Its time, as it stands there.
    pub time: String,
    /// Which of their keys signed.
    pub sender: PublicKey,
    /// Whether it was encrypted.
    pub encrypted: bool,
}

/// Not to be believed, whatever is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the envelope cannot be opened")]
pub struct Sealed;

fn signed(text: &str, encrypt: &str, nonce: &str, time: &str) -> String {
    format!("{text}{encrypt}{nonce}{time}")
}

/// A fresh nonce.
#[must_use]
pub fn nonce(entropy: &dyn Entropy) -> String {
    hex::encode(gm::entropy::bytes::<{ NONCE / 2 }>(entropy))
}

impl Envelope {
    /// Around a text, signed with our key and encrypted for `receiver` if there is one.
    ///
    /// # Errors
    /// [`Sealed`] when there is nothing to encrypt.
    pub fn seal(
        text: &str,
        nonce: &str,
        time: &str,
        key: &SecretKey,
        receiver: Option<&PublicKey>,
        entropy: &dyn Entropy,
    ) -> Result<Self, Sealed> {
        let encrypt = if receiver.is_some() { "1" } else { "0" };
        let signature = key.sign(signed(text, encrypt, nonce, time).as_bytes(), entropy).map_err(|_| Sealed)?;
        let data = match receiver {
            Some(receiver) => hex::encode(receiver.encrypt_c1c3c2(text.as_bytes(), entropy).map_err(|_| Sealed)?),
            None => text.to_owned(),
        };
        Ok(Self {
            data,
            encrypt: encrypt.to_owned(),
            nonce_str: nonce.to_owned(),
            time_stamp: time.to_owned(),
            sign: STANDARD.encode(signature),
        })
    }

    /// Its JSON.
    #[must_use]
    pub fn to_json(&self) -> Vec<u8> {
        serde_json::to_vec(self).unwrap_or_default()
    }

    /// Opens one that came: decrypted with our key, signed with one of `senders`.
    ///
    /// # Errors
    /// [`Sealed`].
    pub fn open(json: &[u8], key: &SecretKey, senders: &[PublicKey]) -> Result<Opened, Sealed> {
        let envelope: Self = serde_json::from_slice(json).map_err(|_| Sealed)?;
        let Self { data, encrypt, nonce_str, time_stamp, sign } = envelope;
        if nonce_str.len() != NONCE || !nonce_str.chars().all(|c| c.is_ascii_alphanumeric()) {
            return Err(Sealed);
        }
        let text = match encrypt.as_str() {
            "0" => data,
            "1" => {
                let ciphertext = hex::decode(data).map_err(|_| Sealed)?;
                String::from_utf8(key.decrypt_c1c3c2(&ciphertext).map_err(|_| Sealed)?).map_err(|_| Sealed)?
            }
            _ => return Err(Sealed),
        };
        let signature = STANDARD.decode(sign).map_err(|_| Sealed)?;
        let said = signed(&text, &encrypt, &nonce_str, &time_stamp);
        let signature = gm::signature::normal(&signature).ok_or(Sealed)?;
        let sender = senders.iter().find(|sender| sender.verify(said.as_bytes(), &signature).is_ok()).ok_or(Sealed)?.clone();
        Ok(Opened { text, nonce: nonce_str, time: time_stamp, sender, encrypted: encrypt == "1" })
    }
}

impl Opened {
    /// Whether a request was made about now.
    #[must_use]
    pub fn is_fresh(&self, now: Timestamp) -> bool {
        Timestamp::parse_civil(&self.time).is_some_and(|time| (time.seconds() - now.seconds()).abs() <= SKEW_MAX)
    }

    /// Whether this is the answer to the request with this nonce and time.
    #[must_use]
    pub fn answers(&self, nonce: &str, time: &str) -> bool {
        self.nonce == nonce && self.time == time
    }
}

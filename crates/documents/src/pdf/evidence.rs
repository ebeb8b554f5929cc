use crate::verify::Flaw;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use gm::certificate::{Certificate, Scheme};
use serde::{Deserialize, Serialize};

/// The attachment's name.
pub const EVIDENCE: &str = "sm2-signature.json";
const FORMAT: &str = "kaihan.sm2-signature.v1";

/// The national signature of a PDF, which readers abroad do not know: over the file as it was before the update that carries it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Evidence {
    format: String,
    /// How many bytes from the beginning are covered.
    pub covered_bytes: usize,
    digest_sm3: String,
    signature: String,
    certificate: String,
    time_stamp: Option<String>,
}

/// A national signature that was verified.
pub(crate) struct Verified {
    /// Who signed.
    pub(crate) certificate: Certificate,
    /// The signature value.
    pub(crate) value: Vec<u8>,
    /// The time stamp over the value, if there is one.
    pub(crate) time_stamp: Option<Vec<u8>>,
}

/// What a national signature covers, digested once: whoever signs notes the same digest.
#[derive(Clone, Debug)]
pub struct Covered {
    bytes: usize,
    digest: String,
}

impl Covered {
    /// All of a PDF as it is.
    #[must_use]
    pub fn whole(pdf: &[u8]) -> Self {
        Self { bytes: pdf.len(), digest: gm::digest::sm3_hex(pdf) }
    }

    /// Its SM3, hexadecimal.
    #[must_use]
    pub fn digest(&self) -> &str {
        &self.digest
    }
}

impl Evidence {
    /// The evidence that `certificate` signed `covered`.
    #[must_use]
    pub fn new(covered: Covered, certificate: &Certificate, value: &[u8], time_stamp: Option<&[u8]>) -> Self {
        Self {
            format: FORMAT.into(),
            covered_bytes: covered.bytes,
            digest_sm3: covered.digest,
            signature: STANDARD.encode(value),
            certificate: STANDARD.encode(certificate.der()),
            time_stamp: time_stamp.map(|stamp| STANDARD.encode(stamp)),
        }
    }

    pub(super) fn to_json(&self) -> String {
        serde_json::to_string_pretty(self).unwrap_or_default()
    }

    /// Reads the attachment.
    ///
    /// # Errors
    /// [`Flaw::EvidenceWrong`].
    pub(crate) fn from_json(text: &[u8]) -> Result<Self, Flaw> {
        serde_json::from_slice::<Self>(text).ok().filter(|evidence| evidence.format == FORMAT).ok_or(Flaw::EvidenceWrong)
    }

    /// What the evidence says, once its signature over the beginning of `file` is verified.
    ///
    /// # Errors
    /// [`Flaw::EvidenceWrong`].
    pub(crate) fn verify(&self, file: &[u8]) -> Result<Verified, Flaw> {
        let wrong = Flaw::EvidenceWrong;
        let covered = file.get(..self.covered_bytes).ok_or(wrong)?;
        let decode = |text: &String| STANDARD.decode(text).map_err(|_| wrong);
        let certificate = Certificate::from_der(&decode(&self.certificate)?).map_err(|_| wrong)?;
        let value = decode(&self.signature)?;
        if gm::digest::sm3_hex(covered) != self.digest_sm3 {
            return Err(wrong);
        }
        certificate.verify(Scheme::Sm2Sm3, covered, &value).map_err(|_| wrong)?;
        Ok(Verified { certificate, value, time_stamp: self.time_stamp.as_ref().map(decode).transpose()? })
    }
}

//! Whoever signs an agreement, and the form that hands it in.

use super::Amiss;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use domain::signing::SigningPayload;
use gm::certificate::Certificate;
use gm::{Entropy, SecretKey};
use seals::eseal::{ESeal, ToBeSigned};

/// Certificate, key and seal of a person.
#[derive(Clone, Debug)]
pub struct Sealer {
    /// The certificate.
    pub certificate: Certificate,
    /// Its key.
    pub key: SecretKey,
    /// The electronic seal, DER.
    pub seal: Vec<u8>,
}

impl Sealer {
    /// What the certificate agent signs for an agreement.
    fn sign(&self, payload: &SigningPayload, entropy: &dyn Entropy) -> Result<Vec<u8>, Amiss> {
        let SigningPayload::Agreement(consent) = payload else { return Err(Amiss::new("not an agreement")) };
        let digest = gm::digest::sm3(consent.description.as_bytes());
        let seal = ESeal::from_der(&self.seal).map_err(|error| Amiss::new(format!("{error:?}")))?;
        let signed = ToBeSigned { seal: &seal, time: consent.time, digest, path: &consent.path, shown: &consent.canonical() };
        self.key.sign(&signed.der(), entropy).map_err(|error| Amiss::new(format!("{error:?}")))
    }

    /// The form that submits the application whose confirmation page is `page`.
    ///
    /// # Errors
    /// [`Amiss`] for a page that asks for no agreement.
    pub fn submission(&self, page: &str, entropy: &dyn Entropy) -> Result<Vec<(&'static str, String)>, Amiss> {
        let payload = unescaped(between(page, "data-payload=\"", "\"")?);
        let payload = serde_json::from_str(&payload).map_err(|error| Amiss::new(error.to_string()))?;
        let signature = self.sign(&payload, entropy)?;
        Ok(vec![
            ("token", field(page, "token")?.to_owned()),
            ("consent", field(page, "consent")?.to_owned()),
            ("chain", STANDARD.encode(self.certificate.der())),
            ("signature", STANDARD.encode(signature)),
            ("seal", STANDARD.encode(&self.seal)),
        ])
    }
}

/// Text out of a page, its escapes undone.
pub(super) fn unescaped(text: &str) -> String {
    let escapes = [("&#34;", "\""), ("&#60;", "<"), ("&#62;", ">"), ("&#39;", "'"), ("&#38;", "&")];
    escapes.iter().fold(text.to_owned(), |text, (escape, plain)| text.replace(escape, plain))
}

/// Where a page's text lies between the first `before` and the next `after`.
///
/// # Errors
/// [`Amiss`] where it has none.
pub(super) fn between<'a>(page: &'a str, before: &str, after: &str) -> Result<&'a str, Amiss> {
    let rest = page.split_once(before).map(|(_, rest)| rest);
    let found = rest.and_then(|rest| rest.split_once(after)).map(|(found, _)| found);
    found.ok_or_else(|| Amiss::new(format!("the page has no {before}")))
}

/// The value of a hidden field.
pub(super) fn field<'a>(page: &'a str, name: &str) -> Result<&'a str, Amiss> {
    between(page, &format!("name=\"{name}\" value=\""), "\"")
}

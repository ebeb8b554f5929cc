//! Registering a key: out of a certificate, out of a certificate request, or a shared secret.

use super::{own, secret};
use crate::commit::commit;
use crate::document::trust::Use;
use crate::error::{AppError, FieldError};
use crate::identity::holder;
use crate::platform::{SERIAL, serial};
use crate::world::{Caller, World};
use domain::credential::{Credential, CredentialKey, add};
use domain::id::CredentialId;
use gm::PublicKey;
use gm::certificate::{Certificate, CertificateError, SigningRequest};
use gm::digest::sm3_hex;
use store::turn::{Contested, take};

/// Longest text, in bytes.
const PEM_MAX: usize = 32 * 1024;

/// A key that was registered.
#[derive(Clone, Debug)]
pub struct Added {
    /// The credential.
    pub credential: Credential,
    /// The shared secret in hexadecimal, where it is one: shown this once.
    pub secret: Option<String>,
}

fn wrong(message: impl std::fmt::Display) -> AppError {
    AppError::Invalid(vec![FieldError::new("pem", message)])
}

/// The key in a certificate of the organisation with this code, or in a request, which proves nothing about who asks but that it holds
/// the key: whoever is logged in vouches for it.
async fn key(world: &World, caller: &Caller, pem: &str) -> Result<(PublicKey, String), AppError> {
    if pem.len() > PEM_MAX {
        return Err(wrong("内容过长，请粘贴一个 PEM 证书或证书请求"));
    }
    if pem.contains("PRIVATE KEY") {
        return Err(wrong("请勿上传私钥，只需证书或证书请求；该私钥请立即作废"));
    }
    if pem.contains("CERTIFICATE REQUEST") {
        // OpenSSL signs with an empty identifier unless it is told one (P13).
        let request = SigningRequest::from_pem(pem).map_err(|error| {
            if error == CertificateError::Signature {
                wrong(
                    "证书请求的签名与其中的公钥不符。用 OpenSSL 生成时须指明国密用户标识：openssl req -new -key 私钥 -sm3 -sigopt distid:1234567812345678",
                )
            } else {
                wrong(error)
            }
        })?;
        return Ok((request.key, request.subject));
    }
    let chain = Certificate::from_pem(pem).map_err(wrong)?;
    world.trust.verify_for(Use::Interface, &chain, world.now()).map_err(wrong)?;
    let first = chain.first().ok_or_else(|| wrong("缺少证书"))?;
    let organisation = caller.actor.organisation.ok_or(AppError::NotFound)?;
    let organisation = store::organisation::load(&mut world.store.reader(), organisation).await?.ok_or(AppError::NotFound)?;
    if holder(first)?.uscc != organisation.uscc {
        return Err(wrong("证书不属于本单位"));
    }
    // A key that logs in is a person's; registered, it would shut that person out (L8).
    if first.fingerprint() == caller.actor.certificate {
        return Err(wrong("这是您登录所用的证书，请为系统另备密钥"));
    }
    Ok((first.public_key().map_err(wrong)?, first.subject()))
}

/// Registers a key; `pem` empty for a shared secret.
///
/// # Errors
/// [`AppError::Invalid`] for a text that holds no usable key; [`AppError::Refused`] when two count already.
pub async fn register(world: &World, caller: &Caller, pem: &str) -> Result<Added, AppError> {
    let now = world.now();
    let (organisation, stamp) = own(world, caller)?;
    let (serial, key, shared) = if pem.trim().is_empty() {
        let serial = sm3_hex(&world.random::<32>()).chars().take(SERIAL).collect::<String>();
        let shared = hex::encode(secret(world, &serial).mac(b"secret"));
        (serial, CredentialKey::Hmac, Some(shared))
    } else {
        let (key, subject) = key(world, caller, pem).await?;
        let serial = serial(&key);
        (serial, CredentialKey::Sm2 { point: hex::encode(key.to_bytes()), subject }, None)
    };
    let id = world.id(CredentialId::new);
    let credential = Credential { id, organisation, serial, key, added_at: now, retired_at: None, version: 1 };
    let credential = commit(world, stamp.about(id), move |w| {
        Box::pin(async move {
            take(w.tx(), Contested::Credentials(organisation))?;
            let known = store::credential::list(w.tx(), organisation).await?;
            w.create::<Credential>(&add(&known, credential)?)
        })
    })
    .await?;
    Ok(Added { credential, secret: shared })
}

//! Looking at a certificate for the person who holds it: what stands in it, whether it is valid and not revoked, whether its key signs. Nobody
//! is logged in, and nothing is kept.

use super::certificate::{chain, holder};
use super::challenge::SignedChallenge;
use super::challenge::check_payload;
use crate::commit::quietly;
use crate::error::AppError;
use crate::world::World;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use domain::time::Timestamp;
use gm::certificate::{Certificate, CertificateError};

/// Days before its end from which on a certificate had better be renewed.
const SOON: i64 = 30;

/// What was found about one side of a certificate, in words that say what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Finding {
    /// Nothing is wrong.
    Good(String),
    /// It stops its holder.
    Bad(String),
    /// It could not be told.
    Unknown(String),
}

/// What was found about a certificate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CertificateCheck {
    /// Whose it is.
    pub holder: Finding,
    /// Whether it is valid by its dates.
    pub validity: Finding,
    /// Whether the platform trusts whoever issued it, and it was not revoked.
    pub trust: Finding,
}

fn days(certificate: &Certificate, now: Timestamp) -> Finding {
    let (from, until) = certificate.validity();
    let day = |seconds: i64| Timestamp::from_micros(seconds.saturating_mul(Timestamp::SECOND)).date();
    let left = (until - now.seconds()) / 86_400;
    if now.seconds() < from {
        Finding::Bad(format!("证书自 {} 起生效，目前还不能使用。请到期再用，或联系发证机构", day(from)))
    } else if now.seconds() > until {
        Finding::Bad(format!("证书已于 {} 过期，请联系发证机构更新。新证书的统一社会信用代码不变，即可看到原有订单", day(until)))
    } else if left < SOON {
        Finding::Good(format!("有效期至 {}，还有 {left} 天，请及早联系发证机构更新", day(until)))
    } else {
        Finding::Good(format!("有效期至 {}", day(until)))
    }
}

fn trust(verdict: Result<(), CertificateError>) -> Finding {
    match verdict {
        Ok(()) => Finding::Good("由受信任的发证机构签发，未被吊销".into()),
        Err(CertificateError::Expired | CertificateError::NotYetValid) => {
            Finding::Unknown("证书或其发证机构的证书不在有效期内，没有再核对吊销状态".into())
        }
        Err(CertificateError::RevocationUnknown) => {
            Finding::Unknown("发证机构的吊销列表暂时不可用，无法确认是否被吊销。请稍后重试，持续如此请联系客服".into())
        }
        Err(CertificateError::Untrusted | CertificateError::NotAnAuthority) => {
            Finding::Bad("证书不是由本平台认可的电子认证机构签发，请选择其他证书，或向认可的机构申领".into())
        }
        Err(
            error @ (CertificateError::Malformed
            | CertificateError::Algorithm
            | CertificateError::Signature
            | CertificateError::KeyUsage
            | CertificateError::UnknownCritical
            | CertificateError::Revoked),
        ) => Finding::Bad(error.to_string()),
    }
}

/// Looks at the certificate that signed the challenge; the challenge is used up.
///
/// # Errors
/// [`AppError::Unauthenticated`] with what to do, when the certificate cannot be read, its key did not sign, or the challenge does not count.
pub async fn check(world: &World, browser: String, answer: SignedChallenge) -> Result<CertificateCheck, AppError> {
    let (now, refuse) = (world.now(), |message: &str| AppError::Unauthenticated(message.to_owned()));
    let chain = chain(&answer.chain)?;
    let first = chain.first().ok_or_else(|| refuse("没有收到证书，请重新选择"))?;
    let message = check_payload(world, &answer.nonce, answer.expires).canonical();
    let signature = STANDARD.decode(&answer.signature).map_err(|_| refuse("签名格式不正确，请重新检测"))?;
    let key = first.public_key().map_err(|error| AppError::Unauthenticated(error.to_string()))?;
    key.verify(&message, &signature).map_err(|_| refuse("证书的密钥没有正确签名，请重新插拔 USB Key 后再检测，仍不成功请联系发证机构"))?;
    let nonce = answer.nonce;
    let used = quietly(world, move |w| Box::pin(async move { Ok(store::session::use_challenge(w.tx(), &nonce, &browser, now)?) }));
    match used.await {
        Ok(()) => {}
        Err(AppError::Conflict) => return Err(refuse("检测请求已使用或已过期，请重新点击“检测证书”")),
        Err(other) => return Err(other),
    }
    let holder = match holder(first) {
        Ok(holder) => Finding::Good(format!("{}，{}", holder.name, holder.uscc)),
        Err(error) => Finding::Bad(error.to_string()),
    };
    Ok(CertificateCheck { holder, validity: days(first, now), trust: trust(world.trust.verify(&chain, now)) })
}

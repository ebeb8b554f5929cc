use super::certificate::{chain, first_moment, holder, last_day};
use super::challenge::{self, SignedChallenge};
use super::device::Device;
use super::open::{Arrival, LEFT, open};
use super::refused;
use crate::commit::quietly;
use crate::document::trust::Use;
use crate::error::AppError;
use crate::platform::serial;
use crate::world::World;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use domain::access::Role;
use domain::session::LoginWay;
use gm::certificate::Certificate;
use store::organisation::Organisation;

/// A session that just began.
#[derive(Clone, Debug)]
pub struct LoggedIn {
    /// The token the browser keeps; only its digest is stored.
    pub token: String,
    /// For whom.
    pub organisation: Organisation,
    /// In which role it begins.
    pub role: Role,
}

/// What the certificate of somebody who came this way is held against.
pub(crate) const fn held_against(way: LoginWay) -> Use {
    match way {
        LoginWay::Certificate | LoginWay::Mobile | LoginWay::Portal | LoginWay::Phone => Use::Person,
        LoginWay::Licence => Use::Licence,
    }
}

/// Verifies `signature` (base64 DER) over `message` by the chain's first certificate, and the chain itself, which is a person's.
pub(crate) fn verified(world: &World, texts: &[String], message: &[u8], signature: &str) -> Result<Certificate, AppError> {
    verified_for(world, Use::Person, texts, message, signature)
}

/// The same for a chain that is held against something else.
pub(crate) fn verified_for(world: &World, wanted: Use, texts: &[String], message: &[u8], signature: &str) -> Result<Certificate, AppError> {
    let refuse = |message: String| AppError::Unauthenticated(message);
    let chain = chain(texts)?;
    world.trust.verify_for(wanted, &chain, world.now()).map_err(|error| refuse(error.to_string()))?;
    let first = chain.into_iter().next().ok_or_else(|| refuse("缺少证书".into()))?;
    let signature = STANDARD.decode(signature).map_err(|_| refuse("签名格式不正确，请重新签名".into()))?;
    let key = first.public_key().map_err(|error| refuse(error.to_string()))?;
    // Whoever logs in signs again while the session lasts.
    key.keep(gm::Keeping::Passing);
    key.verify(message, &signature).map_err(|_| refuse("签名验证未通过，请确认证书无误后重新签名".into()))?;
    Ok(first)
}

/// Refuses a certificate whose key is a system's: one machine must not be a second person (L8). Keys of the interface, of seals in the
/// vault, of the platform and the bank are known here; time-stamp authorities and the like are told by their extended usage.
pub(crate) async fn no_system(world: &World, certificate: &Certificate) -> Result<(), AppError> {
    let refuse = |what: &str| AppError::Unauthenticated(format!("该证书是{what}，不能用于登录，请使用经办人本人的证书"));
    let key = certificate.public_key().map_err(|error| AppError::Unauthenticated(error.to_string()))?;
    let name = serial(&key);
    if world.vault.holds(certificate) {
        return Err(refuse("出函机构的签章证书"));
    }
    if name == world.platform.identity().serial || key == world.bank_key {
        return Err(refuse("系统证书"));
    }
    match store::credential::load_by_serial(&mut world.store.reader(), &name).await? {
        Some(_) => Err(refuse("已登记的接口密钥")),
        None => Ok(()),
    }
}

/// Logs in the holder of the certificate that signed the challenge. The challenge is used up before the session exists, in
/// the same transaction. An organisation seen for the first time becomes an applicant. A refusal is written down.
///
/// # Errors
/// [`AppError::Unauthenticated`] with what to do; a replayed, expired or another browser's challenge included.
pub async fn login(world: &World, browser: String, answer: SignedChallenge, device: Device) -> Result<LoggedIn, AppError> {
    let outcome = attempt(world, browser, answer.clone(), device).await;
    if let Err(AppError::Unauthenticated(message)) = &outcome {
        let otherwise = if message == LEFT { "person-left" } else { refused::UNPROVED };
        refused::write_down(world, Use::Person, &answer.chain, otherwise).await;
    }
    outcome
}

async fn attempt(world: &World, browser: String, answer: SignedChallenge, device: Device) -> Result<LoggedIn, AppError> {
    let now = world.now();
    let payload = challenge::payload(world, &answer.nonce, answer.expires);
    let certificate = verified(world, &answer.chain, &payload.canonical(), &answer.signature)?;
    no_system(world, &certificate).await?;
    let holder = holder(&certificate)?;
    let token = hex::encode(world.random::<32>());
    let arrival = Arrival {
        uscc: holder.uscc,
        name: holder.name,
        vouched: first_moment(&certificate),
        person: holder.fingerprint,
        chain: answer.chain.join(" "),
        way: LoginWay::Certificate,
        portal_session: String::new(),
        holder: holder.person,
        certificate_ends: last_day(&certificate),
        project: holder.project,
        says: Vec::new(),
    };
    let fresh = token.clone();
    let outcome = quietly(world, move |w| {
        Box::pin(async move {
            store::session::use_challenge(w.tx(), &answer.nonce, &browser, now)?;
            open(w, arrival, &device, &fresh).await
        })
    })
    .await;
    match outcome {
        Ok((organisation, role)) => Ok(LoggedIn { token, organisation, role }),
        // Which of the three it was is nobody's business.
        Err(AppError::Conflict) => Err(AppError::Unauthenticated("登录请求已使用或已过期，请重新点击“证书登录”".into())),
        Err(other) => Err(other),
    }
}

use crate::error::AppError;
use crate::world::World;
use domain::access::Actor;
use domain::staff::{Duties, duties_of};
use domain::time::{Date, Timestamp};
use gm::certificate::CertificateError;
use gm::digest::sm3_hex;
use store::organisation::Organisation;
use store::session::{Held, Session};

/// A session ends after half an hour without use…
pub(super) const IDLE_MICROS: i64 = 30 * Timestamp::MINUTE;
/// …and after twelve hours in any case (threat T-21).
pub(super) const ABSOLUTE_MICROS: i64 = 12 * Timestamp::HOUR;

/// Someone with a session.
#[derive(Clone, Debug)]
pub struct Visitor {
    /// The session.
    pub session: Session,
    /// Their organisation.
    pub organisation: Organisation,
    /// Who they act as.
    pub actor: Actor,
}

impl Visitor {
    /// The last day of the certificate the session began with.
    #[must_use]
    pub fn certificate_ends(&self) -> Option<Date> {
        let texts: Vec<String> = self.session.chain.split(' ').map(str::to_owned).collect();
        let (_, ends) = super::certificate::chain(&texts).ok()?.first()?.validity();
        Some(Timestamp::from_micros(ends.checked_mul(Timestamp::SECOND)?).date())
    }
}

/// Whether the certificate a session began with is still good. A list that ran out meanwhile ends no session, for the certificate was
/// good when it began; it stops the next login and the next signature.
fn still_good(world: &World, session: &Session, now: Timestamp) -> bool {
    let texts: Vec<String> = session.chain.split(' ').map(str::to_owned).collect();
    let Ok(chain) = super::certificate::chain(&texts) else { return false };
    match world.trust.verify(&chain, now) {
        Ok(()) | Err(CertificateError::RevocationUnknown) => true,
        Err(
            CertificateError::Malformed
            | CertificateError::Algorithm
            | CertificateError::Signature
            | CertificateError::NotYetValid
            | CertificateError::Expired
            | CertificateError::KeyUsage
            | CertificateError::UnknownCritical
            | CertificateError::NotAnAuthority
            | CertificateError::Untrusted
            | CertificateError::Revoked,
        ) => false,
    }
}

/// The visitor behind a token, if its session still counts. A session whose organisation has since changed its role is over, as is one
/// whose certificate is no longer good: the trust folder is asked at each request (L6).
///
/// # Errors
/// [`AppError::Unavailable`].
pub async fn resume(world: &World, token: &str) -> Result<Option<Visitor>, AppError> {
    let now = world.now();
    let digest = sm3_hex(token.as_bytes());
    let mut reader = world.store.reader();
    let Some(Held { session, organisation, institution }) = store::session::load(&mut reader, &digest).await? else { return Ok(None) };
    if now >= session.created_at.plus(ABSOLUTE_MICROS) || now >= session.seen_at.plus(IDLE_MICROS) {
        return Ok(None);
    }
    if organisation.role.code() != session.role {
        return Ok(None);
    }
    if !still_good(world, &session, now) {
        return Ok(None);
    }
    if now >= session.seen_at.plus(Timestamp::MINUTE) {
        world.store.write::<_, AppError, _>(move |tx| Box::pin(async move { Ok(store::session::touch(tx, &digest, now)?) })).await?;
    }
    let duties = match institution {
        Some(institution) => duties_of(&store::staff::list(&mut reader, institution).await?, &session.certificate),
        None => Duties::default(),
    };
    let actor = Actor {
        role: organisation.role,
        organisation: Some(organisation.id),
        name: organisation.name.to_string(),
        certificate: session.certificate.clone(),
        institution,
        site: organisation.site,
        duties,
    };
    Ok(Some(Visitor { session, organisation, actor }))
}

/// Ends the session behind a token.
///
/// # Errors
/// [`AppError::Unavailable`].
pub async fn logout(world: &World, token: &str) -> Result<(), AppError> {
    let digest = sm3_hex(token.as_bytes());
    world.store.write::<_, AppError, _>(move |tx| Box::pin(async move { Ok(store::session::delete(tx, &digest)?) })).await
}

/// The token a form of this session carries: the session's secret under a fresh mask, so that compressed pages do not give it
/// away (BREACH).
#[must_use]
pub fn form_token(world: &World, session: &Session) -> String {
    let mask: [u8; 16] = world.random();
    let secret = hex::decode(&session.csrf).unwrap_or_default();
    let masked: Vec<u8> = mask.iter().zip(secret).map(|(mask, byte)| mask ^ byte).collect();
    format!("{}{}", hex::encode(mask), hex::encode(masked))
}

/// Whether a form's token is this session's.
#[must_use]
pub fn token_matches(session: &Session, token: &str) -> bool {
    use subtle::ConstantTimeEq;
    let (Ok(token), Ok(secret)) = (hex::decode(token), hex::decode(&session.csrf)) else { return false };
    if token.len() != 32 || secret.len() != 16 {
        return false;
    }
    let unmasked: Vec<u8> = token[..16].iter().zip(&token[16..]).map(|(mask, byte)| mask ^ byte).collect();
    unmasked.ct_eq(&secret).into()
}

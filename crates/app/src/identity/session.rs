use super::certificate;
use crate::error::AppError;
use crate::world::World;
use domain::access::{Actor, Role};
use domain::duty::Duties;
use domain::id::OrganisationId;

use domain::membership::{roles, with_one_project};
use domain::party::OrganisationName;
use domain::representative::Representatives;
use domain::session::{LoginWay, PROOF};
use domain::staff::duties_of;
use domain::time::{Date, Timestamp};
use gm::certificate::{Certificate, CertificateError};
use gm::digest::sm3_hex;
use store::organisation::Organisation;
use store::session::{Held, Session};

/// Someone with a session.
#[derive(Clone, Debug)]
pub struct Visitor {
    /// The session.
    pub session: Session,
    /// Their organisation.
    pub organisation: Organisation,
    /// Who they act as.
    pub actor: Actor,
    /// In which roles they may act.
    pub roles: Vec<Role>,
    /// When the session ends unless it is used before; where the longest it may last is near, it ends then in any case.
    pub ends: Timestamp,
    /// How long before that it is warned, in seconds.
    pub warning: i64,
    /// Whether the signature it began with is fresh (T-21).
    pub proved: bool,
}

impl Visitor {
    /// The last day of the certificate the session began with.
    #[must_use]
    pub fn certificate_ends(&self) -> Option<Date> {
        certificate::last_day(certificate::kept(&self.session)?.first()?)
    }
}

/// The certificates a session began with, as long as they are good; none of a session without. A list that ran out meanwhile ends no session,
/// for the certificate was good when it began; it stops the next login and the next signature.
fn still_good(world: &World, session: &Session, now: Timestamp) -> Option<Vec<Certificate>> {
    if !session.way.signs() {
        return Some(Vec::new());
    }
    let chain = certificate::kept(session)?;
    match world.trust.verify_for(super::login::held_against(session.way), &chain, now) {
        Ok(()) | Err(CertificateError::RevocationUnknown) => Some(chain),
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
        ) => None,
    }
}

/// Whether whoever the session is of no longer acts for the enterprise: has left, or is known by a phone that is nobody's any more.
fn is_cut_off(people: Option<&Representatives>, session: &Session) -> bool {
    match (people, session.way) {
        (Some(people), LoginWay::Phone) => people.person(&session.certificate).is_none(),
        (Some(people), LoginWay::Certificate | LoginWay::Mobile | LoginWay::Licence | LoginWay::Portal) => {
            people.has_left(&session.certificate)
        }
        (None, way) => way == LoginWay::Phone,
    }
}

/// The visitor behind a token, if its session still counts. A session whose organisation has lost the role it acts in is over, as is one
/// whose certificate is no longer good, or whose person has left: the trust folder is asked at each request (L6).
///
/// # Errors
/// [`AppError::Unavailable`].
pub async fn resume(world: &World, token: &str) -> Result<Option<Visitor>, AppError> {
    let now = world.now();
    let digest = sm3_hex(token.as_bytes());
    let mut reader = world.store.reader();
    let Some(held) = store::session::load(&mut reader, &digest, now).await? else { return Ok(None) };
    let Held { mut session, organisation, institution, granted, people } = held;
    let rules = world.sites.sessions(session.site);
    if now >= rules.ends(session.created_at, session.seen_at) {
        return Ok(None);
    }
    let given: Vec<Role> = granted.iter().map(|(role, _)| *role).chain(session.said.iter().copied()).collect();
    let Some(chain) = still_good(world, &session, now) else { return Ok(None) };
    let Ok(project) = chain.first().map_or(Ok(None), certificate::project) else { return Ok(None) };
    let roles = roles(organisation.role, &given, session.way);
    let roles = if project.is_some() { with_one_project(roles) } else { roles };
    let Some(role) = roles.iter().copied().find(|role| role.code() == session.role) else { return Ok(None) };
    if role.is_enterprises() && is_cut_off(people.as_ref(), &session) {
        return Ok(None);
    }
    if now >= session.seen_at.plus(Timestamp::MINUTE) {
        session.seen_at = now;
        world.store.write::<_, AppError, _>(move |tx| Box::pin(async move { Ok(store::session::touch(tx, &digest, now)?) })).await?;
    }
    let institution = institution.filter(|_| role == Role::GuarantorStaff);
    let duties = match institution {
        Some(institution) => duties_of(&store::staff::list(&mut reader, institution).await?, &session.certificate),
        None if role.is_enterprises() => {
            people.map_or_else(Duties::all, |people| people.duties_of(&session.certificate, session.way, now.date()))
        }
        None => Duties::default(),
    };
    let site = match role {
        Role::CentreStaff => organisation.site,
        Role::Regulator => granted.iter().find(|(held, _)| *held == role).and_then(|(_, site)| *site),
        Role::Public
        | Role::Applicant
        | Role::Tenderee
        | Role::Agency
        | Role::ProjectOwner
        | Role::Contractor
        | Role::GuarantorStaff
        | Role::System => None,
    };
    let actor = Actor {
        role,
        organisation: Some(organisation.id),
        name: organisation.name.to_string(),
        certificate: session.certificate.clone(),
        institution,
        site,
        duties,
        project,
    };
    let ends = rules.ends(session.created_at, session.seen_at);
    let proved = session.way.signs() && now < session.created_at.plus(PROOF);
    Ok(Some(Visitor { session, organisation, actor, roles, ends, warning: rules.warning_seconds(), proved }))
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
/// away (BREACH); behind it, the role and the organisation it was made in.
#[must_use]
pub fn form_token(world: &World, session: &Session) -> String {
    let mask: [u8; 16] = world.random();
    let secret = hex::decode(&session.csrf).unwrap_or_default();
    let masked: Vec<u8> = mask.iter().zip(secret).map(|(mask, byte)| mask ^ byte).collect();
    format!("{}{}.{}.{}", hex::encode(mask), hex::encode(masked), session.role, session.organisation)
}

/// The role a form was made in, as its token says: to tell why it counts no longer, and for nothing else.
#[must_use]
pub fn token_role(token: &str) -> Option<Role> {
    Role::of_code(token.split('.').nth(1)?)
}

/// The organisation a form was made for, as its token says: to hand it in for no other one, and for nothing else.
#[must_use]
pub fn token_organisation(token: &str) -> Option<OrganisationId> {
    token.split('.').nth(2)?.parse().ok()
}

/// What an organisation is called whose form came in the session of another one. Whoever has the form has its identifier from there.
///
/// # Errors
/// [`AppError::Unavailable`].
pub async fn name_of(world: &World, organisation: OrganisationId) -> Result<Option<OrganisationName>, AppError> {
    Ok(store::organisation::load(&mut world.store.reader(), organisation).await?.map(|organisation| organisation.name))
}

/// Whether a form's token is this session's.
#[must_use]
pub fn token_matches(session: &Session, token: &str) -> bool {
    use subtle::ConstantTimeEq;
    let token = token.split_once('.').map_or(token, |(secret, _)| secret);
    let (Ok(token), Ok(secret)) = (hex::decode(token), hex::decode(&session.csrf)) else { return false };
    if token.len() != 32 || secret.len() != 16 {
        return false;
    }
    let unmasked: Vec<u8> = token[..16].iter().zip(&token[16..]).map(|(mask, byte)| mask ^ byte).collect();
    unmasked.ct_eq(&secret).into()
}

//! Login challenges and sessions. Tokens are stored as SM3 digests only.

use crate::db::{Query, Row, StoreError, Tx, statements};
use crate::organisation::{self, Organisation};
use domain::access::Role;
use domain::id::{InstitutionId, OrganisationId, SessionId};
use domain::representative::Representatives;
use domain::session::LoginWay;
use domain::site::SiteCode;
use domain::time::Timestamp;

statements! {
    INSERT_CHALLENGE = "INSERT INTO login_challenge (nonce, browser, expires_at, used_at) VALUES ($1, $2, $3, NULL)";
    USE_CHALLENGE = "UPDATE login_challenge SET used_at = $1 WHERE nonce = $2 AND browser = $3 AND used_at IS NULL AND expires_at > $4";
    DELETE_CHALLENGES = "DELETE FROM login_challenge WHERE nonce IN (SELECT nonce FROM login_challenge WHERE expires_at < $1 ORDER BY expires_at LIMIT $2)",
        postgres "DELETE FROM login_challenge WHERE nonce = ANY(ARRAY(SELECT nonce FROM login_challenge WHERE expires_at < $1 ORDER BY expires_at LIMIT $2 FOR UPDATE SKIP LOCKED))";
    INSERT = "INSERT INTO session (token, id, organisation, role, certificate, chain, csrf, created_at, seen_at, site, way, address, browser, portal_session, said) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)";
    SELECT = "SELECT s.id, s.organisation, s.role, s.certificate, s.chain, s.csrf, s.created_at, s.seen_at, s.site, s.way, s.address, s.browser, s.portal_session, s.said, o.uscc, o.name, o.role, o.site, i.id, (SELECT group_concat(m.role || ':' || COALESCE(m.site, ''), ' ') FROM membership m WHERE m.organisation = s.organisation AND m.until > $1), r.body FROM session s JOIN organisation o ON o.id = s.organisation LEFT JOIN institution i ON i.organisation = o.id LEFT JOIN representative r ON r.organisation = o.id WHERE s.token = $2",
        postgres "SELECT s.id, s.organisation, s.role, s.certificate, s.chain, s.csrf, s.created_at, s.seen_at, s.site, s.way, s.address, s.browser, s.portal_session, s.said, o.uscc, o.name, o.role, o.site, i.id, (SELECT string_agg(m.role || ':' || COALESCE(m.site, ''), ' ') FROM membership m WHERE m.organisation = s.organisation AND m.until > $1), r.body FROM session s JOIN organisation o ON o.id = s.organisation LEFT JOIN institution i ON i.organisation = o.id LEFT JOIN representative r ON r.organisation = o.id WHERE s.token = $2";
    LIST_OF_PERSON = "SELECT id, organisation, role, certificate, chain, csrf, created_at, seen_at, site, way, address, browser, portal_session, said FROM session WHERE certificate = $1 AND organisation = $2 ORDER BY id COLLATE \"binary\" DESC LIMIT $3";
    TOUCH = "UPDATE session SET seen_at = $1 WHERE token = $2";
    ROTATE = "UPDATE session SET token = $1, csrf = $2, role = $3 WHERE token = $4";
    DELETE = "DELETE FROM session WHERE token = $1";
    DELETE_OF_PERSON = "DELETE FROM session WHERE id = $1 AND certificate = $2 AND organisation = $3";
    DELETE_OTHERS = "DELETE FROM session WHERE certificate = $1 AND organisation = $2 AND token <> $3";
    DELETE_ALL_OF_PERSON = "DELETE FROM session WHERE certificate = $1 AND organisation = $2";
    DELETE_OF_ORGANISATION = "DELETE FROM session WHERE organisation = $1";
    DELETE_OF_PORTAL = "DELETE FROM session WHERE certificate = $1 AND ($2 = '' OR portal_session = $2)";
    DELETE_OF_PORTAL_SESSION = "DELETE FROM session WHERE portal_session = $1 AND portal_session <> ''";
    DELETE_BEGUN = "DELETE FROM session WHERE token IN (SELECT token FROM session WHERE created_at < $1 ORDER BY created_at LIMIT $2)",
        postgres "DELETE FROM session WHERE token = ANY(ARRAY(SELECT token FROM session WHERE created_at < $1 ORDER BY created_at LIMIT $2 FOR UPDATE SKIP LOCKED))";
    DELETE_UNUSED = "DELETE FROM session WHERE token IN (SELECT token FROM session WHERE seen_at < $1 ORDER BY seen_at LIMIT $2)",
        postgres "DELETE FROM session WHERE token = ANY(ARRAY(SELECT token FROM session WHERE seen_at < $1 ORDER BY seen_at LIMIT $2 FOR UPDATE SKIP LOCKED))";
}

/// Most rows that one login or challenge clears away of each sort: more than it adds, so that what has ended does not pile up, and few, so
/// that nobody waits for what others left. Those that are left count for nothing: whoever reads one asks the clock.
const SWEEP_MAX: i64 = 100;
/// Most sessions of one person that are listed, the newest first.
const LIST_MAX: i64 = 50;

/// A session: one person for one organisation in one role.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// Which: what its holder may call it by.
    pub id: SessionId,
    /// For which organisation.
    pub organisation: OrganisationId,
    /// In which role, by code.
    pub role: String,
    /// Who: SM3 fingerprint of the certificate, `portal/` and the digest of who the portal says it is, or `phone/` and the representative.
    pub certificate: String,
    /// The certificate and what came with it, base64 DER, leaf first, parted by blanks: whether it is still good is asked again while
    /// the session lasts (L6). Empty where a portal or a phone vouches.
    pub chain: String,
    /// The secret behind the session's form tokens, hexadecimal.
    pub csrf: String,
    /// When it began.
    pub created_at: Timestamp,
    /// When it was last used, to the minute.
    pub seen_at: Timestamp,
    /// On which site, whose limits bind it.
    pub site: Option<SiteCode>,
    /// How the person logged in.
    pub way: LoginWay,
    /// From where, without the last part.
    pub address: String,
    /// With which browser, in our own words.
    pub browser: String,
    /// What the portal calls its own session; empty without one.
    pub portal_session: String,
    /// The roles that a portal says this person has for the organisation: for this session, and nobody else's.
    pub said: Vec<Role>,
}

fn read(row: &Row) -> Result<Session, StoreError> {
    Ok(Session {
        id: row.parse(0)?,
        organisation: row.parse(1)?,
        role: row.text(2)?.to_owned(),
        certificate: row.text(3)?.to_owned(),
        chain: row.text(4)?.to_owned(),
        csrf: row.text(5)?.to_owned(),
        created_at: Timestamp::from_micros(row.int(6)?),
        seen_at: Timestamp::from_micros(row.int(7)?),
        site: row.parse(8).ok(),
        way: LoginWay::of_code(row.text(9)?).ok_or_else(|| StoreError::Corrupt("unknown way of login".into()))?,
        address: row.text(10)?.to_owned(),
        browser: row.text(11)?.to_owned(),
        portal_session: row.text(12)?.to_owned(),
        said: row.text(13)?.split_whitespace().map(organisation::role).collect::<Result<_, _>>()?,
    })
}

/// Writes a challenge for the browser with this digest, and clears some that ended an hour ago.
///
/// # Errors
/// [`StoreError`].
pub fn create_challenge(tx: &mut Tx, nonce: &str, browser: &str, expires_at: Timestamp, now: Timestamp) -> Result<(), StoreError> {
    tx.push_any(&DELETE_CHALLENGES, vec![now.plus(-Timestamp::HOUR).micros().into(), SWEEP_MAX.into()])?;
    tx.push(&INSERT_CHALLENGE, vec![nonce.into(), browser.into(), expires_at.micros().into()], 1)
}

/// Marks a challenge as used.
///
/// # Errors
/// [`StoreError::Conflict`] when it is unknown, another browser's, used or expired.
pub fn use_challenge(tx: &mut Tx, nonce: &str, browser: &str, now: Timestamp) -> Result<(), StoreError> {
    tx.push(&USE_CHALLENGE, vec![now.micros().into(), nonce.into(), browser.into(), now.micros().into()], 1)
}

/// Writes a session under the digest of its token.
///
/// # Errors
/// [`StoreError`].
pub fn create(tx: &mut Tx, token: &str, session: &Session) -> Result<(), StoreError> {
    let values = vec![
        token.into(),
        session.id.to_string().into(),
        session.organisation.to_string().into(),
        session.role.as_str().into(),
        session.certificate.as_str().into(),
        session.chain.as_str().into(),
        session.csrf.as_str().into(),
        session.created_at.micros().into(),
        session.seen_at.micros().into(),
        session.site.map(|site| site.to_string()).into(),
        session.way.code().into(),
        session.address.as_str().into(),
        session.browser.as_str().into(),
        session.portal_session.as_str().into(),
        session.said.iter().map(|role| role.code()).collect::<Vec<_>>().join(" ").into(),
    ];
    tx.push(&INSERT, values, 1)
}

/// A session with the organisation behind it, as it is now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    /// The session.
    pub session: Session,
    /// Its organisation.
    pub organisation: Organisation,
    /// The institution whose staff it is, if it is one.
    pub institution: Option<InstitutionId>,
    /// The roles the organisation was granted, with the region of an authority.
    pub granted: Vec<(Role, Option<SiteCode>)>,
    /// Who acts for the organisation, where it has registered anybody.
    pub people: Option<Representatives>,
}

/// The session under the digest of its token, if there is one, with what its organisation may be at `now`.
///
/// # Errors
/// [`StoreError`].
pub async fn load(query: &mut impl Query, token: &str, now: Timestamp) -> Result<Option<Held>, StoreError> {
    let Some(row) = query.first(&SELECT, vec![now.micros().into(), token.into()]).await? else { return Ok(None) };
    let session = read(&row)?;
    let organisation = Organisation {
        id: session.organisation,
        uscc: organisation::code(&row, 14)?,
        name: row.parse(15)?,
        role: organisation::role(row.text(16)?)?,
        site: row.parse(17).ok(),
    };
    let granted = row.text(19).unwrap_or_default().split_whitespace().filter_map(|text| {
        let (role, site) = text.split_once(':')?;
        Some((Role::of_code(role)?, site.parse().ok()))
    });
    let (institution, granted) = (row.parse(18).ok(), granted.collect());
    let people = row.text(20).is_ok().then(|| row.json(20)).transpose()?;
    Ok(Some(Held { organisation, institution, granted, people, session }))
}

/// The sessions of a person for an organisation, the newest first, at most fifty; some may be over by the clock.
///
/// # Errors
/// [`StoreError`].
pub async fn list_of_person(query: &mut impl Query, certificate: &str, organisation: OrganisationId) -> Result<Vec<Session>, StoreError> {
    let values = vec![certificate.into(), organisation.to_string().into(), LIST_MAX.into()];
    query.rows(&LIST_OF_PERSON, values).await?.iter().map(read).collect()
}

/// Remembers that the session was used.
///
/// # Errors
/// [`StoreError`].
pub fn touch(tx: &mut Tx, token: &str, now: Timestamp) -> Result<(), StoreError> {
    tx.push_any(&TOUCH, vec![now.micros().into(), token.into()])
}

/// Gives the session another token, secret and role; when it began stays.
///
/// # Errors
/// [`StoreError::Conflict`] when it is over, or was rotated meanwhile.
pub fn rotate(tx: &mut Tx, token: &str, fresh: &str, csrf: &str, role: Role) -> Result<(), StoreError> {
    tx.push(&ROTATE, vec![fresh.into(), csrf.into(), role.code().into(), token.into()], 1)
}

/// Ends the session.
///
/// # Errors
/// [`StoreError`].
pub fn delete(tx: &mut Tx, token: &str) -> Result<(), StoreError> {
    tx.push_any(&DELETE, vec![token.into()])
}

/// Ends one of a person's sessions; nothing happens to another's.
///
/// # Errors
/// [`StoreError`].
pub fn delete_of_person(tx: &mut Tx, id: SessionId, certificate: &str, organisation: OrganisationId) -> Result<(), StoreError> {
    tx.push_any(&DELETE_OF_PERSON, vec![id.to_string().into(), certificate.into(), organisation.to_string().into()])
}

/// Ends all of a person's sessions but the one under this token.
///
/// # Errors
/// [`StoreError`].
pub fn delete_others(tx: &mut Tx, certificate: &str, organisation: OrganisationId, token: &str) -> Result<(), StoreError> {
    tx.push_any(&DELETE_OTHERS, vec![certificate.into(), organisation.to_string().into(), token.into()])
}

/// Ends all sessions for an organisation that are known by `certificate`.
///
/// # Errors
/// [`StoreError`].
pub fn delete_all_of_person(tx: &mut Tx, certificate: &str, organisation: OrganisationId) -> Result<(), StoreError> {
    tx.push_any(&DELETE_ALL_OF_PERSON, vec![certificate.into(), organisation.to_string().into()])
}

/// Ends every session for an organisation.
///
/// # Errors
/// [`StoreError`].
pub fn delete_of_organisation(tx: &mut Tx, organisation: OrganisationId) -> Result<(), StoreError> {
    tx.push_any(&DELETE_OF_ORGANISATION, vec![organisation.to_string().into()])
}

/// Ends the sessions of a person that a portal vouched for: those that end with its own session, or all where it names none.
///
/// # Errors
/// [`StoreError`].
pub(crate) fn delete_of_portal(tx: &mut Tx, person: &str, portal_session: &str) -> Result<(), StoreError> {
    tx.push_any(&DELETE_OF_PORTAL, vec![person.into(), portal_session.into()])
}

/// Ends the sessions that end with a portal's own, whoever's they are.
///
/// # Errors
/// [`StoreError`].
pub(crate) fn delete_of_portal_session(tx: &mut Tx, portal_session: &str) -> Result<(), StoreError> {
    tx.push_any(&DELETE_OF_PORTAL_SESSION, vec![portal_session.into()])
}

/// Clears away some sessions begun before `oldest` and some unused since `idle`.
///
/// # Errors
/// [`StoreError`].
pub fn delete_old(tx: &mut Tx, oldest: Timestamp, idle: Timestamp) -> Result<(), StoreError> {
    tx.push_any(&DELETE_BEGUN, vec![oldest.micros().into(), SWEEP_MAX.into()])?;
    tx.push_any(&DELETE_UNUSED, vec![idle.micros().into(), SWEEP_MAX.into()])
}

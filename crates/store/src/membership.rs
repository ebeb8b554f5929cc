//! Roles that organisations were granted.

use crate::db::{Query, StoreError, Tx, statements};
use crate::organisation;
use domain::access::Role;
use domain::id::OrganisationId;
use domain::membership::{Ground, Membership};
use domain::party::{OrganisationName, Uscc};
use domain::site::SiteCode;
use domain::time::Timestamp;

statements! {
    GRANT = "INSERT INTO membership (organisation, role, ground, site, since, until) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (organisation, role, ground) DO UPDATE SET site = excluded.site, until = excluded.until";
    END = "UPDATE membership SET until = $1 WHERE organisation = $2 AND role = $3 AND ground = $4 AND until > $5";
    HELD = "SELECT role FROM membership WHERE organisation = $1 AND until > $2 ORDER BY role, ground";
    LIST_OF_GROUND = "SELECT o.uscc, o.name, m.role, m.site, m.since, m.until FROM membership m JOIN organisation o ON o.id = m.organisation WHERE m.ground = $1 ORDER BY m.since DESC LIMIT $2";
}

/// Most that a centre's page shows, the newest first.
const LIST_MAX: i64 = 200;

/// Writes a membership; one on the same ground before it is replaced.
///
/// # Errors
/// [`StoreError`].
pub fn grant(tx: &mut Tx, membership: &Membership) -> Result<(), StoreError> {
    let values = vec![
        membership.organisation.to_string().into(),
        membership.role.code().into(),
        membership.ground.to_string().into(),
        membership.site.map(|site| site.to_string()).into(),
        membership.from.micros().into(),
        membership.until.map_or(i64::MAX, Timestamp::micros).into(),
    ];
    tx.push_any(&GRANT, values)
}

/// Ends a membership at `at`, where it still counts then.
///
/// # Errors
/// [`StoreError`].
pub fn end(tx: &mut Tx, membership: &Membership, at: Timestamp) -> Result<(), StoreError> {
    let values = vec![
        at.micros().into(),
        membership.organisation.to_string().into(),
        membership.role.code().into(),
        membership.ground.to_string().into(),
        at.micros().into(),
    ];
    tx.push_any(&END, values)
}

/// The roles that an organisation was granted and has at `now`.
///
/// # Errors
/// [`StoreError`].
pub async fn held_by(query: &mut impl Query, organisation: OrganisationId, now: Timestamp) -> Result<Vec<Role>, StoreError> {
    let rows = query.rows(&HELD, vec![organisation.to_string().into(), now.micros().into()]).await?;
    rows.iter().map(|row| organisation::role(row.text(0)?)).collect()
}

/// Somebody with a role on a certain ground.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Granted {
    /// The organisation's code.
    pub uscc: Uscc,
    /// Its name.
    pub name: OrganisationName,
    /// Its role.
    pub role: Role,
    /// The region, of an authority.
    pub site: Option<SiteCode>,
    /// Since when.
    pub since: Timestamp,
    /// Until when; `None` for as long as nobody ends it.
    pub until: Option<Timestamp>,
}

/// Those with a role on this ground, the newest first, at most two hundred.
///
/// # Errors
/// [`StoreError`].
pub async fn list_of(query: &mut impl Query, ground: &Ground) -> Result<Vec<Granted>, StoreError> {
    let rows = query.rows(&LIST_OF_GROUND, vec![ground.to_string().into(), LIST_MAX.into()]).await?;
    rows.iter()
        .map(|row| {
            let until = row.int(5)?;
            Ok(Granted {
                uscc: organisation::code(row, 0)?,
                name: row.parse(1)?,
                role: organisation::role(row.text(2)?)?,
                site: row.parse(3).ok(),
                since: Timestamp::from_micros(row.int(4)?),
                until: (until != i64::MAX).then(|| Timestamp::from_micros(until)),
            })
        })
        .collect()
}

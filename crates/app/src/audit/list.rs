//! Who logged in for an organisation, and what its people were denied: for whoever manages it. With what the person is called, as far as anybody
//! has said: a fingerprint tells nobody who it was.

use crate::error::AppError;
use crate::listing::{self, EXPORT_MAX, Filter, PAGE, Page};
use crate::world::{Caller, World};
use domain::access::{Action, Relation};
use domain::id::OrganisationId;
use domain::party::OrganisationName;
use domain::representative::Representatives;
use domain::staff::Staff;
use store::Query;
pub use store::audit::{AuditEntry, DENIED, LOG_INS};
use store::representative::Seen;

/// An entry, and who it was.
#[derive(Clone, Debug)]
pub struct Audited {
    /// The entry.
    pub entry: AuditEntry,
    /// What the person is called: as the organisation has registered it, else as the certificate says; empty where neither does.
    pub person: String,
    /// What the organisation is called.
    pub organisation: OrganisationName,
}

/// Whom an organisation knows.
struct Known {
    organisation: OrganisationName,
    people: Option<Representatives>,
    staff: Vec<Staff>,
    seen: Vec<Seen>,
}

impl Known {
    async fn load(query: &mut impl Query, caller: &Caller, organisation: OrganisationId) -> Result<Self, AppError> {
        let staff = match caller.actor.institution {
            Some(institution) => store::staff::list(query, institution).await?,
            None => Vec::new(),
        };
        Ok(Self {
            organisation: store::organisation::load(query, organisation).await?.ok_or(AppError::NotFound)?.name,
            people: store::representative::load(query, organisation).await?,
            seen: store::representative::list_seen(query, organisation).await?,
            staff,
        })
    }

    fn person(&self, by: &str) -> Option<String> {
        let registered = self.people.iter().flat_map(|people| &people.people).find(|person| person.is(by));
        let of_staff = || self.staff.iter().find(|person| person.certificate == by).map(|person| person.name.clone());
        let says = || self.seen.iter().find(|seen| seen.by == by).map(|seen| seen.holder.clone());
        registered.map(|person| person.name.to_string()).or_else(|| of_staff().filter(|name| !name.is_empty())).or_else(says)
    }

    fn of(&self, entry: AuditEntry) -> Audited {
        Audited { person: self.person(&entry.certificate).unwrap_or_default(), organisation: self.organisation.clone(), entry }
    }
}

fn own(world: &World, caller: &Caller) -> Result<OrganisationId, AppError> {
    let organisation = caller.actor.organisation.ok_or(AppError::NotFound)?;
    caller.stamp(world, Action::ViewAudit, Relation::Holder, organisation)?;
    Ok(organisation)
}

/// A page of them: all, [`LOG_INS`] or [`DENIED`].
///
/// # Errors
/// [`AppError::NotFound`]; [`domain::Refusal::DutyMissing`] to who does not manage an institution.
pub async fn list(world: &World, caller: &Caller, filter: Filter<'_>, after: Option<String>) -> Result<Page<Audited>, AppError> {
    let organisation = own(world, caller)?;
    let mut reader = world.store.reader();
    let known = Known::load(&mut reader, caller, organisation).await?;
    let rows = store::audit::list(&mut reader, organisation, &filter, after, PAGE + 1).await?;
    let count = store::audit::count(&mut reader, organisation, &filter).await?;
    let rows = rows.into_iter().map(|entry| known.of(entry)).collect();
    Ok(listing::page(rows, count, |row: &Audited| row.entry.id.clone()))
}

/// All of them that an export holds.
///
/// # Errors
/// As [`list`].
pub async fn all(world: &World, caller: &Caller, filter: Filter<'_>) -> Result<Vec<Audited>, AppError> {
    let organisation = own(world, caller)?;
    let known = Known::load(&mut world.store.reader(), caller, organisation).await?;
    let mut rows: Vec<AuditEntry> = Vec::new();
    while rows.len() < EXPORT_MAX {
        let after = rows.last().map(|entry| entry.id.clone());
        let chunk = store::audit::list(&mut world.store.reader(), organisation, &filter, after, store::audit::PAGE_MAX).await?;
        let last = i64::try_from(chunk.len()).unwrap_or(0) < store::audit::PAGE_MAX;
        rows.extend(chunk);
        if last {
            break;
        }
    }
    rows.truncate(EXPORT_MAX);
    Ok(rows.into_iter().map(|entry| known.of(entry)).collect())
}

//! Notices: what people are told.

use crate::db::{Query, Row, StoreError, Tx, statements};
use crate::filter::{COUNT_MAX, Filter};
use domain::id::{ApplicationId, NoticeId};
use domain::notice::NoticeKind;
use domain::site::SiteCode;
use domain::time::Timestamp;

statements! {
    INSERT = "INSERT INTO notice (id, audience, application, site, kind, at) VALUES ($1, $2, $3, $4, $5, $6)";
    LIST = "SELECT n.id, n.application, a.number, n.kind, n.at, n.read_at IS NULL, n.site FROM notice n LEFT JOIN application a ON a.id = n.application WHERE n.audience = $1 AND n.id COLLATE \"binary\" < $2 ORDER BY n.id COLLATE \"binary\" DESC LIMIT $3",
        postgres "SELECT n.id, n.application, a.number, n.kind, n.at, (n.read_at IS NULL)::int::bigint, n.site FROM notice n LEFT JOIN application a ON a.id = n.application WHERE n.audience = $1 AND n.id COLLATE \"binary\" < $2 ORDER BY n.id COLLATE \"binary\" DESC LIMIT $3";
    LIST_OLDEST = "SELECT n.id, n.application, a.number, n.kind, n.at, n.read_at IS NULL, n.site FROM notice n LEFT JOIN application a ON a.id = n.application WHERE n.audience = $1 AND n.id COLLATE \"binary\" > $2 ORDER BY n.id COLLATE \"binary\" LIMIT $3",
        postgres "SELECT n.id, n.application, a.number, n.kind, n.at, (n.read_at IS NULL)::int::bigint, n.site FROM notice n LEFT JOIN application a ON a.id = n.application WHERE n.audience = $1 AND n.id COLLATE \"binary\" > $2 ORDER BY n.id COLLATE \"binary\" LIMIT $3";
    LIST_UNREAD = "SELECT n.id, n.application, a.number, n.kind, n.at, n.read_at IS NULL, n.site FROM notice n LEFT JOIN application a ON a.id = n.application WHERE n.audience = $1 AND n.read_at IS NULL AND n.id COLLATE \"binary\" < $2 ORDER BY n.id COLLATE \"binary\" DESC LIMIT $3",
        postgres "SELECT n.id, n.application, a.number, n.kind, n.at, (n.read_at IS NULL)::int::bigint, n.site FROM notice n LEFT JOIN application a ON a.id = n.application WHERE n.audience = $1 AND n.read_at IS NULL AND n.id COLLATE \"binary\" < $2 ORDER BY n.id COLLATE \"binary\" DESC LIMIT $3";
    LIST_UNREAD_OLDEST = "SELECT n.id, n.application, a.number, n.kind, n.at, n.read_at IS NULL, n.site FROM notice n LEFT JOIN application a ON a.id = n.application WHERE n.audience = $1 AND n.read_at IS NULL AND n.id COLLATE \"binary\" > $2 ORDER BY n.id COLLATE \"binary\" LIMIT $3",
        postgres "SELECT n.id, n.application, a.number, n.kind, n.at, (n.read_at IS NULL)::int::bigint, n.site FROM notice n LEFT JOIN application a ON a.id = n.application WHERE n.audience = $1 AND n.read_at IS NULL AND n.id COLLATE \"binary\" > $2 ORDER BY n.id COLLATE \"binary\" LIMIT $3";
    NEWEST = "SELECT id FROM notice WHERE audience = $1 ORDER BY id COLLATE \"binary\" DESC LIMIT 1";
    READ = "UPDATE notice SET read_at = $1 WHERE audience = $2 AND id COLLATE \"binary\" <= $3 AND read_at IS NULL";
    COUNT = "SELECT COUNT(*) FROM (SELECT 1 FROM notice WHERE audience = $1 ORDER BY id COLLATE \"binary\" LIMIT $2) AS counted";
    COUNT_UNREAD = "SELECT COUNT(*) FROM (SELECT 1 FROM notice WHERE audience = $1 AND read_at IS NULL ORDER BY id COLLATE \"binary\" LIMIT $2) AS counted";
}

/// Longest page of a list.
pub const PAGE_MAX: i64 = 50;
/// The state of those that nobody has read.
pub const UNREAD: &str = "unread";
/// Sorts after every identifier.
const AFTER_ALL: &str = "ntc_g";

/// A notice to be written.
#[derive(Clone, Debug)]
pub struct NewNotice {
    /// Which.
    pub id: NoticeId,
    /// To whose people: an organisation's or an institution's identifier, or the code of a centre's site.
    pub audience: String,
    /// About which application; `None` when it is about the institution itself.
    pub application: Option<ApplicationId>,
    /// On which site, then.
    pub site: Option<SiteCode>,
    /// What it says.
    pub kind: NoticeKind,
    /// When.
    pub at: Timestamp,
}

/// A notice as it is read.
#[derive(Clone, Debug)]
pub struct Read {
    /// Which.
    pub id: NoticeId,
    /// About which application, and its number; `None` when it is about the institution itself.
    pub application: Option<(ApplicationId, String)>,
    /// On which site, then.
    pub site: Option<SiteCode>,
    /// What it says; `None` for what this version of the program does not know.
    pub kind: Option<NoticeKind>,
    /// When.
    pub at: Timestamp,
    /// Whether nobody has read it yet.
    pub unread: bool,
}

/// Writes a notice.
///
/// # Errors
/// [`StoreError`].
pub fn create(tx: &mut Tx, notice: &NewNotice) -> Result<(), StoreError> {
    let values = vec![
        notice.id.to_string().into(),
        notice.audience.as_str().into(),
        notice.application.map(|id| id.to_string()).into(),
        notice.site.map(|site| site.to_string()).into(),
        notice.kind.code().into(),
        notice.at.micros().into(),
    ];
    tx.push(&INSERT, values, 1)
}

fn read(row: &Row) -> Result<Read, StoreError> {
    Ok(Read {
        id: row.parse(0)?,
        application: row.text(1).ok().and_then(|id| id.parse().ok()).zip(row.text(2).ok().map(str::to_owned)),
        site: row.text(6).ok().and_then(|site| site.parse().ok()),
        kind: NoticeKind::of_code(row.text(3)?),
        at: Timestamp::from_micros(row.int(4)?),
        unread: row.int(5)? == 1,
    })
}

/// A page of an audience's notices, all or [`UNREAD`] ones, in the order asked for, behind `after`; at most [`PAGE_MAX`]. They are not
/// searched by words.
///
/// # Errors
/// [`StoreError`].
pub async fn list(
    query: &mut impl Query,
    audience: &str,
    filter: &Filter<'_>,
    after: Option<NoticeId>,
    limit: i64,
) -> Result<Vec<Read>, StoreError> {
    let after = filter.begin(after.map(|id| id.to_string()), AFTER_ALL);
    let values = vec![audience.into(), after.into(), limit.clamp(1, PAGE_MAX).into()];
    let sql = match (filter.state.is_empty(), filter.oldest) {
        (true, false) => &LIST,
        (true, true) => &LIST_OLDEST,
        (false, false) => &LIST_UNREAD,
        (false, true) => &LIST_UNREAD_OLDEST,
    };
    query.rows(sql, values).await?.iter().map(read).collect()
}

/// How many there are, up to one more than [`COUNT_MAX`].
///
/// # Errors
/// [`StoreError`].
pub async fn count(query: &mut impl Query, audience: &str, filter: &Filter<'_>) -> Result<i64, StoreError> {
    let sql = if filter.state.is_empty() { &COUNT } else { &COUNT_UNREAD };
    query.first(sql, vec![audience.into(), (COUNT_MAX + 1).into()]).await?.map_or(Ok(0), |row| row.int(0))
}

/// The newest of an audience.
///
/// # Errors
/// [`StoreError`].
pub async fn newest(query: &mut impl Query, audience: &str) -> Result<Option<NoticeId>, StoreError> {
    query.first(&NEWEST, vec![audience.into()]).await?.map(|row| row.parse(0)).transpose()
}

/// Notes that an audience has read its notices up to this one.
///
/// # Errors
/// [`StoreError`].
pub fn mark_read(tx: &mut Tx, audience: &str, until: NoticeId, now: Timestamp) -> Result<(), StoreError> {
    tx.push_any(&READ, vec![now.micros().into(), audience.into(), until.to_string().into()])
}

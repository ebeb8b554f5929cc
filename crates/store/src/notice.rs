//! Notices: what people are told.

use crate::db::{Query, Row, Sql, StoreError, Tx, Value, statements};
use crate::filter::{COUNT_MAX, Filter};
use crate::words::normalise;
use domain::id::{ApplicationId, NoticeId, RANDOM_BYTES};
use domain::notice::{NoticeGroup, NoticeKind};
use domain::site::SiteCode;
use domain::time::Timestamp;

statements! {
    INSERT = "INSERT INTO notice (id, audience, application, site, kind, at) VALUES ($1, $2, $3, $4, $5, $6)";
    LIST = "SELECT n.id, n.application, a.number, n.kind, n.at, n.read_at IS NULL, n.site FROM notice n LEFT JOIN application a ON a.id = n.application WHERE n.audience = $1 AND n.id COLLATE \"binary\" < $2 AND ($3 = '' OR $3 LIKE '%,' || n.kind || ',%') AND ($4 = '' OR $5 LIKE '%,' || n.kind || ',%' OR a.words LIKE $4) ORDER BY n.id COLLATE \"binary\" DESC LIMIT $6",
        postgres "SELECT n.id, n.application, a.number, n.kind, n.at, (n.read_at IS NULL)::int::bigint, n.site FROM notice n LEFT JOIN application a ON a.id = n.application WHERE n.audience = $1 AND n.id COLLATE \"binary\" < $2 AND ($3 = '' OR $3 LIKE '%,' || n.kind || ',%') AND ($4 = '' OR $5 LIKE '%,' || n.kind || ',%' OR a.words LIKE $4) ORDER BY n.id COLLATE \"binary\" DESC LIMIT $6";
    LIST_OLDEST = "SELECT n.id, n.application, a.number, n.kind, n.at, n.read_at IS NULL, n.site FROM notice n LEFT JOIN application a ON a.id = n.application WHERE n.audience = $1 AND n.id COLLATE \"binary\" > $2 AND ($3 = '' OR $3 LIKE '%,' || n.kind || ',%') AND ($4 = '' OR $5 LIKE '%,' || n.kind || ',%' OR a.words LIKE $4) ORDER BY n.id COLLATE \"binary\" LIMIT $6",
        postgres "SELECT n.id, n.application, a.number, n.kind, n.at, (n.read_at IS NULL)::int::bigint, n.site FROM notice n LEFT JOIN application a ON a.id = n.application WHERE n.audience = $1 AND n.id COLLATE \"binary\" > $2 AND ($3 = '' OR $3 LIKE '%,' || n.kind || ',%') AND ($4 = '' OR $5 LIKE '%,' || n.kind || ',%' OR a.words LIKE $4) ORDER BY n.id COLLATE \"binary\" LIMIT $6";
    LIST_UNREAD = "SELECT n.id, n.application, a.number, n.kind, n.at, n.read_at IS NULL, n.site FROM notice n LEFT JOIN application a ON a.id = n.application WHERE n.audience = $1 AND n.read_at IS NULL AND n.id COLLATE \"binary\" < $2 AND ($3 = '' OR $3 LIKE '%,' || n.kind || ',%') AND ($4 = '' OR $5 LIKE '%,' || n.kind || ',%' OR a.words LIKE $4) ORDER BY n.id COLLATE \"binary\" DESC LIMIT $6",
        postgres "SELECT n.id, n.application, a.number, n.kind, n.at, (n.read_at IS NULL)::int::bigint, n.site FROM notice n LEFT JOIN application a ON a.id = n.application WHERE n.audience = $1 AND n.read_at IS NULL AND n.id COLLATE \"binary\" < $2 AND ($3 = '' OR $3 LIKE '%,' || n.kind || ',%') AND ($4 = '' OR $5 LIKE '%,' || n.kind || ',%' OR a.words LIKE $4) ORDER BY n.id COLLATE \"binary\" DESC LIMIT $6";
    LIST_UNREAD_OLDEST = "SELECT n.id, n.application, a.number, n.kind, n.at, n.read_at IS NULL, n.site FROM notice n LEFT JOIN application a ON a.id = n.application WHERE n.audience = $1 AND n.read_at IS NULL AND n.id COLLATE \"binary\" > $2 AND ($3 = '' OR $3 LIKE '%,' || n.kind || ',%') AND ($4 = '' OR $5 LIKE '%,' || n.kind || ',%' OR a.words LIKE $4) ORDER BY n.id COLLATE \"binary\" LIMIT $6",
        postgres "SELECT n.id, n.application, a.number, n.kind, n.at, (n.read_at IS NULL)::int::bigint, n.site FROM notice n LEFT JOIN application a ON a.id = n.application WHERE n.audience = $1 AND n.read_at IS NULL AND n.id COLLATE \"binary\" > $2 AND ($3 = '' OR $3 LIKE '%,' || n.kind || ',%') AND ($4 = '' OR $5 LIKE '%,' || n.kind || ',%' OR a.words LIKE $4) ORDER BY n.id COLLATE \"binary\" LIMIT $6";
    SELECT = "SELECT n.id, n.application, a.number, n.kind, n.at, n.read_at IS NULL, n.site FROM notice n LEFT JOIN application a ON a.id = n.application WHERE n.id = $1 AND n.audience = $2",
        postgres "SELECT n.id, n.application, a.number, n.kind, n.at, (n.read_at IS NULL)::int::bigint, n.site FROM notice n LEFT JOIN application a ON a.id = n.application WHERE n.id = $1 AND n.audience = $2";
    AUDIENCE = "SELECT audience FROM notice WHERE id = $1";
    LIST_BETWEEN = "SELECT n.id, n.application, a.number, n.kind, n.at, n.read_at IS NULL, n.site FROM notice n LEFT JOIN application a ON a.id = n.application WHERE n.audience = $1 AND n.id COLLATE \"binary\" >= $2 AND n.at < $3 ORDER BY n.id COLLATE \"binary\" LIMIT $4",
        postgres "SELECT n.id, n.application, a.number, n.kind, n.at, (n.read_at IS NULL)::int::bigint, n.site FROM notice n LEFT JOIN application a ON a.id = n.application WHERE n.audience = $1 AND n.id COLLATE \"binary\" >= $2 AND n.at < $3 ORDER BY n.id COLLATE \"binary\" LIMIT $4";
    NEWEST = "SELECT id FROM notice WHERE audience = $1 ORDER BY id COLLATE \"binary\" DESC LIMIT 1";
    READ = "UPDATE notice SET read_at = $1 WHERE audience = $2 AND id COLLATE \"binary\" <= $3 AND read_at IS NULL";
    READ_ONE = "UPDATE notice SET read_at = $1 WHERE id = $2 AND audience = $3 AND read_at IS NULL";
    COUNT = "SELECT COUNT(*) FROM (SELECT 1 FROM notice n LEFT JOIN application a ON a.id = n.application WHERE n.audience = $1 AND ($2 = '' OR $2 LIKE '%,' || n.kind || ',%') AND ($3 = '' OR $4 LIKE '%,' || n.kind || ',%' OR a.words LIKE $3) ORDER BY n.id COLLATE \"binary\" LIMIT $5) AS counted";
    COUNT_UNREAD = "SELECT COUNT(*) FROM (SELECT 1 FROM notice n LEFT JOIN application a ON a.id = n.application WHERE n.audience = $1 AND n.read_at IS NULL AND ($2 = '' OR $2 LIKE '%,' || n.kind || ',%') AND ($3 = '' OR $4 LIKE '%,' || n.kind || ',%' OR a.words LIKE $3) ORDER BY n.id COLLATE \"binary\" LIMIT $5) AS counted";
    UNREAD_OF = "SELECT COUNT(*) FROM (SELECT 1 FROM notice WHERE audience = $1 AND read_at IS NULL ORDER BY id COLLATE \"binary\" LIMIT $2) AS counted";
}

/// Longest page of a list.
pub const PAGE_MAX: i64 = 50;
/// The state of those that nobody has read.
pub const UNREAD: &str = "unread";
/// Sorts after every identifier.
const AFTER_ALL: &str = "ntc_g";

/// What a list of notices is narrowed to.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoticeFilter<'a> {
    /// What they are about; `None` for anything.
    pub group: Option<NoticeGroup>,
    /// Whether they are [`UNREAD`], words of what they say or of the order, and in which order.
    pub filter: Filter<'a>,
}

/// The codes of these kinds, each between commas.
fn codes(kinds: impl Iterator<Item = NoticeKind>) -> String {
    kinds.fold(",".to_owned(), |codes, kind| codes + kind.code() + ",")
}

impl NoticeFilter<'_> {
    /// The kinds of the group, the pattern of the words, and the kinds that say them: what the statements take.
    fn values(&self) -> [Value; 3] {
        let of_group =
            self.group.map_or_else(String::new, |group| codes(NoticeKind::ALL.iter().copied().filter(|kind| kind.group() == group)));
        let sought = normalise(self.filter.text);
        let says = |kind: &NoticeKind| {
            let label = normalise(kind.label());
            sought.split_whitespace().all(|word| label.contains(word))
        };
        let saying = codes(NoticeKind::ALL.iter().copied().filter(says));
        [of_group.into(), self.filter.pattern().into(), saying.into()]
    }

    const fn page(&self) -> &'static Sql {
        match (self.filter.state.is_empty(), self.filter.oldest) {
            (true, false) => &LIST,
            (true, true) => &LIST_OLDEST,
            (false, false) => &LIST_UNREAD,
            (false, true) => &LIST_UNREAD_OLDEST,
        }
    }
}

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

/// A page of an audience's notices behind `after`; at most [`PAGE_MAX`].
///
/// # Errors
/// [`StoreError`].
pub async fn list(
    query: &mut impl Query,
    audience: &str,
    filter: &NoticeFilter<'_>,
    after: Option<NoticeId>,
    limit: i64,
) -> Result<Vec<Read>, StoreError> {
    let after = filter.filter.begin(after.map(|id| id.to_string()), AFTER_ALL);
    let [of_group, pattern, saying] = filter.values();
    let values = vec![audience.into(), after.into(), of_group, pattern, saying, limit.clamp(1, PAGE_MAX).into()];
    query.rows(filter.page(), values).await?.iter().map(read).collect()
}

/// How many there are, up to one more than [`COUNT_MAX`].
///
/// # Errors
/// [`StoreError`].
pub async fn count(query: &mut impl Query, audience: &str, filter: &NoticeFilter<'_>) -> Result<i64, StoreError> {
    let sql = if filter.filter.state.is_empty() { &COUNT } else { &COUNT_UNREAD };
    let [of_group, pattern, saying] = filter.values();
    let values = vec![audience.into(), of_group, pattern, saying, (COUNT_MAX + 1).into()];
    query.first(sql, values).await?.map_or(Ok(0), |row| row.int(0))
}

/// How many of an audience's nobody has read, up to one more than [`COUNT_MAX`].
///
/// # Errors
/// [`StoreError`].
pub async fn unread(query: &mut impl Query, audience: &str) -> Result<i64, StoreError> {
    query.first(&UNREAD_OF, vec![audience.into(), (COUNT_MAX + 1).into()]).await?.map_or(Ok(0), |row| row.int(0))
}

/// One of an audience's.
///
/// # Errors
/// [`StoreError`].
pub async fn load(query: &mut impl Query, audience: &str, id: NoticeId) -> Result<Option<Read>, StoreError> {
    query.first(&SELECT, vec![id.to_string().into(), audience.into()]).await?.as_ref().map(read).transpose()
}

/// Whose a notice is.
///
/// # Errors
/// [`StoreError`].
pub async fn audience_of(query: &mut impl Query, id: NoticeId) -> Result<Option<String>, StoreError> {
    query.first(&AUDIENCE, vec![id.to_string().into()]).await?.map(|row| row.text(0).map(str::to_owned)).transpose()
}

/// An audience's of the time from `from` on and before `until`, the oldest first; at most `limit`.
///
/// # Errors
/// [`StoreError`].
pub async fn list_between(
    query: &mut impl Query,
    audience: &str,
    (from, until): (Timestamp, Timestamp),
    limit: i64,
) -> Result<Vec<Read>, StoreError> {
    let first = NoticeId::new(from, &[0; RANDOM_BYTES]).to_string();
    let values = vec![audience.into(), first.into(), until.micros().into(), limit.into()];
    query.rows(&LIST_BETWEEN, values).await?.iter().map(read).collect()
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

/// Notes that an audience has read this one.
///
/// # Errors
/// [`StoreError`].
pub fn mark_one(tx: &mut Tx, audience: &str, id: NoticeId, now: Timestamp) -> Result<(), StoreError> {
    tx.push_any(&READ_ONE, vec![now.micros().into(), id.to_string().into(), audience.into()])
}

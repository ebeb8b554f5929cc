//! The ledger's postings, and what was posted on each day: kept by the transactions that post, so that nobody adds a year up.

use crate::db::{Query, Row, StoreError, Tx, statements};
use crate::filter::{Filter, Statements, words};
use domain::access::{Rows, Scope};
use domain::bank_line::BankLine;
use domain::id::{ApplicationId, BankLineId, InstitutionId, PostingId};
use domain::ledger::{LedgerPosting, PostingKind, Turnover};
use domain::money::Cny;
use domain::report::Period;
use domain::time::{Date, Timestamp};

statements! {
    INSERT = "INSERT INTO ledger_posting (id, line, event, institution, book, kind, amount, at, words) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    ADD = "INSERT INTO ledger_day (institution, day, kind, postings, total) VALUES ($1, $2, $3, 1, $4) ON CONFLICT (institution, day, kind) DO UPDATE SET postings = ledger_day.postings + 1, total = ledger_day.total + excluded.total";
    SUM_UP_TO = "SELECT CAST(COALESCE(SUM(CASE WHEN kind = 'received' THEN total ELSE 0 END), 0) AS BIGINT), CAST(COALESCE(SUM(CASE WHEN kind = 'recognised' THEN total ELSE 0 END), 0) AS BIGINT), CAST(COALESCE(SUM(CASE WHEN kind = 'suspense_to_refund' THEN total ELSE 0 END), 0) AS BIGINT), CAST(COALESCE(SUM(CASE WHEN kind = 'fee_to_refund' THEN total ELSE 0 END), 0) AS BIGINT), CAST(COALESCE(SUM(CASE WHEN kind = 'refunded' THEN total ELSE 0 END), 0) AS BIGINT), CAST(COALESCE(SUM(CASE WHEN kind = 'set_aside' THEN total ELSE 0 END), 0) AS BIGINT) FROM ledger_day WHERE institution = $1 AND day <= $2";
    LIST_DAYS = "SELECT day, kind, total FROM ledger_day WHERE institution = $1 AND day >= $2 AND day <= $3 ORDER BY day, kind";
    LIST_OF_LINE = "SELECT kind FROM ledger_posting WHERE line = $1 ORDER BY event";
    LIST = "SELECT g.id, g.kind, g.amount, g.at, b.body, a.id, a.number FROM ledger_posting g JOIN bank_line b ON b.id = g.line LEFT JOIN payment p ON p.id = b.payment LEFT JOIN application a ON a.id = p.application AND a.institution = b.institution WHERE g.book = $1 AND g.id COLLATE \"binary\" < $2 AND ($3 = '' OR g.words LIKE $3) ORDER BY g.id COLLATE \"binary\" DESC LIMIT $4";
    LIST_OLDEST = "SELECT g.id, g.kind, g.amount, g.at, b.body, a.id, a.number FROM ledger_posting g JOIN bank_line b ON b.id = g.line LEFT JOIN payment p ON p.id = b.payment LEFT JOIN application a ON a.id = p.application AND a.institution = b.institution WHERE g.book = $1 AND g.id COLLATE \"binary\" > $2 AND ($3 = '' OR g.words LIKE $3) ORDER BY g.id COLLATE \"binary\" LIMIT $4";
    LIST_IN = "SELECT g.id, g.kind, g.amount, g.at, b.body, a.id, a.number FROM ledger_posting g JOIN bank_line b ON b.id = g.line LEFT JOIN payment p ON p.id = b.payment LEFT JOIN application a ON a.id = p.application AND a.institution = b.institution WHERE g.book = $1 AND g.id COLLATE \"binary\" < $2 AND ($3 = '' OR g.words LIKE $3) AND g.kind = $4 ORDER BY g.id COLLATE \"binary\" DESC LIMIT $5";
    LIST_IN_OLDEST = "SELECT g.id, g.kind, g.amount, g.at, b.body, a.id, a.number FROM ledger_posting g JOIN bank_line b ON b.id = g.line LEFT JOIN payment p ON p.id = b.payment LEFT JOIN application a ON a.id = p.application AND a.institution = b.institution WHERE g.book = $1 AND g.id COLLATE \"binary\" > $2 AND ($3 = '' OR g.words LIKE $3) AND g.kind = $4 ORDER BY g.id COLLATE \"binary\" LIMIT $5";
    COUNT = "SELECT COUNT(*) FROM (SELECT 1 FROM ledger_posting WHERE book = $1 AND ($2 = '' OR words LIKE $2) ORDER BY id COLLATE \"binary\" LIMIT $3) AS counted";
    COUNT_IN = "SELECT COUNT(*) FROM (SELECT 1 FROM ledger_posting WHERE book = $1 AND ($2 = '' OR words LIKE $2) AND kind = $3 ORDER BY id COLLATE \"binary\" LIMIT $4) AS counted";
}

static OF_BOOK: Statements = Statements { all: [&LIST, &LIST_OLDEST, &COUNT], in_state: [&LIST_IN, &LIST_IN_OLDEST, &COUNT_IN] };

/// Longest page of a list.
pub const PAGE_MAX: i64 = 50;
/// Sorts after every identifier.
const AFTER_ALL: &str = "pst_g";

/// A posting as it is listed.
#[derive(Clone, Debug)]
pub struct Posted {
    /// Which.
    pub id: PostingId,
    /// From where to where.
    pub kind: PostingKind,
    /// How much.
    pub amount: Cny,
    /// When it was posted.
    pub at: Timestamp,
    /// Of which line.
    pub line: BankLine,
    /// The application that the line names: its identifier and number.
    pub application: Option<(ApplicationId, String)>,
}

fn book(institution: &str, day: Date) -> String {
    format!("{institution}/{day}")
}

/// Posts, and adds to the day. `line` is found by what stands in it.
///
/// # Errors
/// [`StoreError::Conflict`] when the event has posted.
pub fn create(tx: &mut Tx, id: PostingId, posting: &LedgerPosting, line: &BankLine, now: Timestamp) -> Result<(), StoreError> {
    let day = posting.day.unwrap_or_else(|| now.date());
    let institution = posting.institution.map(|id| id.to_string()).unwrap_or_default();
    let facts = &line.facts;
    let values = vec![
        id.to_string().into(),
        posting.line.to_string().into(),
        posting.event.into(),
        institution.as_str().into(),
        book(&institution, day).into(),
        posting.kind.code().into(),
        posting.amount.fen().into(),
        now.micros().into(),
        words(&[&facts.payer_name, &facts.payer_account, &facts.remark, &facts.amount.plain()]).into(),
    ];
    tx.push(&INSERT, values, 1)?;
    let values = vec![institution.into(), day.to_string().into(), posting.kind.code().into(), posting.amount.fen().into()];
    tx.push(&ADD, values, 1)
}

/// The institution whose ledger a scope holds; `None` for none.
fn owner(scope: &Scope) -> Option<InstitutionId> {
    match scope.rows() {
        Rows::OfInstitution(institution) => Some(*institution),
        Rows::OfCentre(_) | Rows::OfApplicant(_) | Rows::OfTenderee(_) | Rows::OfAgency(_) | Rows::Nothing => None,
    }
}

fn kind(text: &str) -> Result<PostingKind, StoreError> {
    PostingKind::of_code(text).ok_or_else(|| StoreError::Corrupt("a posting is of no kind".into()))
}

/// What an institution has posted up to a day and on it. The statement has the kinds in the order of [`PostingKind::ALL`].
///
/// # Errors
/// [`StoreError`].
pub async fn sum_up_to(query: &mut impl Query, institution: InstitutionId, day: Date) -> Result<Turnover, StoreError> {
    let mut sum = Turnover::default();
    if let Some(row) = query.first(&SUM_UP_TO, vec![institution.to_string().into(), day.to_string().into()]).await? {
        for (column, kind) in PostingKind::ALL.into_iter().enumerate() {
            sum.add(kind, row.int(column)?);
        }
    }
    Ok(sum)
}

/// What an institution has posted on each day of a period, the first day first; a day without postings is left out.
///
/// # Errors
/// [`StoreError`].
pub async fn list_days(query: &mut impl Query, institution: InstitutionId, period: Period) -> Result<Vec<(Date, Turnover)>, StoreError> {
    let values = vec![institution.to_string().into(), period.from.to_string().into(), period.to.to_string().into()];
    let mut days: Vec<(Date, Turnover)> = Vec::new();
    for row in query.rows(&LIST_DAYS, values).await? {
        let day: Date = row.text(0)?.parse().map_err(|_| StoreError::Corrupt("a day of the ledger is none".into()))?;
        if days.last().is_none_or(|(last, _)| *last != day) {
            days.push((day, Turnover::default()));
        }
        if let Some((_, sum)) = days.last_mut() {
            sum.add(kind(row.text(1)?)?, row.int(2)?);
        }
    }
    Ok(days)
}

/// What a line has posted, the first posting first.
///
/// # Errors
/// [`StoreError`].
pub async fn list_of_line(query: &mut impl Query, line: BankLineId) -> Result<Vec<PostingKind>, StoreError> {
    query.rows(&LIST_OF_LINE, vec![line.to_string().into()]).await?.iter().map(|row| kind(row.text(0)?)).collect()
}

/// A page of a day's postings in `scope`, in the order asked for, behind `after`. The filter's state is a kind.
///
/// # Errors
/// [`StoreError`].
pub async fn list(
    query: &mut impl Query,
    scope: &Scope,
    day: Date,
    filter: &Filter<'_>,
    after: Option<PostingId>,
    limit: i64,
) -> Result<Vec<Posted>, StoreError> {
    let Some(owner) = owner(scope) else { return Ok(Vec::new()) };
    let begin = filter.begin(after.map(|id| id.to_string()), AFTER_ALL);
    let (sql, values) = filter.page(&OF_BOOK, book(&owner.to_string(), day), begin, limit.clamp(1, PAGE_MAX));
    let corrupt = |what: &str| StoreError::Corrupt(format!("a posting's {what}"));
    let read = |row: &Row| {
        Ok(Posted {
            id: row.text(0)?.parse().map_err(|_| corrupt("identifier"))?,
            kind: kind(row.text(1)?)?,
            amount: Cny::from_fen(row.int(2)?).map_err(|_| corrupt("amount"))?,
            at: Timestamp::from_micros(row.int(3)?),
            line: row.json(4)?,
            application: row.text(5).ok().and_then(|id| id.parse().ok()).zip(row.text(6).ok().map(str::to_owned)),
        })
    };
    query.rows(sql, values).await?.iter().map(read).collect()
}

/// How many there are in all, up to one more than [`crate::filter::COUNT_MAX`].
///
/// # Errors
/// [`StoreError`].
pub async fn count(query: &mut impl Query, scope: &Scope, day: Date, filter: &Filter<'_>) -> Result<i64, StoreError> {
    let Some(owner) = owner(scope) else { return Ok(0) };
    let (sql, values) = filter.counted(&OF_BOOK, book(&owner.to_string(), day));
    query.first(sql, values).await?.map_or(Ok(0), |row| row.int(0))
}

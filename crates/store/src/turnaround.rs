//! How long institutions took lately from payment to letter; written at night.

use crate::db::{Query, Row, StoreError, Tx, statements};
use domain::application::Application;
use domain::guarantee::Guarantee;
use domain::id::{GuaranteeId, InstitutionId};
use domain::lot::Lot;
use domain::report::turnaround::Turnaround;
use domain::time::Timestamp;
use std::collections::BTreeMap;

statements! {
    LETTERS = "SELECT g.body, a.body, l.body, (SELECT MAX(e.at) FROM event e WHERE e.aggregate = a.id AND e.type IN ('application.settled', 'application.honoured')) FROM guarantee g JOIN application a ON a.id = g.application LEFT JOIN lot l ON l.id = a.lot WHERE g.institution = $1 AND g.id COLLATE \"binary\" >= $2 AND g.id COLLATE \"binary\" < $3 ORDER BY g.id COLLATE \"binary\" DESC LIMIT $4";
    CLEAR = "DELETE FROM turnaround";
    INSERT = "INSERT INTO turnaround (institution, automatic, letters, median, p90) VALUES ($1, $2, $3, $4, $5)";
    LIST = "SELECT institution, automatic, letters, median, p90 FROM turnaround";
}

/// Longest page of letters.
pub const PAGE_MAX: i64 = 200;
/// Sorts after every identifier.
const AFTER_ALL: &str = "gua_g";

/// The figures there are: by institution, and by whether letters follow without a person.
pub type Turnarounds = BTreeMap<(InstitutionId, bool), Turnaround>;

/// A letter with what tells how long it took.
#[derive(Clone, Debug)]
pub struct Letter {
    /// The letter.
    pub guarantee: Guarantee,
    /// The application it came from.
    pub application: Application,
    /// What is known of its lot; `None` for one that is sealed or was removed.
    pub lot: Option<Lot>,
    /// When the fee was settled last; `None` where nothing says so.
    pub settled_at: Option<Timestamp>,
}

fn letter(row: &Row) -> Result<Letter, StoreError> {
    Ok(Letter {
        guarantee: row.json(0)?,
        application: row.json(1)?,
        lot: if row.text(2).is_ok() { Some(row.json(2)?) } else { None },
        settled_at: row.int(3).ok().map(Timestamp::from_micros),
    })
}

/// An institution's letters from `since` on, newest first, before `before`; at most [`PAGE_MAX`].
///
/// # Errors
/// [`StoreError`].
pub async fn letters(
    query: &mut impl Query,
    institution: InstitutionId,
    since: GuaranteeId,
    before: Option<GuaranteeId>,
) -> Result<Vec<Letter>, StoreError> {
    let before = before.map_or_else(|| AFTER_ALL.to_owned(), |id| id.to_string());
    let values = vec![institution.to_string().into(), since.to_string().into(), before.into(), PAGE_MAX.into()];
    query.rows(&LETTERS, values).await?.iter().map(letter).collect()
}

/// Writes the figures of a night in the place of those before.
///
/// # Errors
/// [`StoreError`].
pub fn replace(tx: &mut Tx, figures: &Turnarounds) -> Result<(), StoreError> {
    tx.push_any(&CLEAR, Vec::new())?;
    for ((institution, automatic), figure) in figures {
        let values = vec![
            institution.to_string().into(),
            i64::from(*automatic).into(),
            figure.letters.into(),
            figure.median.into(),
            figure.p90.into(),
        ];
        tx.push(&INSERT, values, 1)?;
    }
    Ok(())
}

fn count(row: &Row, column: usize) -> Result<u32, StoreError> {
    u32::try_from(row.int(column)?).map_err(|_| StoreError::Corrupt("a count is negative".into()))
}

/// All figures: a row or two for each institution.
///
/// # Errors
/// [`StoreError`].
pub async fn list(query: &mut impl Query) -> Result<Turnarounds, StoreError> {
    let figure = |row: &Row| {
        let figure = Turnaround { letters: count(row, 2)?, median: count(row, 3)?, p90: count(row, 4)? };
        Ok(((row.parse(0)?, row.int(1)? != 0), figure))
    };
    query.rows(&LIST, Vec::new()).await?.iter().map(figure).collect()
}

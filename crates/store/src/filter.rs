//! What a list is narrowed to, the same for every list that is searched.
//!
//! Lists are ordered by `id COLLATE "binary"`. To SQLite that is the order of identifiers as it is; to PostgreSQL it is one that the indexes of
//! lists have and the primary key has not, which it would otherwise walk past everybody's rows in the hope of soon meeting the owner's.

use crate::db::{Sql, Value};
use crate::words::normalise;
use domain::time::Timestamp;

/// Most rows that are counted; a list says "more than" beyond it.
pub const COUNT_MAX: i64 = 1000;

/// What a list is narrowed to, empty for all; and in which order it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Filter<'a> {
    /// The state's code.
    pub state: &'a str,
    /// Words, each of which must be found, in this order.
    pub text: &'a str,
    /// Whether the oldest comes first, instead of the newest.
    pub oldest: bool,
    /// The kind of guarantee, by its code. Of an applicant's orders and letters alone, as is what follows.
    pub kind: &'a str,
    /// The guarantor, by its identifier.
    pub guarantor: &'a str,
    /// From when on, by when identifiers were made.
    pub from: Option<Timestamp>,
    /// Before when.
    pub until: Option<Timestamp>,
}

/// The statements of a list: newest first, oldest first, counted. Over all of it they take whose it is, where to begin, the pattern and how
/// many; over what is in one state, the state before the last. A state that might be any would keep an engine from the index of the states.
#[derive(Debug)]
pub(crate) struct Statements {
    pub(crate) all: [&'static Sql; 3],
    pub(crate) in_state: [&'static Sql; 3],
}

/// The statements of a list that is narrowed by kind, guarantor and time as well: newest first, oldest first, counted; one for each column
/// that leads to an index. All take the same: whose it is, the bounds of the keys, the pattern, what else the list is narrowed by, kind,
/// guarantor, and how many.
#[derive(Debug)]
pub(crate) struct Narrowed {
    pub(crate) all: [&'static Sql; 3],
    /// `None` where no column has the state.
    pub(crate) in_state: Option<[&'static Sql; 3]>,
    pub(crate) of_kind: [&'static Sql; 3],
    pub(crate) at_guarantor: [&'static Sql; 3],
}

/// What a page of such a list is asked with, beside the filter.
#[derive(Debug)]
pub(crate) struct Sought<'a> {
    pub(crate) owner: String,
    /// The key behind which the page begins.
    pub(crate) after: Option<String>,
    /// The least key of an instant.
    pub(crate) key: fn(Timestamp) -> String,
    /// What sorts after every key.
    pub(crate) last: &'a str,
    /// What else the list is narrowed by.
    pub(crate) beside: Vec<Value>,
}

impl Filter<'_> {
    /// The statement of a page of `owner`'s rows from `begin` on.
    pub(crate) fn page(&self, statements: &Statements, owner: String, begin: String, limit: i64) -> (&'static Sql, Vec<Value>) {
        self.narrowed(statements, usize::from(self.oldest), vec![owner.into(), begin.into(), self.pattern().into()], limit)
    }

    /// The statement that counts `owner`'s rows, up to one more than [`COUNT_MAX`].
    pub(crate) fn counted(&self, statements: &Statements, owner: String) -> (&'static Sql, Vec<Value>) {
        self.narrowed(statements, 2, vec![owner.into(), self.pattern().into()], COUNT_MAX + 1)
    }

    fn narrowed(&self, statements: &Statements, which: usize, mut values: Vec<Value>, limit: i64) -> (&'static Sql, Vec<Value>) {
        let of = if self.state.is_empty() {
            statements.all
        } else {
            values.push(self.state.into());
            statements.in_state
        };
        values.push(limit.into());
        (of[which], values)
    }

    /// The statement of a page of what is narrowed by kind, guarantor and time as well.
    pub(crate) fn narrowed_page(&self, narrowed: &Narrowed, sought: Sought<'_>, limit: i64) -> (&'static Sql, Vec<Value>) {
        self.by_all(narrowed, usize::from(self.oldest), sought, limit)
    }

    /// The statement that counts it, up to one more than [`COUNT_MAX`].
    pub(crate) fn narrowed_count(&self, narrowed: &Narrowed, sought: Sought<'_>) -> (&'static Sql, Vec<Value>) {
        self.by_all(narrowed, 2, sought, COUNT_MAX + 1)
    }

    fn by_all(&self, narrowed: &Narrowed, which: usize, sought: Sought<'_>, limit: i64) -> (&'static Sql, Vec<Value>) {
        // What is in one state is fewest where it waits for somebody, and what is with one guarantor fewer than what is of one kind.
        let of = if let Some(in_state) = narrowed.in_state.filter(|_| !self.state.is_empty()) {
            in_state
        } else if !self.guarantor.is_empty() {
            narrowed.at_guarantor
        } else if !self.kind.is_empty() {
            narrowed.of_kind
        } else {
            narrowed.all
        };
        let (low, high) = self.bounds(sought.after, sought.key, sought.last);
        let mut values: Vec<Value> = vec![sought.owner.into(), low.into(), high.into(), self.pattern().into()];
        values.extend(sought.beside);
        values.extend([self.kind.into(), self.guarantor.into(), limit.into()]);
        (of[which], values)
    }

    /// The keys between which a page lies, neither of them on it.
    fn bounds(&self, after: Option<String>, key: fn(Timestamp) -> String, last: &str) -> (String, String) {
        let low = self.from.map(key).unwrap_or_default();
        let high = self.until.map_or_else(|| last.to_owned(), key);
        match after {
            None => (low, high),
            Some(after) if self.oldest => (after.max(low), high),
            Some(after) => (low, after.min(high)),
        }
    }

    /// Where a page begins: behind the key `after`; without one, before every key in this order. `last` sorts after every key.
    pub(crate) fn begin(&self, after: Option<String>, last: &str) -> String {
        after.unwrap_or_else(|| if self.oldest { String::new() } else { last.to_owned() })
    }

    /// The pattern for `LIKE`; empty for all. Normalised text has no wildcard characters.
    #[must_use]
    pub fn pattern(&self) -> String {
        let words = normalise(self.text);
        let words: Vec<&str> = words.split_whitespace().collect();
        if words.is_empty() { String::new() } else { format!("%{}%", words.join("%")) }
    }
}

/// The text a row is found under.
#[must_use]
pub fn words(parts: &[&str]) -> String {
    normalise(&parts.join(" "))
}

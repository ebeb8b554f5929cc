//! What a list is narrowed to, the same for every list that is searched.
//!
//! Lists are ordered by `id COLLATE "binary"`. To SQLite that is the order of identifiers as it is; to PostgreSQL it is one that the indexes of
//! lists have and the primary key has not, which it would otherwise walk past everybody's rows in the hope of soon meeting the owner's.

use crate::db::{Sql, Value};
use crate::words::normalise;

/// Most rows that are counted; a list says "more than" beyond it.
pub const COUNT_MAX: i64 = 1000;

/// A state and words to be found, empty for all; and in which order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Filter<'a> {
    /// The state's code.
    pub state: &'a str,
    /// Words, each of which must be found, in this order.
    pub text: &'a str,
    /// Whether the oldest comes first, instead of the newest.
    pub oldest: bool,
}

/// The statements of a list: newest first, oldest first, counted. Over all of it they take whose it is, where to begin, the pattern and how
/// many; over what is in one state, the state before the last. A state that might be any would keep an engine from the index of the states.
#[derive(Debug)]
pub(crate) struct Statements {
    pub(crate) all: [&'static Sql; 3],
    pub(crate) in_state: [&'static Sql; 3],
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

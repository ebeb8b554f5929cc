//! Lists of rows: search, filter, order, count, pages and export, all of it in the address. A new list names its columns and where its rows come
//! from; everything else is here and in `templates/listing/` (P9).

use crate::shell::PageError;
use app::listing::{COUNT_MAX, Page};
use app::report::table::{Value, table};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use domain::money::Cny;
use serde::Deserialize;

/// The heading of the column of ways on, which an export leaves out.
const ACTIONS: &str = "操作";
/// The order that has a name in addresses.
const OLDEST: &str = "oldest";
/// Longest text that is searched for, in characters.
pub(crate) const TEXT_MAX: usize = 100;

/// What the address asks for. What it does not say, or says wrong, is left out.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Question {
    pub(crate) q: String,
    pub(crate) state: String,
    /// `oldest` for the oldest first; anything else for the newest.
    pub(crate) sort: String,
    pub(crate) before: Option<String>,
    /// `xlsx` for the export of all that is found.
    #[serde(rename = "as")]
    form: Option<String>,
}

impl Question {
    /// The same within bounds, with a state that is one of `states`.
    pub(crate) fn within(self, states: &[(&str, &str)]) -> Self {
        let known = states.iter().any(|(code, _)| *code == self.state);
        let state = if known { self.state } else { String::new() };
        Self { q: self.q.chars().take(TEXT_MAX).collect(), state, ..self }
    }

    /// What the store is asked.
    pub(crate) fn filter(&self) -> app::listing::Filter<'_> {
        app::listing::Filter { state: &self.state, text: &self.q, oldest: self.oldest() }
    }

    pub(crate) fn oldest(&self) -> bool {
        self.sort == OLDEST
    }

    /// Whether the export is asked for.
    pub(crate) fn is_export(&self) -> bool {
        self.form.as_deref() == Some("xlsx")
    }

    /// Where the page begins.
    pub(crate) fn before<T: std::str::FromStr>(&self) -> Option<T> {
        self.before.as_deref().and_then(|text| text.parse().ok())
    }

    /// The address's query for the same question with `key` set.
    fn with(&self, key: &str, value: &str) -> String {
        let pairs = [("q", self.q.as_str()), ("state", &self.state), ("sort", if self.oldest() { OLDEST } else { "" }), (key, value)];
        let pairs: Vec<_> = pairs.into_iter().filter(|(_, value)| !value.is_empty()).collect();
        format!("?{}", serde_urlencoded::to_string(pairs).unwrap_or_default())
    }
}

/// What a cell shows.
#[derive(Clone, Debug)]
pub(crate) enum Cell {
    /// Words.
    Text(String),
    /// A number or code that is read character by character.
    Mono(String),
    /// Words with smaller ones below.
    Two(String, String),
    /// An amount.
    Money(Cny),
    /// A number, or an amount that may lie outside what one payment can be.
    Number(String),
    /// A state: its tone and word.
    State(&'static str, String),
    /// A number or name that leads on: address, words, what a screen reader says.
    Way(String, String, String),
    /// A way on: address, word, what a screen reader says. Not part of an export.
    Link(String, &'static str, String),
}

impl Cell {
    /// As an export holds it.
    fn value(self) -> Value {
        match self {
            Self::Text(text) | Self::Mono(text) | Self::Number(text) | Self::State(_, text) | Self::Way(_, text, _) => Value::Text(text),
            Self::Two(text, below) if below.is_empty() => Value::Text(text),
            Self::Two(text, below) => Value::Text(format!("{text} {below}")),
            Self::Money(amount) => Value::Money(amount),
            Self::Link(_, word, _) => Value::Text(word.to_owned()),
        }
    }

    pub(crate) fn kind(&self) -> &'static str {
        match self {
            Self::Text(_) | Self::Two(..) | Self::State(..) | Self::Way(..) => "",
            Self::Mono(_) => "mono",
            Self::Money(_) | Self::Number(_) => "n",
            Self::Link(..) => "act",
        }
    }
}

/// A column: its heading, and the cell of a row.
pub(crate) struct Column<R: 'static> {
    pub(crate) title: &'static str,
    pub(crate) cell: fn(&R) -> Cell,
}

/// A row as it is shown.
#[derive(Debug)]
pub(crate) struct ListLine {
    pub(crate) cells: Vec<(&'static str, Cell)>,
}

/// A list as its page shows it.
#[derive(Debug)]
pub(crate) struct Listing {
    /// Where it is.
    pub(crate) path: String,
    /// What the search field is called; empty where nothing is searched for.
    pub(crate) search: &'static str,
    pub(crate) states: Vec<(&'static str, String)>,
    pub(crate) question: Question,
    pub(crate) headings: Vec<(&'static str, &'static str)>,
    pub(crate) lines: Vec<ListLine>,
    pub(crate) next: Option<String>,
    pub(crate) count: i64,
    /// The heading and the words of an empty list.
    pub(crate) empty: (&'static str, &'static str),
}

/// What a list is made of, apart from its rows.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ListKind {
    pub(crate) path: &'static str,
    pub(crate) search: &'static str,
    pub(crate) states: &'static [(&'static str, &'static str)],
    pub(crate) empty: (&'static str, &'static str),
}

fn line<R>(columns: &[Column<R>], row: &R) -> ListLine {
    ListLine { cells: columns.iter().map(|column| (column.title, (column.cell)(row))).collect() }
}

impl Listing {
    /// The list of these rows.
    pub(crate) fn new<R>(about: ListKind, question: Question, columns: &[Column<R>], page: &Page<R>) -> Self {
        let lines: Vec<ListLine> = page.rows.iter().map(|row| line(columns, row)).collect();
        let kind = |index: usize| lines.first().and_then(|line| line.cells.get(index)).map_or("", |(_, cell)| cell.kind());
        let headings = columns.iter().enumerate().map(|(index, column)| (column.title, kind(index))).collect();
        Self {
            path: about.path.to_owned(),
            search: about.search,
            states: about.states.iter().map(|(code, word)| (*code, (*word).to_owned())).collect(),
            question,
            headings,
            lines,
            next: page.next.clone(),
            count: page.count,
            empty: about.empty,
        }
    }

    /// The same with these words for some of its states.
    pub(crate) fn saying(mut self, words: &[(&str, String)]) -> Self {
        for (code, said) in &mut self.states {
            if let Some((_, word)) = words.iter().find(|(known, _)| known == code) {
                said.clone_from(word);
            }
        }
        self
    }

    pub(crate) fn asked(&self) -> bool {
        !self.question.q.is_empty() || !self.question.state.is_empty()
    }
    /// The first page, from a later one.
    pub(crate) fn first_address(&self) -> Option<String> {
        self.question.before.as_ref().map(|_| self.address_of("before", ""))
    }
    pub(crate) fn next_address(&self) -> Option<String> {
        self.next.as_ref().map(|next| self.address_of("before", next))
    }
    pub(crate) fn counted(&self) -> String {
        if self.count > COUNT_MAX { format!("{COUNT_MAX} 以上") } else { self.count.to_string() }
    }
    pub(crate) fn address_of(&self, key: &str, value: &str) -> String {
        format!("{}{}", self.path, self.question.with(key, value))
    }
}

/// The export of these rows as XLSX, one sheet, the columns of the page.
///
/// # Errors
/// [`PageError`] when the workbook cannot be made.
pub(crate) fn export<R>(name: &str, title: &str, columns: &[Column<R>], rows: &[R]) -> Result<Response, PageError> {
    let (headings, cells): (Vec<&str>, Vec<_>) = columns
        .iter()
        .filter(|column| !column.title.is_empty() && column.title != ACTIONS)
        .map(|column| (column.title, column.cell))
        .unzip();
    let rows = rows.iter().map(|row| cells.iter().map(|cell| cell(row).value()).collect());
    let bytes = table(title, &headings, rows)?;
    let media = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet".to_owned();
    Ok(([(CONTENT_TYPE, media), (CONTENT_DISPOSITION, format!("attachment; filename={name}.xlsx"))], bytes).into_response())
}

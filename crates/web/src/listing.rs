//! Lists of rows: search, filter, order, count, pages and export, all of it in the address. A new list names its columns and where its rows come
//! from; everything else is here and in `templates/listing/` (P9).

use crate::shell::PageError;
use app::listing::{COUNT_MAX, Page};
use app::report::table::{Value, table};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use domain::money::Cny;
use domain::time::{Date, Timestamp, add_days, read_date};
use serde::Deserialize;

/// The heading of the column of ways on, which an export leaves out.
const ACTIONS: &str = "操作";
/// The order that has a name in addresses.
const OLDEST: &str = "oldest";
/// Longest text that is searched for, in characters.
pub(crate) const TEXT_MAX: usize = 100;
/// Most characters that are repeated of what is not known.
const SHOWN_MAX: usize = 20;

/// What the address asks for. What it says wrong is left out, and the page says so.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Question {
    pub(crate) q: String,
    pub(crate) state: String,
    /// `oldest` for the oldest first; anything else for the newest.
    pub(crate) sort: String,
    pub(crate) before: Option<String>,
    /// The kind of guarantee and the guarantor, where the list is narrowed to them; and from which day on, up to which day.
    pub(crate) kind: String,
    pub(crate) guarantor: String,
    pub(crate) from: String,
    pub(crate) to: String,
    /// `xlsx` for the export of all that is found.
    #[serde(rename = "as")]
    form: Option<String>,
    /// What it asks for that the list does not have, as its page says it.
    #[serde(skip)]
    pub(crate) unknown: Vec<String>,
}

/// What a list is narrowed to beside state and words.
#[derive(Debug, Default)]
pub(crate) struct Choices {
    /// Kinds of guarantees, by their codes.
    pub(crate) kinds: Vec<(String, String)>,
    /// Guarantors, by their identifiers.
    pub(crate) guarantors: Vec<(String, String)>,
}

/// The value if it is one of those offered; otherwise the page says that it is not.
fn offered<'a>(what: &str, value: String, mut offered: impl Iterator<Item = &'a str>, unknown: &mut Vec<String>) -> String {
    if value.is_empty() || offered.any(|known| known == value) {
        return value;
    }
    unknown.push(format!("没有“{}”这个{what}", value.chars().take(SHOWN_MAX).collect::<String>()));
    String::new()
}

/// A day as it was typed.
fn day(what: &str, text: &str, unknown: &mut Vec<String>) -> Option<Date> {
    let day = read_date(text);
    if day.is_none() && !text.trim().is_empty() {
        unknown.push(format!("{what}“{}”不是日期，应为 2026-12-01 的形式", text.chars().take(SHOWN_MAX).collect::<String>()));
    }
    day
}

impl Question {
    /// The same within bounds, with a state that is one of `states`.
    pub(crate) fn within(mut self, states: &[(&str, &str)]) -> Self {
        self.q = self.q.chars().take(TEXT_MAX).collect();
        self.state = offered("状态", self.state, states.iter().map(|(code, _)| *code), &mut self.unknown);
        self
    }

    /// The same with a kind and a guarantor that are offered, and days in their order.
    pub(crate) fn among(mut self, choices: &Choices) -> Self {
        let unknown = &mut self.unknown;
        self.kind = offered("保函类型", self.kind, choices.kinds.iter().map(|(code, _)| code.as_str()), unknown);
        self.guarantor = offered("服务机构", self.guarantor, choices.guarantors.iter().map(|(id, _)| id.as_str()), unknown);
        let (from, to) = (day("开始日期", &self.from, unknown), day("结束日期", &self.to, unknown));
        if from.zip(to).is_some_and(|(from, to)| from > to) {
            unknown.push("开始日期晚于结束日期".to_owned());
        }
        let plain = |day: Option<Date>| day.map(|day| day.to_string()).unwrap_or_default();
        (self.from, self.to) = (plain(from), plain(to));
        self
    }

    /// What the store is asked.
    pub(crate) fn filter(&self) -> app::listing::Filter<'_> {
        let midnight = |day: Date| Timestamp::from_civil(day.at(0, 0, 0, 0));
        app::listing::Filter {
            state: &self.state,
            text: &self.q,
            oldest: self.oldest(),
            kind: &self.kind,
            guarantor: &self.guarantor,
            from: read_date(&self.from).and_then(midnight),
            until: read_date(&self.to).and_then(|day| midnight(add_days(day, 1))),
        }
    }

    pub(crate) fn oldest(&self) -> bool {
        self.sort == OLDEST
    }

    /// Whether the export is asked for, of what the list has.
    pub(crate) fn is_export(&self) -> bool {
        self.unknown.is_empty() && self.form.as_deref() == Some("xlsx")
    }

    /// Where the page begins.
    pub(crate) fn before<T: std::str::FromStr>(&self) -> Option<T> {
        self.before.as_deref().and_then(|text| text.parse().ok())
    }

    /// The address's query for the same question with `key` set.
    fn with(&self, key: &str, value: &str) -> String {
        let pairs = [
            ("q", self.q.as_str()),
            ("state", &self.state),
            ("kind", &self.kind),
            ("guarantor", &self.guarantor),
            ("from", &self.from),
            ("to", &self.to),
            ("sort", if self.oldest() { OLDEST } else { "" }),
            (key, value),
        ];
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
    /// Several of them.
    Ways(Vec<(String, String, String)>),
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
            Self::Ways(ways) => Value::Text(ways.into_iter().map(|(_, word, _)| word).collect::<Vec<_>>().join("、")),
        }
    }

    pub(crate) fn kind(&self) -> &'static str {
        match self {
            Self::Text(_) | Self::Two(..) | Self::State(..) | Self::Way(..) => "",
            Self::Mono(_) => "mono",
            Self::Money(_) | Self::Number(_) => "n",
            Self::Link(..) | Self::Ways(_) => "act",
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
    /// What else it is narrowed to; `None` where it is not.
    pub(crate) choices: Option<Choices>,
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
            choices: None,
            question,
            headings,
            lines,
            next: page.next.clone(),
            count: page.count,
            empty: about.empty,
        }
    }

    /// The same, narrowed to kinds, guarantors and days as well.
    pub(crate) fn choosing(mut self, choices: Choices) -> Self {
        self.choices = Some(choices);
        self
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
        let Question { q, state, kind, guarantor, from, to, .. } = &self.question;
        [q, state, kind, guarantor, from, to].into_iter().any(|asked| !asked.is_empty())
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

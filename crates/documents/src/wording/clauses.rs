use domain::text::{is_hidden, shown};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Longest text of one clause, in characters.
const TEXT_MAX: usize = 4_000;
/// Most clauses.
const CLAUSES_MAX: usize = 40;

/// A clause: its title and its text. `{field}` stands for a value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Clause {
    /// The title; its number is added when it is set.
    pub title: String,
    /// The text.
    pub text: String,
}

/// The English parallel text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct English {
    /// The title.
    pub title: String,
    /// Paragraphs before the clauses.
    pub opening: Vec<String>,
    /// The clauses.
    #[serde(rename = "clause")]
    pub clauses: Vec<Clause>,
}

/// What a wording says: text with fields, no program. Read from `clauses.toml`, or written by a guarantor's staff.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Clauses {
    /// The title on the paper.
    pub title: String,
    /// To whom it is addressed.
    #[serde(default)]
    pub salutation: String,
    /// Paragraphs before the clauses.
    pub opening: Vec<String>,
    /// The clauses.
    #[serde(rename = "clause")]
    pub clauses: Vec<Clause>,
    /// Paragraphs behind them.
    #[serde(default)]
    pub closing: Vec<String>,
    /// The English parallel text, where there is one.
    #[serde(default)]
    pub english: Option<English>,
}

/// Why clauses cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ClausesError {
    /// There is no such field.
    #[error("文本中的“{{{0}}}”不是可用的要素，请从要素列表中选择")]
    UnknownField(String),
    /// A brace without its other half.
    #[error("文本“{0}”中的花括号不成对")]
    Brace(String),
    /// Too long, too many, or an empty title.
    #[error("条款须有标题，每条不超过 4000 字，总数不超过 40 条")]
    TooLong,
    /// Text without a clause.
    #[error("文本中没有条款：第一行为标题，每条以【条款标题】开头")]
    NoClause,
    /// A character that must not be in a document (T-22).
    #[error("文本中含有不可见的控制字符，请删除后重试")]
    Invisible,
    /// A value that the text needs is not there.
    #[error("缺少要素 {0}")]
    Missing(String),
}

/// A piece of a paragraph.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Part(&'static str, String);

/// Splits `text` at its fields: text and field by turns.
fn split(text: &str) -> Result<Vec<(bool, &str)>, ClausesError> {
    let brace = || ClausesError::Brace(text.chars().take(20).collect());
    let (mut parts, mut rest) = (Vec::new(), text);
    while let Some((before, after)) = rest.split_once('{') {
        let (field, behind) = after.split_once('}').ok_or_else(brace)?;
        parts.push((false, before));
        parts.push((true, field));
        rest = behind;
    }
    parts.push((false, rest));
    if parts.iter().any(|(_, part)| part.contains(['{', '}'])) { Err(brace()) } else { Ok(parts) }
}

/// The line behind which the closing paragraphs stand.
const CLOSING: &str = "——";

impl Clauses {
    /// As a person edits it: the title on the first line, a line that begins with 致 as salutation, a paragraph a line, each clause
    /// a line that begins with its title in 【】, closing paragraphs behind a line of ——. The English text is not part of it.
    #[must_use]
    pub fn to_text(&self) -> String {
        let clauses = self.clauses.iter().map(|clause| format!("【{}】{}", clause.title, clause.text));
        let salutation = Some(self.salutation.clone()).filter(|salutation| !salutation.is_empty());
        let mut lines: Vec<String> =
            std::iter::once(self.title.clone()).chain(salutation).chain(self.opening.clone()).chain(clauses).collect();
        if !self.closing.is_empty() {
            lines.push(CLOSING.to_owned());
            lines.extend(self.closing.clone());
        }
        lines.join("\n\n")
    }

    /// Reads what a person edited.
    ///
    /// # Errors
    /// [`ClausesError::NoClause`].
    pub fn from_text(text: &str) -> Result<Self, ClausesError> {
        let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
        let title = lines.next().ok_or(ClausesError::NoClause)?.to_owned();
        let mut clauses =
            Self { title, salutation: String::new(), opening: Vec::new(), clauses: Vec::new(), closing: Vec::new(), english: None };
        let mut closes = false;
        for line in lines {
            match line.strip_prefix('【').and_then(|rest| rest.split_once('】')) {
                _ if closes => clauses.closing.push(line.to_owned()),
                _ if line == CLOSING => closes = true,
                Some((title, text)) => clauses.clauses.push(Clause { title: title.trim().to_owned(), text: text.trim().to_owned() }),
                None if clauses.clauses.is_empty()
                    && clauses.opening.is_empty()
                    && clauses.salutation.is_empty()
                    && line.starts_with('致') =>
                {
                    clauses.salutation = line.to_owned();
                }
                None => match clauses.clauses.last_mut() {
                    // A line that begins no clause goes on with the one before.
                    Some(clause) => clause.text.push_str(line),
                    None => clauses.opening.push(line.to_owned()),
                },
            }
        }
        if clauses.clauses.is_empty() { Err(ClausesError::NoClause) } else { Ok(clauses) }
    }

    fn texts(&self) -> impl Iterator<Item = &String> {
        let clauses = self.clauses.iter().flat_map(|clause| [&clause.title, &clause.text]);
        let english = self.english.iter().flat_map(|english| {
            let clauses = english.clauses.iter().flat_map(|clause| [&clause.title, &clause.text]);
            std::iter::once(&english.title).chain(&english.opening).chain(clauses)
        });
        [&self.title, &self.salutation].into_iter().chain(&self.opening).chain(clauses).chain(&self.closing).chain(english)
    }

    /// The same clauses with these values in the place of their fields.
    pub(crate) fn filled(&self, values: &BTreeMap<&str, String>) -> Result<Self, ClausesError> {
        let run =
            |text: &String| -> Result<String, ClausesError> { Ok(fill(text, values)?.into_iter().map(|Part(_, text)| text).collect()) };
        let paragraphs = |texts: &[String]| texts.iter().map(run).collect::<Result<Vec<_>, ClausesError>>();
        let clause = |clause: &Clause| Ok(Clause { title: clause.title.clone(), text: run(&clause.text)? });
        Ok(Self {
            title: self.title.clone(),
            salutation: run(&self.salutation)?,
            opening: paragraphs(&self.opening)?,
            clauses: self.clauses.iter().map(clause).collect::<Result<_, ClausesError>>()?,
            closing: paragraphs(&self.closing)?,
            english: None,
        })
    }

    /// Whether every field that is mentioned is one of `fields`, and nothing is too long or invisible.
    ///
    /// # Errors
    /// The first [`ClausesError`].
    pub fn check(&self, fields: &BTreeSet<String>) -> Result<(), ClausesError> {
        let untitled = self.title.trim().is_empty() || self.clauses.iter().any(|clause| clause.title.trim().is_empty());
        if untitled || self.clauses.len() > CLAUSES_MAX || self.texts().any(|text| text.chars().count() > TEXT_MAX) {
            return Err(ClausesError::TooLong);
        }
        for text in self.texts() {
            if text.contains(is_hidden) {
                return Err(ClausesError::Invisible);
            }
            for (is_field, part) in split(text)? {
                if is_field && !fields.contains(part) {
                    return Err(ClausesError::UnknownField(part.to_owned()));
                }
            }
        }
        Ok(())
    }
}

/// A paragraph with its values: `["t", text]` and `["f", value]` by turns, as layouts take it. Values are data and never a program.
pub(crate) fn fill(text: &str, values: &BTreeMap<&str, String>) -> Result<Vec<Part>, ClausesError> {
    let parts = split(text)?.into_iter().filter(|(_, part)| !part.is_empty());
    parts
        .map(|(is_field, part)| match (is_field, values.get(part)) {
            (false, _) => Ok(Part("t", part.to_owned())),
            (true, Some(value)) => Ok(Part("f", visible(value))),
            (true, None) => Err(ClausesError::Missing(part.to_owned())),
        })
        .collect()
}

/// A value without what would make it look like another.
pub(crate) fn visible(value: &str) -> String {
    shown(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields() -> BTreeSet<String> {
        ["amount".to_owned()].into()
    }

    fn clauses(text: &str) -> Clauses {
        let clause = Clause { title: "金额".into(), text: text.into() };
        Clauses {
            title: "保函".into(),
            salutation: String::new(),
            opening: Vec::new(),
            clauses: vec![clause],
            closing: Vec::new(),
            english: None,
        }
    }

    #[test]
    fn a_field_that_is_not_offered_is_named() {
        assert_eq!(clauses("金额 {amount} 元").check(&fields()), Ok(()));
        assert_eq!(clauses("{sum}").check(&fields()), Err(ClausesError::UnknownField("sum".into())));
        assert!(matches!(clauses("{amount").check(&fields()), Err(ClausesError::Brace(_))));
        assert!(matches!(clauses("amount}").check(&fields()), Err(ClausesError::Brace(_))));
    }

    #[test]
    fn what_a_person_edits_is_read_back_as_it_was() {
        let mut written = clauses("计 {amount} 元。");
        written.salutation = "致受益人：某某".into();
        written.opening = vec!["鉴于".into()];
        written.closing = vec!["此致".into(), "敬礼".into()];
        assert_eq!(Clauses::from_text(&written.to_text()), Ok(written.clone()));
        let typed = written.to_text().replace("元。", "元。\r\n另起一行。");
        assert_eq!(Clauses::from_text(&typed).unwrap().clauses[0].text, "计 {amount} 元。另起一行。");
        assert_eq!(Clauses::from_text("只有标题"), Err(ClausesError::NoClause));
    }

    #[test]
    fn characters_that_hide_are_refused_in_text_and_dropped_from_values() {
        assert_eq!(clauses("金额\u{202e}").check(&fields()), Err(ClausesError::Invisible));
        assert_eq!(visible("甲\u{200b}方"), "甲方");
    }

    #[test]
    fn what_a_page_shows_has_its_values_and_a_missing_one_is_named() {
        let mut written = clauses("计 {amount} 元。");
        written.opening = vec!["共 {amount} 元".into()];
        let filled = written.filled(&BTreeMap::from([("amount", "30,000.00".to_owned())])).unwrap();
        assert_eq!((filled.opening[0].as_str(), filled.clauses[0].text.as_str()), ("共 30,000.00 元", "计 30,000.00 元。"));
        assert_eq!(written.filled(&BTreeMap::new()), Err(ClausesError::Missing("amount".into())));
    }

    #[test]
    fn a_value_with_braces_stays_a_value() {
        let values = BTreeMap::from([("amount", "{capitals}".to_owned())]);
        assert_eq!(fill("计 {amount}", &values).unwrap(), [Part("t", "计 ".into()), Part("f", "{capitals}".into())]);
    }
}

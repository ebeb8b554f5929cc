//! An edition: one text of an article, as somebody wrote it. What people type is made into one here; nothing is validated again.

use crate::document::Attachment;
use crate::party::Invalid;
use crate::text::{entered, shown};
use crate::time::Date;
use serde::{Deserialize, Serialize};
use std::ops::RangeInclusive;

/// Characters of a title.
const TITLE_LENGTH: RangeInclusive<usize> = 2..=80;
/// Characters of a text, in Markdown.
const TEXT_LENGTH: RangeInclusive<usize> = 2..=20_000;
/// Most attachments of an edition.
const ATTACHMENTS_MAX: usize = 10;
/// Characters of what a list shows of a text.
const LEAD_MAX: usize = 80;

/// One text of an article.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Edition {
    title: String,
    text: String,
    dated: Date,
    pinned: bool,
    attachments: Vec<Attachment>,
    /// The number of each; from 1 in their order where an edition of before says nothing.
    #[serde(default)]
    numbers: Vec<u32>,
    /// The greatest number that an attachment of the article ever had.
    #[serde(default)]
    given: u32,
}

impl Edition {
    /// Longest title, in characters.
    pub const TITLE_MAX: usize = *TITLE_LENGTH.end();
    /// Longest text, in characters.
    pub const TEXT_MAX: usize = *TEXT_LENGTH.end();
    /// Most attachments.
    pub const ATTACHMENTS_MAX: usize = ATTACHMENTS_MAX;

    /// An edition of what was typed, Markdown as `text`; what is not seen is dropped from it. With it the date it is listed under, whether it stands before all others of its kind, and its
    /// attachments, each with the number that the text means it by, and the greatest that
    /// one ever had before.
    ///
    /// # Errors
    /// What is wrong, each with the field's name, in the order of the form.
    pub fn new(
        title: &str,
        text: &str,
        dated: Date,
        pinned: bool,
        attachments: Vec<(u32, Attachment)>,
        given: u32,
    ) -> Result<Self, Vec<(&'static str, Invalid)>> {
        let mut faults = Vec::new();
        let title = entered(title).map_err(Invalid::from).and_then(|title| {
            let fits = TITLE_LENGTH.contains(&title.chars().count());
            if fits { Ok(title) } else { Err(Invalid::Shape("标题应为 2 至 80 个字")) }
        });
        let title = title.map_err(|fault| faults.push(("title", fault))).unwrap_or_default();
        let text = written(text);
        if !TEXT_LENGTH.contains(&text.chars().count()) {
            faults.push(("text", Invalid::Shape("正文应为 2 至 20000 个字，过长的请分成几篇，或将资料作为附件上传")));
        }
        if attachments.len() > ATTACHMENTS_MAX {
            faults.push(("file", Invalid::Shape("附件最多 10 个，请先移除不再需要的附件")));
        }
        let (numbers, attachments) = attachments.into_iter().unzip();
        if faults.is_empty() { Ok(Self { title, text, dated, pinned, attachments, numbers, given }) } else { Err(faults) }
    }

    /// The title.
    #[must_use]
    pub fn title(&self) -> &str {
        &self.title
    }

    /// The text, in Markdown.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The date it is listed under.
    #[must_use]
    pub const fn dated(&self) -> Date {
        self.dated
    }

    /// Whether it stands before all others of its kind.
    #[must_use]
    pub const fn is_pinned(&self) -> bool {
        self.pinned
    }

    /// The attachments, in their order.
    #[must_use]
    pub fn attachments(&self) -> &[Attachment] {
        &self.attachments
    }

    /// The attachments, each with its number, which it keeps whatever becomes of the others.
    pub fn numbered(&self) -> impl Iterator<Item = (u32, &Attachment)> {
        let number = |index: usize| self.numbers.get(index).copied().unwrap_or_else(|| u32::try_from(index + 1).unwrap_or(u32::MAX));
        self.attachments.iter().enumerate().map(move |(index, attachment)| (number(index), attachment))
    }

    /// The greatest number that an attachment of the article ever had: the next one gets the one after it, so that a text never shows another
    /// picture than it was written with.
    #[must_use]
    pub fn given(&self) -> u32 {
        self.numbered().map(|(number, _)| number).chain([self.given]).max().unwrap_or(0)
    }

    /// What a list shows of the text: its beginning without the marks of Markdown.
    #[must_use]
    pub fn lead(&self) -> String {
        let lines = self.text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with(['#', '|', '`', '<', '!']));
        let plain = lines.map(without_marks).find(|line| !line.is_empty()).unwrap_or_default();
        let cut: String = plain.chars().take(LEAD_MAX).collect();
        if cut.len() < plain.len() { format!("{cut}…") } else { cut }
    }
}

/// A line without what only lays it out. Where a link leads is dropped, its words stay.
fn without_marks(line: &str) -> String {
    let line = line.trim_start_matches(['>', '-', '+', '*', ' ']);
    let (mut plain, mut rest) = (String::with_capacity(line.len()), line);
    while let Some((words, after)) = rest.split_once("](") {
        plain.push_str(words);
        rest = after.split_once(')').map_or("", |(_, behind)| behind);
    }
    plain.push_str(rest);
    plain.chars().filter(|c| !matches!(c, '*' | '`' | '[' | ']' | '~')).collect::<String>().trim().to_owned()
}

/// A text of many lines as it was meant: ends of lines made one, what is not seen dropped, no blanks at its ends.
fn written(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace(['\r', '\u{2028}', '\u{2029}'], "\n");
    let lines: Vec<String> = text.split('\n').map(|line| shown(&line.replace('\t', "    ")).trim_end().to_owned()).collect();
    lines.join("\n").trim_matches('\n').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn edition(text: &str) -> Edition {
        Edition::new("关于系统升级的通知", text, date(2026, 11, 28), false, Vec::new(), 0).expect("an edition")
    }

    #[test]
    fn what_is_not_seen_is_dropped_from_a_text_and_refused_in_a_title() {
        assert_eq!(edition("第一行\u{200b}\r\n\r\n\t缩进\u{202e}\r\n").text(), "第一行\n\n    缩进");
        let faults = Edition::new("通\u{202e}知", "x", date(2026, 11, 28), false, Vec::new(), 0).expect_err("faults");
        assert_eq!(faults.iter().map(|(field, _)| *field).collect::<Vec<_>>(), ["title", "text"]);
        assert!(Edition::new("通知", &"字".repeat(TEXT_LENGTH.end() + 1), date(2026, 11, 28), false, Vec::new(), 0).is_err());
    }

    #[test]
    fn a_number_is_given_once() {
        let id = "fil_01890000000070008000000000000000".parse().expect("an identifier");
        let file = crate::document::StoredFile { file: id, digest: "00".into(), size: 1 };
        let attachment = Attachment { name: "图.png".into(), kind: "png".into(), file };
        let with = |attachments, given| Edition::new("通知", "见图", date(2026, 11, 28), false, attachments, given).expect("an edition");
        let kept = with(vec![(3, attachment)], 0);
        assert_eq!((kept.numbered().map(|(number, _)| number).collect::<Vec<_>>(), kept.given()), (vec![3], 3));
        assert_eq!(with(Vec::new(), kept.given()).given(), 3, "though it was removed");
    }

    #[test]
    fn a_list_shows_words_and_no_marks() {
        let lead = edition("# 标题\n\n![图](附件1)\n\n> **请**于 `11 月` 前[登录平台](https://a.example)核对。\n\n其余").lead();
        assert_eq!(lead, "请于 11 月 前登录平台核对。");
        assert_eq!(edition(&"长".repeat(100)).lead().chars().count(), LEAD_MAX + 1);
        assert_eq!(edition("# 只有标题").lead(), "");
    }
}

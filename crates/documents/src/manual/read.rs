//! A manual's Markdown as what its layout sets. Elements that it has no way to set are refused, not left out.

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};
use serde::Serialize;

/// A paragraph, a list, and so on.
#[derive(Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(super) enum Block {
    Heading { level: u8, text: Vec<Inline> },
    Paragraph { text: Vec<Inline> },
    List { start: Option<u64>, items: Vec<Vec<Self>> },
    Table { head: Vec<Vec<Inline>>, rows: Vec<Vec<Vec<Inline>>> },
    Quote { blocks: Vec<Self> },
    Code { text: String },
    Picture { name: String, caption: String },
}

/// What stands in a line.
#[derive(Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(super) enum Inline {
    Text { text: String },
    Strong { text: Vec<Self> },
    Code { text: String },
    Link { to: String, text: Vec<Self> },
    Break,
}

/// What cannot be set, in words.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Unread(pub(super) String);

/// Reads a manual.
///
/// # Errors
/// [`Unread`] for the first element that has no way to be set.
pub(super) fn read(text: &str) -> Result<Vec<Block>, Unread> {
    blocks(&mut Parser::new_ext(text, Options::ENABLE_TABLES), None)
}

/// The blocks up to `end`.
fn blocks(events: &mut Parser<'_>, end: Option<TagEnd>) -> Result<Vec<Block>, Unread> {
    let (mut found, mut line) = (Vec::new(), Vec::new());
    while let Some(event) = events.next() {
        if let Event::End(tag) = event {
            end_line(&mut found, &mut line);
            if Some(tag) == end {
                return Ok(found);
            }
            continue;
        }
        if let Some(block) = block(events, &event)? {
            end_line(&mut found, &mut line);
            found.push(block);
        } else if event != Event::Start(Tag::Paragraph) {
            line.push(inline(events, event)?);
        }
    }
    end_line(&mut found, &mut line);
    Ok(found)
}

/// In a tight list, what stands in an item is in no paragraph.
fn end_line(found: &mut Vec<Block>, line: &mut Vec<Inline>) {
    if !line.is_empty() {
        found.push(Block::Paragraph { text: std::mem::take(line) });
    }
}

/// The block that begins here, if one does.
fn block(events: &mut Parser<'_>, event: &Event<'_>) -> Result<Option<Block>, Unread> {
    let Event::Start(tag) = event else { return Ok(None) };
    let end = tag.to_end();
    Ok(Some(if let Tag::Heading { level, .. } = tag {
        Block::Heading { level: if *level == HeadingLevel::H2 { 1 } else { 2 }, text: inlines(events, end)? }
    } else if let Tag::List(start) = tag {
        Block::List { start: *start, items: items(events, end)? }
    } else if let Tag::Table(_) = tag {
        let (head, rows) = table(events)?;
        Block::Table { head, rows }
    } else if let Tag::BlockQuote(_) = tag {
        Block::Quote { blocks: blocks(events, Some(end))? }
    } else if let Tag::CodeBlock(_) = tag {
        Block::Code { text: plain(&inlines(events, end)?) }
    } else if let Tag::Image { dest_url, .. } = tag {
        let name = super::picture_of(dest_url).ok_or_else(|| Unread(format!("图片 {dest_url}")))?.to_owned();
        Block::Picture { name, caption: plain(&inlines(events, end)?) }
    } else {
        return Ok(None);
    }))
}

fn items(events: &mut Parser<'_>, end: TagEnd) -> Result<Vec<Vec<Block>>, Unread> {
    let mut items = Vec::new();
    while let Some(event) = events.next() {
        if event == Event::End(end) {
            break;
        }
        items.push(blocks(events, Some(TagEnd::Item))?);
    }
    Ok(items)
}

/// The head's cells, and those of every row.
type Cells = (Vec<Vec<Inline>>, Vec<Vec<Vec<Inline>>>);

fn table(events: &mut Parser<'_>) -> Result<Cells, Unread> {
    let (mut head, mut rows) = (Vec::new(), Vec::new());
    while let Some(event) = events.next() {
        if event == Event::End(TagEnd::Table) {
            break;
        }
        if event == Event::Start(Tag::TableHead) {
            head = cells(events, TagEnd::TableHead)?;
        } else if event == Event::Start(Tag::TableRow) {
            rows.push(cells(events, TagEnd::TableRow)?);
        }
    }
    Ok((head, rows))
}

fn cells(events: &mut Parser<'_>, end: TagEnd) -> Result<Vec<Vec<Inline>>, Unread> {
    let mut cells = Vec::new();
    while let Some(event) = events.next() {
        if event == Event::End(end) {
            break;
        }
        cells.push(inlines(events, TagEnd::TableCell)?);
    }
    Ok(cells)
}

fn inlines(events: &mut Parser<'_>, end: TagEnd) -> Result<Vec<Inline>, Unread> {
    let mut line = Vec::new();
    while let Some(event) = events.next() {
        if event == Event::End(end) {
            break;
        }
        line.push(inline(events, event)?);
    }
    Ok(line)
}

fn inline(events: &mut Parser<'_>, event: Event<'_>) -> Result<Inline, Unread> {
    Ok(if let Event::Text(text) = event {
        Inline::Text { text: text.into_string() }
    } else if let Event::Code(text) = event {
        Inline::Code { text: text.into_string() }
    } else if event == Event::HardBreak {
        Inline::Break
    } else if event == Event::Start(Tag::Strong) {
        Inline::Strong { text: inlines(events, TagEnd::Strong)? }
    } else if let Event::Start(Tag::Link { dest_url, .. }) = event {
        Inline::Link { to: dest_url.into_string(), text: inlines(events, TagEnd::Link)? }
    } else {
        return Err(Unread(format!("{event:?}")));
    })
}

/// A line's text alone.
fn plain(line: &[Inline]) -> String {
    let one = |inline: &Inline| match inline {
        Inline::Text { text } | Inline::Code { text } => text.clone(),
        Inline::Strong { text } | Inline::Link { text, .. } => plain(text),
        Inline::Break => String::new(),
    };
    line.iter().map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str) -> Inline {
        Inline::Text { text: text.into() }
    }

    #[test]
    fn lists_with_pictures_and_tables_are_read_as_they_stand() {
        let read = read(
            "## 登录\n\n1. 点击**证书登录**；\n\n   ![窗口](pictures/agent.jpg)\n\n2. 见[检测](/check)。\n\n| 甲 | 乙 |\n|---|---|\n| `a` | 丙 |\n",
        );
        let picture = Block::Picture { name: "agent".into(), caption: "窗口".into() };
        let first = Block::Paragraph { text: vec![text("点击"), Inline::Strong { text: vec![text("证书登录")] }, text("；")] };
        let second =
            Block::Paragraph { text: vec![text("见"), Inline::Link { to: "/check".into(), text: vec![text("检测")] }, text("。")] };
        assert_eq!(
            read.unwrap(),
            [
                Block::Heading { level: 1, text: vec![text("登录")] },
                Block::List { start: Some(1), items: vec![vec![first, picture], vec![second]] },
                Block::Table {
                    head: vec![vec![text("甲")], vec![text("乙")]],
                    rows: vec![vec![vec![Inline::Code { text: "a".into() }], vec![text("丙")]]],
                },
            ]
        );
    }

    #[test]
    fn what_cannot_be_set_is_refused_by_its_name() {
        assert!(read("<b>粗</b>").is_err() && read("![图](https://example.com/a.png)").is_err());
    }

    #[test]
    fn every_manual_can_be_set() {
        for manual in &super::super::MANUALS {
            assert!(read(manual.text).is_ok_and(|blocks| blocks.len() > 5), "{}", manual.name);
        }
    }
}

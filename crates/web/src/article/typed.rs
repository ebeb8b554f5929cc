//! Markdown as people who write Chinese type it. Its rules are made for languages with blanks between words, for programmers' indentation and for
//! addresses in brackets; what somebody meant otherwise is mended here, before and after the parser, which has no options for it.

use pulldown_cmark::{CodeBlockKind, CowStr, Event, LinkType, Options, Parser, Tag, TagEnd};
use std::borrow::Cow;
use std::ops::Range;

/// Parts nothing that is read: a letter to the parser, invisible, and taken out of what it makes (U+2060).
const JOINER: char = '\u{2060}';
/// What stands for `&` on the way through the sanitiser, and from where on for U+00A0 to U+00BF: no characters of any text. For each of
/// those, html5ever 0.40 (`serialize::write_escaped`) looks through the whole rest of a text.
const AMPERSAND: char = '\u{1fffe}';
const HELD: char = '\u{fdd0}';

/// Whether a character is one of ours, which no text has.
fn is_ours(c: char) -> bool {
    c == JOINER || c == AMPERSAND || ('\u{fdd0}'..='\u{fdef}').contains(&c)
}

/// How often indentation is looked for: what is left is inside of something else.
const DEDENTED_MAX: usize = 3;

/// Whether a run of marks between these two, of which the first is punctuation, stands inside a sentence: without a blank on either side, where
/// one of the two is no ASCII, the rule about punctuation beside marks (CommonMark 0.31, 6.2) is not meant.
fn inside(punctuation: Option<char>, other: Option<char>) -> bool {
    let (Some(punctuation), Some(other)) = (punctuation, other) else { return false };
    let is_punctuation = !punctuation.is_alphanumeric() && !punctuation.is_whitespace() && punctuation != '\\';
    is_punctuation && !other.is_whitespace() && !(punctuation.is_ascii() && other.is_ascii())
}

/// The text with `**注意：**请` emphasised as it was meant.
pub(super) fn emphasised(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 4);
    let mut before = None;
    let mut rest = text.chars().filter(|c| !is_ours(*c)).peekable();
    while let Some(c) = rest.next() {
        if !matches!(c, '*' | '~') {
            out.push(c);
            before = Some(c);
            continue;
        }
        let mut run = String::from(c);
        while let Some(same) = rest.next_if_eq(&c) {
            run.push(same);
        }
        let after = rest.peek().copied();
        if inside(before, after) {
            out.push(JOINER);
        }
        out.push_str(&run);
        if inside(after, before) {
            out.push(JOINER);
        }
        before = Some(c);
    }
    out
}

/// An address that the parser found, as it was typed.
pub(super) fn plain(text: CowStr<'_>) -> CowStr<'_> {
    if text.contains(JOINER) { text.replace(JOINER, "").into() } else { text }
}

/// A piece of text that the parser made, as it was typed but for what the sanitiser is slow with.
pub(super) fn held(text: CowStr<'_>) -> CowStr<'_> {
    let stands_for = |c: char| match c {
        '&' => AMPERSAND,
        '\u{a0}'..='\u{bf}' => char::from_u32(u32::from(c) - 0xa0 + u32::from(HELD)).unwrap_or(c),
        other => other,
    };
    text.chars().filter(|c| *c != JOINER).map(stands_for).collect::<String>().into()
}

/// HTML that went through the sanitiser, with what stood for something else as that.
pub(super) fn given_back(html: &str) -> String {
    let mut out = String::with_capacity(html.len() + html.len() / 4);
    for c in html.chars() {
        match c {
            AMPERSAND => out.push_str("&amp;"),
            '\u{fdd0}'..='\u{fdef}' => out.extend(char::from_u32(u32::from(c) - u32::from(HELD) + 0xa0)),
            other => out.push(other),
        }
    }
    out
}

/// The text without the indentation of paragraphs, which would make them code.
pub(super) fn dedented(text: &str, options: Options) -> Cow<'_, str> {
    let mut text = Cow::Borrowed(text);
    for _ in 0..DEDENTED_MAX {
        let code = |(event, range): (Event<'_>, Range<usize>)| {
            matches!(event, Event::Start(Tag::CodeBlock(CodeBlockKind::Indented))).then_some(range)
        };
        let blocks: Vec<Range<usize>> = Parser::new_ext(&text, options).into_offset_iter().filter_map(code).collect();
        if blocks.is_empty() {
            break;
        }
        let (mut out, mut at, mut blocks) = (String::with_capacity(text.len()), 0, blocks.into_iter().peekable());
        for line in text.split_inclusive('\n') {
            let end = at + line.len();
            while blocks.next_if(|block| block.end <= at).is_some() {}
            let is_code = blocks.peek().is_some_and(|block| block.start < end);
            out.push_str(if is_code { line.trim_start_matches([' ', '\t']) } else { line });
            at = end;
        }
        text = Cow::Owned(out);
    }
    text
}

/// How many bytes of the beginning of a text are an address, none where it begins with no whole one.
fn address(text: &str) -> usize {
    let Some(rest) = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://")) else { return 0 };
    let scheme = text.len() - rest.len();
    let allowed = |c: char| c.is_ascii_alphanumeric() || "-._~:/?#[]@!$&'()*+,;=%".contains(c);
    let run = rest.find(|c| !allowed(c)).unwrap_or(rest.len());
    let (mut end, mut surplus) = (run, rest[..run].matches(')').count().saturating_sub(rest[..run].matches('(').count()));
    // What ends a sentence ends no address, and a bracket does only where one was opened.
    while let Some(last) = rest[..end].chars().next_back() {
        match last {
            ')' if surplus > 0 => surplus -= 1,
            '.' | ',' | ':' | ';' | '!' | '?' | '\'' | '*' | '[' | '(' => {}
            _ => break,
        }
        end -= 1;
    }
    if end == 0 { 0 } else { scheme + end }
}

/// The text as events, with its bare addresses as links.
pub(super) fn linked<'a>(text: CowStr<'a>, events: &mut Vec<Event<'a>>) {
    let (mut told, mut from) = (0, 0);
    while let Some(found) = text[from..].find("http") {
        let at = from + found;
        let length = if text[..at].ends_with(|c: char| c.is_ascii_alphanumeric()) { 0 } else { address(&text[at..]) };
        if length == 0 {
            from = at + "http".len();
            continue;
        }
        let to = plain(text[at..at + length].to_owned().into());
        if told < at {
            events.push(Event::Text(held(text[told..at].to_owned().into())));
        }
        let (title, id) = (CowStr::from(""), CowStr::from(""));
        events.push(Event::Start(Tag::Link { link_type: LinkType::Autolink, dest_url: to.clone(), title, id }));
        events.push(Event::Text(held(to)));
        events.push(Event::End(TagEnd::Link));
        from = at + length;
        told = from;
    }
    if told < text.len() {
        events.push(Event::Text(held(text[told..].to_owned().into())));
    }
}

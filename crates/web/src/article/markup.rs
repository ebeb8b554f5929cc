//! Markdown as HTML. What somebody typed never becomes markup of a page: HTML in a text is text, links lead to pages and nowhere else, pictures
//! are the article's own attachments. One crate renders, another one, which knows nothing of the first, lets through what it knows as harmless.

use ammonia::{Builder, UrlRelative};
use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd, html::push_html};
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

/// How deep lists and quotations are laid out inside each other; what is deeper is text at that depth.
const NESTING_MAX: usize = 12;
/// What a picture of an article is called in its text, before its number.
const ATTACHED: &str = "附件";

/// Elements that an article may consist of.
const ELEMENTS: [&str; 25] = [
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "p",
    "br",
    "hr",
    "blockquote",
    "ul",
    "ol",
    "li",
    "strong",
    "em",
    "del",
    "code",
    "pre",
    "a",
    "img",
    "table",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
];

static HARMLESS: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let mut builder = Builder::default();
    builder
        .tags(HashSet::from(ELEMENTS))
        .generic_attributes(HashSet::new())
        .tag_attributes(HashMap::from([
            ("a", HashSet::from(["href"])),
            ("img", HashSet::from(["src", "alt"])),
            ("ol", HashSet::from(["start"])),
        ]))
        // Manuals have many: what is far below is fetched when it comes near.
        .set_tag_attribute_value("img", "loading", "lazy")
        .url_schemes(HashSet::from(["http", "https", "mailto"]))
        .url_relative(UrlRelative::PassThrough)
        .link_rel(Some("noopener noreferrer"));
    builder
});

/// The pictures among a text's attachments: the address of each by its number, from 1.
pub(crate) type Pictures = Vec<Option<String>>;

/// The address of the attachment that a text means by a picture's.
pub(crate) fn attached(of: &str, pictures: &[Option<String>]) -> Option<String> {
    let number: usize = of.strip_prefix(ATTACHED)?.parse().ok()?;
    pictures.get(number.checked_sub(1)?)?.clone()
}

/// Whether a link may lead there: a page of the platform, another site, or a letter.
fn leads(to: &str) -> bool {
    let whole = ["https://", "http://", "mailto:"]
        .iter()
        .any(|scheme| to.get(..scheme.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(scheme)));
    whole || (to.starts_with('/') && !to.starts_with("//") && !to.contains('\\'))
}

/// What becomes of an element: itself, another one, or nothing around its content.
fn element<'a>(tag: Tag<'a>, picture: impl Fn(&str) -> Option<String>) -> Option<Tag<'a>> {
    if let Tag::Heading { level, id, classes, attrs } = tag {
        // The page's own title is the one of the first level.
        let level = if level == HeadingLevel::H1 { HeadingLevel::H2 } else { level };
        return Some(Tag::Heading { level, id, classes, attrs });
    }
    if tag == Tag::HtmlBlock {
        return Some(Tag::Paragraph);
    }
    if let Tag::Link { dest_url, .. } = &tag {
        return leads(dest_url).then_some(tag);
    }
    if let Tag::Image { dest_url, .. } = &tag {
        let address = picture(dest_url)?;
        let mut tag = tag;
        if let Tag::Image { dest_url, .. } = &mut tag {
            *dest_url = address.into();
        }
        return Some(tag);
    }
    Some(tag)
}

/// The text as HTML of an article; `picture` gives the address from which a picture is shown, and nothing for one that is not there.
pub(crate) fn render(text: &str, picture: impl Fn(&str) -> Option<String>) -> String {
    let mut open: Vec<Option<TagEnd>> = Vec::new();
    let events = Parser::new_ext(text, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH).filter_map(|event| {
        if let Event::Start(tag) = event {
            let tag = if open.len() < NESTING_MAX { element(tag, &picture) } else { None };
            open.push(tag.as_ref().map(Tag::to_end));
            return tag.map(Event::Start);
        }
        if let Event::End(_) = event {
            return open.pop().flatten().map(Event::End);
        }
        if let Event::Html(text) | Event::InlineHtml(text) = event {
            return Some(Event::Text(text));
        }
        Some(event)
    });
    let mut out = String::with_capacity(text.len() * 2);
    push_html(&mut out, events);
    HARMLESS.clean(&out).to_string()
}

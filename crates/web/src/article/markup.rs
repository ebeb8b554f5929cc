//! Markdown as HTML. What somebody typed never becomes markup of a page: HTML in a text is text, links lead to pages and nowhere else, pictures
//! are the article's own attachments. One crate renders, another one, which knows nothing of the first, lets through what it knows as harmless.

use super::typed;
use ammonia::{Builder, UrlRelative};
use app::AppError;
use domain::article::Edition;
use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd, TextMergeStream, html::push_html};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::LazyLock;

/// How deep lists and quotations are laid out inside each other; what is deeper is text at that depth.
const NESTING_MAX: usize = 12;
/// What a picture of an article is called in its text, before its number.
const ATTACHED: &str = "附件";
/// What of Markdown there is beside its core.
const OPTIONS: Options = Options::ENABLE_TABLES.union(Options::ENABLE_STRIKETHROUGH);
/// Most links that were left out that somebody is told of, and most characters of each.
const DROPPED_MAX: usize = 10;
const DROPPED_LENGTH: usize = 80;

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

/// The pictures among a text's attachments: the address of each by its number.
pub(crate) type Pictures = BTreeMap<u32, String>;

/// The number of the attachment that a text means by a picture's address.
pub(crate) fn number(of: &str) -> Option<u32> {
    of.strip_prefix(ATTACHED)?.parse().ok()
}

/// The address of the attachment that a text means by a picture's.
pub(crate) fn attached(of: &str, pictures: &Pictures) -> Option<String> {
    pictures.get(&number(of)?).cloned()
}

/// Whether a link may lead there: a page of the platform, another site, or a letter.
fn leads(to: &str) -> bool {
    let whole = ["https://", "http://", "mailto:"]
        .iter()
        .any(|scheme| to.get(..scheme.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(scheme)));
    whole || (to.starts_with('/') && !to.starts_with("//") && !to.contains('\\'))
}

/// What becomes of an element: itself, another one, or nothing around its content.
fn element<'a>(tag: Tag<'a>, picture: impl Fn(&str) -> Option<String>, dropped: &mut Vec<String>) -> Option<Tag<'a>> {
    if let Tag::Heading { level, id, classes, attrs } = tag {
        // The page's own title is the one of the first level.
        let level = if level == HeadingLevel::H1 { HeadingLevel::H2 } else { level };
        return Some(Tag::Heading { level, id, classes, attrs });
    }
    if tag == Tag::HtmlBlock {
        return Some(Tag::Paragraph);
    }
    if let Tag::Link { link_type, dest_url, title, id } = tag {
        let dest_url = typed::plain(dest_url);
        if leads(&dest_url) {
            return Some(Tag::Link { link_type, dest_url, title, id });
        }
        note(dropped, &dest_url);
        return None;
    }
    if let Tag::Image { link_type, dest_url, title, id } = tag {
        let dest_url = typed::plain(dest_url);
        let Some(address) = picture(&dest_url) else {
            note(dropped, &dest_url);
            return None;
        };
        return Some(Tag::Image { link_type, dest_url: address.into(), title, id });
    }
    Some(tag)
}

/// Whether a text's lines are meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Lines {
    /// As in a letter: where a line ends it ends, and an indented paragraph is one.
    Kept,
    /// As in a file of ours: lines end where they are long.
    Flowing,
}

/// What a text makes.
#[derive(Clone, Debug, Default)]
pub(crate) struct Prose {
    /// Its HTML, which went through the sanitiser.
    pub(crate) html: String,
    /// Where links lead and pictures come from that were left out, in their order, each once.
    pub(crate) dropped: Vec<String>,
}

/// What somebody is told of links that were left out; nothing when none were.
pub(crate) fn told(dropped: &[String]) -> String {
    if dropped.is_empty() {
        return String::new();
    }
    format!("以下链接或图片没有生效：{}。链接须以 https:// 或 http:// 开头，或为本站以 / 开头的地址；图片须为本文附件", dropped.join("、"))
}

/// Takes note of where an element leads that was left out.
fn note(dropped: &mut Vec<String>, to: &str) {
    let shown: String = to.chars().take(DROPPED_LENGTH).collect();
    if dropped.len() < DROPPED_MAX && !dropped.contains(&shown) {
        dropped.push(shown);
    }
}

/// The text as HTML of an article; `picture` gives the address from which a picture is shown, and nothing for one that is not there.
pub(crate) fn render(text: &str, lines: Lines, picture: impl Fn(&str) -> Option<String>) -> Prose {
    let dedented = if lines == Lines::Kept { typed::dedented(text, OPTIONS) } else { text.into() };
    let text = typed::emphasised(&dedented);
    let (mut events, mut dropped) = (Vec::new(), Vec::new());
    // What is open, and whether addresses in it are links as they stand.
    let mut open: Vec<(Option<TagEnd>, bool)> = Vec::new();
    for event in TextMergeStream::new(Parser::new_ext(&text, OPTIONS)) {
        let bare = open.last().is_none_or(|(_, bare)| *bare);
        if let Event::Start(tag) = event {
            let inner = !matches!(tag, Tag::Link { .. } | Tag::Image { .. } | Tag::CodeBlock(_));
            let tag = if open.len() < NESTING_MAX { element(tag, &picture, &mut dropped) } else { None };
            open.push((tag.as_ref().map(Tag::to_end), bare && inner));
            events.extend(tag.map(Event::Start));
        } else if let Event::End(_) = event {
            events.extend(open.pop().and_then(|(end, _)| end).map(Event::End));
        } else if let Event::Text(text) | Event::Html(text) | Event::InlineHtml(text) = event {
            if bare { typed::linked(text, &mut events) } else { events.push(Event::Text(typed::held(text))) }
        } else if let Event::Code(text) = event {
            events.push(Event::Code(typed::held(text)));
        } else {
            let ends = event == Event::SoftBreak && lines == Lines::Kept;
            events.push(if ends { Event::HardBreak } else { event });
        }
    }
    let mut out = String::with_capacity(text.len() * 2);
    push_html(&mut out, events.into_iter());
    Prose { html: typed::given_back(&HARMLESS.clean(&out).to_string()), dropped }
}

/// What an article's text makes, away from where requests are answered; nothing for one that is too long to be an article's.
///
/// # Errors
/// [`AppError::Bug`] when rendering it failed.
pub(crate) async fn prose(text: String, pictures: Pictures) -> Result<Prose, AppError> {
    if text.chars().count() > Edition::TEXT_MAX {
        return Ok(Prose::default());
    }
    let task = tokio::task::spawn_blocking(move || render(&text, Lines::Kept, |of| attached(of, &pictures)));
    task.await.map_err(|error| AppError::Bug(error.to_string()))
}

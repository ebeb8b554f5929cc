//! Articles (信息动态、服务指南、常见问题): what everybody reads, the feed, and the centre's desk and editor.

pub(crate) mod begin;
pub(crate) mod decide;
pub(crate) mod desk;
pub(crate) mod edit;
pub(crate) mod feed;
pub(crate) mod file;
pub(crate) mod form;
pub(crate) mod markup;
pub(crate) mod shelf;
mod typed;
pub(crate) mod view;

use crate::shell::Nav;
use app::document::attachment::is_picture;
use domain::article::{ArticleKind, ArticleState, Edition};

/// Where articles of a kind are, below a site.
pub(crate) const fn folder(kind: ArticleKind) -> &'static str {
    match kind {
        ArticleKind::News => "news",
        ArticleKind::Guide => "guides",
        ArticleKind::Faq => "faq",
    }
}

/// The item of the navigation a kind belongs to.
pub(crate) const fn nav(kind: ArticleKind) -> Nav {
    match kind {
        ArticleKind::News => Nav::News,
        ArticleKind::Guide => Nav::Guides,
        ArticleKind::Faq => Nav::Help,
    }
}

/// The tone of a state's tag.
const fn tone(state: ArticleState) -> &'static str {
    match state {
        ArticleState::Draft => "info",
        ArticleState::Submitted => "wait",
        ArticleState::Published => "ok",
        ArticleState::Withdrawn | ArticleState::Discarded => "mute",
    }
}

/// The addresses of the pictures among an edition's attachments, which lie in `folder`.
fn pictures(folder: &str, edition: &Edition) -> markup::Pictures {
    let pictures = edition.numbered().filter(|(_, attachment)| is_picture(attachment));
    pictures.map(|(number, _)| (number, format!("{folder}/{number}"))).collect()
}

/// What an attachment's size is called.
fn size(bytes: u64) -> String {
    if bytes < 1024 * 1024 { format!("{} KB", bytes.div_ceil(1024)) } else { format!("{} MB", bytes.div_ceil(1024 * 1024)) }
}

//! What an article's events set off: nothing. Whoever reads articles comes by, or takes the feed.

use super::{Article, ArticleEvent};
use crate::consequence::{Consequence, Follows};

impl Follows for Article {
    type Event = ArticleEvent;

    fn follows(&self, event: &ArticleEvent) -> Vec<Consequence> {
        match event {
            ArticleEvent::Begun { .. }
            | ArticleEvent::Edited { .. }
            | ArticleEvent::Submitted
            | ArticleEvent::Published { .. }
            | ArticleEvent::SentBack { .. }
            | ArticleEvent::Discarded
            | ArticleEvent::Withdrawn { .. } => Vec::new(),
        }
    }
}

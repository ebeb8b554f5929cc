use super::{ArticleEvent, ArticleFacts, Edition};

/// Begins an article with its first manuscript; `editor` is the fingerprint of the person's certificate.
#[must_use]
pub fn begin(facts: ArticleFacts, edition: Edition, editor: &str) -> ArticleEvent {
    ArticleEvent::Begun { facts: Box::new(facts), edition: Box::new(edition), editor: editor.to_owned() }
}

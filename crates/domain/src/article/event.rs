use super::{Article, ArticleFacts, Edition, Manuscript, Publication};
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};

/// What happened to an article.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "type")]
pub enum ArticleEvent {
    /// A person began it.
    Begun {
        /// All that is fixed from here on.
        facts: Box<ArticleFacts>,
        /// Its first manuscript.
        edition: Box<Edition>,
        /// SM3 fingerprint of that person's certificate.
        editor: String,
    },
    /// It was written anew.
    Edited {
        /// The manuscript.
        edition: Box<Edition>,
        /// SM3 fingerprint of the writer's certificate.
        editor: String,
    },
    /// The manuscript waits to be published.
    Submitted,
    /// The manuscript is read by everybody.
    Published {
        /// From when on.
        at: Timestamp,
    },
    /// The manuscript goes back to whoever wrote it.
    SentBack {
        /// What is wanted otherwise.
        note: String,
    },
    /// The manuscript is given up.
    Discarded,
    /// What was published is not read any more.
    Withdrawn {
        /// Why, for the centre.
        reason: String,
    },
}

impl ArticleEvent {
    /// The event's name in the log.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Begun { .. } => "article.begun",
            Self::Edited { .. } => "article.edited",
            Self::Submitted => "article.submitted",
            Self::Published { .. } => "article.published",
            Self::SentBack { .. } => "article.sent_back",
            Self::Discarded => "article.discarded",
            Self::Withdrawn { .. } => "article.withdrawn",
        }
    }
}

fn manuscript(edition: &Edition, editor: &str) -> Option<Manuscript> {
    Some(Manuscript { edition: edition.clone(), editor: editor.to_owned(), submitted: false, note: String::new() })
}

impl Article {
    /// The article after its first event; `None` when that is not `Begun`.
    #[must_use]
    pub fn born(event: &ArticleEvent) -> Option<Self> {
        if let ArticleEvent::Begun { facts, edition, editor } = event {
            Some(Self { facts: (**facts).clone(), manuscript: manuscript(edition, editor), publication: None, version: 1 })
        } else {
            None
        }
    }

    /// The only writer of an article's state.
    pub fn apply(&mut self, event: &ArticleEvent) {
        self.version += 1;
        match event {
            ArticleEvent::Begun { .. } => {}
            ArticleEvent::Edited { edition, editor } => self.manuscript = manuscript(edition, editor),
            ArticleEvent::Submitted => self.manuscript.iter_mut().for_each(|manuscript| manuscript.submitted = true),
            ArticleEvent::Published { at } => {
                if let Some(manuscript) = self.manuscript.take() {
                    let first_at = self.publication.as_ref().map_or(*at, |before| before.first_at);
                    self.publication = Some(Publication { edition: manuscript.edition, first_at, at: *at, withdrawn: None });
                }
            }
            ArticleEvent::SentBack { note } => self.manuscript.iter_mut().for_each(|manuscript| {
                manuscript.submitted = false;
                manuscript.note.clone_from(note);
            }),
            ArticleEvent::Discarded => self.manuscript = None,
            ArticleEvent::Withdrawn { reason } => {
                self.publication.iter_mut().for_each(|publication| publication.withdrawn = Some(reason.clone()));
            }
        }
    }
}

//! Taking in articles that were written elsewhere: of a site's earlier platform, or of a demonstration. They are published as they come.

use super::form::Form;
use crate::commit::commit;
use crate::error::{AppError, FieldError};
use crate::world::{Caller, World};
use domain::access::{Action, Relation};
use domain::article::{Article, ArticleEvent, ArticleFacts, ArticleKind, Edition, begin};
use domain::id::{ArticleId, RequestId};
use domain::site::SiteCode;
use serde::Deserialize;

/// Articles that one transaction takes in.
const BATCH: usize = 100;

/// The file.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Articles {
    #[serde(default)]
    article: Vec<Entry>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    site: SiteCode,
    kind: ArticleKind,
    title: String,
    /// `YYYY-MM-DD`; today where it does not say.
    dated: Option<String>,
    #[serde(default)]
    pinned: bool,
    text: String,
}

/// An entry as it is written.
struct Read {
    facts: ArticleFacts,
    edition: Edition,
}

fn entry(world: &World, number: usize, entry: Entry) -> Result<Read, AppError> {
    let wrong =
        |message: String| AppError::Invalid(vec![FieldError::new("article", format!("第 {number} 篇“{}”：{message}", entry.title))]);
    if world.sites.get(entry.site).is_none() {
        return Err(wrong(format!("没有站点 {}", entry.site)));
    }
    let form = Form {
        title: entry.title.clone(),
        text: entry.text.clone(),
        dated: entry.dated.clone().unwrap_or_else(|| world.now().date().to_string()),
        pinned: entry.pinned,
        attachments: Vec::new(),
        given: 0,
    };
    let edition = form.edition().map_err(|error| match error {
        AppError::Invalid(faults) => wrong(faults.iter().map(|fault| fault.message.as_str()).collect::<Vec<_>>().join("；")),
        other @ (AppError::Refused(_)
        | AppError::NotFound
        | AppError::Unauthenticated(_)
        | AppError::Conflict
        | AppError::Unavailable(_)
        | AppError::Busy(_)
        | AppError::Bug(_)) => other,
    })?;
    Ok(Read { facts: ArticleFacts { id: world.id(ArticleId::new), site: entry.site, kind: entry.kind, at: world.now() }, edition })
}

/// Takes in the articles of a TOML file, all of them or none of a hundred; gives back how many. The same file again writes them again.
///
/// # Errors
/// [`AppError::Invalid`] with the first entry that is wrong, before anything is written.
pub async fn import(world: &World, caller: &Caller, text: &str) -> Result<usize, AppError> {
    let file: Articles = toml::from_str(text).map_err(|error| AppError::Invalid(vec![FieldError::new("file", error)]))?;
    let read: Vec<Read> =
        file.article.into_iter().enumerate().map(|(index, one)| entry(world, index + 1, one)).collect::<Result<_, _>>()?;
    let count = read.len();
    let mut read = read.into_iter();
    loop {
        let batch: Vec<Read> = read.by_ref().take(BATCH).collect();
        let Some(first) = batch.first() else { return Ok(count) };
        // Each hundred is audited by itself.
        let caller = Caller { request: world.id(RequestId::new), ..caller.clone() };
        let stamp = caller.stamp(world, Action::ImportArticles, Relation::Platform, first.facts.id)?;
        let now = world.now();
        commit(world, stamp, move |w| {
            Box::pin(async move {
                for Read { facts, edition } in batch {
                    let article: Article = w.create(&begin::begin(facts, edition, ""))?;
                    w.append(article, &ArticleEvent::Published { at: now })?;
                }
                Ok(())
            })
        })
        .await?;
    }
}

//! Writing on an article.

use super::form::Form;
use super::load::load;
use crate::commit::append;
use crate::error::AppError;
use crate::world::{Caller, World};
use domain::access::Action;
use domain::article::{Article, edit};
use domain::id::ArticleId;

/// Writes a manuscript, begun from the article's `version`.
///
/// # Errors
/// [`AppError::Invalid`] for what was typed wrong; [`AppError::Refused`], [`AppError::NotFound`].
pub async fn edit(world: &World, caller: &Caller, id: ArticleId, version: u32, form: &Form) -> Result<Article, AppError> {
    let (article, stamp) = load(world, &mut world.store.reader(), caller, Action::EditArticle, id).await?;
    let event = edit::edit(&article, form.edition()?, &caller.actor.certificate, version)?;
    append(world, stamp, article, event).await
}

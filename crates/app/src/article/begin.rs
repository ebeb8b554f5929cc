//! Beginning an article, with its first manuscript.

use super::form::Form;
use super::load::relation;
use crate::commit::create;
use crate::error::AppError;
use crate::world::{Caller, World};
use domain::access::Action;
use domain::article::{Article, ArticleFacts, ArticleKind, begin};
use domain::id::ArticleId;

/// Begins one of the caller's own site.
///
/// # Errors
/// [`AppError::Invalid`] for what was typed wrong, [`AppError::NotFound`] to others.
pub async fn begin(world: &World, caller: &Caller, kind: ArticleKind, form: &Form) -> Result<Article, AppError> {
    let site = caller.actor.site.ok_or(AppError::NotFound)?;
    let id = world.id(ArticleId::new);
    let stamp = caller.stamp(world, Action::EditArticle, relation(&caller.actor, site), id)?;
    let facts = ArticleFacts { id, site, kind, at: world.now() };
    create(world, stamp, begin::begin(facts, form.edition()?, &caller.actor.certificate)).await
}

/// Whether the caller writes articles, for the page where one is begun.
///
/// # Errors
/// [`AppError::NotFound`] when not.
pub fn check(world: &World, caller: &Caller) -> Result<(), AppError> {
    let site = caller.actor.site.ok_or(AppError::NotFound)?;
    caller.stamp(world, Action::EditArticle, relation(&caller.actor, site), site).map(drop)
}

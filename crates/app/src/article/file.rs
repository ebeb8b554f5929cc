//! Files that go with an article.

use super::load::load;
use super::read::read;
use crate::document::attachment;
use crate::error::AppError;
use crate::world::{Caller, World};
use domain::access::Action;
use domain::article::Edition;
use domain::document::Attachment;
use domain::id::ArticleId;
use domain::site::SiteCode;

async fn numbered(world: &World, edition: &Edition, number: u32) -> Result<(Vec<u8>, Attachment), AppError> {
    let (_, found) = edition.numbered().find(|(known, _)| *known == number).ok_or(AppError::NotFound)?;
    Ok((attachment::load(world, found).await?, found.clone()))
}

/// The attachment with this number of what everybody may read.
///
/// # Errors
/// [`AppError::NotFound`], [`AppError::Unavailable`].
pub async fn published(
    world: &World,
    caller: &Caller,
    site: SiteCode,
    id: ArticleId,
    number: u32,
) -> Result<(Vec<u8>, Attachment), AppError> {
    let article = read(world, caller, site, id).await?;
    let publication = article.read().ok_or(AppError::NotFound)?;
    numbered(world, &publication.edition, number).await
}

/// The attachment with this number of the edition that its centre works on.
///
/// # Errors
/// [`AppError::NotFound`], [`AppError::Unavailable`].
pub async fn latest(world: &World, caller: &Caller, id: ArticleId, number: u32) -> Result<(Vec<u8>, Attachment), AppError> {
    let (article, _) = load(world, &mut world.store.reader(), caller, Action::ViewArticle, id).await?;
    numbered(world, article.latest().ok_or(AppError::NotFound)?, number).await
}

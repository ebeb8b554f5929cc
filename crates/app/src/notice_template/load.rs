//! Loading a site's words for whoever writes them, and whose words a message is put into.

use super::render::{Rendered, render};
use super::usual::usual;
use super::words::{Noticed, words};
use crate::error::AppError;
use crate::world::{Caller, World};
use domain::access::{Action, Relation};
use domain::notice::{NoticeChannel, NoticeKind};
use domain::notice_template::NoticeTemplate;
use domain::site::SiteCode;
use store::{Query, Stamp};

/// The caller's site, and the stamp for `action` on its words for a kind and channel.
///
/// # Errors
/// [`AppError::NotFound`] to who is no centre's.
pub(super) fn stamp(
    world: &World,
    caller: &Caller,
    action: Action,
    (kind, channel): (NoticeKind, NoticeChannel),
) -> Result<(SiteCode, Stamp), AppError> {
    let site = caller.actor.site.ok_or(AppError::NotFound)?;
    let object = format!("{site}/{}/{}", kind.code(), channel.code());
    Ok((site, caller.stamp(world, action, Relation::CentreOfSite, object)?))
}

/// Whether words of a site take two persons.
pub(super) fn two_persons(world: &World, site: SiteCode) -> Result<bool, AppError> {
    world.sites.get(site).map(|site| site.rules.two_persons).ok_or(AppError::NotFound)
}

/// The words in use on a site, its own or the platform's, and their edition.
async fn used(
    world: &World,
    query: &mut impl Query,
    site: SiteCode,
    (kind, channel): (NoticeKind, NoticeChannel),
) -> Result<Option<NoticeTemplate>, AppError> {
    let own = store::notice_template::load_of(query, site, kind, channel).await?;
    // A prefecture says what its province says, where it says nothing itself.
    let province = world.sites.get(site).and_then(|site| site.province);
    match (own.filter(|own| own.words().is_some()), province) {
        (None, Some(province)) => Ok(store::notice_template::load_of(query, province, kind, channel).await?),
        (own, _) => Ok(own),
    }
}

/// A notice in the words of its site, and which edition of them; 0 for the platform's own.
pub(crate) async fn put(
    world: &World,
    query: &mut impl Query,
    told: Noticed<'_>,
    channel: NoticeChannel,
) -> Result<(Rendered, u32), AppError> {
    let template = used(world, query, told.site, (told.kind, channel)).await?;
    let (own, platform) = (template.as_ref().and_then(NoticeTemplate::words), usual(told.kind, channel));
    let (text, edition) = own.unwrap_or((&platform, 0));
    Ok((render(text, &words(world, told))?, edition))
}

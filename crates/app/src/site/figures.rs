//! The figures of a site's home page (保函服务数据): counted anew once a day, over lots that were opened at least 24 hours ago.

use crate::commit::{commit, tonight};
use crate::error::AppError;
use crate::product::turnaround;
use crate::ran::Ran;
use crate::world::{Caller, World};
use domain::access::{Action, Relation};
use domain::report::figures::{SiteFigures, count, counts};
use domain::site::SiteCode;
use domain::time::Timestamp;
use std::collections::BTreeMap;
use store::Tx;
use store::job::{Everything, Job};

/// Letters read at a time.
const PAGE: i64 = 200;
/// Pages in one run of the job: well within its lease, however many letters there are.
const PAGES: usize = 20;

/// A site's figures as they were counted last, and when; `None` before they were.
///
/// # Errors
/// [`AppError::Unavailable`].
pub async fn figures(world: &World, caller: &Caller, site: SiteCode) -> Result<Option<(SiteFigures, Timestamp)>, AppError> {
    caller.stamp(world, Action::BrowseSite, Relation::Stranger, site)?;
    Ok(store::site_figures::load(&mut world.store.reader(), site).await?)
}

/// Sees that they are counted: the first process that starts asks for it, once.
///
/// # Errors
/// [`AppError::Unavailable`].
pub async fn begin(world: &World) -> Result<(), AppError> {
    let Some(site) = world.sites.all().next() else { return Ok(()) };
    if store::site_figures::load(&mut world.store.reader(), site.rules.code).await?.is_some() {
        return Ok(());
    }
    let stamp = world.system().stamp(world, Action::CountLetters, Relation::Platform, "site figures")?;
    commit(world, stamp, |w| {
        Box::pin(async move {
            w.job(Job::CountLetters(Everything));
            Ok(())
        })
    })
    .await
}

/// Counts some more letters; when all are counted it is due again the next night.
///
/// # Errors
/// [`AppError::Unavailable`].
pub(crate) async fn run(world: &World) -> Result<Ran, AppError> {
    let now = world.now();
    let mut reader = world.store.reader();
    let mut under_way = store::site_figures::under_way(&mut reader).await?;
    for _ in 0..PAGES {
        let letters = store::site_figures::list_letters(&mut reader, under_way.after, PAGE).await?;
        for (guarantee, _) in letters.iter().filter(|(guarantee, lot)| counts(guarantee, lot.as_ref(), now)) {
            count(&mut under_way.figures, guarantee);
        }
        if i64::try_from(letters.len()).unwrap_or(0) < PAGE {
            turnaround::count(world, now).await?;
            let figures =
                world.sites.all().map(|site| site.rules.code).map(|site| (site, under_way.figures.remove(&site).unwrap_or_default()));
            return end(world, figures.collect(), now).await;
        }
        under_way.after = letters.last().map(|(guarantee, _)| guarantee.id);
    }
    let write = move |tx: &mut Tx| store::site_figures::put_off(tx, &under_way);
    world.store.write::<_, AppError, _>(move |tx| Box::pin(async move { Ok(write(tx)?) })).await?;
    Ok(Ran::Later(now))
}

/// Writes what was counted.
async fn end(world: &World, figures: BTreeMap<SiteCode, SiteFigures>, now: Timestamp) -> Result<Ran, AppError> {
    let write = move |tx: &mut Tx| store::site_figures::end(tx, &figures, now);
    world.store.write::<_, AppError, _>(move |tx| Box::pin(async move { Ok(write(tx)?) })).await?;
    Ok(Ran::Later(tonight(now)))
}

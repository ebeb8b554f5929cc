//! Counting at night: ratings whose lots have rested count from now on, and what institutions have of all that count is added up anew.

use crate::commit::{commit, tonight};
use crate::error::AppError;
use crate::ran::Ran;
use crate::world::World;
use domain::access::{Action, Relation};
use domain::rating::count;

/// Ratings read at a time.
const PAGE: i64 = 200;
/// Pages in one night; what is beyond waits for the next.
const PAGES: usize = 100;

/// Counts. While some wait, it is due again the next night.
///
/// # Errors
/// [`AppError::Unavailable`].
pub(crate) async fn run(world: &World) -> Result<Ran, AppError> {
    let now = world.now();
    let (mut after, mut left) = (None, false);
    for _ in 0..PAGES {
        let waiting = store::rating::list_waiting(&mut world.store.reader(), after, PAGE).await?;
        let full = i64::try_from(waiting.len()).unwrap_or(0) == PAGE;
        after = waiting.last().map(|(rating, ..)| rating.facts.id);
        let events: Vec<_> = waiting
            .into_iter()
            .filter_map(|(rating, guarantee, lot)| {
                let event = count::count(&rating, &guarantee, lot.as_ref(), now);
                left |= event.is_none();
                event.map(|event| (rating, event))
            })
            .collect();
        if !events.is_empty() {
            let stamp = world.system().stamp(world, Action::CountRatings, Relation::Platform, "ratings")?;
            commit(world, stamp, move |w| {
                Box::pin(async move {
                    for (rating, event) in events {
                        w.append(rating, &event)?;
                    }
                    Ok(())
                })
            })
            .await?;
        }
        if !full {
            break;
        }
        left = true;
    }
    world.store.write::<_, AppError, _>(move |tx| Box::pin(async move { Ok(store::rating::add_up(tx)?) })).await?;
    Ok(if left { Ran::Later(tonight(now)) } else { Ran::Done })
}

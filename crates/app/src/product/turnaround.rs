//! Counting at night how long institutions took from payment to letter (出函用时).

use super::quotes::calendar;
use crate::error::AppError;
use crate::world::World;
use domain::id::{GuaranteeId, RANDOM_BYTES};
use domain::institution::Institution;
use domain::report::turnaround::{SAMPLE_MAX, Turnaround, minutes, since};
use domain::time::Timestamp;
use store::turnaround::{PAGE_MAX, Turnarounds};

/// Counts anew for every institution.
///
/// # Errors
/// [`AppError::Unavailable`].
pub(crate) async fn count(world: &World, now: Timestamp) -> Result<(), AppError> {
    let mut figures = Turnarounds::new();
    for institution in store::institution::list(&mut world.store.reader()).await? {
        let (looked_at, followed) = taken(world, &institution, now).await?;
        for (automatic, taken) in [(false, looked_at), (true, followed)] {
            if let Some(figure) = Turnaround::of(taken) {
                figures.insert((institution.id, automatic), figure);
            }
        }
    }
    world.store.write::<_, AppError, _>(move |tx| Box::pin(async move { Ok(store::turnaround::replace(tx, &figures)?) })).await
}

/// The minutes of an institution's newest letters that count: of those somebody looked at first, and of those that followed by themselves.
async fn taken(world: &World, institution: &Institution, now: Timestamp) -> Result<(Vec<u32>, Vec<u32>), AppError> {
    let calendar = calendar(world, institution);
    let begin = GuaranteeId::new(since(now), &[0; RANDOM_BYTES]);
    let (mut looked_at, mut followed) = (Vec::new(), Vec::new());
    let (mut before, mut seen) = (None, 0);
    while seen < SAMPLE_MAX {
        let letters = store::turnaround::letters(&mut world.store.reader(), institution.id, begin, before).await?;
        seen += letters.len();
        before = letters.last().map(|letter| letter.guarantee.id);
        for letter in &letters {
            let automatic = letter.application.facts.automatic;
            let counted = letter
                .settled_at
                .and_then(|settled_at| minutes(&letter.guarantee, letter.lot.as_ref(), settled_at, automatic, &calendar, now));
            if automatic { followed.extend(counted) } else { looked_at.extend(counted) }
        }
        if i64::try_from(letters.len()).unwrap_or(0) < PAGE_MAX {
            break;
        }
    }
    Ok((looked_at, followed))
}

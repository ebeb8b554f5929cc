//! The two lanes, as tasks that run until they are told to stop. Several processes may run both.

use super::{claim_deliveries, run, run_due};
use crate::world::World;
use std::sync::Arc;
use std::time::Duration;
use store::job::Lane;
use tokio::sync::{Semaphore, watch};

/// Messages to institutions under way side by side in one process.
const DELIVERIES: usize = 256;
/// Messages claimed at once.
const CLAIM_MAX: usize = 16;
/// Longest wait before it is looked for jobs of other processes.
const LOOK_AGAIN: Duration = Duration::from_millis(500);

/// Sends messages to institutions side by side: each waits for its own institution only.
pub async fn deliver(world: World, mut stopped: watch::Receiver<bool>) {
    let turns = Arc::new(Semaphore::new(DELIVERIES));
    while !*stopped.borrow() {
        let room = turns.available_permits().min(CLAIM_MAX);
        match claim_deliveries(&world, room).await {
            Ok(claimed) => {
                let full = room > 0 && claimed.len() == room;
                for delivery in claimed {
                    let Ok(turn) = Arc::clone(&turns).acquire_owned().await else { return };
                    let world = world.clone();
                    tokio::spawn(async move {
                        if let Err(error) = run(&world, delivery).await {
                            tracing::error!(?error, "a delivery cannot be recorded");
                        }
                        drop(turn);
                        // A claim that found no room looks again now that there is some.
                        world.store.wake(Lane::Deliveries);
                    });
                }
                if full {
                    continue;
                }
            }
            Err(error) => tracing::error!(?error, "deliveries cannot be claimed"),
        }
        tokio::select! {
            () = world.store.woken(Lane::Deliveries) => {}
            () = tokio::time::sleep(LOOK_AGAIN) => {}
            _ = stopped.changed() => {}
        }
    }
    // Those under way are finished; what they do not finish is due again when their lease ends.
    let _ = turns.acquire_many(u32::try_from(DELIVERIES).unwrap_or(u32::MAX)).await;
}

/// Runs the platform's own jobs; the one under way is finished first.
pub async fn work(world: World, mut stopped: watch::Receiver<bool>) {
    while !*stopped.borrow() {
        if let Err(error) = run_due(&world).await {
            tracing::error!(?error, "jobs cannot be claimed");
        }
        tokio::select! {
            () = world.store.woken(Lane::Work) => {}
            () = tokio::time::sleep(LOOK_AGAIN) => {}
            _ = stopped.changed() => {}
        }
    }
}

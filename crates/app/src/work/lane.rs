//! The lanes, as tasks that run until they are told to stop. Several processes may run all of them.

use super::{act_on_messages, claim, claimed_at_once, run};
use crate::world::World;
use std::sync::Arc;
use std::time::Duration;
use store::job::{Claimed, Lane};
use tokio::sync::{Semaphore, watch};
use tokio::task::JoinHandle;

/// Messages to institutions under way side by side in one process.
const DELIVERIES: usize = 256;
/// The platform's own jobs under way side by side in one process. More than there are processors: a letter waits for time stamps most of
/// its time, and what it computes takes turns in the typesetting processes.
const WORK: usize = 16;
/// Messages that are acted on alone, side by side: letters, whose files take their time.
const LETTERS: usize = 8;
/// Longest wait before it is looked for jobs of other processes.
const LOOK_AGAIN: Duration = Duration::from_millis(500);

/// Starts every lane, and starts it anew should it end by a defect.
#[must_use]
pub fn start(world: &World, stopped: &watch::Receiver<bool>) -> Vec<JoinHandle<()>> {
    let lanes = [Lane::Work, Lane::Messages, Lane::Deliveries];
    lanes.into_iter().map(|lane| tokio::spawn(keep_up(world.clone(), lane, stopped.clone()))).collect()
}

async fn keep_up(world: World, lane: Lane, stopped: watch::Receiver<bool>) {
    while !*stopped.borrow() {
        let (world, until) = (world.clone(), stopped.clone());
        let run = tokio::spawn(async move {
            match lane {
                Lane::Work => side_by_side(world, lane, WORK, until).await,
                Lane::Messages => messages(world, until).await,
                Lane::Deliveries => deliver(world, until).await,
            }
        });
        if let Err(error) = run.await {
            tracing::error!(?lane, %error, "a lane has ended and is started again");
            tokio::time::sleep(LOOK_AGAIN).await;
        }
    }
}

/// Sends messages to institutions side by side: each waits for its own institution only.
pub async fn deliver(world: World, stopped: watch::Receiver<bool>) {
    side_by_side(world, Lane::Deliveries, DELIVERIES, stopped).await;
}

/// Room for so many jobs, each a task of its own.
struct Room {
    most: usize,
    turns: Arc<Semaphore>,
}

impl Room {
    fn new(most: usize) -> Self {
        Self { most, turns: Arc::new(Semaphore::new(most)) }
    }

    /// Runs a job when there is room. False when the room is closed.
    async fn run(&self, world: &World, lane: Lane, job: Claimed) -> bool {
        let Ok(turn) = Arc::clone(&self.turns).acquire_owned().await else { return false };
        let world = world.clone();
        tokio::spawn(async move {
            if let Err(error) = run(&world, job).await {
                tracing::error!(?error, "what became of a job cannot be recorded");
            }
            drop(turn);
            // A claim that found no room looks again now that there is some.
            world.store.wake(lane);
        });
        true
    }

    /// Those under way are finished; what they do not finish is due again when their lease ends.
    async fn empty(self) {
        let _ = self.turns.acquire_many(u32::try_from(self.most).unwrap_or(u32::MAX)).await;
    }
}

/// Until something is due in the lane, for all this process knows, or it is time to look.
async fn wait(world: &World, lane: Lane, stopped: &mut watch::Receiver<bool>) {
    tokio::select! {
        () = world.store.woken(lane) => {}
        () = tokio::time::sleep(LOOK_AGAIN) => {}
        _ = stopped.changed() => {}
    }
}

/// Runs the jobs of a lane side by side.
async fn side_by_side(world: World, lane: Lane, most: usize, mut stopped: watch::Receiver<bool>) {
    let room = Room::new(most);
    while !*stopped.borrow() {
        world.beats.beat(lane, world.now());
        let free = room.turns.available_permits().min(claimed_at_once(lane));
        match claim(&world, lane, free).await {
            Ok(claimed) => {
                let full = free > 0 && claimed.len() == free;
                for job in claimed {
                    if !room.run(&world, lane, job).await {
                        return;
                    }
                }
                if full {
                    continue;
                }
            }
            Err(error) => tracing::error!(?error, "jobs cannot be claimed"),
        }
        wait(&world, lane, &mut stopped).await;
    }
    room.empty().await;
}

/// Acts on what was received: as many messages at a time as are due.
async fn messages(world: World, mut stopped: watch::Receiver<bool>) {
    let (lane, room) = (Lane::Messages, Room::new(LETTERS));
    while !*stopped.borrow() {
        world.beats.beat(lane, world.now());
        match act_on_messages(&world, claimed_at_once(lane)).await {
            Ok((claimed, alone)) => {
                for job in alone {
                    if !room.run(&world, lane, job).await {
                        return;
                    }
                }
                if claimed > 0 {
                    continue;
                }
            }
            Err(error) => tracing::error!(?error, "messages cannot be claimed"),
        }
        wait(&world, lane, &mut stopped).await;
    }
    room.empty().await;
}

use domain::id::{JobId, OutboxId};
use domain::time::Timestamp;
use store::StoreError;
use store::job::{self, Job, Lane, NewJob};
use testkit::{TestWorld, on_both_engines};

/// A job about something, due at `run_at`.
async fn enqueue(world: &TestWorld, about: OutboxId, run_at: Timestamp) {
    let job = NewJob::at(world.world.id(JobId::new), Job::SendRefund(about), run_at);
    world.parts.store.write::<_, StoreError, _>(move |tx| Box::pin(async move { job::enqueue(tx, job) })).await.unwrap();
}

async fn finish(world: &TestWorld, claimed: job::Claimed) {
    world.parts.store.write::<_, StoreError, _>(move |tx| Box::pin(async move { job::finish(tx, &claimed) })).await.unwrap();
}

on_both_engines! {
    async fn a_job_is_enqueued_once_and_claimed_when_due(world: TestWorld) {
        let now = world.world.now();
        let about = world.world.id(OutboxId::new);
        enqueue(&world, about, now.plus(Timestamp::MINUTE)).await;
        enqueue(&world, about, now).await;
        assert!(job::claim(&world.parts.store, Lane::Work, now, 10).await.unwrap().is_empty());
        let due = now.plus(Timestamp::MINUTE);
        assert_eq!(job::claim(&world.parts.store, Lane::Work, due, 10).await.unwrap().len(), 1);
        assert!(job::claim(&world.parts.store, Lane::Work, due, 10).await.unwrap().is_empty(), "claimed twice");
    }

    async fn a_job_whose_worker_died_is_run_again_and_the_dead_worker_cannot_finish_it(world: TestWorld) {
        let now = world.world.now();
        enqueue(&world, world.world.id(OutboxId::new), now).await;
        let died = job::claim(&world.parts.store, Lane::Work, now, 10).await.unwrap().remove(0);
        let later = now.plus(job::LEASE_MICROS);
        let again = job::claim(&world.parts.store, Lane::Work, later, 10).await.unwrap().remove(0);
        assert_eq!((again.id, again.attempts), (died.id, 2));
        finish(&world, died).await;
        assert_eq!(job::count(&mut world.parts.store.reader(), "done").await.unwrap(), 0);
        finish(&world, again).await;
        assert_eq!(job::count(&mut world.parts.store.reader(), "done").await.unwrap(), 1);
    }

    async fn two_workers_never_get_the_same_job(world: TestWorld) {
        let now = world.world.now();
        for _ in 0..60 {
            enqueue(&world, world.world.id(OutboxId::new), now).await;
        }
        let claims = (0..6).map(|_| {
            let store = world.parts.store.clone();
            tokio::spawn(async move { job::claim(&store, Lane::Work, now, 15).await.unwrap() })
        });
        let mut seen = std::collections::BTreeSet::new();
        for claim in claims.collect::<Vec<_>>() {
            for claimed in claim.await.unwrap() {
                assert!(seen.insert(claimed.payload), "claimed twice");
            }
        }
    }

    async fn the_job_that_has_been_due_longest_is_claimed_first_b4(world: TestWorld) {
        let now = world.world.now();
        let ids: Vec<OutboxId> = (0..3).map(|_| world.world.id(OutboxId::new)).collect();
        for (id, minutes) in ids.iter().zip([2, 0, 1]) {
            enqueue(&world, *id, now.plus(minutes * Timestamp::MINUTE)).await;
        }
        let claimed = job::claim(&world.parts.store, Lane::Work, now.plus(Timestamp::HOUR), 10).await.unwrap();
        let claimed: Vec<_> = claimed.iter().map(|one| one.job()).collect();
        assert_eq!(claimed, [ids[1], ids[2], ids[0]].map(|id| Some(Job::SendRefund(id))));
    }

    async fn a_job_that_is_put_off_is_not_due_until_then_unless_somebody_calls_it(world: TestWorld) {
        let (now, about) = (world.world.now(), world.world.id(OutboxId::new));
        enqueue(&world, about, now).await;
        let claimed = job::claim(&world.parts.store, Lane::Work, now, 10).await.unwrap().remove(0);
        let later = now.plus(Timestamp::HOUR);
        let put_off = world.parts.store.write::<_, StoreError, _>(move |tx| Box::pin(async move { job::later(tx, &claimed, later) }));
        put_off.await.unwrap();
        assert!(job::claim(&world.parts.store, Lane::Work, now.plus(Timestamp::MINUTE), 10).await.unwrap().is_empty());
        let call = NewJob::now(world.world.id(JobId::new), Job::SendRefund(about), now);
        let called = world.parts.store.write::<_, StoreError, _>(move |tx| Box::pin(async move { job::enqueue_again(tx, call) }));
        called.await.unwrap();
        assert_eq!(job::claim(&world.parts.store, Lane::Work, now, 10).await.unwrap().len(), 1);
    }

    async fn whoever_waits_for_a_lane_is_woken_by_the_commit_that_enqueues(world: TestWorld) {
        let store = world.parts.store.clone();
        let waits = tokio::spawn(async move { store.woken(Lane::Work).await });
        let job = NewJob::now(world.world.id(JobId::new), Job::SendRefund(world.world.id(OutboxId::new)), world.world.now());
        world.parts.store.write::<_, StoreError, _>(move |tx| Box::pin(async move { job::enqueue(tx, job) })).await.unwrap();
        waits.await.unwrap();
    }
}

use domain::id::JobId;
use domain::time::Timestamp;
use store::StoreError;
use store::job::{self, NewJob};
use testkit::{TestWorld, on_both_engines};

async fn enqueue(world: &TestWorld, payload: &str, run_at: Timestamp) {
    let job = NewJob { id: world.world.id(JobId::new), kind: "test", payload: payload.into(), run_at, lane: store::job::Lane::Work };
    world.world.store.write::<_, StoreError, _>(move |tx| Box::pin(async move { job::enqueue(tx, job) })).await.unwrap();
}

async fn finish(world: &TestWorld, claimed: job::Claimed) {
    world.world.store.write::<_, StoreError, _>(move |tx| Box::pin(async move { job::finish(tx, &claimed) })).await.unwrap();
}

on_both_engines! {
    async fn a_job_is_enqueued_once_and_claimed_when_due(world: TestWorld) {
        let now = world.world.now();
        enqueue(&world, "a", now.plus(Timestamp::MINUTE)).await;
        enqueue(&world, "a", now).await;
        assert!(job::claim(&world.world.store, job::Lane::Work, now, 10).await.unwrap().is_empty());
        let due = now.plus(Timestamp::MINUTE);
        assert_eq!(job::claim(&world.world.store, job::Lane::Work, due, 10).await.unwrap().len(), 1);
        assert!(job::claim(&world.world.store, job::Lane::Work, due, 10).await.unwrap().is_empty(), "claimed twice");
    }

    async fn a_job_whose_worker_died_is_run_again_and_the_dead_worker_cannot_finish_it(world: TestWorld) {
        let now = world.world.now();
        enqueue(&world, "a", now).await;
        let died = job::claim(&world.world.store, job::Lane::Work, now, 10).await.unwrap().remove(0);
        let later = now.plus(job::LEASE_MICROS);
        let again = job::claim(&world.world.store, job::Lane::Work, later, 10).await.unwrap().remove(0);
        assert_eq!((again.id, again.attempts), (died.id, 2));
        finish(&world, died).await;
        assert_eq!(job::count(&mut world.world.store.reader(), "done").await.unwrap(), 0);
        finish(&world, again).await;
        assert_eq!(job::count(&mut world.world.store.reader(), "done").await.unwrap(), 1);
    }

    async fn two_workers_never_get_the_same_job(world: TestWorld) {
        let now = world.world.now();
        for index in 0..60 {
            enqueue(&world, &format!("{index}"), now).await;
        }
        let claims = (0..6).map(|_| {
            let store = world.world.store.clone();
            tokio::spawn(async move { job::claim(&store, job::Lane::Work, now, 15).await.unwrap() })
        });
        let mut seen = std::collections::BTreeSet::new();
        for claim in claims.collect::<Vec<_>>() {
            for claimed in claim.await.unwrap() {
                assert!(seen.insert(claimed.payload), "claimed twice");
            }
        }
    }
}

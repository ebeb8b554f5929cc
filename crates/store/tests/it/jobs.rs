use domain::id::{JobId, OutboxId};
use domain::time::Timestamp;
use store::StoreError;
use store::job::{self, Job, Lane, NewJob};
use testbase::{TestStore, on_both_engines};

/// A job about something, due at `run_at`.
async fn enqueue(base: &TestStore, about: OutboxId, run_at: Timestamp) {
    let job = NewJob::at(base.id(JobId::new), Job::SendRefund(about), run_at);
    base.store.write::<_, StoreError, _>(move |tx| Box::pin(async move { job::enqueue(tx, job) })).await.unwrap();
}

async fn finish(base: &TestStore, claimed: job::Claimed) {
    base.store.write::<_, StoreError, _>(move |tx| Box::pin(async move { job::finish(tx, &claimed) })).await.unwrap();
}

on_both_engines! {
    async fn a_job_is_enqueued_once_and_claimed_when_due(base: TestStore) {
        let now = base.now();
        let about = base.id(OutboxId::new);
        enqueue(&base, about, now.plus(Timestamp::MINUTE)).await;
        enqueue(&base, about, now).await;
        assert!(job::claim(&base.store, Lane::Work, now, 10).await.unwrap().is_empty());
        let due = now.plus(Timestamp::MINUTE);
        assert_eq!(job::claim(&base.store, Lane::Work, due, 10).await.unwrap().len(), 1);
        assert!(job::claim(&base.store, Lane::Work, due, 10).await.unwrap().is_empty(), "claimed twice");
    }

    async fn a_job_whose_worker_died_is_run_again_and_the_dead_worker_cannot_finish_it(base: TestStore) {
        let now = base.now();
        enqueue(&base, base.id(OutboxId::new), now).await;
        let died = job::claim(&base.store, Lane::Work, now, 10).await.unwrap().remove(0);
        let later = now.plus(job::LEASE_MICROS);
        let again = job::claim(&base.store, Lane::Work, later, 10).await.unwrap().remove(0);
        assert_eq!((again.id, again.attempts), (died.id, 2));
        finish(&base, died).await;
        assert_eq!(job::count(&mut base.store.reader()).await.unwrap(), (1, 0));
        finish(&base, again).await;
        assert_eq!(job::count(&mut base.store.reader()).await.unwrap(), (0, 0));
    }

    async fn two_workers_never_get_the_same_job(base: TestStore) {
        let now = base.now();
        for _ in 0..60 {
            enqueue(&base, base.id(OutboxId::new), now).await;
        }
        let claims = (0..6).map(|_| {
            let store = base.store.clone();
            tokio::spawn(async move { job::claim(&store, Lane::Work, now, 15).await.unwrap() })
        });
        let mut seen = std::collections::BTreeSet::new();
        for claim in claims.collect::<Vec<_>>() {
            for claimed in claim.await.unwrap() {
                assert!(seen.insert(claimed.payload), "claimed twice");
            }
        }
    }

    async fn the_job_that_has_been_due_longest_is_claimed_first_b4(base: TestStore) {
        let now = base.now();
        let ids: Vec<OutboxId> = (0..3).map(|_| base.id(OutboxId::new)).collect();
        for (id, minutes) in ids.iter().zip([2, 0, 1]) {
            enqueue(&base, *id, now.plus(minutes * Timestamp::MINUTE)).await;
        }
        let claimed = job::claim(&base.store, Lane::Work, now.plus(Timestamp::HOUR), 10).await.unwrap();
        let claimed: Vec<_> = claimed.iter().map(|one| one.job()).collect();
        assert_eq!(claimed, [ids[1], ids[2], ids[0]].map(|id| Some(Job::SendRefund(id))));
    }

    async fn a_job_that_is_put_off_is_not_due_until_then_unless_somebody_calls_it(base: TestStore) {
        let (now, about) = (base.now(), base.id(OutboxId::new));
        enqueue(&base, about, now).await;
        let claimed = job::claim(&base.store, Lane::Work, now, 10).await.unwrap().remove(0);
        let later = now.plus(Timestamp::HOUR);
        let put_off = base.store.write::<_, StoreError, _>(move |tx| Box::pin(async move { job::later(tx, &claimed, later) }));
        put_off.await.unwrap();
        assert!(job::claim(&base.store, Lane::Work, now.plus(Timestamp::MINUTE), 10).await.unwrap().is_empty());
        let call = NewJob::now(base.id(JobId::new), Job::SendRefund(about), now);
        let called = base.store.write::<_, StoreError, _>(move |tx| Box::pin(async move { job::enqueue_again(tx, call) }));
        called.await.unwrap();
        assert_eq!(job::claim(&base.store, Lane::Work, now, 10).await.unwrap().len(), 1);
    }

    async fn whoever_waits_for_a_lane_is_woken_by_the_commit_that_enqueues(base: TestStore) {
        let store = base.store.clone();
        let waits = tokio::spawn(async move { store.woken(Lane::Work).await });
        let job = NewJob::now(base.id(JobId::new), Job::SendRefund(base.id(OutboxId::new)), base.now());
        base.store.write::<_, StoreError, _>(move |tx| Box::pin(async move { job::enqueue(tx, job) })).await.unwrap();
        waits.await.unwrap();
    }
}

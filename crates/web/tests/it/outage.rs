//! Neighbours that are away, and answers nobody wants: nothing that was paid is lost, nobody waits for ever (L4).

use app::{Parts, World};
use domain::time::Timestamp;
use gm::SecretKey;
use partners::bank::Bank;
use partners::bank::wire::BankLine;
use std::sync::Arc;
use testkit::{TestWorld, on_both_engines};

const SUSPENSE: &str = "/workbench/suspense";

/// Money in suspense whose refund two persons have decided; gives back the address of its verbs.
async fn refunded_by_two(world: &TestWorld) -> String {
    let mut first = world.logged_in("3-insurer").await;
    let line = format!("{SUSPENSE}/bln_{}", first.get(SUSPENSE).await.between("/workbench/suspense/bln_", "/"));
    assert_eq!(first.submit(SUSPENSE, &format!("{line}/refund"), &[("reason", "金额有误，退回")]).await.status, 303);
    let mut second = world.logged_in("8-insurer").await;
    assert_eq!(second.submit(SUSPENSE, &format!("{line}/approve"), &[]).await.status, 303);
    line
}

async fn suspense(world: &TestWorld) -> String {
    world.logged_in("3-insurer").await.get(SUSPENSE).await.body
}

on_both_engines! {
    async fn a_bank_that_is_away_for_a_day_loses_no_refund_l4(world: TestWorld) {
        let mut world = world;
        let mut bidder = world.logged_in("1-bidder").await;
        let order = world.submitted(&mut bidder, "1-bidder", "650000", "江海财产保险股份有限公司").await;
        let (account, _, reference) = bidder.due(&order).await;
        world.report(&world.transfer(&account, "1.23", &reference)).await;
        world.run_jobs().await;
        let away = Bank::new("http://127.0.0.1:1", SecretKey::generate(world.parts.entropy.as_ref()), Arc::clone(&world.parts.entropy));
        world.world = World::new(Parts { bank: Arc::new(away.unwrap()), ..world.parts.clone() });
        refunded_by_two(&world).await;
        for _ in 0..130 {
            world.run_jobs().await;
            world.clock.advance(11 * Timestamp::MINUTE);
        }
        assert_eq!(app::work::desk::figures(&world.world).await.unwrap().dead, 0, "an outage is no failure of the job");
        assert!(suspense(&world).await.contains("退款中"));
        world.world = World::new(world.parts.clone());
        world.clock.advance(11 * Timestamp::MINUTE);
        world.run_jobs().await;
        assert!(suspense(&world).await.contains("已退款"));
    }

    async fn a_refund_that_the_bank_refuses_goes_to_a_person_with_the_reason_l4(world: TestWorld) {
        let mut bidder = world.logged_in("1-bidder").await;
        let order = world.submitted(&mut bidder, "1-bidder", "650000", "江海财产保险股份有限公司").await;
        let (account, _, reference) = bidder.due(&order).await;
        // A line that the bank's own books do not have: it will not send it back.
        let line = BankLine { line_id: "B-unknown".into(), ..world.transfer(&account, "1.23", &reference) };
        assert_eq!(world.report(&line).await.status, 200);
        world.run_jobs().await;
        let verbs = refunded_by_two(&world).await;
        world.run_jobs().await;
        assert!(suspense(&world).await.contains("银行拒绝退款：没有该笔到账"), "{}", suspense(&world).await);
        assert!(bidder.get(&order).await.body.contains("原路退款未成功"), "the payer is told what happens next (P1)");
        let mut staff = world.logged_in("3-insurer").await;
        assert_eq!(staff.submit(SUSPENSE, &format!("{verbs}/refund"), &[("reason", "账户已核对，再退一次")]).await.status, 303);
        world.run_jobs().await;
        assert!(suspense(&world).await.contains("银行拒绝退款"), "refused again, still a person's");
        assert_eq!(staff.submit(SUSPENSE, &format!("{verbs}/refunded"), &[]).await.status, 303);
        assert!(suspense(&world).await.contains("已退款"));
        assert_eq!(app::work::desk::figures(&world.world).await.unwrap().dead, 0);
    }

    async fn a_job_that_fails_by_itself_is_given_up_seen_and_run_again_l4(world: TestWorld) {
        let id = world.world.id(domain::id::JobId::new);
        let nobody = "app_01890000000070008000000000000000".parse().unwrap();
        let job = store::job::NewJob::now(id, store::job::Job::IssueGuarantee(nobody), world.world.now());
        let enqueued = world.parts.store.write::<_, app::AppError, _>(move |tx| Box::pin(async move { Ok(store::job::enqueue(tx, job)?) }));
        enqueued.await.unwrap();
        for _ in 0..12 {
            world.run_jobs().await;
            world.clock.advance(11 * Timestamp::MINUTE);
        }
        let dead = app::work::desk::dead(&world.world).await.unwrap();
        assert!(dead.len() == 1 && dead[0].id == id && dead[0].error.contains("an application is missing"), "{dead:?}");
        app::work::desk::revive(&world.world, id).await.unwrap();
        assert_eq!(app::work::desk::figures(&world.world).await.unwrap(), app::work::desk::Figures { ready: 1, dead: 0, late_seconds: 0 });
        assert!(app::work::desk::revive(&world.world, id).await.is_err(), "it is not given up any more");
    }
}

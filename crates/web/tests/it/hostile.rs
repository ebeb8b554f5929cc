//! Institutions' systems that are slow, broken or lie (RT-05): what they do to themselves, and that they do nothing to others.

use counterparts::institution::Mode;
use domain::id::InstitutionId;
use domain::institution::Wire;
use gm::{SecretKey, key_file};
use partners::institution::{Fault, Peer, Seen};
use protocol::message::{ApplicationOrder, ApplicationState};
use protocol::signed::Verifier;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;
use testkit::{Kind, TestWorld, on_both_engines};
use tokio::task::JoinSet;

const ORDER: &str = include_str!("../../../protocol/samples/application-order.json");

fn key(world: &TestWorld) -> SecretKey {
    let path = world.folder.path().join("institutions/hengyue.api.p8");
    key_file::decrypt(&std::fs::read_to_string(path).unwrap(), counterparts::demonstration::VAULT_PIN).unwrap()
}

/// What two messages and a question to such a system come to.
async fn asked(world: &TestWorld, mode: Mode) -> (Seen, Seen, Result<ApplicationState, ()>) {
    let public = key(world).public_key();
    let keys = BTreeMap::from([(client::serial(&public), Verifier::Sm2(public))]);
    let address = world.hostile(mode).await;
    let peer = Peer::new(&world.parts.institutions, Wire::Canonical, &address, keys).unwrap();
    let now = world.world.now();
    let number = serde_json::from_str::<ApplicationOrder>(ORDER).unwrap().order_number;
    let (first, second, third) = tokio::join!(
        peer.probe("application.order", "k1", ORDER, Fault::None, now),
        peer.probe("application.order", "k1", ORDER, Fault::None, now),
        peer.ask(&number, now),
    );
    (first, second, third.map(|report| report.state).map_err(|_| ()))
}

#[tokio::test(flavor = "multi_thread")]
async fn no_mode_of_misbehaving_passes_for_a_receipt_or_a_refusal() {
    let world = Arc::new(TestWorld::new(Kind::Sqlite).await);
    let mut under_way = JoinSet::new();
    for mode in Mode::all().iter().copied() {
        let world = Arc::clone(&world);
        under_way.spawn(async move { (mode, asked(&world, mode).await) });
    }
    let mut seen = 0;
    while let Some(done) = under_way.join_next().await {
        let (mode, (first, second, third)) = done.unwrap();
        let sometimes = matches!(mode, Mode::AmountOff | Mode::OtherOrder | Mode::SuccessThenFail | Mode::Flapping);
        for seen in [&first, &second] {
            let right = matches!(seen, Seen::Unknown(_)) || sometimes && *seen == Seen::Taken("RI1".into());
            assert!(right, "{mode:?}: {seen:?}");
        }
        let believed = matches!(mode, Mode::AmountOff | Mode::TakesAndStalls | Mode::SuccessThenFail | Mode::Flapping);
        assert!(third.is_err() || believed, "{mode:?}: {third:?}");
        seen += 1;
    }
    assert_eq!(seen, 24);
}

/// So many messages to an institution, each about another order.
async fn flood(world: &TestWorld, institution: InstitutionId, count: usize) {
    let outgoing: Vec<_> = (0..count).map(|number| world.outgoing(institution, number)).collect();
    let written = world.parts.store.write::<_, store::StoreError, _>(move |tx| {
        Box::pin(async move {
            for (delivery, job) in outgoing {
                store::delivery::create(tx, &delivery)?;
                store::job::enqueue(tx, job)?;
            }
            Ok(())
        })
    });
    written.await.unwrap();
}

on_both_engines! {
    async fn systems_that_never_answer_keep_no_other_institutions_orders_waiting(world: TestWorld) {
        let institution = world.own_system("cashier").await;
        world.sick_neighbours(Mode::Stall).await;
        let mut bidder = world.logged_in("1-bidder").await;
        let neighbours = store::institution::list(&mut world.parts.store.reader()).await.unwrap();
        for sick in neighbours.iter().filter(|institution| ["澜山财险", "远桥银行", "明德担保"].contains(&institution.short_name.as_str())) {
            flood(&world, sick.id, 150).await;
        }
        world.submitted(&mut bidder, "1-bidder", "650000", "衡岳财产保险股份有限公司").await;
        let (stop, stopped) = tokio::sync::watch::channel(false);
        let lane = tokio::spawn(app::work::lane::deliver(world.world.clone(), stopped));
        // Only a failure waits this long.
        tokio::time::timeout(Duration::from_secs(60), institution.told()).await.unwrap();
        let mut reader = world.parts.store.reader();
        for institution in store::institution::list(&mut reader).await.unwrap() {
            let health = store::delivery::health(&mut reader, institution.id).await.unwrap();
            assert_eq!(health.failed, 0, "{}: its message has been given up before the other's was delivered", institution.short_name);
        }
        stop.send(true).unwrap();
        lane.abort();
    }

    async fn a_fen_more_than_is_due_settles_nothing(world: TestWorld) {
        let institution = world.own_system("cashier").await;
        let mut bidder = world.logged_in("1-bidder").await;
        let order = world.submitted(&mut bidder, "1-bidder", "650000", "衡岳财产保险股份有限公司").await;
        world.exchange(&institution).await;
        world.move_institution(&world.hostile(Mode::AmountOff).await).await;
        assert_eq!(bidder.submit(&order, &format!("{order}/paid"), &[]).await.status, 303);
        world.run_jobs().await;
        assert!(bidder.get(&order).await.body.contains("等待支付"));
        let health = world.logged_in("a-newcomer").await.get("/workbench/health").await;
        assert!(health.body.contains("支付金额与订单费用不一致"), "{}", health.body);
    }
}

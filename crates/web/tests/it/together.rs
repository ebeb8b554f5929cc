//! Messages that arrive at the same time are recorded in one transaction, and each has the answer it would have had alone.

use protocol::catalogue::of_topic;
use protocol::message as wire;
use testkit::{TestWorld, on_both_engines};

fn quote(order: &str, fee: &str) -> wire::Quote {
    wire::Quote { order_number: order.into(), fee: fee.into(), valid_until: "2026-11-21 10:30:00".into() }
}

on_both_engines! {
    async fn what_arrives_together_is_answered_one_by_one(world: TestWorld) {
        world.own_system("cashier").await;
        let hand = world.newcomers_hand();
        let target = of_topic("quote").unwrap().target();
        for round in 0..6 {
            let key = |name: &str| format!("{name}{round}");
            let (a, b, c) = (quote("D650000000000000001", "200.00"), quote("D650000000000000002", "200.00"), quote("D650000000000000001", "201.00"));
            // One message twice, another, the first's key for something else, one that does not read, and one signed with a nonce that another carries.
            let body = serde_json::to_vec(&b).unwrap();
            let header = hand.authorization("POST", &target, &body, &format!("{round:032x}"));
            let (first_key, second_key) = (key("n"), key("m"));
            let twice = |key: String| {
                let (header, body, target) = (header.clone(), body.clone(), target.clone());
                let world = &world;
                async move {
                    world.browser().send("POST", &target, &[("authorization", &header), ("idempotency-key", &key)], body).await
                }
            };
            let (k, l, broken_key) = (key("k"), key("l"), key("x"));
            let (one, again, other, reused, broken, nonce, replayed) = tokio::join!(
                hand.send("quote", &k, &a),
                hand.send("quote", &k, &a),
                hand.send("quote", &l, &b),
                hand.send("quote", &k, &c),
                hand.post(&target, &broken_key, b"{\"order_number\":\"x\"".to_vec()),
                twice(first_key),
                twice(second_key),
            );
            // Whichever of the two came first under the key has it.
            assert_eq!((one.status, &one.bytes), (again.status, &again.bytes), "{}", one.body);
            let (taken, refused) = if one.status == 200 { (&one, &reused) } else { (&reused, &one) };
            assert!(taken.status == 200 && refused.status == 422 && refused.body.contains("key-reused"), "{} {}", one.body, reused.body);
            assert!(other.status == 200 && other.bytes != taken.bytes, "{}", other.body);
            assert_eq!(broken.status, 422, "{}", broken.body);
            let mut statuses = [nonce.status, replayed.status];
            statuses.sort_unstable();
            assert_eq!(statuses, [200, 401], "a nonce counts once: {} {}", nonce.body, replayed.body);
            // The one that did not read is mended under its key.
            assert_eq!(hand.send("quote", &broken_key, &a).await.status, 200);
        }
        world.run_jobs().await;
        assert_eq!(world.run_jobs().await, 0, "something is left to be done");
        let health = world.logged_in("a-newcomer").await.get("/workbench/health").await;
        assert!(health.body.contains("没有这一订单"), "{}", health.body);
    }
}

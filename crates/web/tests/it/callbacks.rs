//! What institutions say comes twice, late, out of order, corrupted (RT-07, INV-05): in the end everything stands as if it had come once and
//! in order. `cargo xtask soak callbacks` runs the same with a million deliveries.

#![expect(clippy::print_stdout, reason = "the soak tells what it has done")]

use counterparts::institution::{Institution, Waiting};
use domain::message::MessageState;
use domain::payment::PaymentState;
use domain::time::Timestamp;
use gm::Entropy;
use protocol::catalogue::{FILE, of_topic};
use std::collections::BTreeMap;
use testkit::{Correspondent, Seeded, TestWorld, on_both_engines};

const INSURER: &str = "衡岳财产保险股份有限公司";
/// Orders of one round; what one book hands out at a time is bounded.
const ORDERS: usize = 3;
/// Most deliveries of one message.
const COPIES_MAX: usize = 50;
/// Deliveries between two looks of the jobs, at most.
const BATCH_MAX: usize = 25;

/// How many deliveries are made at least.
fn wanted() -> usize {
    std::env::var("KAIHAN_SOAK").ok().and_then(|text| text.parse().ok()).unwrap_or(300)
}

fn below(entropy: &dyn Entropy, most: usize) -> usize {
    usize::try_from(u64::from_le_bytes(gm::entropy::bytes(entropy)) % u64::try_from(most.max(1)).unwrap()).unwrap()
}

/// Everything the institution has to say about paid orders, none of it sent; and the orders' numbers.
async fn said(world: &TestWorld, institution: &Institution) -> (Vec<String>, Vec<Waiting>) {
    let mut bidder = world.logged_in("1-bidder").await;
    let mut numbers = Vec::new();
    for _ in 0..ORDERS {
        let order = world.submitted(&mut bidder, "1-bidder", "650000", INSURER).await;
        numbers.push(bidder.get(&order).await.between("订单 <span class=\"mono\">", "<"));
    }
    world.run_jobs().await;
    let http = partners::http::builder(std::time::Duration::from_secs(5)).build().unwrap();
    for number in &numbers {
        let ticket = institution.book().order(number).unwrap().unwrap().ticket;
        http.post(format!("{}/cashier/{ticket}", institution.address())).send().await.unwrap();
    }
    institution.issue().await.unwrap();
    let waiting = institution.book().waiting().unwrap();
    for message in &waiting {
        institution.book().sent(&message.key, None).unwrap();
    }
    (numbers, waiting)
}

/// Delivers a message by hand; a corrupted one must not be believed.
async fn deliver(hand: &Correspondent<'_>, message: &Waiting, corrupted: bool, entropy: &dyn Entropy) {
    let target = if let Some(file) = message.topic.strip_prefix("file/") {
        let (kind, format) = file.split_once('/').unwrap();
        FILE.target().replace("{order_number}", &message.order_number).replace("{kind}", kind).replace("{format}", format)
    } else {
        of_topic(&message.topic).unwrap().target()
    };
    let nonce = hex::encode(gm::entropy::bytes::<16>(entropy));
    let authorization = hand.authorization("POST", &target, &message.body, &nonce);
    let mut body = message.body.clone();
    if corrupted {
        let at = below(entropy, body.len());
        body[at] ^= 1;
    }
    let headers = [("authorization", authorization.as_str()), ("idempotency-key", &message.key), ("content-type", "application/json")];
    let answer = hand.world.browser().send("POST", &target, &headers, body).await;
    let expected = if corrupted { 401 } else { 200 };
    assert_eq!(answer.status, expected, "{} {}", message.topic, answer.body);
}

/// One round; gives back how many deliveries and how many of them were corrupted.
async fn round(world: &TestWorld, institution: &Institution, entropy: &Seeded) -> (usize, usize) {
    let (numbers, messages) = said(world, institution).await;
    let mut deliveries: Vec<usize> =
        (0..messages.len()).flat_map(|index| std::iter::repeat_n(index, 1 + below(entropy, COPIES_MAX))).collect();
    for at in (1..deliveries.len()).rev() {
        deliveries.swap(at, below(entropy, at + 1));
    }
    let (hand, mut corrupted) = (world.newcomers_hand(), 0);
    let mut last: BTreeMap<usize, usize> = BTreeMap::new();
    deliveries.iter().enumerate().for_each(|(at, index)| {
        last.insert(*index, at);
    });
    let mut batch = below(entropy, BATCH_MAX);
    for (at, index) in deliveries.iter().enumerate() {
        // One in a hundred is corrupted; the last copy is not, or the message would never have come.
        let spoilt = below(entropy, 100) == 0 && last[index] != at;
        corrupted += usize::from(spoilt);
        deliver(&hand, &messages[*index], spoilt, entropy).await;
        if batch == 0 {
            world.clock.advance(i64::try_from(below(entropy, 4)).unwrap() * Timestamp::SECOND);
            world.run_jobs().await;
            batch = below(entropy, BATCH_MAX);
        }
        batch = batch.saturating_sub(1);
    }
    world.run_jobs().await;
    let mut reader = world.parts.store.reader();
    for number in &numbers {
        let order = store::application::load_by_number(&mut reader, number).await.unwrap().unwrap();
        assert_eq!(order.state.code(), "issued", "{number}");
        let payment = store::payment::load(&mut reader, order.payment().unwrap()).await.unwrap().unwrap();
        assert!(matches!(payment.state, PaymentState::Settled { .. }), "{:?}", payment.state);
        let history = store::event::history(&mut reader, &order.facts.id.to_string()).await.unwrap();
        for once in ["application.settled", "application.issued"] {
            assert_eq!(history.iter().filter(|entry| entry.name == once).count(), 1, "{once}");
        }
        for state in [MessageState::Received, MessageState::Parked, MessageState::Suspended] {
            let left = store::message::list_of_subject(&mut reader, number, state).await.unwrap();
            assert!(left.is_empty(), "{state:?}: {:?}", left.iter().map(|message| (&message.topic, &message.reason)).collect::<Vec<_>>());
        }
        let done = store::message::list_of_subject(&mut reader, number, MessageState::Done).await.unwrap().len();
        assert_eq!(done, messages.iter().filter(|message| message.order_number == *number).count(), "a message was recorded twice");
    }
    (deliveries.len(), corrupted)
}

on_both_engines! {
    async fn callbacks_that_come_twice_late_out_of_order_or_corrupted_end_as_if_they_had_come_once(world: TestWorld) {
        let institution = world.own_system("cashier").await;
        let entropy = Seeded::new(7);
        let (mut deliveries, mut corrupted, mut orders) = (0, 0, 0);
        while deliveries < wanted() {
            let (made, spoilt) = round(&world, &institution, &entropy).await;
            deliveries += made;
            corrupted += spoilt;
            orders += ORDERS;
        }
        // Shown by `cargo xtask soak callbacks`, which does not capture it.
        println!("{deliveries} deliveries about {orders} orders, {corrupted} corrupted: each order as it should be");
    }
}

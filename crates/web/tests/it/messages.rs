//! Every message, by the rows of the catalogue: twice, late, too early, never, and the same key for another.

use app::instruction::give::give;
use counterparts::demonstration::VAULT_PIN;
use counterparts::institution::Institution;
use domain::institution::Wire;
use domain::message::MessageState;
use domain::time::Timestamp;
use gm::key_file;
use partners::institution::{Fault, Peer, Seen};
use protocol::catalogue::{Direction, Entry, FILE, MESSAGES};
use protocol::signed::Verifier;
use serde_json::Value;
use std::collections::BTreeMap;
use testkit::{Browser, Correspondent, TestWorld, on_both_engines};

const INSURER: &str = "衡岳财产保险股份有限公司";

fn going(direction: Direction) -> impl Iterator<Item = &'static Entry> {
    MESSAGES.iter().filter(move |entry| entry.direction == direction)
}

/// The message's sample about this subject.
fn sample(entry: &Entry, subject: &str) -> Value {
    let mut message: Value = serde_json::from_str(entry.sample).unwrap();
    let of_credit = entry.topic.starts_with("credit.");
    let field = match entry.direction {
        Direction::FromCentre => "lot_number",
        Direction::FromInstitution | Direction::ToInstitution if of_credit => "credit_id",
        Direction::FromInstitution | Direction::ToInstitution => "order_number",
    };
    message[field] = subject.into();
    // What a centre says, and what is said of credit, has happened before it is said.
    for at in ["announced_at", "opened_at", "awarded_at", "signed_at", "aborted_at", "decided_at"] {
        if message.get(at).is_some() && (of_credit || entry.direction == Direction::FromCentre) {
            message[at] = "2026-11-21 08:00:00".into();
        }
    }
    message
}

/// A lot's number on the site of the demonstration's first centre.
const LOT: &str = "E6500003901006053088001";

async fn submitted(world: &TestWorld, institution: &Institution) -> (Browser, String, String) {
    let mut bidder = world.logged_in("1-bidder").await;
    let order = world.submitted(&mut bidder, "1-bidder", "650000", INSURER).await;
    world.exchange(institution).await;
    let number = bidder.get(&order).await.between("订单 <span class=\"mono\">", "<");
    (bidder, order, number)
}

/// How many messages about a subject stand in each state.
async fn count(world: &TestWorld, subject: &str, state: MessageState) -> usize {
    store::message::list_of_subject(&mut world.parts.store.reader(), subject, state).await.unwrap().len()
}

/// Twice under its key: the same answer; another message under the key: refused.
async fn twice(hand: &Correspondent<'_>, entry: &Entry, subject: &str, other: &str) {
    let (topic, message) = (entry.topic, sample(entry, subject));
    let first = hand.send(topic, &format!("twice/{topic}"), &message).await;
    assert_eq!(first.status, 200, "{topic} {}", first.body);
    let second = hand.send(topic, &format!("twice/{topic}"), &message).await;
    assert_eq!((second.status, &second.body), (200, &first.body), "{topic}");
    let reused = hand.send(topic, &format!("twice/{topic}"), &sample(entry, other)).await;
    assert!(reused.status == 422 && reused.body.contains("key-reused"), "{topic} {}", reused.body);
}

on_both_engines! {
    async fn each_that_comes_twice_is_one_row_with_one_answer(world: TestWorld) {
        let institution = world.own_system("cashier").await;
        let (_, _, number) = submitted(&world, &institution).await;
        let before = count(&world, &number, MessageState::Done).await;
        let own = world.newcomers_hand();
        for entry in going(Direction::FromInstitution) {
            twice(&own, entry, &number, "D650000000000000000").await;
        }
        let messages = going(Direction::FromInstitution).count();
        assert_eq!(count(&world, &number, MessageState::Received).await, messages, "one row each");
        world.run_jobs().await;
        let mut acted = 0;
        for state in [MessageState::Done, MessageState::Parked, MessageState::Suspended] {
            acted += count(&world, &number, state).await;
        }
        assert_eq!(acted, before + messages);
        let file = FILE.target().replace("{order_number}", &number).replace("{kind}", "invoice").replace("{format}", "pdf");
        let first = own.post(&file, "twice/file", b"%PDF-1.7 a".to_vec()).await;
        let second = own.post(&file, "twice/file", b"%PDF-1.7 a".to_vec()).await;
        assert_eq!((first.status, &first.body), (200, &second.body));
        assert_eq!(own.post(&file, "twice/file", b"%PDF-1.7 b".to_vec()).await.status, 422);

        let centre = world.centres_hand("6-centre-xj").await;
        for entry in going(Direction::FromCentre) {
            twice(&centre, entry, LOT, "E6500003901006053088002").await;
        }
        assert_eq!(count(&world, LOT, MessageState::Received).await, going(Direction::FromCentre).count());
    }

    async fn each_that_comes_after_the_order_is_closed_changes_nothing(world: TestWorld) {
        let institution = world.own_system("cashier").await;
        let (mut bidder, order, number) = submitted(&world, &institution).await;
        assert_eq!(bidder.submit(&order, &format!("{order}/withdraw"), &[]).await.status, 303);
        world.exchange(&institution).await;
        let version = || async { store::application::load_by_number(&mut world.parts.store.reader(), &number).await.unwrap().unwrap() };
        let closed = version().await;
        let own = world.newcomers_hand();
        for entry in going(Direction::FromInstitution) {
            let answer = own.send(entry.topic, &format!("late/{}", entry.topic), &sample(entry, &number)).await;
            assert_eq!(answer.status, 200, "{} {}", entry.topic, answer.body);
            world.run_jobs().await;
            assert_eq!(version().await, closed, "{}", entry.topic);
        }
        assert_eq!(count(&world, &number, MessageState::Received).await, 0, "each was looked at");
    }

    async fn each_that_comes_before_what_it_is_about_waits_for_it_or_for_a_person(world: TestWorld) {
        let institution = world.own_system("cashier").await;
        let (own, centre) = (world.newcomers_hand(), world.centres_hand("6-centre-xj").await);
        for (hand, direction, subject) in [(&own, Direction::FromInstitution, "D650000000000000000"), (&centre, Direction::FromCentre, LOT)] {
            for entry in going(direction).filter(|entry| entry.topic != "lot") {
                let answer = hand.send(entry.topic, &format!("early/{}", entry.topic), &sample(entry, subject)).await;
                assert_eq!(answer.status, 200, "{} {}", entry.topic, answer.body);
            }
        }
        world.run_jobs().await;
        let (parked, centres) = (count(&world, LOT, MessageState::Parked).await, going(Direction::FromCentre).count() - 1);
        assert_eq!(parked, centres, "the centre's wait for the lot");
        assert_eq!(count(&world, "D650000000000000000", MessageState::Suspended).await, going(Direction::FromInstitution).count(), "nobody's order");
        world.clock.advance(73 * Timestamp::HOUR);
        world.run_jobs().await;
        assert_eq!(count(&world, LOT, MessageState::Suspended).await, centres, "none comes: a person looks at them");
        drop(institution);
    }

    async fn an_institution_that_says_nothing_leaves_no_order_open_and_no_money_taken(world: TestWorld) {
        let institution = world.own_system("cashier").await;
        let mut bidder = world.logged_in("1-bidder").await;
        let order = world.submitted(&mut bidder, "1-bidder", "650000", INSURER).await;
        // The platform speaks; the institution takes it in and never says anything.
        world.run_jobs().await;
        assert!(institution.book().waiting().unwrap().len() >= 2);
        world.clock.advance(25 * Timestamp::HOUR);
        world.run_jobs().await;
        let page = world.logged_in("1-bidder").await.get(&order).await;
        assert!(page.body.contains("已取消"), "{}", page.body);
    }

    async fn each_that_goes_out_is_taken_once_under_its_key_in_either_wire(world: TestWorld) {
        let institution = world.own_system_with(Wire::Enveloped, "transfer").await;
        let (_, _, number) = submitted(&world, &institution).await;
        let signer = key_file::decrypt(&std::fs::read_to_string(world.folder.path().join("institutions/hengyue.api.p8")).unwrap(), VAULT_PIN);
        let public = signer.unwrap().public_key();
        let keys = BTreeMap::from([(client::serial(&public), Verifier::Sm2(public))]);
        for wire in Wire::ALL {
            let peer = Peer::new(&world.parts.institutions, wire, &institution.address(), keys.clone()).unwrap();
            let probe = async |entry: &Entry, body: &Value| {
                let key = format!("{}/{}", wire.code(), entry.topic);
                peer.probe(entry.topic, &key, &body.to_string(), Fault::None, world.world.now()).await
            };
            for entry in going(Direction::ToInstitution) {
                let body = sample(entry, &number);
                let first = probe(entry, &body).await;
                assert!(matches!(first, Seen::Taken(_)), "{} {first:?}", entry.topic);
                assert_eq!(probe(entry, &body).await, first, "{}", entry.topic);
                let other = probe(entry, &sample(entry, "D650000000000000000")).await;
                assert!(matches!(other, Seen::Refused(_)), "{} {other:?}", entry.topic);
            }
        }
    }

    async fn an_answer_that_never_comes_leaves_its_instruction_open_and_the_guarantee_as_it_is(world: TestWorld) {
        let institution = world.own_system("transfer").await;
        let (mut bidder, order, _) = submitted(&world, &institution).await;
        world.pay(&mut bidder, &order).await;
        world.exchange(&institution).await;
        let application = order.rsplit('/').next().unwrap().parse().unwrap();
        for asked in crate::instruction::asked(&world).await {
            give(&world.world, application, asked).await.unwrap();
            world.run_jobs().await;
        }
        world.clock.advance(73 * Timestamp::HOUR);
        world.run_jobs().await;
        let given = store::instruction::list_of_application(&mut world.parts.store.reader(), application).await.unwrap();
        assert!(given.len() == 4 && given.iter().all(|instruction| instruction.answer.is_none()), "{given:?}");
        assert!(world.logged_in("1-bidder").await.get(&order).await.body.contains("保函已出具"));
        let desk = world.logged_in("a-newcomer").await.get("/workbench/instructions?state=claim").await;
        assert!(desk.body.contains("办理中"), "the desk says what is still open: {}", desk.body);
    }
}

//! Every message that comes in, by the rows of the catalogue: twice, late, too early, never, and the same key for another.

use counterparts::institution::Institution;
use domain::time::Timestamp;
use protocol::catalogue::{Direction, Entry, FILE, MESSAGES};
use serde_json::Value;
use testkit::{Browser, Correspondent, TestWorld, on_both_engines};

const INSURER: &str = "衡岳财产保险股份有限公司";

fn inbound(direction: Direction) -> impl Iterator<Item = &'static Entry> {
    MESSAGES.iter().filter(move |entry| entry.direction == direction)
}

/// The message's sample about this subject.
fn sample(entry: &Entry, subject: &str) -> Value {
    let mut message: Value = serde_json::from_str(entry.sample).unwrap();
    let field = if entry.direction == Direction::FromCentre { "lot_number" } else { "order_number" };
    message[field] = subject.into();
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
async fn count(world: &TestWorld, subject: &str, state: &str) -> usize {
    store::message::list_of_subject(&mut world.world.store.reader(), subject, state).await.unwrap().len()
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
        let before = count(&world, &number, "done").await;
        let own = world.newcomers_hand();
        for entry in inbound(Direction::FromInstitution) {
            twice(&own, entry, &number, "D650000000000000000").await;
        }
        let messages = inbound(Direction::FromInstitution).count();
        assert_eq!(count(&world, &number, "received").await, messages, "one row each");
        world.run_jobs().await;
        let mut acted = 0;
        for state in ["done", "parked", "suspended"] {
            acted += count(&world, &number, state).await;
        }
        assert_eq!(acted, before + messages);
        let file = FILE.target().replace("{order_number}", &number).replace("{kind}", "invoice").replace("{format}", "pdf");
        let first = own.post(&file, "twice/file", b"%PDF-1.7 a".to_vec()).await;
        let second = own.post(&file, "twice/file", b"%PDF-1.7 a".to_vec()).await;
        assert_eq!((first.status, &first.body), (200, &second.body));
        assert_eq!(own.post(&file, "twice/file", b"%PDF-1.7 b".to_vec()).await.status, 422);

        let centre = world.centres_hand("6-centre-xj").await;
        for entry in inbound(Direction::FromCentre) {
            twice(&centre, entry, LOT, "E6500003901006053088002").await;
        }
        assert_eq!(count(&world, LOT, "received").await, inbound(Direction::FromCentre).count());
    }

    async fn each_that_comes_after_the_order_is_closed_changes_nothing(world: TestWorld) {
        let institution = world.own_system("cashier").await;
        let (mut bidder, order, number) = submitted(&world, &institution).await;
        assert_eq!(bidder.submit(&order, &format!("{order}/withdraw"), &[]).await.status, 303);
        world.exchange(&institution).await;
        let version = || async { store::application::load_by_number(&mut world.world.store.reader(), &number).await.unwrap().unwrap() };
        let closed = version().await;
        let own = world.newcomers_hand();
        for entry in inbound(Direction::FromInstitution) {
            let answer = own.send(entry.topic, &format!("late/{}", entry.topic), &sample(entry, &number)).await;
            assert_eq!(answer.status, 200, "{} {}", entry.topic, answer.body);
            world.run_jobs().await;
            assert_eq!(version().await, closed, "{}", entry.topic);
        }
        assert_eq!(count(&world, &number, "received").await, 0, "each was looked at");
    }

    async fn each_that_comes_before_what_it_is_about_waits_for_it_or_for_a_person(world: TestWorld) {
        let institution = world.own_system("cashier").await;
        let (own, centre) = (world.newcomers_hand(), world.centres_hand("6-centre-xj").await);
        for (hand, direction, subject) in [(&own, Direction::FromInstitution, "D650000000000000000"), (&centre, Direction::FromCentre, LOT)] {
            for entry in inbound(direction).filter(|entry| entry.topic != "lot") {
                let answer = hand.send(entry.topic, &format!("early/{}", entry.topic), &sample(entry, subject)).await;
                assert_eq!(answer.status, 200, "{} {}", entry.topic, answer.body);
            }
        }
        world.run_jobs().await;
        let (parked, centres) = (count(&world, LOT, "parked").await, inbound(Direction::FromCentre).count() - 1);
        assert_eq!(parked, centres, "the centre's wait for the lot");
        assert_eq!(count(&world, "D650000000000000000", "suspended").await, inbound(Direction::FromInstitution).count(), "nobody's order");
        world.clock.advance(73 * Timestamp::HOUR);
        world.run_jobs().await;
        assert_eq!(count(&world, LOT, "suspended").await, centres, "none comes: a person looks at them");
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
}

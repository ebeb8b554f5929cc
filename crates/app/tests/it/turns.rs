//! Turns at the public verifier.

use app::Clock;
use app::guarantee::turns::{Busy, Turns};
use domain::time::Timestamp;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

/// Files that one address may have here at a time.
const EACH: usize = 8;

#[derive(Debug, Default)]
struct Manual(AtomicI64);

impl Clock for Manual {
    fn now(&self) -> Timestamp {
        Timestamp::from_micros(self.0.load(Ordering::Relaxed))
    }
}

fn turns() -> (Arc<Manual>, Arc<Turns>) {
    let clock = Arc::new(Manual::default());
    (Arc::clone(&clock), Arc::new(Turns::with(2, clock)))
}

/// Tells the name of each address as it gets its turn, and gives the turn back at once.
fn wait(turns: &Arc<Turns>, from: &'static str, say: &tokio::sync::mpsc::UnboundedSender<&'static str>) {
    let (turns, say) = (Arc::clone(turns), say.clone());
    tokio::spawn(async move {
        let turn = turns.take(from, 1).await.expect("a turn");
        say.send(from).expect("heard");
        drop(turn);
    });
}

async fn settle() {
    for _ in 0..50 {
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn a_newcomer_waits_for_nobodys_slow_files() {
    let (_, turns) = turns();
    let slow = turns.take("203.0.113.1", 1).await.expect("a turn");
    let (say, mut said) = tokio::sync::mpsc::unbounded_channel();
    (0..6).for_each(|_| wait(&turns, "203.0.113.1", &say));
    settle().await;
    // One address has one of the two places, whatever it brings.
    assert!(said.try_recv().is_err());
    drop(turns.take("203.0.113.2", 1).await.expect("a turn at once"));
    // When all places are taken, addresses take turns.
    let other = turns.take("203.0.113.2", 1).await.expect("a turn");
    (0..3).for_each(|_| wait(&turns, "203.0.113.2", &say));
    wait(&turns, "203.0.113.3", &say);
    settle().await;
    drop((slow, other));
    settle().await;
    let served: Vec<_> = std::iter::from_fn(|| said.try_recv().ok()).collect();
    let third = served.iter().position(|from| *from == "203.0.113.3").expect("its turn");
    assert!(served.len() == 10 && third <= 3, "{served:?}");
}

#[tokio::test]
async fn too_much_is_refused_with_the_time_it_will_take() {
    let (clock, turns) = turns();
    let held = turns.take("203.0.113.1", 1).await.expect("a turn");
    let (say, _said) = tokio::sync::mpsc::unbounded_channel();
    (0..EACH - 1).for_each(|_| wait(&turns, "203.0.113.1", &say));
    settle().await;
    assert_eq!(turns.take("203.0.113.1", 1).await.expect_err("no more of one address"), Busy(1));
    // Files turn out to take long; so does the answer.
    clock.0.store(80 * Timestamp::SECOND, Ordering::Relaxed);
    drop(held);
    settle().await;
    let held = turns.take("203.0.113.1", 1).await.expect("a turn");
    (0..EACH - 1).for_each(|_| wait(&turns, "203.0.113.1", &say));
    settle().await;
    let Busy(seconds) = turns.take("203.0.113.1", 1).await.expect_err("no more of one address");
    assert!(seconds > 10, "{seconds}");
    assert!(turns.take("203.0.113.9", (256 << 20) + 1).await.is_err());
    drop(held);
}

#[tokio::test]
async fn whoever_goes_away_leaves_the_line_and_a_site_is_one() {
    let (_, turns) = turns();
    let _held = (turns.take("2001:db8::1", 1).await.expect("a turn"), turns.take("203.0.113.1", 1).await.expect("a turn"));
    for number in 0..200 {
        // Each of the same 64 bits, and each goes away.
        let gone = tokio::time::timeout(std::time::Duration::ZERO, turns.take(&format!("2001:db8::{number:x}"), 1)).await;
        assert!(gone.is_err(), "{number}");
    }
    // Any of its addresses is the site; another site is another.
    let (say, _said) = tokio::sync::mpsc::unbounded_channel();
    (0..EACH - 1).for_each(|_| wait(&turns, "2001:db8::1", &say));
    settle().await;
    assert!(turns.take("2001:db8::2:3:4:5", 1).await.is_err());
    let gone = tokio::time::timeout(std::time::Duration::ZERO, turns.take("2001:db8:0:1::1", 1)).await;
    assert!(gone.is_err(), "another site waits in its own line");
}

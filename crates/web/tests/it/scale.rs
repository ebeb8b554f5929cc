//! Lists, searches and sweeps among a million rows . `cargo xtask soak lists` runs it at that size and prints
//! how long each takes, in the page and as the store's statements alone; in the ordinary tests a few rows show that it still runs.

#![expect(clippy::print_stdout, reason = "the soak tells what it has measured")]

use crate::years::{articles, asked, first, load, lots, years};
use domain::access::Action;
use std::pin::pin;
use std::time::Duration;
use testkit::{Browser, TestWorld, on_both_engines};
use tokio::time::Instant;

/// Rows of the largest tables in the ordinary tests.
const FEW: i64 = 2_000;
/// Pages and statements of each kind that are timed at scale.
const ROUNDS: usize = 100;
/// What a page may take at scale, and an asynchronous thread be held by a read.
const PAGE_MAX: Duration = Duration::from_millis(10);
const HELD_MAX: Duration = Duration::from_millis(5);

/// Half and most of the times, and the longest that a thread was held.
struct Times {
    taken: Vec<Duration>,
    held: Duration,
}

impl Times {
    fn tell(mut self, what: &str) -> (Duration, Duration) {
        self.taken.sort_unstable();
        let at = |per_cent: usize| self.taken[(self.taken.len() * per_cent / 100).min(self.taken.len() - 1)];
        println!("  {what}: p50 {:.2?}, p99 {:.2?}, held {:.2?}", at(50), at(99), self.held);
        (at(99), self.held)
    }
}

/// Waits for `work`, and gives back the longest that it held the thread at a time.
async fn watched<T>(work: impl Future<Output = T>) -> (T, Duration) {
    let (mut work, mut longest) = (pin!(work), Duration::ZERO);
    let done = std::future::poll_fn(|context| {
        let begun = Instant::now();
        let polled = work.as_mut().poll(context);
        longest = longest.max(begun.elapsed());
        polled
    })
    .await;
    (done, longest)
}

async fn timed<T, F: Future<Output = T>>(rounds: usize, mut work: impl FnMut() -> F) -> Times {
    let mut times = Times { taken: Vec::new(), held: Duration::ZERO };
    for round in 0..=rounds {
        let begun = Instant::now();
        let (_, held) = watched(work()).await;
        // The first finds nothing in memory and statements unprepared.
        if round > 0 || rounds == 1 {
            times.taken.push(begun.elapsed());
            times.held = times.held.max(held);
        }
    }
    times
}

async fn page(browser: &mut Browser, rounds: usize, path: &str) -> Times {
    let mut times = Times { taken: Vec::new(), held: Duration::ZERO };
    for round in 0..=rounds {
        let begun = Instant::now();
        let answer = browser.get(path).await;
        assert_eq!(answer.status, 200, "{path}");
        if round > 0 {
            times.taken.push(begun.elapsed());
        }
    }
    times
}

on_both_engines! {
    async fn lists_are_as_quick_among_years_of_rows(world: TestWorld) {
        let (rows, rounds) = asked().map_or((FEW, 1), |rows| (rows, ROUNDS));
        let mut bidder = world.logged_in("1-bidder").await;
        let (order, lot) = first(&world, &mut bidder).await;
        let begun = Instant::now();
        load(&world.engine, &[years(rows, &order), lots(rows, &lot)].concat()).await;
        articles(&world, rows / 10).await;
        println!("{:?}: {rows} rows in {:.0?}", world.parts.store, begun.elapsed());
        let (mut insurer, mut bank) = (world.logged_in("3-insurer").await, world.logged_in("4-bank").await);
        let mut slow = Vec::new();
        let mut note = |times: Times, what: String| {
            let (most, held) = times.tell(&what);
            if asked().is_some() && (most > PAGE_MAX || held > HELD_MAX) {
                slow.push(what);
            }
        };
        for (what, text) in [
            ("lot by number", format!("E6500000039{}001002", 100_000 + rows / 6)),
            ("no lot by number", "E65000000390000010010099".into()),
            ("lots of the site by prefix", "E650".into()),
            ("the oldest third by prefix", "E65000000391".into()),
            ("some old ones by prefix", "E650000003910".into()),
            ("a thousand old ones by prefix", "E65000000391001".into()),
        ] {
            note(page(&mut bidder, rounds, &format!("/650000/lots?q={text}")).await, format!("page {what}"));
        }
        for state in ["under_review", "awaiting_payment", "issuing", "issued", "declined", "lapsed", "withdrawn", "all"] {
            note(page(&mut insurer, rounds, &format!("/workbench?state={state}")).await, format!("page desk of half of all, {state}"));
            note(page(&mut bank, rounds, &format!("/workbench?state={state}")).await, format!("page desk of one long gone, {state}"));
        }
        for state in ["", "draft", "under_review", "issuing", "issued", "withdrawn"] {
            note(page(&mut bidder, rounds, &format!("/applications?state={state}")).await, format!("page orders of a large applicant, {state}"));
        }
        for (what, path) in [
            ("news", "news"),
            ("news, from the middle", "news?before=2017"),
            ("news by a word of all", "news?q=投标保函"),
            ("news by a rare word", "news?q=库尔勒分水闸"),
            ("news by no word", "news?q=无此文字"),
            ("help centre, a rare word", "help?q=库尔勒分水闸"),
            ("feed", "news/feed.atom"),
        ] {
            note(page(&mut bidder, rounds, &format!("/650000/{path}")).await, format!("page {what}"));
        }
        note(page(&mut bank, rounds, "/workbench/instructions").await, "page instructions, none".into());
        note(page(&mut insurer, rounds, "/workbench/health").await, "page health".into());

        let store = &world.parts.store;
        note(timed(rounds, || async { world.browser().challenge().await }).await, "challenge, clearing".into());
        note(
            timed(rounds, || {
                let store = store.clone();
                async move {
                    let at = domain::time::Timestamp::from_micros(1_000_000);
                    let write = store.write::<_, store::StoreError, _>(move |tx| Box::pin(async move { store::session::delete_old(tx, at, at) }));
                    write.await.unwrap();
                }
            })
            .await,
            "sessions cleared".into(),
        );
        note(
            timed(rounds, || async { store::event::audited(&mut store.reader(), Action::DeclineApplication, false).await.unwrap() }).await,
            "audit by a rare action".into(),
        );
        note(timed(rounds, || async { store::job::next_due(&mut store.reader()).await.unwrap() }).await, "next job due".into());
        note(
            timed(rounds, || async { store::job::claim(store, store::job::Lane::Work, world.world.now(), 4).await.unwrap() }).await,
            "claim of none".into(),
        );
        assert!(slow.is_empty(), "slower than {PAGE_MAX:?}, or held for more than {HELD_MAX:?}: {slow:?}");
        // A word that nobody's order has is looked for in all of the insurer's: slow, and in nobody's way.
        let begun = Instant::now();
        let (answer, held) = watched(insurer.get("/workbench?q=%E7%84%A1%E6%AD%A4%E5%AD%97")).await;
        println!("  page desk, words of none: {:.0?}, held {held:.2?}", begun.elapsed());
        assert_eq!(answer.status, 200);
    }
}

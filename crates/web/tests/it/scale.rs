//! Lists, searches and sweeps among a million rows . `cargo xtask soak lists` runs it at that size and prints
//! how long each takes, in the page and as the store's statements alone; in the ordinary tests a few rows show that it still runs.

#![expect(clippy::print_stdout, reason = "the soak tells what it has measured")]

use domain::access::Action;
use std::pin::pin;
use std::time::Duration;
use store::Engine;
use testkit::{Browser, TestWorld, on_both_engines};
use tokio::time::Instant;

const INSURER: &str = "江海财产保险股份有限公司";
/// Rows of the largest tables in the ordinary tests.
const FEW: i64 = 2_000;
/// Pages and statements of each kind that are timed at scale.
const ROUNDS: usize = 100;
/// What a page may take at scale, and an asynchronous thread be held by a read.
const PAGE_MAX: Duration = Duration::from_millis(10);
const HELD_MAX: Duration = Duration::from_millis(5);

/// How many rows, when this is the soak.
fn asked() -> Option<i64> {
    std::env::var("KAIHAN_SOAK").ok().and_then(|text| text.parse().ok())
}

/// Runs statements that both engines read, past what guards a single row.
async fn load(engine: &Engine, statements: &[String]) {
    match engine {
        Engine::Sqlite(path) => {
            let connection = rusqlite::Connection::open(path).unwrap();
            connection.execute_batch("PRAGMA foreign_keys = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -500000").unwrap();
            for text in statements {
                let numbers = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ROWS)";
                let (rows, text) = text.split_once('|').unwrap();
                connection.execute_batch(&format!("{} {text}", numbers.replace("ROWS", rows))).unwrap();
            }
            connection.execute_batch("PRAGMA wal_checkpoint(TRUNCATE)").unwrap();
        }
        Engine::Postgres(url) => {
            let (client, connection) = tokio_postgres::connect(url, tokio_postgres::NoTls).await.unwrap();
            tokio::spawn(connection);
            client.batch_execute("SET session_replication_role = replica; SET synchronous_commit = off").await.unwrap();
            for text in statements {
                let (rows, text) = text.split_once('|').unwrap();
                client.batch_execute(&text.replace("FROM n", &format!("FROM generate_series(1, {rows}) AS n (i)"))).await.unwrap();
            }
            client.batch_execute("VACUUM ANALYZE").await.unwrap();
        }
    }
}

/// The rows of years: one insurer has half of all orders, one bank has had none for long, one bidder has a twentieth.
fn years(rows: i64, order: &Order, lot: (&str, &str)) -> Vec<String> {
    let quoted = |text: &str| text.replace('\'', "''");
    let id = |prefix: &str| format!("'{prefix}_{}' || (1000000 + i)", "0".repeat(25));
    let (bidder, insurer, bank) = (&order.bidder, &order.insurer, &order.bank);
    let institution =
        format!("CASE WHEN i % 3 = 0 AND i < {} THEN '{bank}' WHEN i % 25 < 14 THEN '{insurer}' ELSE 'ins_' || (i % 40) END", rows / 4);
    let state = "CASE WHEN i % 9973 = 0 THEN 'under_review' WHEN i % 1000 = 3 THEN 'awaiting_payment' WHEN i % 10 = 1 THEN 'draft' ELSE 'issued' END";
    vec![
        format!(
            "{rows}|INSERT INTO application (id, number, site, applicant, institution, state, version, body, lot, words) \
             SELECT {id}, 'N' || i, '650000', CASE WHEN i % 20 = 0 THEN '{bidder}' ELSE 'org_' || (i % 2000) END, {institution}, {state}, 1, \
             replace('{body}', '{own}', {id}), '', '{words}' || i FROM n",
            id = id("app"),
            own = order.id,
            body = quoted(&order.body),
            words = quoted(&order.words),
        ),
        format!(
            "{rows}|INSERT INTO lot (id, site, number, entered_by, opens_at, body, seq) SELECT {id}, '650000', {number}, '', i, \
             replace('{body}', '{old}', {number}), i - 10000000 FROM n",
            id = id("lot"),
            number = "'E6500000039' || (100000 + i / 3) || '00100' || (i % 3 + 1)",
            body = quoted(lot.1),
            old = lot.0,
        ),
        format!(
            "{rows}|INSERT INTO job (id, kind, payload, dedupe_key, status, run_at, lane, attempts, last_error) SELECT {}, 'issue_guarantee', \
             'app', 'scale/' || i, CASE WHEN i % 10 = 0 THEN 'ready' ELSE 'done' END, 4000000000000000 + i, 'work', 1, '' FROM n",
            id("job")
        ),
        format!(
            "{}|INSERT INTO delivery (id, institution, subject, topic, payload, created_at, state, tries, error, turn) SELECT {}, \
             CASE WHEN i % 2 = 0 THEN '{insurer}' ELSE 'ins_' || (i % 40) END, 'app_' || (i / 4), 'order', '{{}}', i, \
             CASE WHEN i % 4 = 0 THEN 'pending' ELSE 'delivered' END, 0, '', i % 4 FROM n",
            rows * 2 / 5,
            id("obx")
        ),
        format!(
            "{}|INSERT INTO session (token, organisation, role, certificate, chain, csrf, created_at, seen_at) SELECT 'token' || i, '{bidder}', \
             'applicant', 'c', '', 'f', i, i FROM n",
            rows / 20
        ),
        format!("{}|INSERT INTO login_challenge (nonce, browser, expires_at) SELECT 'nonce' || i, 'b', i FROM n", rows / 10),
        format!(
            "{}|INSERT INTO instruction (id, application, institution, kind, version, body) SELECT {}, 'app', '{insurer}', 'release', 1, '{{}}' FROM n",
            rows / 10,
            id("isn")
        ),
        format!(
            "{rows}|INSERT INTO audit (id, at, action, role, organisation, certificate, object, request) SELECT {}, i, \
             CASE WHEN i % 5000 = 0 THEN '{}' ELSE 'action' || (i % 20) END, 'applicant', '{bidder}', 'c', 'object' || i, 'req' FROM n",
            id("aud"),
            Action::DeclineApplication.code()
        ),
    ]
}

/// What the rows are made after.
struct Order {
    id: String,
    body: String,
    words: String,
    bidder: String,
    insurer: String,
    bank: String,
}

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

/// The order, the lot and the institutions that the rows are made after.
async fn first(world: &TestWorld, bidder: &mut Browser) -> (Order, (String, String)) {
    let path = bidder.draft("650000", INSURER).await;
    let id = path.rsplit('/').next().unwrap().to_owned();
    let mut reader = world.parts.store.reader();
    let application = store::application::load(&mut reader, id.parse().unwrap()).await.unwrap().unwrap();
    let facts = &application.facts;
    let institutions = store::institution::list(&mut reader).await.unwrap();
    let bank = institutions.iter().find(|one| one.name.as_str().starts_with("长川")).unwrap();
    let lot = store::lot::load(&mut reader, facts.lot.lot().unwrap()).await.unwrap().unwrap().lot;
    let order = Order {
        id,
        body: serde_json::to_string(&application).unwrap(),
        words: "天山北麓建设工程有限公司 江海财产保险股份有限公司 ".into(),
        bidder: facts.applicant.organisation.to_string(),
        insurer: facts.guarantor.institution.to_string(),
        bank: bank.id.to_string(),
    };
    (order, (lot.number.to_string(), serde_json::to_string(&lot).unwrap()))
}

/// Articles of years, a tenth as many as there are rows: taken in as those of an earlier platform are.
async fn articles(world: &TestWorld, count: i64) {
    for begin in (0..count).step_by(1_000) {
        let one = |index: i64| {
            format!(
                "[[article]]\nsite = \"650000\"\nkind = \"{}\"\ntitle = \"第{index}号通知公告\"\ndated = \"20{:02}-{:02}-{:02}\"\ntext = \"关于塔里木灌区{}的说明，请各市场主体按时办理投标保函。\"\n",
                ["news", "guide", "faq"][usize::try_from(index % 3).unwrap()],
                10 + index % 16,
                1 + index % 12,
                1 + index % 28,
                if index % 5_000 == 7 { "库尔勒分水闸" } else { "渠道" },
            )
        };
        let text: String = (begin..count.min(begin + 1_000)).map(one).collect();
        app::article::import::import(&world.world, &world.world.system(), &text).await.unwrap();
    }
}

on_both_engines! {
    async fn lists_are_as_quick_among_years_of_rows(world: TestWorld) {
        let (rows, rounds) = asked().map_or((FEW, 1), |rows| (rows, ROUNDS));
        let mut bidder = world.logged_in("1-bidder").await;
        let (order, lot) = first(&world, &mut bidder).await;
        let begun = Instant::now();
        load(&world.engine, &years(rows, &order, (&lot.0, &lot.1))).await;
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

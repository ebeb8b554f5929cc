//! What each kind of page costs: bytes over the wire, requests, its time on the server beside that of its statements alone. `cargo xtask bench pages` asks for a
//! million orders and as many lots, a tenth as many organisations and articles; in the ordinary tests a few rows show that it still runs, and that no page is
//! too heavy.

#![expect(clippy::print_stdout, reason = "the benchmark tells what it has measured")]

use crate::templates::drawn;
use crate::years::{articles, asked, first, issued, load, years};
use counterparts::demonstration::province_lots;
use measure::Page;
use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;
use store::db::heard;
use store::{Engine, Query};
use testkit::{Browser, Fetched, TestWorld, on_both_engines};
use tokio::time::Instant;

const BANK: &str = "长川银行股份有限公司";
/// Rows of the largest tables in the ordinary tests.
const FEW: i64 = 1_500;
/// How often each page is made where its time is of interest.
const ROUNDS: usize = 200;
/// What a page may be, compressed.
const WEIGHT_MAX: u64 = 40 * 1024;

/// Pages beside those of the templates: lists and searches that many rows stand behind, of a province over its prefectures and of articles.
const SEARCHES: [(&str, &str); 9] = [
    ("lot/search, a province by a frequent word", "/430000/lots?q=公路"),
    ("lot/search, a province by words of a prefecture", "/430000/lots?q=长沙滨江大道"),
    ("lot/search, a province by no word", "/430000/lots?q=無此文字"),
    ("lot/search, a prefecture", "/430100/lots?q=水库除险"),
    ("article/shelf, from the middle", "/650000/news?before=2017"),
    ("article/shelf, a word of all", "/650000/news?q=投标保函"),
    ("article/shelf, a rare word", "/650000/news?q=库尔勒分水闸"),
    ("help/centre, a rare word", "/650000/help?q=库尔勒分水闸"),
    ("article feed", "/650000/news/feed.atom"),
];

/// A guarantee that was issued, after which others are made.
async fn issue(world: &TestWorld) {
    let mut bidder = world.logged_in("1-bidder").await;
    let order = world.submitted(&mut bidder, "1-bidder", "430000", BANK).await;
    world.pay(&mut bidder, &order).await;
    world.run_jobs().await;
    world.approve(&order, "4-bank", "e-bank").await;
    world.run_jobs().await;
}

/// What the platform has after years.
async fn fill(world: &TestWorld, rows: i64) {
    let mut bidder = world.logged_in("1-bidder").await;
    let (order, _) = first(world, &mut bidder).await;
    load(&world.engine, &[years(rows, &order), issued(rows, &order)].concat()).await;
    articles(world, rows / 10).await;
    let feed = world.folder.path().join("province.jsonl");
    std::fs::write(&feed, province_lots("430000", "湖南", u32::try_from(rows * 5 / 12).unwrap(), world.world.now())).unwrap();
    let site = "430000".parse().unwrap();
    let taken = app::lot::import::import(&world.world, &world.world.system(), site, &feed, |_| {}).await.unwrap();
    assert_eq!(taken.bad, 0, "{:?}", taken.faults);
    if let Engine::Postgres(_) = world.engine {
        load(&world.engine, &[]).await;
    }
}

/// Who opens which page.
fn kinds(world: &TestWorld, drawn: BTreeMap<String, Fetched>) -> Vec<(String, Browser, String)> {
    let named = |(name, page): (String, Fetched)| {
        let (browser, path) = page.again.filter(|_| page.status == 200)?;
        Some((name.trim_end_matches(".html").to_owned(), browser, path))
    };
    let searches = SEARCHES.map(|(name, path)| (name.to_owned(), world.browser(), encoded(path)));
    drawn.into_iter().filter_map(named).chain(searches).collect()
}

/// A path as browsers write it.
fn encoded(path: &str) -> String {
    let one = |c: char| if c.is_ascii() { c.to_string() } else { c.to_string().bytes().map(|byte| format!("%{byte:02X}")).collect() };
    path.chars().map(one).collect()
}

async fn get(browser: &mut Browser, path: &str) -> Fetched {
    browser.send("GET", path, &[("accept-encoding", "gzip, deflate, br")], Vec::new()).await
}

/// What a page refers to of ours that a browser fetches with it.
fn referred(page: &str) -> BTreeSet<String> {
    let of = |mark: &str| -> Vec<String> {
        let found = page.split(mark).skip(1).filter_map(|rest| rest.split('"').next());
        found.filter_map(|address| address.split('#').next()).map(str::to_owned).collect()
    };
    let assets = of("=\"/assets/").into_iter().map(|name| format!("/assets/{name}"));
    assets.chain(of(" src=\"/").into_iter().map(|path| format!("/{path}"))).collect()
}

/// Half of the times, and all but a hundredth.
fn quantiles(mut times: Vec<Duration>) -> (Duration, Duration) {
    times.sort_unstable();
    let at = |per_cent: usize| times[(times.len() * per_cent / 100).min(times.len() - 1)];
    (at(50), at(99))
}

async fn measured(world: &TestWorld, name: String, browser: &mut Browser, path: &str, rounds: usize) -> Page {
    let plain = browser.get(path).await;
    assert_eq!(plain.status, 200, "{name} {path}");
    let bytes = get(browser, path).await.bytes.len();
    let (mut first, mut requests) = (bytes, 1);
    for address in referred(&plain.body) {
        let fetched = get(browser, &address).await;
        assert_eq!(fetched.status, 200, "{name}: {address}");
        (first, requests) = (first + fetched.bytes.len(), requests + 1);
    }
    let (mut pages, mut statements) = (Vec::new(), Vec::new());
    for _ in 0..rounds {
        let begun = Instant::now();
        let (_, questions) = heard(get(browser, path)).await;
        pages.push(begun.elapsed());
        let begun = Instant::now();
        for (sql, values) in questions {
            world.parts.store.reader().rows(sql, values).await.unwrap();
        }
        statements.push(begun.elapsed());
    }
    let ((median, p99), (sql, _)) = (quantiles(pages), quantiles(statements));
    let engine = if matches!(world.engine, Engine::Sqlite(_)) { "sqlite" } else { "postgres" }.to_owned();
    let count = |number: usize| u64::try_from(number).unwrap();
    Page { name, engine, bytes: count(bytes), first: count(first), requests: count(requests), median, p99, sql }
}

on_both_engines! {
    async fn pages_are_light_and_tell_what_they_cost(world: TestWorld) {
        let (rows, rounds) = asked().map_or((FEW, 1), |rows| (rows, ROUNDS));
        issue(&world).await;
        let (world, drawn) = drawn(world).await;
        fill(&world, rows).await;
        let mut heavy = Vec::new();
        for (name, mut browser, path) in kinds(&world, drawn) {
            let page = measured(&world, name, &mut browser, &path, rounds).await;
            println!("{}", page.line());
            if page.bytes > WEIGHT_MAX {
                heavy.push((page.name, page.bytes));
            }
        }
        assert!(heavy.is_empty(), "more than {WEIGHT_MAX} bytes: {heavy:?}");
    }
}

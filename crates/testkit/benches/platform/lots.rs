//! Lot search over one million lots: on SQLite beside a LIKE scan of the same file, on PostgreSQL beside the same statements by
//! pgbench at the same concurrency.

use crate::Setting;
use crate::database::connect;
use crate::limits::pgbench;
use crate::load::timed;
use crate::platform::Platform;
use counterparts::clock;
use counterparts::demonstration::lots;
use measure::Measured;
use std::fmt::Write;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// Words from the rarest (20 of the oldest lots) to one that every third lot has.
const WORDS: [&str; 8] = [RARE, "观山湖区水库除险", "新疆滨江大道快速化", "花溪河", "公路", "污水处理厂", "水务投资集团", "三标段"];
const RARE: &str = "塔什库尔干口岸";
const RARE_LOTS: usize = 20;
const ROUNDS: usize = 40;
const PAGES: usize = 8_000;
/// The same in the small form.
const SMALL: (usize, usize) = (1, 64);

fn percentile(times: &mut [Duration], per_cent: usize) -> Duration {
    times.sort_unstable();
    times[(times.len() * per_cent / 100).min(times.len() - 1)]
}

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}

/// Writes the feed and imports it.
fn import(platform: &Platform, count: u32) {
    let feed = platform.path("lots.jsonl");
    let text = lots("650000", "新疆", count, clock::now());
    let (first, rest) = text.split_at(text.match_indices('\n').nth(RARE_LOTS - 1).unwrap().0);
    let rare = first.replace("\"section_name\":\"新疆", &format!("\"section_name\":\"{RARE}"));
    std::fs::write(&feed, rare + rest).unwrap();
    let begun = Instant::now();
    let peak = platform.run_watched(&["import", "lots", "--site", "650000", &feed]);
    let seconds = begun.elapsed().as_secs_f64();
    println!("  import: {count} lots in {seconds:.1} s ({:.0}/s), resident set at most {peak} MiB", f64::from(count) / seconds);
}

/// Pages one after another, each word in turn: half and most of the times.
async fn pages(platform: &Platform, rounds: usize) -> (Duration, Duration) {
    let client = partners::http::builder(std::time::Duration::from_secs(30)).build().unwrap();
    let mut times = Vec::new();
    for _ in 0..rounds {
        for word in WORDS {
            let begun = Instant::now();
            let answer = client.get(format!("{}/650000/lots", platform.url)).query(&[("q", word)]).send().await.unwrap();
            assert_eq!(answer.status().as_u16(), 200);
            answer.bytes().await.unwrap();
            times.push(begun.elapsed());
        }
    }
    let (half, most) = (percentile(&mut times, 50), percentile(&mut times, 99));
    println!("  search page over HTTP, one client: p50 {:.1} ms, p99 {:.1} ms", milliseconds(half), milliseconds(most));
    (half, most)
}

pub(crate) async fn bench(setting: &Setting) {
    let count = setting.size.unwrap_or(1_000_000);
    let (rounds, loads) = if setting.small { SMALL } else { (ROUNDS, PAGES) };
    println!("SQLite");
    let mut platform = Platform::prepare(&setting.program, "sqlite:FOLDER/kaihan.db", 0).await;
    import(&platform, count);
    let raw = rusqlite::Connection::open(platform.path("kaihan.db")).unwrap();
    let mut scans = Vec::new();
    for word in WORDS {
        let begun = Instant::now();
        // The whole answer is needed to know that nothing rarer is missed, so the scan has no early end.
        let hits: i64 = raw.query_row("SELECT COUNT(*) FROM lot WHERE body LIKE ?1", [format!("%{word}%")], |row| row.get(0)).unwrap();
        scans.push(begun.elapsed());
        println!("  {word}: {hits} hits, LIKE scan {:.0} ms", milliseconds(begun.elapsed()));
    }
    platform.serve().await;
    let (_, most) = pages(&platform, rounds).await;
    for (name, time) in [("lots-sqlite", most), ("lots-scan", percentile(&mut scans, 50))] {
        println!("{}", Measured::of(name, 1, time, None).line());
    }
    drop(platform);

    println!("PostgreSQL");
    let admin = connect(&format!("{}/postgres", setting.postgres)).await;
    let database = setting.database(&admin).await;
    let mut platform = Platform::prepare(&setting.program, &database, 0).await;
    import(&platform, count);
    let client = connect(&database).await;
    client.batch_execute("ANALYZE").await.unwrap();
    platform.serve().await;
    pages(&platform, rounds).await;
    let (url, http) = (Arc::new(platform.url.clone()), partners::http::builder(std::time::Duration::from_secs(30)).build().unwrap());
    let took = timed(loads, move |_, index| {
        let (url, http) = (Arc::clone(&url), http.clone());
        async move {
            let answer = http.get(format!("{url}/650000/lots")).query(&[("q", WORDS[index % WORDS.len()])]).send().await.unwrap();
            assert_eq!(answer.status().as_u16(), 200);
            answer.bytes().await.unwrap();
        }
    })
    .await;
    let ours = loads as f64 / took.as_secs_f64();
    let limit = pgbench::run(setting, &scripts(), None);
    for (name, rate) in [("lots", ours), ("lots-pgbench", limit)] {
        println!("{}", Measured { name: name.to_owned(), rate, processor: None }.line());
    }
}

/// One script a word, drawn evenly: the statements `store::lot::search` runs for it.
fn scripts() -> Vec<String> {
    let mut scripts = Vec::new();
    for word in WORDS {
        let characters: Vec<char> = word.chars().collect();
        let mut words = String::from("s650000v");
        for pair in characters.windows(2) {
            write!(words, ",{:x}x{:x}", u32::from(pair[0]), u32::from(pair[1])).unwrap();
        }
        let mut script = format!(
            "WITH recent AS MATERIALIZED (SELECT lot, words, text FROM lot_word WHERE lot < 9223372036854775807 ORDER BY lot DESC LIMIT 3000) \
             SELECT l.body, l.seq FROM recent r JOIN lot l ON l.seq = r.lot WHERE r.words @> '{{{words}}}' AND r.text LIKE '%{word}%' \
             ORDER BY r.lot DESC LIMIT 21;\n"
        );
        // Only a page that the newest lots do not fill asks the index.
        if word == RARE {
            writeln!(
                script,
                "SELECT l.body, l.seq FROM lot_word w JOIN lot l ON l.seq = w.lot WHERE w.words @> '{{{words}}}' AND w.text LIKE '%{word}%' \
                 AND w.lot < 9223372036854775807 ORDER BY w.lot + 0 DESC LIMIT 21;"
            )
            .unwrap();
        }
        scripts.push(script);
    }
    scripts
}

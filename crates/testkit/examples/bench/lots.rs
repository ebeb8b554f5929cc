//! Lot search over one million lots: pages over HTTP beside a LIKE scan of the same file.

use crate::Setting;
use crate::platform::Platform;
use counterparts::clock;
use counterparts::demonstration::lots;
use std::time::{Duration, Instant};

const WORDS: [&str; 8] = ["公路", "污水处理厂", "花溪河", "智慧停车", "新疆滨江大道快速化", "水务投资集团", "观山湖区水库除险", "三标段"];
const ROUNDS: usize = 40;

fn percentile(times: &mut [Duration], per_cent: usize) -> Duration {
    times.sort_unstable();
    times[(times.len() * per_cent / 100).min(times.len() - 1)]
}

pub(crate) async fn bench(setting: &Setting) {
    let count = setting.size.unwrap_or(1_000_000);
    let database = "sqlite:FOLDER/kaihan.db";
    let mut platform = Platform::prepare(&setting.program, database).await;
    let feed = platform.path("lots.jsonl");
    std::fs::write(&feed, lots("650000", "新疆", count, clock::now())).unwrap();
    let begun = Instant::now();
    let peak = platform.run_watched(&["import", "lots", "--site", "650000", &feed]);
    let seconds = begun.elapsed().as_secs_f64();
    println!("import: {count} lots in {seconds:.1} s ({:.0}/s), resident set at most {peak} MiB", f64::from(count) / seconds);

    let raw = rusqlite::Connection::open(platform.path("kaihan.db")).unwrap();
    let mut scans = Vec::new();
    for word in WORDS {
        let begun = Instant::now();
        let pattern = format!("%{word}%");
        // The whole answer is needed to know that nothing rarer is missed, so the scan has no early end.
        let hits: i64 = raw.query_row("SELECT COUNT(*) FROM lot WHERE body LIKE ?1", [&pattern], |row| row.get(0)).unwrap();
        scans.push(begun.elapsed());
        println!("  {word}: {hits} hits, LIKE scan {:.0} ms", begun.elapsed().as_secs_f64() * 1e3);
    }
    platform.serve().await;
    let client = reqwest::Client::new();
    let mut times = Vec::new();
    for _ in 0..ROUNDS {
        for word in WORDS {
            let begun = Instant::now();
            let answer = client.get(format!("{}/650000/lots", platform.url)).query(&[("q", word)]).send().await.unwrap();
            assert_eq!(answer.status().as_u16(), 200);
            answer.bytes().await.unwrap();
            times.push(begun.elapsed());
        }
    }
    let (half, most) = (percentile(&mut times, 50), percentile(&mut times, 99));
    let scan = percentile(&mut scans, 50);
    println!("search page over HTTP: p50 {:.1} ms, p99 {:.1} ms", half.as_secs_f64() * 1e3, most.as_secs_f64() * 1e3);
    println!("ratio p99 / median LIKE scan: {:.4} (budget 0.1)", most.as_secs_f64() / scan.as_secs_f64());
}

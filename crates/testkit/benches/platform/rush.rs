//! The last minutes before bids are opened: clerks come by the clock and not as the platform gets round to them, ever more of them, and nobody
//! waits for anybody (RT-08). Whoever finds every turn taken hands the form in again with its ticket, as a browser does.

use crate::Setting;
use crate::clerk::Ready;
use crate::crowd::Crowd;
use counterparts::clock;
use domain::time::Timestamp;
use std::time::{Duration, Instant};

/// Clerks, where no other number is asked for.
const CLERKS: u32 = 10_000;
/// Arrivals follow a power of the time that has passed: by this one, half of all come in the last tenth of it.
const POWER: f64 = 6.578_8;
/// Drafts that are certainly written and signed in a second, so that it is known beforehand when all are.
const DRAFTS_A_SECOND: u32 = 15;
/// How long a page asks to wait.
const AGAIN: Duration = Duration::from_secs(3);

/// What became of one clerk.
struct Outcome {
    /// From arrival to the last answer.
    took: Duration,
    accepted: bool,
    /// How often it was asked to wait.
    waited: u32,
    /// Answers that no clerk should see.
    failed: u32,
}

async fn clerk(client: reqwest::Client, url: String, ready: Ready) -> Outcome {
    let (begun, mut waited, mut failed) = (Instant::now(), 0, 0);
    loop {
        let sent = client
            .post(format!("{url}{}", ready.path))
            .header("content-type", "application/x-www-form-urlencoded")
            .header("accept", "text/html")
            .body(ready.form.clone());
        let (status, page) = match sent.send().await {
            Ok(answer) => (answer.status().as_u16(), answer.text().await.unwrap_or_default()),
            Err(_) => (0, String::new()),
        };
        match status {
            503 if page.contains("data-again") => {
                waited += 1;
                tokio::time::sleep(AGAIN).await;
            }
            303 => return Outcome { took: begun.elapsed(), accepted: true, waited, failed },
            status => {
                failed += u32::from(status == 0 || status >= 500);
                return Outcome { took: begun.elapsed(), accepted: false, waited, failed };
            }
        }
    }
}

pub(crate) async fn rush(setting: &Setting) {
    let count = setting.size.unwrap_or(CLERKS);
    let window = if setting.small { 4 } else { setting.window };
    // Whether it runs is seen without an opening too: how long drafts take on a busy machine is nobody's guess.
    let opening = (!setting.small).then(|| clock::now().plus(i64::from(count / DRAFTS_A_SECOND + 40 + window) * Timestamp::SECOND));
    let crowd = Crowd::prepare(setting, count as usize, opening).await;
    let queues = crowd.drafts(count as usize).await;
    let begins = opening.map_or(Duration::ZERO, |opening| {
        let left = Duration::from_micros(u64::try_from(opening.micros() - clock::now().micros()).unwrap_or(0));
        // A second is left, so that nobody comes too late by the clock of the machine.
        left.checked_sub(Duration::from_secs(u64::from(window) + 1)).expect("the drafts took longer than was allowed for")
    });
    let start = tokio::time::Instant::now() + begins;
    let clerks = queues.into_iter().enumerate().flat_map(|(client, queue)| queue.into_iter().map(move |ready| (client, ready)));
    // Mixed over the sessions.
    let mut clerks: Vec<_> = clerks.collect();
    clerks.sort_by(|one, other| one.1.path.cmp(&other.1.path));
    let tasks: Vec<_> = clerks
        .into_iter()
        .enumerate()
        .map(|(index, (client, ready))| {
            let share = (index as f64 + 0.5) / f64::from(count);
            let comes = start + Duration::from_secs(u64::from(window)).mul_f64(share.powf(1.0 / POWER));
            let (client, url) = (crowd.clients[client].clone(), crowd.platform.url.clone());
            tokio::spawn(async move {
                tokio::time::sleep_until(comes).await;
                clerk(client, url, ready).await
            })
        })
        .collect();
    let mut outcomes = Vec::new();
    for task in tasks {
        outcomes.push(task.await.unwrap());
    }
    report(&mut outcomes, window);
    let submitted = crowd.database.number("SELECT COUNT(*) FROM application WHERE state <> 'draft'").await;
    let accepted = outcomes.iter().filter(|outcome| outcome.accepted).count();
    assert_eq!(submitted, accepted, "whoever was told so has submitted, and nobody else");
    assert!(outcomes.iter().all(|outcome| outcome.accepted && outcome.failed == 0), "somebody came in time and was not let in");
}

/// In milliseconds, at this hundredth of all.
fn at(outcomes: &[&Outcome], hundredth: usize) -> u128 {
    let index = (outcomes.len() * hundredth / 100).min(outcomes.len().saturating_sub(1));
    outcomes.get(index).map_or(0, |outcome| outcome.took.as_millis())
}

fn report(outcomes: &mut [Outcome], window: u32) {
    outcomes.sort_by_key(|outcome| outcome.took);
    let accepted = outcomes.iter().filter(|outcome| outcome.accepted).count();
    let failed: u32 = outcomes.iter().map(|outcome| outcome.failed).sum();
    println!("  {} clerks in {window} s, half of them in the last tenth: {accepted} accepted, {failed} errors", outcomes.len());
    let (waited, through): (Vec<&Outcome>, Vec<&Outcome>) = outcomes.iter().partition(|outcome| outcome.waited > 0);
    let times = |of: &[&Outcome]| format!("p50 {} ms, p99 {} ms, longest {} ms", at(of, 50), at(of, 99), at(of, 100));
    println!("  answered at once: {} ({})", through.len(), times(&through));
    if !waited.is_empty() {
        println!("  asked to wait, with a ticket: {} ({})", waited.len(), times(&waited));
    }
}

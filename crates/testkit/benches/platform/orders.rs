//! Application → submitted → settled → issued over HTTP, beside the submission's statements by the engine's own means and by other stacks,
//! by turns in one run.

use crate::Setting;
use crate::clerk::Ready;
use crate::crowd::Crowd;
use crate::database::{Database, Engine};
use crate::limits::peer::Peer;
use crate::limits::{self, pgbench, raw, verification, with_verification};
use crate::load::timed;
use counterparts::clock;
use gm::SystemEntropy;
use measure::{Measured, processor};
use partners::bank::wire::{BANK_LINES, BankLine};
use partners::http;
use protocol::signed::{Identity, Request, Signer, nonce, sign};
use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// Turns of ours and theirs in one run.
const ROUNDS: usize = 3;

impl Crowd {
    /// The processor time of the platform with its children, and of the database's processes.
    async fn processor(&self) -> (Duration, Duration) {
        let database = self.database.process().await.map_or(Duration::ZERO, |process| processor::of(&processor::siblings(process)));
        (processor::with_children(self.platform.process()), database)
    }

    /// Sends what the clients hold, all at once.
    async fn submit(&self, queues: Vec<Vec<Ready>>) -> (Measured, Duration) {
        let count = queues.iter().map(Vec::len).sum::<usize>();
        let before = self.processor().await;
        let begun = Instant::now();
        let tasks: Vec<_> = queues
            .into_iter()
            .zip(self.clients.iter().cloned())
            .map(|(queue, client)| {
                let url = self.platform.url.clone();
                tokio::spawn(async move {
                    for ready in queue {
                        let answer = client
                            .post(format!("{url}{}", ready.path))
                            .header("content-type", "application/x-www-form-urlencoded")
                            .body(ready.form)
                            .send()
                            .await
                            .unwrap();
                        assert_eq!(answer.status().as_u16(), 303);
                    }
                })
            })
            .collect();
        for task in tasks {
            task.await.unwrap();
        }
        let took = begun.elapsed();
        let after = self.processor().await;
        let count = u32::try_from(count).unwrap();
        // What backends used that have ended since is lost to the database's share.
        let database = after.1.saturating_sub(before.1) / count.max(1);
        (Measured::of("submission", count, took, Some(after.0.saturating_sub(before.0))), database)
    }

    /// The bank's reports for everything that is due, until each letter is issued.
    async fn settle(&self) -> Measured {
        let due = self.database.texts("SELECT body FROM payment WHERE state = 'due'").await;
        let count = due.len();
        let lines: Arc<Vec<BankLine>> = Arc::new(due.iter().enumerate().map(|(index, body)| line(index, body)).collect());
        let identity = Identity { app: "bank".into(), serial: String::new(), signer: Signer::Sm2(self.platform.bank_key()) };
        let (platform, http, key) =
            (Arc::clone(&self.platform), http::builder(Duration::from_secs(30)).build().unwrap(), Arc::new(identity));
        let before = self.processor().await;
        let begun = Instant::now();
        timed(count, move |_, index| {
            let (platform, http, key, lines) = (Arc::clone(&platform), http.clone(), Arc::clone(&key), Arc::clone(&lines));
            async move {
                let body = serde_json::to_vec(&lines[index]).unwrap();
                let host = platform.url.trim_start_matches("http://");
                let request = Request { method: "POST", target: BANK_LINES, host, body: &body };
                let authorization = sign(&request, &key, clock::now().seconds(), &nonce(&SystemEntropy), &SystemEntropy).unwrap();
                let address = format!("{}{BANK_LINES}", platform.url);
                let sent = http.post(address).header("authorization", authorization).body(body).send().await.unwrap();
                assert_eq!(sent.status().as_u16(), 200);
            }
        })
        .await;
        while self.database.number("SELECT COUNT(*) FROM guarantee").await < count {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        let (took, after) = (begun.elapsed(), self.processor().await);
        Measured::of("issue", u32::try_from(count).unwrap(), took, Some(after.0.saturating_sub(before.0)))
    }
}

pub(crate) async fn bench(setting: &Setting) {
    let count = setting.size.unwrap_or(1_500) as usize;
    let crowd = Crowd::prepare(setting, count, None).await;
    let mut queues = crowd.drafts(count).await;
    match setting.engine {
        // Where the time-stamp authority is far away, only what waits for it is of interest.
        _ if setting.delay > 0 => drop(crowd.submit(queues).await),
        Engine::Postgres => beside_postgres(setting, &crowd, &mut queues, count).await,
        Engine::Sqlite => beside_sqlite(setting, &crowd, &mut queues, count).await,
    }
    let issued = crowd.settle().await;
    let engine = if setting.engine == Engine::Sqlite { "-sqlite" } else { "" };
    say(&[Measured { name: format!("issue{engine}-tsa{}", setting.delay), ..issued }]);
}

/// A share of what each client still holds.
fn share(queues: &mut [Vec<Ready>], rounds_left: usize) -> Vec<Vec<Ready>> {
    queues.iter_mut().map(|queue| queue.split_off(queue.len() - queue.len().div_ceil(rounds_left))).collect()
}

async fn beside_postgres(setting: &Setting, crowd: &Crowd, queues: &mut [Vec<Ready>], count: usize) {
    let Database::Postgres(client) = &crowd.database else { unreachable!("chosen by the engine") };
    limits::prepare(client).await;
    let peers = if setting.peers { vec![Peer::fastapi(setting).await, Peer::express(setting).await] } else { Vec::new() };
    let mut rounds: Vec<Measured> = Vec::new();
    for round in 0..ROUNDS {
        let (ours, database) = crowd.submit(share(queues, ROUNDS - round)).await;
        println!("  of a submission's processor time, the database's: {:.0} us", database.as_secs_f64() * 1e6);
        let limit = pgbench::submission(setting, count);
        let verification = verification(setting.small);
        rounds.push(ours);
        rounds.push(rate("pgbench", limit));
        rounds.push(rate("pgbench-verification", with_verification(limit, verification)));
        for (which, peer) in peers.iter().enumerate() {
            let each = if setting.small { 20 } else { 1_500 };
            let from = 1_000_000 * (round * peers.len() + which + 1);
            rounds.push(rate(peer.name, peer.submissions(each, from, count).await));
        }
    }
    say(&rounds);
}

async fn beside_sqlite(setting: &Setting, crowd: &Crowd, queues: &mut [Vec<Ready>], count: usize) {
    let Database::Sqlite(file) = &crowd.database else { unreachable!("chosen by the engine") };
    let raw = raw::prepare(file, &crowd.platform.folder.path().join("limit.db"));
    let groups = if setting.small { 1 } else { 300 };
    let mut rounds = Vec::new();
    for round in 0..ROUNDS {
        let (ours, _) = crowd.submit(share(queues, ROUNDS - round)).await;
        rounds.push(Measured { name: "submission-sqlite".to_owned(), ..ours });
        let limit = raw::submissions(&raw, groups, 1 + i64::try_from(round).unwrap() * groups * 32, count);
        rounds.push(rate("rusqlite", limit));
        rounds.push(rate("rusqlite-verification", with_verification(limit, verification(setting.small))));
    }
    say(&rounds);
}

fn rate(name: &str, rate: f64) -> Measured {
    Measured { name: name.to_owned(), rate, processor: None }
}

/// The middle of each name's rounds.
fn say(rounds: &[Measured]) {
    let names: BTreeSet<&str> = rounds.iter().map(|round| round.name.as_str()).collect();
    for name in names {
        let of: Vec<Measured> = rounds.iter().filter(|round| round.name == name).cloned().collect();
        println!("{}", Measured::middle(&of).unwrap().line());
    }
}

fn line(index: usize, payment: &str) -> BankLine {
    let payment: serde_json::Value = serde_json::from_str(payment).unwrap();
    let fen = payment["amount"].as_i64().unwrap();
    BankLine {
        line_id: format!("BENCH{index}"),
        account: payment["payee"]["number"].as_str().unwrap().into(),
        amount: format!("{}.{:02}", fen / 100, fen % 100),
        payer_name: "天山北麓建设工程有限公司".into(),
        payer_account: "6217".into(),
        remark: payment["reference"].as_str().unwrap().into(),
        booked_at: clock::now().to_seconds(),
    }
}

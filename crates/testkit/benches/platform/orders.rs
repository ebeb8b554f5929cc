//! Application → settled → issued over HTTP on PostgreSQL, beside the submission's SQL by pgbench at the same concurrency.

use crate::Setting;
use crate::platform::Platform;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use counterparts::clock;
use counterparts::demonstration::lots;
use domain::signing::SigningPayload;
use gm::{SecretKey, SystemEntropy};
use partners::bank::wire::{BANK_LINES, BankLine};
use partners::http;
use protocol::signed::{Identity, Request, Signer, nonce, sign};
use reqwest::Client;
use sm2::dsa::signature::Verifier;
use sm2::dsa::{Signature, VerifyingKey};
use std::process::{Command, Output};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};
use testkit::Sealer;
use tokio_postgres::NoTls;

/// Clients at a time, ours and pgbench's.
pub(crate) const CLIENTS: usize = 32;

/// A draft that is signed and ready to be submitted.
struct Ready {
    path: String,
    form: Vec<(&'static str, String)>,
}

fn between<'a>(text: &'a str, before: &str, after: &str) -> &'a str {
    let start = text.find(before).unwrap_or_else(|| panic!("no {before}: {text}")) + before.len();
    &text[start..start + text[start..].find(after).unwrap()]
}

/// The product that an institution offers on a lot's page: the row that has a product to choose and names the institution, whatever
/// else is in it.
fn product_of(page: &str, institution: &str) -> String {
    let rows = page.split("<tr").filter(|row| row.contains("name=\"product\""));
    let row = rows.into_iter().find(|row| row.contains(institution)).unwrap_or_else(|| panic!("no product of {institution}: {page}"));
    between(row, "name=\"product\" value=\"", "\"").to_owned()
}

async fn browser(platform: &Platform) -> Client {
    let mut headers = reqwest::header::HeaderMap::new();
    headers.insert("origin", platform.url.parse().unwrap());
    let client = http::builder(Duration::from_secs(30)).cookie_store(true).default_headers(headers).build().unwrap();
    let Sealer { certificate, key, .. } = platform.sealer("1-bidder");
    client.get(format!("{}/login", platform.url)).send().await.unwrap();
    let challenge: SigningPayload = client.post(format!("{}/login/challenge", platform.url)).send().await.unwrap().json().await.unwrap();
    let SigningPayload::Login { nonce, expires, .. } = challenge.clone() else { unreachable!("a login") };
    let signature = STANDARD.encode(key.sign(&challenge.canonical(), &SystemEntropy).unwrap());
    let fields =
        [("nonce", nonce), ("expires", expires.to_string()), ("chain", STANDARD.encode(certificate.der())), ("signature", signature)];
    let answer = client.post(format!("{}/login", platform.url)).form(&fields).send().await.unwrap();
    assert_eq!(answer.status().as_u16(), 303);
    client
}

async fn ready(platform: &Platform, client: &Client, signer: &Sealer, lot: &str, product: &str, token: &str) -> Ready {
    let url = |path: &str| format!("{}{path}", platform.url);
    let drafted =
        client.post(url(&format!("/650000/lots/{lot}/applications"))).form(&[("token", token), ("product", product)]).send().await.unwrap();
    let details = drafted.headers()["location"].to_str().unwrap().to_owned();
    let form = [("token", token), ("name", "林知夏"), ("mobile", "13800138000"), ("email", "lin@example.com")];
    let described = client.post(url(&details)).form(&form).send().await.unwrap();
    let path = described.headers()["location"].to_str().unwrap().to_owned();
    let page = client.get(url(&path)).send().await.unwrap().text().await.unwrap();
    let form = signer.submission(&page, &SystemEntropy);
    Ready { path, form }
}

/// Runs `work` for every index with [`CLIENTS`] at a time; the time it took.
pub(crate) async fn timed<F, Fut>(count: usize, work: F) -> Duration
where
    F: Fn(usize, usize) -> Fut + Clone + Send + 'static,
    Fut: Future<Output = ()> + Send + 'static,
{
    let next = Arc::new(AtomicUsize::new(0));
    let begun = Instant::now();
    let tasks: Vec<_> = (0..CLIENTS)
        .map(|client| {
            let (next, work) = (Arc::clone(&next), work.clone());
            tokio::spawn(async move {
                loop {
                    let index = next.fetch_add(1, Ordering::Relaxed);
                    if index >= count {
                        return;
                    }
                    work(client, index).await;
                }
            })
        })
        .collect();
    for task in tasks {
        task.await.unwrap();
    }
    begun.elapsed()
}

pub(crate) async fn bench(setting: &Setting) {
    let count = setting.size.unwrap_or(1_500) as usize;
    let (admin, connection) = tokio_postgres::connect(&format!("{}/postgres", setting.postgres), NoTls).await.unwrap();
    tokio::spawn(connection);
    let database = setting.database(&admin).await;
    let mut platform = Platform::prepare(&setting.program, &database).await;
    let feed = platform.path("lots.jsonl");
    // A lot an order: an organisation that chooses the same lot again is led back to its draft.
    std::fs::write(&feed, lots("650000", "新疆", u32::try_from(count).unwrap().max(300), clock::now())).unwrap();
    platform.run(&["import", "lots", "--site", "650000", &feed]);
    platform.serve().await;
    let platform = Arc::new(platform);

    let mut clients = Vec::new();
    for _ in 0..CLIENTS {
        clients.push(browser(&platform).await);
    }
    let clients = Arc::new(clients);
    let page = clients[0].get(format!("{}/650000/lots", platform.url)).send().await.unwrap().text().await.unwrap();
    let lot = format!("lot_{}", between(&page, "<a href=\"/650000/lots/lot_", "\""));
    let (reader, connection) = tokio_postgres::connect(&database, NoTls).await.unwrap();
    tokio::spawn(connection);
    let rows = reader.query("SELECT id FROM lot WHERE site = '650000' ORDER BY id", &[]).await.unwrap();
    let choices: Arc<Vec<String>> = Arc::new(rows.iter().map(|row| row.get(0)).collect());
    let mut tokens = Vec::new();
    let mut product = String::new();
    for client in clients.iter() {
        let page = client.get(format!("{}/650000/lots/{lot}", platform.url)).send().await.unwrap().text().await.unwrap();
        tokens.push(between(&page, "name=\"token\" value=\"", "\"").to_owned());
        product = product_of(&page, "江海财产保险股份有限公司");
    }
    let tokens = Arc::new(tokens);

    let made = Arc::new(std::sync::Mutex::new(Vec::new()));
    let signer = Arc::new(platform.sealer("1-bidder"));
    let (p, c, t, m) = (Arc::clone(&platform), Arc::clone(&clients), Arc::clone(&tokens), Arc::clone(&made));
    timed(count, move |client, index| {
        let (p, c, t, m, signer) = (Arc::clone(&p), Arc::clone(&c), Arc::clone(&t), Arc::clone(&m), Arc::clone(&signer));
        let (lot, product) = (choices[index].clone(), product.clone());
        async move {
            let ready = ready(&p, &c[client], &signer, &lot, &product, &t[client]).await;
            m.lock().unwrap().push((client, ready));
        }
    })
    .await;
    // A form goes out in the session it was made in.
    let mut queues: Vec<Vec<Ready>> = (0..CLIENTS).map(|_| Vec::new()).collect();
    for (client, ready) in made.lock().unwrap().drain(..) {
        queues[client].push(ready);
    }
    let begun = Instant::now();
    let tasks: Vec<_> = queues
        .into_iter()
        .zip(clients.iter().cloned())
        .map(|(queue, client)| {
            let url = platform.url.clone();
            tokio::spawn(async move {
                for ready in queue {
                    let answer = client.post(format!("{url}{}", ready.path)).form(&ready.form).send().await.unwrap();
                    assert_eq!(answer.status().as_u16(), 303);
                }
            })
        })
        .collect();
    for task in tasks {
        task.await.unwrap();
    }
    let submitted = begun.elapsed();
    let submissions = count as f64 / submitted.as_secs_f64();
    println!("submitted over HTTP ({CLIENTS} clients): {submissions:.0}/s");

    let (client, connection) = tokio_postgres::connect(&database, NoTls).await.unwrap();
    tokio::spawn(connection);
    let due = client.query("SELECT body FROM payment WHERE state = 'due'", &[]).await.unwrap();
    assert_eq!(due.len(), count);
    let lines: Arc<Vec<BankLine>> = Arc::new(due.iter().enumerate().map(|(index, row)| line(index, row.get(0))).collect());
    let identity = Identity { app: "bank".into(), serial: String::new(), signer: Signer::Sm2(platform.bank_key()) };
    let (p, http, key) = (Arc::clone(&platform), http::builder(Duration::from_secs(30)).build().unwrap(), Arc::new(identity));
    let begun = Instant::now();
    timed(count, move |_, index| {
        let (p, http, key, lines) = (Arc::clone(&p), http.clone(), Arc::clone(&key), Arc::clone(&lines));
        async move {
            let body = serde_json::to_vec(&lines[index]).unwrap();
            let host = p.url.trim_start_matches("http://");
            let request = Request { method: "POST", target: BANK_LINES, host, body: &body };
            let authorization = sign(&request, &key, clock::now().seconds(), &nonce(&SystemEntropy), &SystemEntropy).unwrap();
            let sent = http.post(format!("{}{BANK_LINES}", p.url)).header("authorization", authorization).body(body).send().await.unwrap();
            assert_eq!(sent.status().as_u16(), 200);
        }
    })
    .await;
    loop {
        let issued: i64 = client.query_one("SELECT COUNT(*) FROM guarantee", &[]).await.unwrap().get(0);
        if usize::try_from(issued).unwrap() == count {
            break;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    println!("settled and issued (letters typeset, signed, fsynced): {:.0}/s", count as f64 / begun.elapsed().as_secs_f64());

    // pgbench has no list of identifiers to draw from, so it gets a table of them.
    let draw = "CREATE TABLE bench_application AS SELECT ROW_NUMBER() OVER () AS n, id FROM application; \
                CREATE UNIQUE INDEX bench_application_n ON bench_application (n); ANALYZE";
    client.batch_execute(draw).await.unwrap();
    let limit = pgbench(setting, count);
    println!("the submission's SQL by pgbench ({CLIENTS} clients): {limit:.0}/s");
    println!("ratio submitted over HTTP / pgbench: {:.2} (budget 0.9)", submissions / limit);
    // What no SQL benchmark does: the one signature that every submission must verify.
    let verification = verification();
    let with_signature = 1.0 / (1.0 / limit + verification.as_secs_f64() / CORES);
    println!("one SM2 verification: {:.0} us of CPU", verification.as_secs_f64() * 1e6);
    println!("ratio submitted over HTTP / (pgbench + that verification on {CORES} cores): {:.2}", submissions / with_signature);
}

/// The cores that platform, database and load share.
const CORES: f64 = 2.0;

fn verification() -> Duration {
    const TIMES: u32 = 500;
    let key = SecretKey::generate(&SystemEntropy);
    let (signature, point) = (key.sign(b"consent", &SystemEntropy).unwrap(), key.public_key().to_bytes());
    // As it was before keys were kept: the crate's own.
    let before = || {
        let signature = Signature::from_der(&signature).unwrap();
        VerifyingKey::from_sec1_bytes(gm::USER_ID, &point).unwrap().verify(b"consent", &signature).unwrap();
    };
    let begun = Instant::now();
    for _ in 0..TIMES {
        before();
    }
    begun.elapsed() / TIMES
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

/// The statements one submission runs, with bodies of the same size, by PostgreSQL's own benchmark.
fn pgbench(setting: &Setting, count: usize) -> f64 {
    let script = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(script.path(), include_str!("submit.sql")).unwrap();
    let (_, address) = setting.postgres.split_once('@').unwrap();
    let (host, port) = address.split_once(':').unwrap();
    let output = Command::new(&setting.pgbench)
        .args(["-h", host, "-p", port, "-U", "postgres", "-n", "-M", "prepared", "-c", "32", "-j", "2", "-T", setting.seconds(), "-D"])
        .arg(format!("count={count}"))
        .arg("-f")
        .arg(script.path())
        .arg(setting.name())
        .output()
        .unwrap();
    transactions_per_second(&output)
}

/// What pgbench says at its end.
pub(crate) fn transactions_per_second(output: &Output) -> f64 {
    let text = String::from_utf8_lossy(&output.stdout);
    let line = text.lines().find(|line| line.starts_with("tps"));
    let line = line.unwrap_or_else(|| panic!("{text}{}", String::from_utf8_lossy(&output.stderr)));
    line.split_whitespace().nth(2).unwrap().parse().unwrap()
}

//! Signed callbacks a second beside the SM2 verification alone; and what a neighbour that never answers costs the others.

use crate::Setting;
use crate::database::connect;
use crate::load::{CLIENTS, timed};
use crate::platform::Platform;
use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, Uri};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use client::Gate;
use counterparts::clock;
use counterparts::demonstration::{OWN_SYSTEMS, PERSONAS, VAULT_PIN, register_own_systems};
use counterparts::institution::Mode;
use domain::id::{InstitutionId, OutboxId};
use domain::time::Timestamp;
use gm::{SecretKey, SystemEntropy, key_file};
use measure::{Measured, processor};
use partners::http;
use protocol::catalogue::of_topic;
use protocol::message::{Quote, Receipt};
use protocol::signed::{ANSWER_HEADER, Identity, Request, Signer, nonce, sign};
use sm2::dsa::VerifyingKey;
use sm2::dsa::signature::Verifier;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};
use testkit::{Kind, TestWorld};

fn key(institutions: &Path, name: &str) -> SecretKey {
    key_file::decrypt(&std::fs::read_to_string(institutions.join(format!("{name}.api.p8"))).unwrap(), VAULT_PIN).unwrap()
}

fn uscc(persona: &str) -> String {
    PERSONAS.iter().find(|known| known.key == persona).unwrap().uscc()
}

/// Turns of verification alone and callbacks in one run.
const ROUNDS: usize = 5;

/// SM2 verifications on all cores, as they were before keys were kept: the crate's own.
fn verifications(seconds: u64) -> Measured {
    let key = SecretKey::generate(&SystemEntropy);
    let message = b"POST\n/api/v1/institution/quotes\n127.0.0.1:8080\n1795226460\n0123456789abcdef\n";
    let signature = key.sign(message, &SystemEntropy).unwrap();
    let cores = std::thread::available_parallelism().unwrap().get();
    let before = processor::own();
    let threads: Vec<_> = (0..cores)
        .map(|_| {
            let (point, signature) = (key.public_key().to_bytes(), signature.clone());
            std::thread::spawn(move || {
                let (begun, mut count) = (Instant::now(), 0_u32);
                while begun.elapsed() < Duration::from_secs(seconds) {
                    let signature = sm2::dsa::Signature::from_der(&signature).unwrap();
                    VerifyingKey::from_sec1_bytes(gm::USER_ID, &point).unwrap().verify(message, &signature).unwrap();
                    count += 1;
                }
                (f64::from(count), begun.elapsed().as_secs_f64())
            })
        })
        .collect();
    let counted: Vec<(f64, f64)> = threads.into_iter().map(|thread| thread.join().unwrap()).collect();
    let count: f64 = counted.iter().map(|(count, _)| count).sum();
    let rate = counted.iter().map(|(count, took)| count / took).sum();
    Measured { name: "sm2-verification".into(), rate, processor: Some((processor::own() - before).div_f64(count)) }
}

/// The platform, to which one institution reports.
struct Callbacks {
    platform: Platform,
    identity: Identity,
    admin: tokio_postgres::Client,
    sent: usize,
}

impl Callbacks {
    async fn prepare(setting: &Setting) -> Self {
        let admin = connect(&format!("{}/postgres", setting.postgres)).await;
        let database = setting.database(&admin).await;
        let mut platform = Platform::prepare(&setting.program, &database, 0).await;
        let institutions = platform.folder.path().join("institutions");
        let nowhere = ["http://127.0.0.1:1", "http://127.0.0.1:2", "http://127.0.0.1:3"].map(str::to_owned);
        let register = platform.path("own-systems.toml");
        std::fs::write(&register, register_own_systems(&institutions, &nowhere).unwrap()).unwrap();
        platform.run(&["import", "institutions", &register]);
        platform.serve().await;
        let key = key(&institutions, OWN_SYSTEMS[0].name);
        let identity = Identity { app: uscc(OWN_SYSTEMS[0].persona), serial: client::serial(&key.public_key()), signer: Signer::Sm2(key) };
        Self { platform, identity, admin, sent: 0 }
    }

    /// So many callbacks, each from its own request to the signed answer; and what of each one's processor time is the database's.
    async fn send(&mut self, count: usize) -> (Measured, Duration) {
        let (host, target) = (self.platform.url.trim_start_matches("http://").to_owned(), of_topic("quote").unwrap().target());
        // Signed beforehand: the institution's work is not ours.
        let requests: Vec<(String, String, Vec<u8>)> = (self.sent..self.sent + count)
            .map(|number| {
                let quote = Quote {
                    order_number: format!("D{number:018}"),
                    fee: "600.00".into(),
                    valid_until: clock::now().plus(Timestamp::HOUR).to_seconds(),
                };
                let body = serde_json::to_vec(&quote).unwrap();
                let request = Request { method: "POST", target: &target, host: &host, body: &body };
                let header = sign(&request, &self.identity, clock::now().seconds(), &nonce(&SystemEntropy), &SystemEntropy).unwrap();
                (header, format!("q{number}"), body)
            })
            .collect();
        self.sent += count;
        let (requests, url) = (Arc::new(requests), format!("{}{target}", self.platform.url));
        let clients: Arc<Vec<_>> = Arc::new((0..CLIENTS).map(|_| http::builder(Duration::from_secs(30)).build().unwrap()).collect());
        let backend: i32 = self.admin.query_one("SELECT pg_backend_pid()", &[]).await.unwrap().get(0);
        let server = || processor::of(&processor::siblings(u32::try_from(backend).unwrap()));
        let before = (processor::of(&[self.platform.process()]), server());
        let took = timed(count, move |client, index| {
            let (requests, clients, url) = (Arc::clone(&requests), Arc::clone(&clients), url.clone());
            async move {
                let (header, key, body) = requests[index].clone();
                let sent = clients[client].post(url).header("authorization", header).header("idempotency-key", key).body(body);
                assert_eq!(sent.send().await.unwrap().status().as_u16(), 200);
            }
        })
        .await;
        // Backends that were started meanwhile count with all they have used.
        let database = server().saturating_sub(before.1);
        let program = processor::of(&[self.platform.process()]) - before.0;
        let count = u32::try_from(count).unwrap();
        (Measured::of("callback", count, took, Some(program + database)), database / count)
    }
}

/// A system that behaves, and writes down when each order arrived.
struct Healthy {
    gate: Gate,
    arrived: Mutex<BTreeMap<String, Instant>>,
}

async fn receive(State(healthy): State<Arc<Healthy>>, uri: Uri, headers: HeaderMap, body: Bytes) -> Response {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or("");
    let now = clock::now().seconds();
    let request = Request { method: "POST", target: uri.path(), host: text("host"), body: &body };
    let taken = healthy.gate.take(&request, text("authorization"), now).unwrap();
    healthy.arrived.lock().unwrap().entry(text("idempotency-key").to_owned()).or_insert_with(Instant::now);
    let receipt = serde_json::to_vec(&Receipt { receipt_id: "R1".into(), received_at: clock::now().to_seconds() }).unwrap();
    let signature = healthy.gate.sign(200, &taken.nonce, &receipt, now).unwrap();
    ([(ANSWER_HEADER, signature)], receipt).into_response()
}

async fn healthy(world: &TestWorld, index: usize) -> (Arc<Healthy>, String) {
    let own = OWN_SYSTEMS[index];
    let public = world.world.certificate().public_key().unwrap();
    let platform = client::Platform { address: "http://127.0.0.1:1".into(), serial: client::serial(&public), key: public };
    let key = key(&world.folder.path().join("institutions"), own.name);
    let gate = Gate::new(platform, &uscc(own.persona), key, Arc::new(SystemEntropy));
    let healthy = Arc::new(Healthy { gate, arrived: Mutex::default() });
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let router = Router::new().route("/v1/applications", post(receive)).with_state(Arc::clone(&healthy));
    tokio::spawn(async move { axum::serve(listener, router).await });
    (healthy, address)
}

async fn write(world: &TestWorld, institution: InstitutionId, number: usize) -> OutboxId {
    let (delivery, job) = world.outgoing(institution, number);
    let (parts, id) = (&world.parts, delivery.id);
    let written = parts.store.write::<_, store::StoreError, _>(move |tx| {
        Box::pin(async move {
            store::delivery::create(tx, &delivery)?;
            store::job::enqueue(tx, job)
        })
    });
    written.await.unwrap();
    id
}

/// From the row to the institution, in milliseconds: median and 99th percentile of the first of three; the others behave, or never answer.
async fn latency(hostile: bool, messages: usize) -> (f64, f64) {
    let world = TestWorld::beginning(Kind::Postgres, clock::now()).await;
    let (first, address) = healthy(&world, 0).await;
    let (_, second) = healthy(&world, 1).await;
    let (_, third) = healthy(&world, 2).await;
    let addresses =
        if hostile { [address, world.hostile(Mode::Stall).await, world.hostile(Mode::Stall).await] } else { [address, second, third] };
    let text = register_own_systems(&world.folder.path().join("institutions"), &addresses).unwrap();
    app::institution::register::register(&world.world, &text).await.unwrap();
    let known = store::institution::list(&mut world.parts.store.reader()).await.unwrap();
    let of = |name: &str| known.iter().find(|institution| institution.short_name == name).unwrap().id;
    let (own, others) = (of("澜山财险"), [of("远桥银行"), of("明德担保")]);
    let (_stop, stopped) = tokio::sync::watch::channel(false);
    let lane = tokio::spawn(app::work::lane::deliver(world.world.clone(), stopped));
    let ticking = Arc::clone(&world.clock);
    let clock = tokio::spawn(async move {
        loop {
            tokio::time::sleep(Duration::from_millis(5)).await;
            ticking.advance(5 * Timestamp::SECOND / 1_000);
        }
    });
    let mut begun = Vec::new();
    for number in 0..messages {
        for other in others {
            write(&world, other, number).await;
        }
        let at = Instant::now();
        begun.push((write(&world, own, number).await, at));
        tokio::time::sleep(Duration::from_millis(8)).await;
    }
    let wait = Instant::now();
    while first.arrived.lock().unwrap().len() < messages && wait.elapsed() < Duration::from_secs(60) {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    lane.abort();
    clock.abort();
    let arrived = first.arrived.lock().unwrap();
    let mut took: Vec<f64> = begun
        .iter()
        .map(|(id, at)| arrived.get(&id.to_string()).map_or(f64::INFINITY, |then| then.duration_since(*at).as_secs_f64() * 1_000.0))
        .collect();
    took.sort_by(f64::total_cmp);
    (took[took.len() / 2], took[took.len() * 99 / 100])
}

pub(crate) async fn bench(setting: &Setting) {
    let (seconds, messages) = if setting.small { (1, 10) } else { (3, 1_500) };
    let count = setting.size.unwrap_or(20_000) as usize / ROUNDS;
    let mut callbacks = Callbacks::prepare(setting).await;
    callbacks.send(count).await;
    let (mut limit, mut ours, mut database) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        limit.push(verifications(seconds));
        let (sent, of_database) = callbacks.send(count).await;
        ours.push(sent);
        database.push(of_database.as_secs_f64() * 1e6);
    }
    drop(callbacks);
    for rounds in [&limit, &ours] {
        println!("{}", Measured::middle(rounds).unwrap().line());
    }
    println!("  of a callback's processor time, the database's: {:.0} us", measure::median(database));
    let (middle, high) = latency(false, messages).await;
    let (sick_median, sick_high) = latency(true, messages).await;
    println!("to a healthy institution, neighbours that behave:      p50 {middle:.1} ms, p99 {high:.1} ms");
    println!(
        "to a healthy institution, two that never answer:       p50 {sick_median:.1} ms, p99 {sick_high:.1} ms, ratio of p99 {:.2}",
        sick_high / high
    );
}

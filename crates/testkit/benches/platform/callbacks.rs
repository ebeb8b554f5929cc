//! Signed callbacks a second beside the SM2 verification alone; and what a neighbour that never answers costs the others.

use crate::Setting;
use crate::orders::{CLIENTS, timed};
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

/// How many a second, and the processor time that each took, in microseconds.
#[derive(Clone, Copy)]
struct Measured {
    rate: f64,
    cpu: f64,
    /// Of it, the database's.
    database: f64,
}

/// The one in the middle by this value.
fn median(rounds: &[Measured], of: fn(&Measured) -> f64) -> f64 {
    let mut values: Vec<f64> = rounds.iter().map(of).collect();
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

/// SM2 verifications on all cores, as they were before keys were kept: the crate's own.
fn verifications(seconds: u64) -> Measured {
    let key = SecretKey::generate(&SystemEntropy);
    let message = b"POST\n/api/v1/institution/quotes\n127.0.0.1:8080\n1795226460\n0123456789abcdef\n";
    let signature = key.sign(message, &SystemEntropy).unwrap();
    let cores = std::thread::available_parallelism().unwrap().get();
    let before = cpu(&[std::process::id()]);
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
    let cpu = (cpu(&[std::process::id()]) - before).as_secs_f64() * 1e6 / count;
    Measured { rate: counted.iter().map(|(count, took)| count / took).sum(), cpu, database: 0.0 }
}

/// The processor time of these processes so far.
fn cpu(processes: &[u32]) -> Duration {
    /// Ticks a second, on every Linux (`USER_HZ`).
    const TICK: Duration = Duration::from_millis(10);
    let ticks = |process: &u32| {
        let stat = std::fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
        let (_, after) = stat.rsplit_once(") ")?;
        Some(after.split(' ').skip(11).take(2).filter_map(|ticks| ticks.parse::<u32>().ok()).sum::<u32>())
    };
    TICK * processes.iter().filter_map(ticks).sum()
}

/// The processes whose parent this one's is: the database server's, of one of which the number is known.
fn siblings(process: u32) -> Vec<u32> {
    let parent = |process: u32| {
        let stat = std::fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
        stat.rsplit_once(") ")?.1.split(' ').nth(1)?.parse::<u32>().ok()
    };
    let all = std::fs::read_dir("/proc").unwrap().filter_map(|entry| entry.ok()?.file_name().to_str()?.parse::<u32>().ok());
    let ours = parent(process);
    all.filter(|other| parent(*other) == ours).collect()
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
        let (admin, connection) = tokio_postgres::connect(&format!("{}/postgres", setting.postgres), tokio_postgres::NoTls).await.unwrap();
        tokio::spawn(connection);
        let database = setting.database(&admin).await;
        let mut platform = Platform::prepare(&setting.program, &database).await;
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

    /// So many callbacks, each from its own request to the signed answer.
    async fn send(&mut self, count: usize) -> Measured {
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
        let (program, database) = ([self.platform.process()], siblings(u32::try_from(backend).unwrap()));
        let before = (cpu(&program), cpu(&database));
        let took = timed(count, move |client, index| {
            let (requests, clients, url) = (Arc::clone(&requests), Arc::clone(&clients), url.clone());
            async move {
                let (header, key, body) = requests[index].clone();
                let sent = clients[client].post(url).header("authorization", header).header("idempotency-key", key).body(body);
                assert_eq!(sent.send().await.unwrap().status().as_u16(), 200);
            }
        })
        .await;
        let each = |time: Duration| time.as_secs_f64() * 1e6 / count as f64;
        // Backends that were started meanwhile count with all they have used.
        let database = each(cpu(&siblings(u32::try_from(backend).unwrap())).saturating_sub(before.1));
        Measured { rate: count as f64 / took.as_secs_f64(), cpu: each(cpu(&program) - before.0) + database, database }
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
    let (mut limit, mut ours) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        limit.push(verifications(seconds));
        ours.push(callbacks.send(count).await);
    }
    drop(callbacks);
    let (fast, own) = (median(&limit, |one| one.rate), median(&ours, |one| one.rate));
    let (cost, all, database) = (median(&limit, |one| one.cpu), median(&ours, |one| one.cpu), median(&ours, |one| one.database));
    println!("SM2 验签（全部核，未保留公钥）　　{fast:>8.0} 次/秒，每次处理器时间 {cost:.0} 微秒");
    println!("签名回调（验签、收件箱、签名答复）{own:>8.0} 次/秒，为验签的 {:.2}", own / fast);
    println!(
        "　　每次处理器时间 {all:.0} 微秒：平台 {:.0}，数据库 {database:.0}；验签的处理器时间为其 {:.2}，为平台部分的 {:.2}",
        all - database,
        cost / all,
        cost / (all - database)
    );
    let (middle, high) = latency(false, messages).await;
    let (sick_median, sick_high) = latency(true, messages).await;
    println!("到健康机构，邻居正常　　　　　　中位 {middle:.1} 毫秒，p99 {high:.1} 毫秒");
    println!("到健康机构，两家邻居从不应答　　中位 {sick_median:.1} 毫秒，p99 {sick_high:.1} 毫秒，p99 比值 {:.2}", sick_high / high);
}

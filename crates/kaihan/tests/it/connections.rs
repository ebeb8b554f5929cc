//! Honest clerks among idle, slow and hostile clients (L1, L2, T-21). The test command runs a little of it and asks for right answers only;
//! `cargo xtask soak connections` runs it in full and prints what it took.

use crate::program::{HOST, Serving, configuration};
use counterparts::clock;
use rustix::process::setpriority_process;
use std::collections::BTreeMap;
use std::time::Duration;
use testkit::{Kind, TestWorld};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpSocket, TcpStream};
use tokio::runtime::{Builder, Runtime};
use tokio::task::{JoinHandle, JoinSet};
use tokio::time::Instant;

/// How many of each.
#[derive(Clone, Copy)]
struct Crowd {
    idle: usize,
    slow_heads: usize,
    slow_uploads: usize,
    hostile_files: usize,
    /// Pages that honest clerks ask for, undisturbed and among the others.
    honest: usize,
    /// How often both are measured, by turns.
    rounds: usize,
}

const LITTLE: Crowd = Crowd { idle: 60, slow_heads: 30, slow_uploads: 5, hostile_files: 4, honest: 40, rounds: 1 };
const MUCH: Crowd = Crowd { idle: 5_000, slow_heads: 2_000, slow_uploads: 200, hostile_files: 100, honest: 2_000, rounds: 3 };

/// A connection from an address of its own, as one address may not have them all.
async fn connect(address: &str, from: usize) -> TcpStream {
    let socket = TcpSocket::new_v4().unwrap();
    socket.bind(format!("127.0.0.{}:0", 2 + from % 50).parse().unwrap()).unwrap();
    socket.connect(address.parse().unwrap()).await.unwrap()
}

fn upload(bytes: usize, content: &[u8]) -> Vec<u8> {
    let head = "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.pdf\"\r\nContent-Type: application/pdf\r\n\r\n";
    let length = head.len() + bytes + "\r\n--x--\r\n".len();
    let request = format!(
        "POST /verify HTTP/1.1\r\nHost: {HOST}\r\nOrigin: http://{HOST}\r\nContent-Type: multipart/form-data; boundary=x\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{head}"
    );
    let mut out = request.into_bytes();
    out.extend_from_slice(content);
    if content.len() == bytes {
        out.extend_from_slice(b"\r\n--x--\r\n");
    }
    out
}

/// A file that is much work and no letter: very many objects.
fn hostile() -> Vec<u8> {
    let mut out = b"%PDF-1.7\n".to_vec();
    for number in 1..60_000 {
        out.extend_from_slice(format!("{number} 0 obj\n[[[[[{number}]]]]]\nendobj\n").as_bytes());
    }
    out.extend_from_slice(b"trailer\n<</Root 1 0 R>>\nstartxref\n9\n%%EOF\n");
    out
}

/// One page on a connection of its own: its status, and how long it took.
async fn page(address: &str) -> (u16, Duration) {
    let begun = Instant::now();
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(format!("GET /650000 HTTP/1.1\r\nHost: {HOST}\r\nConnection: close\r\n\r\n").as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await.unwrap();
    let status = std::str::from_utf8(answer.get(9..12).unwrap_or(b"000")).unwrap().parse().unwrap();
    (status, begun.elapsed())
}

/// A clerk's pause from page to page.
const PAUSE: Duration = Duration::from_millis(10);

/// Pages for four clerks, each asking for one every [`PAUSE`]: how long each page took, in order of length. Every one must be answered.
async fn honest(address: &str, count: usize) -> Vec<Duration> {
    let mut clerks = JoinSet::new();
    for _ in 0..4 {
        let address = address.to_owned();
        clerks.spawn(async move {
            let (mut took, mut pause) = (Vec::new(), tokio::time::interval(PAUSE));
            for _ in 0..count / 4 {
                pause.tick().await;
                let (status, time) = page(&address).await;
                assert_eq!(status, 200, "an honest clerk is turned away");
                took.push(time);
            }
            took
        });
    }
    let mut took: Vec<Duration> = clerks.join_all().await.into_iter().flatten().collect();
    took.sort();
    took
}

/// The longest in so many of a hundred, in milliseconds.
#[expect(clippy::float_arithmetic, reason = "a duration, printed")]
fn milliseconds(took: &[Duration], in_hundred: usize) -> f64 {
    took[took.len() * in_hundred / 100].as_secs_f64() * 1e3
}

/// What disturbs: connections that are held open, and files that wait for an answer.
struct Disturbance {
    held: Vec<TcpStream>,
    files: JoinSet<String>,
}

async fn disturb(crowd: Crowd, address: String) -> Disturbance {
    let mut held = Vec::new();
    for from in 0..crowd.idle {
        held.push(connect(&address, from).await);
    }
    for from in 0..crowd.slow_heads {
        let mut stream = connect(&address, from).await;
        stream.write_all(b"GET / HTTP/1.1\r\nHost: ").await.unwrap();
        held.push(stream);
    }
    for from in 0..crowd.slow_uploads {
        let mut stream = connect(&address, from).await;
        // A little, and then silence: what was promised never comes.
        stream.write_all(&upload(10 << 20, &vec![b'x'; 256 * 1024])).await.unwrap();
        held.push(stream);
    }
    let file = hostile();
    let mut files = JoinSet::new();
    for from in 0..crowd.hostile_files {
        let request = upload(file.len(), &file);
        // All are connected when this returns: the program may be told to stop before the last of them is sent.
        let mut stream = connect(&address, from).await;
        files.spawn(async move {
            drop(stream.write_all(&request).await);
            let mut answer = vec![0; 12];
            drop(stream.read_exact(&mut answer).await);
            String::from_utf8_lossy(&answer[9..]).into_owned()
        });
    }
    Disturbance { held, files }
}

/// The crowd's own machine: in life it is another one, so that here its work stands back.
fn elsewhere() -> Runtime {
    let back = || {
        // A system that has no priorities still runs it.
        let _ = setpriority_process(None, 15);
    };
    Builder::new_multi_thread().worker_threads(1).on_thread_start(back).enable_all().build().unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn honest_clerks_are_served_among_idle_slow_and_hostile_clients_l1() {
    let crowd = if std::env::var_os("KAIHAN_SOAK").is_some() { MUCH } else { LITTLE };
    let world = TestWorld::beginning(Kind::Sqlite, clock::now()).await;
    let serving = Serving::start(&configuration(&world));
    let (address, elsewhere) = (serving.address.clone(), elsewhere());
    // What is made at first use is made before it is measured.
    honest(&address, crowd.honest / 4).await;
    let mut drained = None;
    for round in 1..=crowd.rounds {
        let idle_memory = serving.memory();
        let before = serving.cpu();
        let undisturbed = honest(&address, crowd.honest).await;
        let alone = serving.cpu() - before;
        let disturbing: JoinHandle<Disturbance> = elsewhere.spawn(disturb(crowd, address.clone()));
        let mut disturbance = disturbing.await.unwrap();
        let before = serving.cpu();
        let disturbed = honest(&address, crowd.honest).await;
        let among = serving.cpu() - before;
        let memory = serving.memory();
        println!(
            "{round}: {} idle, {} slow heads, {} slow uploads, {} hostile files: honest p50 {:.2} ms undisturbed, {:.2} ms among them; \
             p99 {:.2} ms, {:.2} ms, ratio {:.2}; the program's own processor time for {} pages {} ms, {} ms; memory {} MiB above {} MiB",
            crowd.idle,
            crowd.slow_heads,
            crowd.slow_uploads,
            crowd.hostile_files,
            milliseconds(&undisturbed, 50),
            milliseconds(&disturbed, 50),
            milliseconds(&undisturbed, 99),
            milliseconds(&disturbed, 99),
            milliseconds(&disturbed, 99) / milliseconds(&undisturbed, 99),
            crowd.honest,
            alone.as_millis(),
            among.as_millis(),
            memory.saturating_sub(idle_memory),
            idle_memory,
        );
        if round < crowd.rounds {
            disturbance.files.abort_all();
            drop(disturbance);
            serving.connections(0).await;
        } else {
            drained = Some(disturbance);
        }
    }
    let stopping = Instant::now();
    serving.terminate();
    let mut serving = serving;
    let ended = tokio::task::spawn_blocking(move || {
        let status = serving.child.wait().unwrap();
        (status.success(), serving)
    });
    let (success, _serving) = tokio::time::timeout(Duration::from_secs(60), ended).await.unwrap().unwrap();
    assert!(success, "the program ends well although its clients do not");
    let stopped = stopping.elapsed();
    let Disturbance { held, files } = drained.unwrap();
    let mut answers: BTreeMap<String, usize> = BTreeMap::new();
    for answer in files.join_all().await {
        *answers.entry(answer).or_default() += 1;
    }
    drop(held);
    println!("stopped in {:.1} s; hostile files were answered {answers:?} by then", stopped.as_secs_f64());
    elsewhere.shutdown_background();
}

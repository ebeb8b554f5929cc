//! Honest clerks among idle, slow and hostile clients (L1, L2, T-21). The test command runs a little of it and asks for right answers only;
//! `cargo xtask soak connections` runs it in full and prints what it took.

use crate::program::{HOST, Serving, configuration};
use counterparts::clock;
use std::time::Duration;
use testkit::{Kind, TestWorld};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpSocket, TcpStream};
use tokio::task::JoinSet;
use tokio::time::Instant;

/// How many of each.
#[derive(Clone, Copy)]
struct Crowd {
    idle: usize,
    slow_heads: usize,
    slow_uploads: usize,
    hostile_files: usize,
    /// Pages that honest clerks ask for.
    honest: usize,
}

const LITTLE: Crowd = Crowd { idle: 60, slow_heads: 30, slow_uploads: 5, hostile_files: 4, honest: 40 };
const MUCH: Crowd = Crowd { idle: 5_000, slow_heads: 2_000, slow_uploads: 200, hostile_files: 100, honest: 2_000 };

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

/// Pages for four clerks, one after the other each: how long the slowest in a hundred took. Every one of them must be answered.
async fn honest(address: &str, count: usize) -> Duration {
    let mut clerks = JoinSet::new();
    for _ in 0..4 {
        let address = address.to_owned();
        clerks.spawn(async move {
            let mut took = Vec::new();
            for _ in 0..count / 4 {
                let (status, time) = page(&address).await;
                assert_eq!(status, 200, "an honest clerk is turned away");
                took.push(time);
            }
            took
        });
    }
    let mut took: Vec<Duration> = clerks.join_all().await.into_iter().flatten().collect();
    took.sort();
    took[took.len() * 99 / 100]
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn honest_clerks_are_served_among_idle_slow_and_hostile_clients_l1() {
    let crowd = if std::env::var_os("KAIHAN_SOAK").is_some() { MUCH } else { LITTLE };
    let world = TestWorld::beginning(Kind::Sqlite, Some(clock::now())).await;
    let mut serving = Serving::start(&configuration(&world));
    let address = serving.address.clone();
    let undisturbed = honest(&address, crowd.honest).await;
    let idle_memory = serving.memory();

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
    let mut hostile = JoinSet::new();
    for from in 0..crowd.hostile_files {
        let (address, request) = (address.clone(), upload(file.len(), &file));
        hostile.spawn(async move {
            let mut stream = connect(&address, from).await;
            stream.write_all(&request).await.unwrap();
            let mut answer = vec![0; 12];
            // Whatever it is told: an answer, or to come again.
            drop(stream.read_exact(&mut answer).await);
            String::from_utf8_lossy(&answer[9..]).into_owned()
        });
    }
    let disturbed = honest(&address, crowd.honest).await;
    let memory = serving.memory();
    let stopping = Instant::now();
    serving.terminate();
    let ended = tokio::task::spawn_blocking(move || {
        let status = serving.child.wait().unwrap();
        (status.success(), serving)
    });
    let (success, _serving) = tokio::time::timeout(Duration::from_secs(60), ended).await.unwrap().unwrap();
    assert!(success, "the program ends well although its clients do not");
    let drain = stopping.elapsed();
    let answers = hostile.join_all().await;
    drop(held);
    println!(
        "{} idle, {} slow heads, {} slow uploads, {} hostile files: honest p99 {:.1} ms undisturbed, {:.1} ms among them, ratio {:.2}; \
         memory {} MiB above idle ({} MiB); stopped in {:.1} s; hostile files answered {:?}",
        crowd.idle,
        crowd.slow_heads,
        crowd.slow_uploads,
        crowd.hostile_files,
        undisturbed.as_secs_f64() * 1e3,
        disturbed.as_secs_f64() * 1e3,
        disturbed.as_secs_f64() / undisturbed.as_secs_f64(),
        memory.saturating_sub(idle_memory),
        idle_memory,
        drain.as_secs_f64(),
        answers.iter().fold(std::collections::BTreeMap::<&str, usize>::new(), |mut counts, answer| {
            *counts.entry(answer.as_str()).or_default() += 1;
            counts
        }),
    );
}

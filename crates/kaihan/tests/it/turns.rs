//! Whose turn it is, over HTTP at the real program (L2, L5). One of its child programs stands behind a gate that the test opens, so that
//! what waits for it waits as long as the test wants, and no time is a test.

use crate::program::{HOST, Serving, configuration};
use counterparts::clock;
use domain::time::Timestamp;
use std::fs::{File, OpenOptions};
use std::io::Write;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;
use testkit::{Browser, Kind, TestWorld};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpSocket, TcpStream};
use tokio::task::JoinSet;

/// How long the test waits for what has to come.
const PATIENCE: Duration = Duration::from_secs(120);
const INSURER: &str = "江海财产保险股份有限公司";

/// The program in a folder of its own, where one of its children is a script.
struct Gated {
    program: PathBuf,
    gate: PathBuf,
}

impl Gated {
    /// `script` is told the gate, which it reads a line from when it wants to wait, and the real child.
    fn new(folder: &Path, child: &str, script: impl FnOnce(&str, &str) -> String) -> Self {
        let (own, gate) = (folder.join("program"), folder.join("gate"));
        std::fs::create_dir(&own).unwrap();
        assert!(Command::new("mkfifo").arg(&gate).status().unwrap().success());
        let real = Path::new(env!("CARGO_BIN_EXE_kaihan"));
        let program = own.join("kaihan");
        // A link where the folders are on one disk: where it is started from is where it looks for its children.
        std::fs::hard_link(real, &program).or_else(|_| std::fs::copy(real, &program).map(drop)).unwrap();
        for name in ["kaihan-typesetter", "kaihan-verifier", "kaihan-reader"].into_iter().filter(|name| *name != child) {
            symlink(real.with_file_name(name), own.join(name)).unwrap();
        }
        let text = script(&gate.display().to_string(), &real.with_file_name(child).display().to_string());
        std::fs::write(own.join(child), text).unwrap();
        std::fs::set_permissions(own.join(child), std::fs::Permissions::from_mode(0o755)).unwrap();
        Self { program, gate }
    }

    /// Lets everybody through who waits or comes, as long as this is held.
    fn open(&self) -> File {
        let mut gate = OpenOptions::new().read(true).write(true).open(&self.gate).unwrap();
        gate.write_all(&[b'\n'; 1_000]).unwrap();
        gate
    }
}

async fn connect(address: &str, from: &str) -> TcpStream {
    let socket = TcpSocket::new_v4().unwrap();
    socket.bind(format!("{from}:0").parse().unwrap()).unwrap();
    socket.connect(address.parse().unwrap()).await.unwrap()
}

/// The whole answer to a request that was sent.
async fn answer(mut stream: TcpStream) -> (u16, String) {
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await.unwrap();
    let answer = String::from_utf8_lossy(&answer).into_owned();
    (answer.get(9..12).unwrap_or("0").parse().unwrap(), answer)
}

async fn ask(address: &str, path: &str, browser: &Browser) -> TcpStream {
    let cookies: Vec<String> = browser.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
    let mut stream = TcpStream::connect(address).await.unwrap();
    let head = format!("GET {path} HTTP/1.1\r\nHost: {HOST}\r\nCookie: {}\r\nConnection: close\r\n\r\n", cookies.join("; "));
    stream.write_all(head.as_bytes()).await.unwrap();
    stream
}

/// A page asked for by a name that is not the platform's.
async fn ask_elsewhere(address: &str, path: &str) -> TcpStream {
    let mut stream = TcpStream::connect(address).await.unwrap();
    let head = format!("GET {path} HTTP/1.1\r\nHost: elsewhere.test\r\nAccept: text/html\r\nConnection: close\r\n\r\n");
    stream.write_all(head.as_bytes()).await.unwrap();
    stream
}

/// A form handed in, by somebody who was told to come again with this ticket.
async fn hand_in(address: &str, path: &str, browser: &Browser, fields: &[(&str, String)], ticket: Option<&str>) -> TcpStream {
    let ticket = ticket.map(|ticket| ("kaihan-ticket".to_owned(), ticket.to_owned()));
    let cookies: Vec<String> = browser.cookies.clone().into_iter().chain(ticket).map(|(name, value)| format!("{name}={value}")).collect();
    let body = serde_urlencoded::to_string(fields).unwrap();
    let request = format!(
        "POST {path} HTTP/1.1\r\nHost: {HOST}\r\nOrigin: http://{HOST}\r\nAccept: text/html\r\nCookie: {}\r\n\
         Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
        cookies.join("; "),
        body.len()
    );
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(request.as_bytes()).await.unwrap();
    stream
}

/// A file brought to the public verifier from this address.
async fn bring(address: &str, from: &str, bytes: usize) -> TcpStream {
    let head =
        "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.pdf\"\r\nContent-Type: application/pdf\r\n\r\n%PDF-1.7\n";
    let body = [head.as_bytes(), &vec![b'x'; bytes], b"\r\n--x--\r\n"].concat();
    let request = format!(
        "POST /verify HTTP/1.1\r\nHost: {HOST}\r\nOrigin: http://{HOST}\r\nContent-Type: multipart/form-data; boundary=x\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
        body.len()
    );
    let mut stream = connect(address, from).await;
    stream.write_all(&[request.as_bytes(), &body].concat()).await.unwrap();
    stream
}

/// Waits until it is so, looking again every few milliseconds.
async fn until<F: Future<Output = bool>>(what: &str, mut is: impl FnMut() -> F) {
    let mut look = tokio::time::interval(Duration::from_millis(5));
    let reached = async {
        while !is().await {
            look.tick().await;
        }
    };
    tokio::time::timeout(PATIENCE, reached).await.unwrap_or_else(|_| panic!("it never came: {what}"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_newcomers_file_waits_for_nobodys_many_slow_files_l2() {
    let world = TestWorld::beginning(Kind::Sqlite, clock::now()).await;
    let first = world.folder.path().join("first");
    // The first file is slow, as long as the gate is closed; all later ones are not.
    let gated = Gated::new(world.folder.path(), "kaihan-verifier", |gate, real| {
        let first = first.display();
        format!("#!/bin/sh\nset -C\nif (: > '{first}') 2>/dev/null; then read line < '{gate}'; fi\nexec '{real}'\n")
    });
    let serving = Serving::start_program(&gated.program, &configuration(&world));
    // Long ones, which go to the disk, and short ones.
    let mut slow = JoinSet::new();
    for bytes in [100_000, 100_000, 100_000, 100_000, 100_000, 100_000, 100_000, 100_000, 1_000, 1_000, 1_000] {
        slow.spawn(answer(bring(&serving.address, "127.0.0.2", bytes).await));
    }
    until("the first file", || async { first.exists() }).await;
    for bytes in [200_000, 2_000] {
        let (status, page) = answer(bring(&serving.address, "127.0.0.3", bytes).await).await;
        assert!(status == 200 && page.contains("无法核验"), "{page}");
        assert!(slow.try_join_next().is_none(), "the newcomer waited for somebody else's files");
    }
    let _open = gated.open();
    for (status, page) in slow.join_all().await {
        assert!(status == 200 || (status == 503 && page.to_lowercase().contains("retry-after: ")), "{page}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_paid_letter_is_set_before_previews_that_wait_and_for_those_who_left_nothing_is_l5() {
    /// Who looks at a preview and waits, and who closes it.
    const WAITING: i64 = 20;
    const LEAVING: i64 = 12;
    let world = TestWorld::beginning(Kind::Sqlite, clock::now()).await;
    let mut bidder = world.logged_in("1-bidder").await;
    let paid = world.submitted(&mut bidder, "1-bidder", "650000", INSURER).await;
    let draft = bidder.draft("650000", INSURER).await;
    let log = world.folder.path().join("sheets");
    let gated = Gated::new(world.folder.path(), "kaihan-typesetter", |gate, real| {
        format!("#!/bin/sh\nread line < '{gate}'\n/usr/bin/tee -a '{}' | '{real}' \"$@\"\n", log.display())
    });
    let serving = Serving::start_program(&gated.program, &configuration(&world));
    // An agreement as of another day is another sheet; what its picture is named after only the typesetter could say.
    let now = world.world.now().seconds();
    let day = |back: i64| Timestamp::from_micros((now - back * 86_400) * Timestamp::SECOND).date();
    let (mut waiting, mut leaving) = (JoinSet::new(), Vec::new());
    for back in 0..WAITING + LEAVING {
        let stream = ask(&serving.address, &format!("{draft}/agreement/{}/1.0123456789abcdef.svg", day(back)), &bidder).await;
        if back < WAITING {
            waiting.spawn(answer(stream));
        } else {
            leaving.push(stream);
        }
    }
    serving.connections(usize::try_from(WAITING + LEAVING).unwrap()).await;
    drop(leaving);
    serving.connections(usize::try_from(WAITING).unwrap()).await;
    world.pay(&mut bidder, &paid).await;
    let id: domain::id::ApplicationId = paid.rsplit('/').next().unwrap().parse().unwrap();
    let state = || async { store::application::load(&mut world.parts.store.reader(), id).await.unwrap().unwrap().state.code() };
    until("the payment", || async { state().await != "awaiting_payment" }).await;
    let _open = gated.open();
    until("the letter", || async { state().await == "issued" }).await;
    for (status, page) in waiting.join_all().await {
        assert!(status == 404 && page.contains("页面不存在"), "{page}");
    }
    // A sheet ends in what is wanted of it.
    let sheets = String::from_utf8_lossy(&std::fs::read(&log).unwrap()).into_owned();
    let previews = |part: &str| part.matches("\"pictures\":true}").count();
    let (before, _) = sheets.rsplit_once("\"ofd\":true,\"pictures\":false}").unwrap();
    let waiting = usize::try_from(WAITING).unwrap();
    assert!(previews(before) < waiting / 2 + 4, "{} previews were set before the letter, its agreement and its receipt", previews(before));
    // One of those who left may have been at the typesetter already.
    assert!((waiting..=waiting + 4).contains(&previews(&sheets)), "{} previews were set for {WAITING} who waited", previews(&sheets));
}

/// T-06: whoever hands something in while every turn is taken loses neither it nor their place, and is let in when they come again.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_finds_every_turn_taken_keeps_what_they_signed_and_their_place_t06() {
    let world = TestWorld::beginning(Kind::Sqlite, clock::now()).await;
    let mut bidder = world.logged_in("1-bidder").await;
    let order = bidder.draft("650000", INSURER).await;
    let page = bidder.get(&format!("{order}/confirm")).await;
    let fields = world.sealer("1-bidder").submission(&page.body, world.parts.entropy.as_ref());
    let gated =
        Gated::new(world.folder.path(), "kaihan-verifier", |gate, real| format!("#!/bin/sh\nread line < '{gate}'\nexec '{real}'\n"));
    let configuration = configuration(&world);
    let small = format!("answered_at_once = 2\n{}", std::fs::read_to_string(&configuration).unwrap());
    std::fs::write(&configuration, small).unwrap();
    let serving = Serving::start_program(&gated.program, &configuration);
    let mut files = JoinSet::new();
    for from in ["127.0.0.6", "127.0.0.7"] {
        files.spawn(answer(bring(&serving.address, from, 1_000).await));
    }
    let taken = || async { answer(ask(&serving.address, "/healthz", &bidder).await).await.0 == 503 };
    until("every turn is taken", taken).await;
    let (status, told) = answer(ask_elsewhere(&serving.address, "/650000").await).await;
    assert_eq!(status, 421, "who asked for another platform waits for this one: {told}");
    let path = format!("{order}/confirm");
    let (status, told) = answer(hand_in(&serving.address, &path, &bidder, &fields, None).await).await;
    assert!(status == 503 && told.contains("正在排队") && told.to_lowercase().contains("retry-after: "), "{told}");
    for (name, value) in &fields {
        assert!(told.contains(&format!("name=\"{name}\" value=\"{value}\"")), "{name} is lost");
    }
    assert!(told.contains("name=\"came\" value=\""), "when it came is not said: {told}");
    let ticket = told.split("kaihan-ticket=").nth(1).and_then(|rest| rest.split(';').next()).unwrap().to_owned();
    let _open = gated.open();
    files.join_all().await;
    let (status, told) = answer(hand_in(&serving.address, &path, &bidder, &fields, Some(&ticket)).await).await;
    assert_eq!(status, 303, "{told}");
}

/// P13: what is turned away on purpose is in the log as an answer, and nothing that anybody has to look into.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_is_told_to_come_again_makes_no_error_in_the_log_p13() {
    /// One more than one address may have.
    const CONNECTIONS: usize = 2_049;
    let world = TestWorld::beginning(Kind::Sqlite, clock::now()).await;
    let gated =
        Gated::new(world.folder.path(), "kaihan-verifier", |gate, real| format!("#!/bin/sh\nread line < '{gate}'\nexec '{real}'\n"));
    let serving = Serving::start_program(&gated.program, &configuration(&world));
    let mut held = Vec::new();
    for _ in 1..CONNECTIONS {
        held.push(connect(&serving.address, "127.0.0.4").await);
    }
    let (status, told) = answer(connect(&serving.address, "127.0.0.4").await).await;
    assert!(status == 503 && told.contains("Retry-After: "), "{told}");
    drop(held);
    // Short files beyond what one address may have wait.
    let mut files = JoinSet::new();
    for _ in 0..12 {
        files.spawn(answer(bring(&serving.address, "127.0.0.5", 1_000).await));
    }
    let (status, told) = files.join_next().await.unwrap().unwrap();
    assert!(status == 503 && told.to_lowercase().contains("retry-after: "), "{told}");
    let _open = gated.open();
    files.join_all().await;
    let log = serving.log();
    assert!(log.iter().any(|line| line.contains("status=503")), "{log:?}");
    assert!(!log.iter().any(|line| line.contains("ERROR")), "{log:?}");
}

//! The real program over a test world's database and folders, on ports of its own choosing.

use counterparts::demonstration::Configuration;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::channel;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use store::Engine;
use testkit::TestWorld;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// The address in the configuration, which requests name as their host.
pub(crate) const HOST: &str = "kaihan.test";
/// How long the program may take to say that it serves.
const PATIENCE: Duration = Duration::from_secs(60);

/// A configuration for the real program over the test's database and folders.
pub(crate) fn configuration(world: &TestWorld) -> PathBuf {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let database = match &world.engine {
        Engine::Sqlite(path) => format!("sqlite:{}", path.display()),
        Engine::Postgres(url) => url.clone(),
    };
    let configuration = Configuration {
        data: world.folder.path(),
        root: &root,
        fonts: &root.join(".kaihan/fonts"),
        regions: &root.join("regions"),
        database: &database,
        listen: "127.0.0.1:0",
        origin: "http://kaihan.test",
        agent: "http://127.0.0.1:1",
        bank: "http://127.0.0.1:1",
        time_stamps: &world.time_stamps,
        text_messages: &world.text_messages_url,
        mail: None,
        phones: None,
        portal_secrets: None,
    };
    configuration.write().unwrap()
}

/// `kaihan serve`; killed when this is dropped.
pub(crate) struct Serving {
    pub(crate) child: Child,
    pub(crate) address: String,
    pub(crate) admin: String,
    log: Arc<Mutex<Vec<String>>>,
}

impl Drop for Serving {
    fn drop(&mut self) {
        // It may have ended already.
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

impl Serving {
    pub(crate) fn start(configuration: &Path) -> Self {
        Self::start_program(Path::new(env!("CARGO_BIN_EXE_kaihan")), configuration)
    }

    /// The same from another place.
    pub(crate) fn start_program(program: &Path, configuration: &Path) -> Self {
        let mut command = Command::new(program);
        command
            .args(["serve", "--config"])
            .arg(configuration)
            .env("KAIHAN_ADMIN", "127.0.0.1:0")
            .env("NO_COLOR", "1")
            .env("RUST_LOG", "info");
        let mut child = command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
        let errors = BufReader::new(child.stderr.take().unwrap());
        let (sender, lines) = channel();
        let log = Arc::<Mutex<Vec<String>>>::default();
        let kept = Arc::clone(&log);
        // Reads to the end, so that the program never waits for its log to be read.
        std::thread::spawn(move || {
            for line in errors.lines().map_while(Result::ok) {
                kept.lock().unwrap().push(line.clone());
                drop(sender.send(line));
            }
        });
        let (mut address, mut admin) = (None, None);
        while address.is_none() {
            let line = lines.recv_timeout(PATIENCE).unwrap();
            let value = |key: &str| {
                let (_, rest) = line.split_once(key)?;
                Some(rest.split_whitespace().next().unwrap_or_default().to_owned())
            };
            admin = admin.or_else(|| value("admin="));
            address = address.or_else(|| value("listen="));
        }
        Self { child, address: address.unwrap(), admin: admin.unwrap(), log }
    }

    /// What it has said so far.
    pub(crate) fn log(&self) -> Vec<String> {
        self.log.lock().unwrap().clone()
    }

    /// Asks it to stop, as a system does.
    pub(crate) fn terminate(&self) {
        let kill = Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status().unwrap();
        assert!(kill.success());
    }

    /// Waits until so many connections are open, by its own count.
    pub(crate) async fn connections(&self, wanted: usize) {
        let asked = format!("GET /metrics HTTP/1.1\r\nHost: {HOST}\r\nConnection: close\r\n\r\n");
        let mut look = tokio::time::interval(Duration::from_millis(5));
        let reached = async {
            loop {
                let mut stream = TcpStream::connect(&self.admin).await.unwrap();
                stream.write_all(asked.as_bytes()).await.unwrap();
                let mut told = String::new();
                stream.read_to_string(&mut told).await.unwrap();
                if told.contains(&format!("\nkaihan_connections {wanted}\n")) {
                    return;
                }
                look.tick().await;
            }
        };
        tokio::time::timeout(PATIENCE, reached).await.unwrap();
    }

    /// The processor time it has used, without its children's.
    pub(crate) fn cpu(&self) -> Duration {
        /// Ticks a second, on every Linux (`USER_HZ`).
        const TICK: Duration = Duration::from_millis(10);
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.child.id())).unwrap();
        let (_, after) = stat.rsplit_once(") ").unwrap();
        let ticks: u32 = after.split(' ').skip(11).take(2).map(|ticks| ticks.parse::<u32>().unwrap()).sum();
        TICK * ticks
    }

    /// Resident memory in MiB.
    pub(crate) fn memory(&self) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap();
        let line = status.lines().find(|line| line.starts_with("VmRSS")).unwrap();
        line.split_whitespace().nth(1).unwrap().parse::<u64>().unwrap() / 1024
    }
}

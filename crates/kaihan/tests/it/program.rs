//! The real program over a test world's database and folders, on ports of its own choosing.

use counterparts::demonstration::Configuration;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::channel;
use std::time::Duration;
use store::Engine;
use testkit::TestWorld;

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
    };
    configuration.write().unwrap()
}

/// `kaihan serve`; killed when this is dropped.
pub(crate) struct Serving {
    pub(crate) child: Child,
    pub(crate) address: String,
    pub(crate) admin: String,
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
        let mut command = Command::new(env!("CARGO_BIN_EXE_kaihan"));
        command
            .args(["serve", "--config"])
            .arg(configuration)
            .env("KAIHAN_ADMIN", "127.0.0.1:0")
            .env("NO_COLOR", "1")
            .env("RUST_LOG", "info");
        let mut child = command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
        let errors = BufReader::new(child.stderr.take().unwrap());
        let (sender, lines) = channel();
        // Reads to the end, so that the program never waits for its log to be read.
        std::thread::spawn(move || {
            for line in errors.lines().map_while(Result::ok) {
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
        Self { child, address: address.unwrap(), admin: admin.unwrap() }
    }

    /// Asks it to stop, as a system does.
    pub(crate) fn terminate(&self) {
        let kill = Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status().unwrap();
        assert!(kill.success());
    }

    /// Resident memory in MiB.
    pub(crate) fn memory(&self) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap();
        let line = status.lines().find(|line| line.starts_with("VmRSS")).unwrap();
        line.split_whitespace().nth(1).unwrap().parse::<u64>().unwrap() / 1024
    }
}

use counterparts::clock;
use counterparts::demonstration::{Configuration, PERSONAS, Studio, VAULT_PIN, prepare, register};
use documents::typesetting::Typesetter;
use gm::certificate::Certificate;
use gm::{SecretKey, SystemEntropy, key_file};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;
use tempfile::TempDir;
use testkit::Sealer;

/// The platform's release build with a folder of its own.
pub(crate) struct Platform {
    pub(crate) folder: TempDir,
    pub(crate) url: String,
    program: PathBuf,
    config: PathBuf,
    children: Vec<Child>,
}

pub(crate) fn free_port() -> u16 {
    std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

impl Platform {
    /// Prepares certificates and configuration, and registers the institutions. The time-stamp authority answers after `delay`
    /// milliseconds.
    pub(crate) async fn prepare(program: &Path, database: &str, delay: u32) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        let fonts = root.join(".kaihan/fonts");
        let beside = program.with_file_name("kaihan-typesetter");
        let layout = std::fs::read_to_string(root.join("wordings/layout/1/layout.typ")).unwrap();
        let studio = Studio { typesetter: &Typesetter::new(&beside, &fonts), layout: &layout };
        prepare(folder.path(), clock::now(), &SystemEntropy, &studio).unwrap();
        let listen = format!("127.0.0.1:{}", free_port());
        let url = format!("http://{listen}");
        let stamps = free_port();
        let configuration = Configuration {
            data: folder.path(),
            root: &root,
            fonts: &fonts,
            regions: &root.join("regions"),
            database: &database.replace("FOLDER", &folder.path().display().to_string()),
            listen: &listen,
            origin: &url,
            agent: "http://127.0.0.1:1",
            bank: "http://127.0.0.1:1",
            time_stamps: &format!("http://127.0.0.1:{stamps}/"),
            text_messages: "http://127.0.0.1:1",
            mail: None,
            phones: None,
            portal_secrets: None,
        };
        let config = configuration.write().unwrap();
        let authority = Command::new(program.with_file_name("kaihan-tsa"))
            .args(["--port", &stamps.to_string(), "--delay", &delay.to_string(), "--systems"])
            .arg(folder.path().join("systems"))
            .spawn()
            .unwrap();
        let path = |name: &str| folder.path().join(name).display().to_string();
        std::fs::write(path("institutions.toml"), register()).unwrap();
        let platform = Self { url, program: program.to_owned(), config, children: vec![authority], folder };
        platform.run(&["import", "institutions", &platform.path("institutions.toml")]);
        platform
    }

    pub(crate) fn path(&self, name: &str) -> String {
        self.folder.path().join(name).display().to_string()
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(&self.program);
        command.arg("--config").arg(&self.config).args(arguments).env("RUST_LOG", "warn");
        command
    }

    /// Runs a command of the program to its end.
    pub(crate) fn run(&self, arguments: &[&str]) {
        assert!(self.command(arguments).stdout(Stdio::null()).status().unwrap().success());
    }

    /// Runs a command and gives back its largest resident set, in MiB.
    pub(crate) fn run_watched(&self, arguments: &[&str]) -> u64 {
        let mut child = self.command(arguments).stdout(Stdio::null()).spawn().unwrap();
        let mut peak = 0;
        loop {
            let status = std::fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap_or_default();
            let line = status.lines().find(|line| line.starts_with("VmHWM")).unwrap_or_default();
            peak = peak.max(line.split_whitespace().nth(1).and_then(|kib| kib.parse::<u64>().ok()).unwrap_or(0));
            if let Some(status) = child.try_wait().unwrap() {
                assert!(status.success());
                return peak / 1024;
            }
            std::thread::sleep(Duration::from_millis(100));
        }
    }

    /// The number of the serving process.
    pub(crate) fn process(&self) -> u32 {
        self.children.last().unwrap().id()
    }

    /// Starts serving, and waits for the first answer.
    pub(crate) async fn serve(&mut self) {
        self.children.push(self.command(&["serve"]).spawn().unwrap());
        let http = partners::http::builder(Duration::from_secs(5)).build().expect("a client");
        while http.get(format!("{}/healthz", self.url)).send().await.is_err() {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// A persona's certificate, key and seal.
    pub(crate) fn sealer(&self, key: &str) -> Sealer {
        let pin = PERSONAS.iter().find(|persona| persona.key == key).unwrap().pin;
        let read = |extension: &str| std::fs::read(self.path(&format!("agent/{key}.{extension}"))).unwrap();
        let text = |extension: &str| String::from_utf8(read(extension)).unwrap();
        let certificate = Certificate::from_pem(&text("cer")).unwrap().remove(0);
        Sealer { certificate, key: key_file::decrypt(&text("p8"), pin).unwrap(), seal: read("esl") }
    }

    /// The key the bank signs with.
    pub(crate) fn bank_key(&self) -> SecretKey {
        key_file::decrypt(&std::fs::read_to_string(self.path("systems/bank.p8")).unwrap(), VAULT_PIN).unwrap()
    }
}

impl Drop for Platform {
    fn drop(&mut self) {
        for child in &mut self.children {
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

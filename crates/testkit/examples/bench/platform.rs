use counterparts::clock;
use counterparts::demonstration::{PERSONAS, VAULT_PIN, prepare, register};
use gm::certificate::Certificate;
use gm::{SecretKey, SystemEntropy, key_file};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;
use tempfile::TempDir;

/// The platform's release build with a folder of its own.
pub(crate) struct Platform {
    pub(crate) folder: TempDir,
    pub(crate) url: String,
    program: PathBuf,
    config: PathBuf,
    child: Option<Child>,
}

impl Platform {
    /// Prepares certificates and configuration, and registers the institutions.
    pub(crate) async fn prepare(program: &Path, database: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let prepared = prepare(folder.path(), clock::now(), &SystemEntropy).unwrap();
        let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        let path = |name: &str| folder.path().join(name).display().to_string();
        std::fs::write(path("pin"), VAULT_PIN).unwrap();
        let url = format!("http://127.0.0.1:{port}");
        let text = format!(
            "listen = \"127.0.0.1:{port}\"\norigin = \"{url}\"\ndemonstration = true\ndatabase = \"{}\"\nfiles = \"{}\"\nregions = \"{}\"\n\
             wordings = \"{}\"\nfonts = \"{}\"\ntrust = \"{}\"\nvault = \"{}\"\npin_file = \"{}\"\nagent = \"http://127.0.0.1:1\"\n\
             bank = \"http://127.0.0.1:1\"\nbank_certificate = \"{}\"\nplatform_key = \"{}\"\n",
            database.replace("FOLDER", &folder.path().display().to_string()),
            path("files"),
            root.join("regions").display(),
            root.join("wordings").display(),
            root.join(".kaihan/fonts").display(),
            prepared.trust.display(),
            prepared.vault.display(),
            path("pin"),
            prepared.systems.join("bank.cer").display(),
            prepared.systems.join("platform.p8").display(),
        );
        let config = folder.path().join("kaihan.toml");
        std::fs::write(&config, text).unwrap();
        std::fs::write(path("institutions.toml"), register()).unwrap();
        let platform = Self { url, program: program.to_owned(), config, child: None, folder };
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

    /// Starts serving, and waits for the first answer.
    pub(crate) async fn serve(&mut self) {
        self.child = Some(self.command(&["serve"]).spawn().unwrap());
        while reqwest::get(format!("{}/healthz", self.url)).await.is_err() {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// A persona's certificate and key.
    pub(crate) fn certificate(&self, key: &str) -> (Certificate, SecretKey) {
        let pin = PERSONAS.iter().find(|persona| persona.key == key).unwrap().pin;
        let read = |extension: &str| std::fs::read_to_string(self.path(&format!("agent/{key}.{extension}"))).unwrap();
        (Certificate::from_pem(&read("cer")).unwrap().remove(0), key_file::decrypt(&read("p8"), pin).unwrap())
    }

    /// The key the bank signs with.
    pub(crate) fn bank_key(&self) -> SecretKey {
        key_file::decrypt(&std::fs::read_to_string(self.path("systems/bank.p8")).unwrap(), VAULT_PIN).unwrap()
    }
}

impl Drop for Platform {
    fn drop(&mut self) {
        if let Some(child) = &mut self.child {
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

//! Configuration: one TOML file, overridden by environment variables `KAIHAN_<KEY>`; an unknown key is an error.

use serde::Deserialize;
use std::error::Error;
use std::path::{Path, PathBuf};
use store::Engine;

/// What the operator sets.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Config {
    /// Address and port to listen on.
    pub(crate) listen: String,
    /// Address and port of the operator's pages (`/readyz`, `/metrics`, `/jobs`); best on this machine only. None without.
    #[serde(default)]
    pub(crate) admin: Option<String>,
    /// File that names who may decide about money on accounts of nobody's, a line each: name, colon, secret. None without.
    #[serde(default)]
    pub(crate) operators: Option<PathBuf>,
    /// The platform's address as browsers show it: scheme, host, port.
    pub(crate) origin: String,
    /// Accepts the demonstration CA. Never in production.
    #[serde(default)]
    pub(crate) demonstration: bool,
    /// Whether a proxy of ours stands before the platform and appends to `X-Forwarded-For`.
    #[serde(default)]
    pub(crate) proxied: bool,
    /// How many requests are answered at a time, 1 to 10 000; all others stand in line. What the machine can bear.
    #[serde(default = "answered_at_once")]
    pub(crate) answered_at_once: u16,
    /// `sqlite:PATH` or `postgres://…`.
    pub(crate) database: String,
    /// Folder of stored files.
    pub(crate) files: PathBuf,
    /// Folder of site files.
    pub(crate) regions: PathBuf,
    /// Folder of wordings.
    pub(crate) wordings: PathBuf,
    /// Folder of fonts.
    pub(crate) fonts: PathBuf,
    /// Folder of trusted anchors and revocation lists.
    pub(crate) trust: PathBuf,
    /// Folder of seal keys.
    pub(crate) vault: PathBuf,
    /// File with the PIN of vault and platform key.
    pub(crate) pin_file: PathBuf,
    /// Where certificate agents listen on visitors' machines.
    pub(crate) agent: String,
    /// Folder of the agent's packages for visitors, `kaihan-agent-<windows|macos|linux>…`; without one the login page says whom to ask.
    #[serde(default)]
    pub(crate) agents: Option<PathBuf>,
    /// The bank's address.
    pub(crate) bank: String,
    /// The certificate the bank signs its reports with.
    pub(crate) bank_certificate: PathBuf,
    /// The key the platform signs with towards other systems.
    pub(crate) platform_key: PathBuf,
    /// Its certificate.
    pub(crate) platform_certificate: PathBuf,
    /// The text message gateway's address.
    pub(crate) text_messages: String,
    /// The mail server, `smtp://HOST[:PORT]` (STARTTLS, required) or `smtps://HOST[:PORT]`; no mail is sent without one.
    #[serde(default)]
    pub(crate) mail: Option<String>,
    /// Whom mails come from, an address with or without a name.
    #[serde(default)]
    pub(crate) mail_from: Option<String>,
    /// The name that the mail server knows the platform by; none where it asks for none.
    #[serde(default)]
    pub(crate) mail_user: Option<String>,
    /// File with the password to it.
    #[serde(default)]
    pub(crate) mail_secret: Option<PathBuf>,
    /// File with the certificate (PEM) that the mail server is known by, where no public authority vouches for it.
    #[serde(default)]
    pub(crate) mail_trust: Option<PathBuf>,
    /// Takes institutions' systems on this machine over http. Never in production.
    #[serde(default)]
    pub(crate) loopback_institutions: bool,
    /// Where ClamAV's daemon listens, `unix:PATH` or `tcp:HOST:PORT`; files that are handed in are not scanned without one.
    #[serde(default)]
    pub(crate) virus_scanner: Option<String>,
    /// The cloud of the vendor of mobile certificates, for sites whose files name them without an address of their own.
    #[serde(default)]
    pub(crate) mobile_certificates: Option<String>,
    /// The register of electronic business licences, likewise.
    #[serde(default)]
    pub(crate) business_licences: Option<String>,
    /// Folder of what the platform proves itself with at sites' portals, `NNNNNN.secret`; none where it is a public client there.
    #[serde(default)]
    pub(crate) portal_secrets: Option<PathBuf>,
    /// The address of the time-stamp authority (RFC 3161).
    pub(crate) time_stamps: String,
}

/// Twice as many as wait for the database, the typesetter and the verifier at a time on a small machine.
const fn answered_at_once() -> u16 {
    512
}

/// The only key that is a number.
const NUMBER: &str = "answered_at_once";
/// Keys that are switched on and off.
const SWITCHES: [&str; 3] = ["demonstration", "proxied", "loopback_institutions"];
/// All others.
const KEYS: [&str; 29] = [
    "listen",
    "admin",
    "operators",
    "origin",
    "database",
    "files",
    "regions",
    "wordings",
    "fonts",
    "trust",
    "vault",
    "pin_file",
    "agent",
    "agents",
    "bank",
    "bank_certificate",
    "platform_key",
    "platform_certificate",
    "text_messages",
    "mail",
    "mail_from",
    "mail_user",
    "mail_secret",
    "mail_trust",
    "time_stamps",
    "virus_scanner",
    "mobile_certificates",
    "business_licences",
    "portal_secrets",
];

impl Config {
    pub(crate) fn load(path: &Path) -> Result<Self, Box<dyn Error>> {
        let text = std::fs::read_to_string(path).map_err(|error| format!("配置文件 {} 无法读取：{error}", path.display()))?;
        let mut table: toml::Table = toml::from_str(&text)?;
        for (key, value) in std::env::vars() {
            let Some(key) = key.strip_prefix("KAIHAN_").map(str::to_lowercase) else { continue };
            match key.as_str() {
                key if SWITCHES.contains(&key) => {
                    let on = value.parse().map_err(|_| format!("环境变量 KAIHAN_{} 应为 true 或 false", key.to_uppercase()))?;
                    table.insert(key.to_owned(), toml::Value::Boolean(on));
                }
                NUMBER => {
                    let number: u16 = value.parse().map_err(|_| "环境变量 KAIHAN_ANSWERED_AT_ONCE 应为 1 至 10000 的整数")?;
                    table.insert(NUMBER.to_owned(), toml::Value::Integer(number.into()));
                }
                key if KEYS.contains(&key) => {
                    table.insert(key.to_owned(), toml::Value::String(value));
                }
                "config" | "soak" | "look" | "cases" => {}
                key if key.starts_with("test_") => {}
                key => eprintln!("提示：环境变量 KAIHAN_{} 不是配置项，已忽略", key.to_uppercase()),
            }
        }
        let config: Self = toml::Value::Table(table).try_into().map_err(|error| format!("配置文件 {} 有误：{error}", path.display()))?;
        config.origin_is_one()?;
        if !(1..=10_000).contains(&config.answered_at_once) {
            return Err("answered_at_once 应为 1 至 10000 的整数".into());
        }
        Ok(config)
    }

    /// The origin is what browsers show: scheme and host, nothing behind.
    fn origin_is_one(&self) -> Result<(), Box<dyn Error>> {
        let rest = self.origin.strip_prefix("https://").or_else(|| self.origin.strip_prefix("http://"));
        match rest {
            Some(host) if !host.is_empty() && !host.contains(['/', '?', '#', ' ']) => Ok(()),
            Some(_) | None => Err(format!("origin “{}”应为 https://域名[:端口]，末尾不带斜杠", self.origin).into()),
        }
    }

    pub(crate) fn engine(&self) -> Result<Engine, Box<dyn Error>> {
        match self.database.strip_prefix("sqlite:") {
            Some(path) => Ok(Engine::Sqlite(path.into())),
            None if self.database.starts_with("postgres") => Ok(Engine::Postgres(self.database.clone())),
            None => Err("database 应为 sqlite:路径 或 postgres://…".into()),
        }
    }

    pub(crate) fn pin(&self) -> Result<String, Box<dyn Error>> {
        let text = std::fs::read_to_string(&self.pin_file).map_err(|error| format!("PIN 文件无法读取：{error}"))?;
        Ok(text.trim().to_owned())
    }
}

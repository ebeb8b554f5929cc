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
    /// The platform's address as browsers show it: scheme, host, port.
    pub(crate) origin: String,
    /// Accepts the demonstration CA. Never in production.
    #[serde(default)]
    pub(crate) demonstration: bool,
    /// Whether a proxy of ours stands before the platform and appends to `X-Forwarded-For`.
    #[serde(default)]
    pub(crate) proxied: bool,
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
    /// Takes institutions' systems on this machine over http. Never in production.
    #[serde(default)]
    pub(crate) loopback_institutions: bool,
    /// The address of the time-stamp authority (RFC 3161).
    pub(crate) time_stamps: String,
}

impl Config {
    pub(crate) fn load(path: &Path) -> Result<Self, Box<dyn Error>> {
        let text = std::fs::read_to_string(path).map_err(|error| format!("配置文件 {} 无法读取：{error}", path.display()))?;
        let mut table: toml::Table = toml::from_str(&text)?;
        let keys: Vec<String> = table.keys().cloned().collect();
        for key in keys {
            if let Ok(value) = std::env::var(format!("KAIHAN_{}", key.to_uppercase())) {
                table.insert(key, toml::Value::String(value));
            }
        }
        let config = toml::Value::Table(table).try_into();
        config.map_err(|error| format!("配置文件 {} 有误：{error}", path.display()).into())
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

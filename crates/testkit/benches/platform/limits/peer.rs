//! Other people's stacks: the same statements and one SM2 verification behind HTTP.

use super::{SCHEMA, SUBMISSION};
use crate::Setting;
use crate::load::{CLIENTS, timed};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use gm::{SecretKey, SystemEntropy};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Child, Command};
use std::sync::Arc;
use std::time::Duration;
use tempfile::NamedTempFile;

/// A running peer.
pub(crate) struct Peer {
    pub(crate) name: &'static str,
    url: String,
    child: Child,
    _statements: NamedTempFile,
}

impl Peer {
    /// FastAPI, asyncpg, SM2 by OpenSSL; as many workers as there are cores.
    pub(crate) async fn fastapi(setting: &Setting) -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        Self::start(setting, "fastapi", root.join(".kaihan/peers/bin/python").as_ref(), &root.join("e2e/peers/submission.py")).await
    }

    /// Express, pg, sm-crypto-v2; as many workers as there are cores.
    pub(crate) async fn express(setting: &Setting) -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        Self::start(setting, "express", "node".as_ref(), &root.join("e2e/peers/submission.mjs")).await
    }

    async fn start(setting: &Setting, name: &'static str, runner: &std::ffi::OsStr, script: &Path) -> Self {
        let statements = NamedTempFile::new().unwrap();
        std::fs::write(statements.path(), SUBMISSION).unwrap();
        let port = crate::platform::free_port();
        let child = Command::new(runner)
            .arg(script)
            .args([&port.to_string(), &format!("{}/{}", setting.postgres, setting.name()), SCHEMA])
            .arg(statements.path())
            // Its workers are its children, and end with it.
            .process_group(0)
            .spawn()
            .unwrap();
        let url = format!("http://127.0.0.1:{port}/submissions");
        let http = partners::http::builder(Duration::from_secs(5)).build().unwrap();
        while http.get(&url).send().await.is_err() {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        Self { name, url, child, _statements: statements }
    }

    /// So many submissions at the platform's concurrency; how many a second.
    pub(crate) async fn submissions(&self, count: usize, from: usize, choices: usize) -> f64 {
        let key = SecretKey::generate(&SystemEntropy);
        let point = hex::encode(key.public_key().to_bytes());
        // Signed beforehand, as the clerks' are.
        let bodies: Vec<String> = (from..from + count)
            .map(|tag| {
                let message = format!("consent {tag}");
                let signature = STANDARD.encode(key.sign(message.as_bytes(), &SystemEntropy).unwrap());
                serde_json::json!({ "n": tag % choices + 1, "tag": tag, "message": message, "signature": signature, "key": point })
                    .to_string()
            })
            .collect();
        let bodies = Arc::new(bodies);
        let clients: Arc<Vec<_>> =
            Arc::new((0..CLIENTS).map(|_| partners::http::builder(Duration::from_secs(30)).build().unwrap()).collect());
        let url = self.url.clone();
        let took = timed(count, move |client, index| {
            let (bodies, clients, url) = (Arc::clone(&bodies), Arc::clone(&clients), url.clone());
            async move {
                let sent = clients[client].post(url).header("content-type", "application/json").body(bodies[index].clone()).send().await;
                assert_eq!(sent.unwrap().status().as_u16(), 204);
            }
        })
        .await;
        count as f64 / took.as_secs_f64()
    }
}

impl Drop for Peer {
    fn drop(&mut self) {
        let group = rustix::process::Pid::from_child(&self.child);
        let _ = rustix::process::kill_process_group(group, rustix::process::Signal::KILL);
        let _ = self.child.wait();
    }
}

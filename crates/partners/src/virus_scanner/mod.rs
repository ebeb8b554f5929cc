//! The virus scanner: ClamAV's daemon, over its socket or TCP. Fail closed: what was not found clean counts as not looked at.

use std::fmt;
use std::path::PathBuf;
use std::time::Duration;

/// How long it may take over a file; a large PDF takes some seconds.
const PATIENCE: Duration = Duration::from_secs(60);
/// Bytes sent at a time.
const CHUNK: usize = 256 * 1024;
/// What it must take in one stream, in bytes: the largest file that is handed in, with room. Its own default is 25 MB.
pub const STREAM_MIN: usize = 64 << 20;

/// Nothing was found out.
#[derive(Debug, thiserror::Error)]
#[error("the virus scanner: {0}")]
pub struct ScannerError(String);

/// What it says of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Nothing was found.
    Clean,
    /// Something was, by the name it has there.
    Infected(String),
}

/// Where the daemon listens.
#[derive(Clone, Debug, PartialEq, Eq)]
enum At {
    /// On a socket of this machine.
    Socket(PathBuf),
    /// On the network: host and port.
    Tcp(String),
}

/// The connector to the daemon.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VirusScanner(At);

impl fmt::Display for VirusScanner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            At::Socket(path) => write!(f, "unix:{}", path.display()),
            At::Tcp(address) => write!(f, "tcp:{address}"),
        }
    }
}

fn failed(error: impl fmt::Display) -> ScannerError {
    ScannerError(error.to_string())
}

impl VirusScanner {
    /// The daemon at `unix:PATH` or `tcp:HOST:PORT`.
    ///
    /// # Errors
    /// [`ScannerError`] for any other address.
    pub fn at(address: &str) -> Result<Self, ScannerError> {
        match address.split_once(':') {
            Some(("unix", path)) if path.starts_with('/') => Ok(Self(At::Socket(path.into()))),
            Some(("tcp", address)) if address.contains(':') => Ok(Self(At::Tcp(address.to_owned()))),
            Some(_) | None => Err(failed("应为 unix:/路径 或 tcp:主机:端口")),
        }
    }

    async fn answer(&self, bytes: &[u8]) -> std::io::Result<Vec<u8>> {
        match &self.0 {
            At::Socket(path) => {
                let socket = clamav_client::tokio::Socket { socket_path: path };
                clamav_client::tokio::scan_buffer(bytes, socket, Some(CHUNK)).await
            }
            At::Tcp(address) => {
                let tcp = clamav_client::tokio::Tcp { host_address: address.as_str() };
                clamav_client::tokio::scan_buffer(bytes, tcp, Some(CHUNK)).await
            }
        }
    }

    /// What it says of these bytes.
    ///
    /// # Errors
    /// [`ScannerError`] when it does not answer in time, or says neither that they are clean nor what is in them.
    pub async fn scan(&self, bytes: &[u8]) -> Result<Verdict, ScannerError> {
        let answer = tokio::time::timeout(PATIENCE, self.answer(bytes)).await.map_err(failed)?.map_err(failed)?;
        verdict(&answer)
    }

    /// Whether it answers, and takes [`STREAM_MIN`] bytes in one stream. Asked by sending so many, as it does not tell its limit.
    ///
    /// # Errors
    /// [`ScannerError`] with what to set.
    pub async fn examine(&self) -> Result<(), ScannerError> {
        self.scan(b"kaihan").await?;
        let limit = || failed(format!("不能一次接收 {0} MB，请在 clamd.conf 中设置 StreamMaxLength {0}M 或更大", STREAM_MIN >> 20));
        match self.scan(&vec![0; STREAM_MIN]).await {
            Ok(Verdict::Clean) => Ok(()),
            Ok(Verdict::Infected(_)) | Err(_) => Err(limit()),
        }
    }
}

/// What an answer says: `stream: OK`, `stream: NAME FOUND`; anything else is no verdict.
fn verdict(answer: &[u8]) -> Result<Verdict, ScannerError> {
    let text = String::from_utf8_lossy(answer);
    let said = text.trim_end_matches(['\0', '\n', ' ']).strip_prefix("stream: ").unwrap_or_default();
    match said.strip_suffix(" FOUND") {
        Some(name) => Ok(Verdict::Infected(name.to_owned())),
        None if said == "OK" => Ok(Verdict::Clean),
        None => Err(failed("没有给出结论")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_plain_ok_is_clean() {
        assert_eq!(verdict(b"stream: OK\0").expect("a verdict"), Verdict::Clean);
        assert_eq!(verdict(b"stream: Kaihan.Test FOUND\0").expect("a verdict"), Verdict::Infected("Kaihan.Test".into()));
        for none in [b"".as_slice(), b"OK", b"stream: ", b"INSTREAM size limit exceeded. ERROR\0", b"stream: OK FOUND? no"] {
            assert!(verdict(none).is_err(), "{}", String::from_utf8_lossy(none));
        }
        for wrong in ["", "clamd", "unix:relative", "tcp:host", "http://x:1"] {
            assert!(VirusScanner::at(wrong).is_err(), "{wrong}");
        }
    }
}

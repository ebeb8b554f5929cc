//! Who may decide at the operator's port. The persons are named in the file `operators`, each with a secret of its own, and say who they
//! are by HTTP Basic authentication.

use axum::http::HeaderMap;
use axum::http::header::AUTHORIZATION;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use gm::digest::sm3_hex;
use std::collections::BTreeMap;
use std::error::Error;
use std::path::Path;

/// Shortest secret, in characters.
const SECRET_MIN: usize = 16;

/// Who may decide, with a digest of each one's secret.
#[derive(Default)]
pub(super) struct Operators(BTreeMap<String, String>);

impl Operators {
    /// Reads the file; nobody is named without one.
    ///
    /// # Errors
    /// In words when it does not read, or a secret is short.
    pub(super) fn load(path: Option<&Path>) -> Result<Self, Box<dyn Error>> {
        let Some(path) = path else { return Ok(Self::default()) };
        let text = std::fs::read_to_string(path).map_err(|error| format!("operators 文件 {} 无法读取：{error}", path.display()))?;
        let mut named = BTreeMap::new();
        for line in text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#')) {
            let (name, secret) = line.split_once(':').ok_or("operators 文件每行应为“姓名:口令”")?;
            if name.trim().is_empty() || secret.trim().chars().count() < SECRET_MIN {
                return Err(format!("operators 文件：口令至少 {SECRET_MIN} 个字符，姓名不得为空").into());
            }
            if named.insert(name.trim().to_owned(), sm3_hex(secret.trim().as_bytes())).is_some() {
                return Err(format!("operators 文件：{} 出现两次", name.trim()).into());
            }
        }
        Ok(Self(named))
    }

    /// Who asks, if that is proved. Digests are compared, which tell nothing of the secret by how long it takes.
    pub(super) fn who(&self, headers: &HeaderMap) -> Option<String> {
        let text = headers.get(AUTHORIZATION)?.to_str().ok()?.strip_prefix("Basic ")?;
        let plain = String::from_utf8(STANDARD.decode(text.trim()).ok()?).ok()?;
        let (name, secret) = plain.split_once(':')?;
        (self.0.get(name)? == &sm3_hex(secret.as_bytes())).then(|| name.to_owned())
    }

    /// Whether nobody is named.
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

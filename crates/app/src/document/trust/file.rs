//! One file of a trust folder: certificates or revocation lists, in DER or PEM, several in one, as authorities hand them out.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use gm::certificate::{Certificate, RevocationList};
use std::io::Read;
use std::path::Path;

/// Largest file that is read, in bytes; lists of large authorities reach a few megabytes.
const FILE_MAX: u64 = 32 << 20;
/// Most certificates and lists of one file.
const MEMBERS_MAX: usize = 500;
/// Endings of files that are read, in any case.
const ENDINGS: [&str; 5] = ["cer", "crt", "pem", "der", "crl"];

/// What a file held.
#[derive(Debug, Default)]
pub(super) struct Members {
    pub(super) certificates: Vec<Certificate>,
    pub(super) lists: Vec<RevocationList>,
}

/// Whether a file is one that is read.
pub(super) fn is_meant(path: &Path) -> bool {
    let ending = path.extension().and_then(|ending| ending.to_str()).map(str::to_ascii_lowercase);
    ending.is_some_and(|ending| ENDINGS.contains(&ending.as_str()))
}

/// The text of a file that is text: UTF-8, or UTF-16 with its mark, as some editors save it.
fn text(bytes: &[u8]) -> Option<String> {
    let wide = |rest: &[u8], unit: fn([u8; 2]) -> u16| {
        let (pairs, _) = rest.as_chunks::<2>();
        String::from_utf16(&pairs.iter().map(|pair| unit(*pair)).collect::<Vec<_>>()).ok()
    };
    match bytes {
        [0xff, 0xfe, rest @ ..] => wide(rest, u16::from_le_bytes),
        [0xfe, 0xff, rest @ ..] => wide(rest, u16::from_be_bytes),
        [0xef, 0xbb, 0xbf, rest @ ..] => Some(String::from_utf8_lossy(rest).into_owned()),
        _ if bytes.windows(10).take(64 << 10).any(|part| part == b"-----BEGIN") => Some(String::from_utf8_lossy(bytes).into_owned()),
        // DER begins with a SEQUENCE, which is a figure in no armour-less base64.
        [0x30, 0x80..=0x84, ..] => None,
        _ => std::str::from_utf8(bytes).ok().map(str::to_owned),
    }
}

impl Members {
    /// Reads a file.
    ///
    /// # Errors
    /// In words for the operator.
    pub(super) fn read(path: &Path) -> Result<Self, String> {
        let file = std::fs::File::open(path).map_err(|error| format!("无法打开：{error}"))?;
        let mut bytes = Vec::new();
        file.take(FILE_MAX + 1).read_to_end(&mut bytes).map_err(|error| format!("无法读取：{error}"))?;
        if u64::try_from(bytes.len()).is_ok_and(|length| length > FILE_MAX) {
            return Err("超过 32 MB".into());
        }
        let mut found = Self::default();
        match text(&bytes) {
            Some(text) => found.armoured(&text)?,
            None => found.take(&bytes)?,
        }
        if found.certificates.is_empty() && found.lists.is_empty() { Err("没有证书或吊销列表".into()) } else { Ok(found) }
    }

    fn take(&mut self, der: &[u8]) -> Result<(), String> {
        if self.certificates.len() + self.lists.len() == MEMBERS_MAX {
            return Err(format!("超过 {MEMBERS_MAX} 个证书"));
        }
        if let Ok(certificate) = Certificate::from_der(der) {
            self.certificates.push(certificate);
        } else if let Ok(list) = RevocationList::from_der(der) {
            self.lists.push(list);
        } else {
            return Err("不是有效的 X.509 证书或吊销列表（DER 或 PEM）".into());
        }
        Ok(())
    }

    /// Every armoured block of a text, whatever stands between them; or a text that is base64 alone.
    fn armoured(&mut self, text: &str) -> Result<(), String> {
        let decode = |body: &str| {
            let plain: String = body.chars().filter(|character| !character.is_whitespace()).collect();
            STANDARD.decode(plain).map_err(|_| "Base64 内容不完整".to_owned())
        };
        if !text.contains("-----BEGIN ") {
            return self.take(&decode(text).map_err(|_| "不是证书或吊销列表（DER 或 PEM）".to_owned())?);
        }
        let mut rest = text;
        while let Some((_, after)) = rest.split_once("-----BEGIN ") {
            let (label, after) = after.split_once("-----").ok_or("PEM 标记不完整")?;
            let (body, after) = after.split_once(&format!("-----END {label}-----")).ok_or("PEM 标记不完整")?;
            match label {
                "CERTIFICATE" | "X509 CERTIFICATE" | "X509 CRL" => self.take(&decode(body)?)?,
                _ if label.contains("PRIVATE KEY") => return Err("含有私钥：请立即移出信任目录，并作废该私钥".into()),
                _ => return Err(format!("含有“{}”，信任目录只放证书与吊销列表", label.chars().take(40).collect::<String>())),
            }
            rest = after;
        }
        Ok(())
    }
}

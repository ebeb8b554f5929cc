use gm::digest::sm3_hex;
use std::io;
use std::path::{Path, PathBuf};

/// Largest package of the certificate agent, in bytes.
const PACKAGE_MAX: u64 = 256 * 1024 * 1024;
/// Most packages.
const PACKAGES_MAX: usize = 20;

/// A package of the certificate agent that the operator gives out: a file named `kaihan-agent-<system>…` in the folder of downloads.
#[derive(Clone, Debug)]
pub struct Package {
    /// The file's name.
    pub name: String,
    /// The system it is for, as people call it.
    pub system: &'static str,
    /// SM3, hexadecimal.
    pub digest: String,
    /// Where it is.
    pub path: PathBuf,
    bytes: u64,
}

impl Package {
    /// The packages in a folder, by name; what is named otherwise or is too large is left alone.
    ///
    /// # Errors
    /// When the folder or a package cannot be read.
    pub fn all(folder: &Path) -> io::Result<Vec<Self>> {
        let mut packages = Vec::new();
        for entry in std::fs::read_dir(folder)? {
            let entry = entry?;
            let (name, bytes) = (entry.file_name().to_string_lossy().into_owned(), entry.metadata()?.len());
            let plain = name.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.".contains(&b));
            let Some(system) = system(&name).filter(|_| plain && bytes <= PACKAGE_MAX) else { continue };
            let digest = sm3_hex(&std::fs::read(entry.path())?);
            packages.push(Self { name, system, digest, path: entry.path(), bytes });
        }
        packages.sort_by(|a, b| a.name.cmp(&b.name));
        packages.truncate(PACKAGES_MAX);
        Ok(packages)
    }

    /// The size in words.
    pub(crate) fn size(&self) -> String {
        format!("{}.{} MB", self.bytes / 1_000_000, self.bytes % 1_000_000 / 100_000)
    }
}

fn system(name: &str) -> Option<&'static str> {
    let rest = name.strip_prefix("kaihan-agent-")?;
    [("windows", "Windows"), ("macos", "macOS"), ("linux", "Linux")]
        .into_iter()
        .find(|(code, _)| rest.starts_with(code))
        .map(|(_, word)| word)
}

//! Wordings (保函格式): versioned typst sources, `wordings/<kind>/<version>/`.

use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// A wording that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum WordingError {
    /// A file is missing or unreadable.
    #[error("保函格式文件 {0} 无法读取：{1}")]
    Unreadable(PathBuf, std::io::Error),
    /// The metadata is wrong.
    #[error("保函格式 {0} 的 meta.toml 有误：{1}")]
    Metadata(String, toml::de::Error),
    /// The source uses what would make user text executable (research/doc-engine.md §1).
    #[error("保函格式 {0} 不得使用 {1}")]
    Forbidden(String, &'static str),
}

/// Whether the letter stands by itself or follows the underlying contract (建市〔2021〕11号).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rule {
    /// 独立保函, payable on demand.
    Independent,
    /// 非独立保函.
    Accessory,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Metadata {
    title: String,
    #[serde(rename = "kind")]
    _kind: String,
    rule: Rule,
}

/// A wording.
#[derive(Clone, Debug)]
pub struct Wording {
    /// `kind/version`.
    pub id: String,
    /// The letter's title.
    pub title: String,
    /// Independent or accessory.
    pub rule: Rule,
    pub(crate) source: String,
}

/// Functions that would run user text as a program, or bring in foreign code.
const FORBIDDEN: [&str; 4] = ["eval(", "plugin(", "#import", "#include"];

fn read(path: &Path) -> Result<String, WordingError> {
    std::fs::read_to_string(path).map_err(|error| WordingError::Unreadable(path.to_owned(), error))
}

fn folders(path: &Path) -> Result<Vec<PathBuf>, WordingError> {
    let unreadable = |error| WordingError::Unreadable(path.to_owned(), error);
    let entries = std::fs::read_dir(path).map_err(unreadable)?.collect::<Result<Vec<_>, _>>();
    Ok(entries.map_err(unreadable)?.into_iter().map(|entry| entry.path()).filter(|path| path.is_dir()).collect())
}

/// Reads every wording below `root`.
///
/// # Errors
/// The first [`WordingError`].
pub(crate) fn load_all(root: &Path) -> Result<BTreeMap<String, Wording>, WordingError> {
    let name = |path: &Path| path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let mut wordings = BTreeMap::new();
    for kind in folders(root)? {
        for version in folders(&kind)? {
            let id = format!("{}/{}", name(&kind), name(&version));
            let source = read(&version.join("letter.typ"))?;
            if let Some(forbidden) = FORBIDDEN.into_iter().find(|word| source.contains(word)) {
                return Err(WordingError::Forbidden(id, forbidden));
            }
            let metadata: Metadata =
                toml::from_str(&read(&version.join("meta.toml"))?).map_err(|error| WordingError::Metadata(id.clone(), error))?;
            wordings.insert(id.clone(), Wording { id, title: metadata.title, rule: metadata.rule, source });
        }
    }
    Ok(wordings)
}

use super::{Clauses, ClausesError, Metadata, Wording};
use domain::lot::Subject;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// A wording that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum WordingError {
    /// A file is missing or unreadable.
    #[error("格式文件 {0} 无法读取：{1}")]
    Unreadable(PathBuf, std::io::Error),
    /// A file is not what it should be.
    #[error("格式 {0} 的 {1} 有误：{2}")]
    Malformed(String, &'static str, String),
    /// The source uses what would make user text executable, or brings in something else (T-22).
    #[error("格式 {0} 不得使用 {1}")]
    Forbidden(String, String),
    /// The text cannot be used.
    #[error("格式 {0}：{1}")]
    Clauses(String, ClausesError),
}

/// Functions that would run user text as a program, or bring in foreign code or files.
const FORBIDDEN: [&str; 7] = ["eval(", "plugin(", "include ", "read(", "image(", "yaml(", "xml("];
/// The one import there is.
const IMPORT: &str = "#import \"/layout.typ\":";

/// Every wording of the installation.
#[derive(Clone, Debug, Default)]
pub struct Wordings(BTreeMap<String, Wording>);

fn read(path: &Path) -> Result<String, WordingError> {
    std::fs::read_to_string(path).map_err(|error| WordingError::Unreadable(path.to_owned(), error))
}

fn folders(path: &Path) -> Result<Vec<PathBuf>, WordingError> {
    let unreadable = |error| WordingError::Unreadable(path.to_owned(), error);
    let entries = std::fs::read_dir(path).map_err(unreadable)?.collect::<Result<Vec<_>, _>>();
    Ok(entries.map_err(unreadable)?.into_iter().map(|entry| entry.path()).filter(|path| path.is_dir()).collect())
}

/// SM3 over several texts, each behind its length.
pub(super) fn digest(texts: &[&str]) -> String {
    let mut bytes = Vec::new();
    for text in texts {
        bytes.extend(u64::try_from(text.len()).unwrap_or(u64::MAX).to_be_bytes());
        bytes.extend(text.as_bytes());
    }
    gm::digest::sm3_hex(&bytes)
}

fn harmless(id: &str, source: &str) -> Result<(), WordingError> {
    let imports = source.matches("#import").count() != source.matches(IMPORT).count();
    let forbidden = FORBIDDEN.into_iter().find(|word| source.contains(word)).or(imports.then_some("import"));
    forbidden.map_or(Ok(()), |word| Err(WordingError::Forbidden(id.to_owned(), word.to_owned())))
}

/// The names a schema has.
fn fields(id: &str, schema: &str) -> Result<BTreeSet<String>, WordingError> {
    let malformed = |error: String| WordingError::Malformed(id.to_owned(), "schema", error);
    let schema: serde_json::Value = serde_json::from_str(schema).map_err(|error| malformed(error.to_string()))?;
    let properties = schema.get("properties").and_then(serde_json::Value::as_object).ok_or_else(|| malformed("缺少 properties".into()))?;
    Ok(properties.keys().cloned().collect())
}

impl Wordings {
    /// Reads every wording below `root`.
    ///
    /// # Errors
    /// The first [`WordingError`].
    pub fn open(root: &Path) -> Result<Self, WordingError> {
        let name = |path: &Path| path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let mut wordings = BTreeMap::new();
        for kind in folders(root)?.into_iter().filter(|path| !matches!(name(path).as_str(), "layout" | "schema")) {
            for version in folders(&kind)? {
                let id = format!("{}/{}", name(&kind), name(&version));
                let wording = Self::read(root, &version, &id)?;
                wordings.insert(id, wording);
            }
        }
        Ok(Self(wordings))
    }

    fn read(root: &Path, folder: &Path, id: &str) -> Result<Wording, WordingError> {
        let malformed = |file, error: toml::de::Error| WordingError::Malformed(id.to_owned(), file, error.to_string());
        let (meta, clauses, sheet) =
            (read(&folder.join("meta.toml"))?, read(&folder.join("clauses.toml"))?, read(&folder.join("sheet.typ"))?);
        let metadata: Metadata = toml::from_str(&meta).map_err(|error| malformed("meta.toml", error))?;
        let layout = read(&root.join("layout").join(&metadata.layout).join("layout.typ"))?;
        let schema = read(&root.join("schema").join(format!("{}.json", metadata.schema)))?;
        harmless(id, &sheet)?;
        harmless(id, &layout)?;
        let digest = digest(&[&meta, &clauses, &sheet, &layout, &schema]);
        let clauses: Clauses = toml::from_str(&clauses).map_err(|error| malformed("clauses.toml", error))?;
        let fields = fields(id, &schema)?;
        clauses.check(&fields).map_err(|error| WordingError::Clauses(id.to_owned(), error))?;
        Ok(Wording { id: id.to_owned(), metadata, clauses, fields, digest, sheet, layout })
    }

    /// The wording with this identifier.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<&Wording> {
        self.0.get(id)
    }

    /// Every wording, by identifier.
    pub fn iter(&self) -> impl Iterator<Item = &Wording> {
        self.0.values()
    }

    /// The newest version of a kind of document about this.
    #[must_use]
    pub fn newest(&self, kind: &str, subject: Subject) -> Option<&Wording> {
        let version = |wording: &&Wording| wording.id.rsplit('/').next().and_then(|version| version.parse::<u32>().ok()).unwrap_or(0);
        let known = self.0.values().filter(|wording| wording.metadata.kind == kind && wording.metadata.subjects.contains(&subject));
        known.max_by_key(version)
    }
}

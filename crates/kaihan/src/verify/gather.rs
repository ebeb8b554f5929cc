//! Which files are meant: those that were named, those of the folders that were named, those of a list.

use std::error::Error;
use std::ffi::OsStr;
use std::fs::DirEntry;
use std::io::Read;
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};

/// Longest list of names, in bytes: a million names of sixty.
const LIST_MAX: u64 = 64 << 20;

/// One that is meant.
#[derive(Debug)]
pub(super) struct Meant {
    /// As it was named, or found in a folder that was.
    pub(super) path: PathBuf,
    /// Why there is nothing to read.
    pub(super) fault: Option<String>,
}

/// All that are meant, in the order in which they were named; those of a folder by name.
#[derive(Debug, Default)]
pub(super) struct Gathered {
    pub(super) files: Vec<Meant>,
    /// Symbolic links in folders, which are not followed.
    pub(super) links: usize,
}

/// Finds them: first the names, then those on the list.
///
/// # Errors
/// When the list cannot be read or is too long, or nothing is meant.
pub(super) fn gather(names: &[PathBuf], list: Option<&Path>) -> Result<Gathered, Box<dyn Error>> {
    let listed = list.map(read_list).transpose()?.unwrap_or_default();
    let mut gathered = Gathered::default();
    for name in names.iter().chain(&listed) {
        gathered.add(name);
    }
    if gathered.files.is_empty() { Err("没有要核验的文件：清单里没有文件名".into()) } else { Ok(gathered) }
}

impl Gathered {
    fn add(&mut self, name: &Path) {
        // What was named is followed, link or not; what cannot be looked up is told when it is read.
        if !name.is_dir() {
            return self.files.push(Meant { path: name.to_owned(), fault: None });
        }
        let before = self.files.len();
        self.walk(name);
        if self.files.len() == before {
            self.fault(name, "文件夹里没有 .pdf 或 .ofd 文件".into());
        }
    }

    fn fault(&mut self, path: &Path, reason: String) {
        self.files.push(Meant { path: path.to_owned(), fault: Some(reason) });
    }

    /// The files of a folder and of those below it, by name. Links are not followed, so that it ends.
    fn walk(&mut self, folder: &Path) {
        let entries = std::fs::read_dir(folder).and_then(Iterator::collect::<Result<Vec<DirEntry>, _>>);
        let mut entries = match entries {
            Ok(entries) => entries,
            Err(error) => return self.fault(folder, format!("无法读取：{error}")),
        };
        entries.sort_by_key(DirEntry::file_name);
        for entry in entries {
            let path = entry.path();
            match entry.file_type() {
                Ok(kind) if kind.is_dir() => self.walk(&path),
                Ok(kind) if kind.is_symlink() => self.links += 1,
                Ok(kind) if kind.is_file() && is_document(&path) => self.files.push(Meant { path, fault: None }),
                Ok(_) => {}
                Err(error) => self.fault(&path, format!("无法读取：{error}")),
            }
        }
    }
}

/// Whether a file of a folder is looked at.
fn is_document(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("pdf") || extension.eq_ignore_ascii_case("ofd"))
}

/// The names on a list, one a line; parted by NUL where there is one, as `find -print0` has it for names with line breaks.
fn read_list(path: &Path) -> Result<Vec<PathBuf>, String> {
    let fault = |reason: &dyn std::fmt::Display| format!("清单 {} 无法读取：{reason}", path.display());
    let input: Box<dyn Read> = if path == Path::new("-") {
        Box::new(std::io::stdin().lock())
    } else {
        Box::new(std::fs::File::open(path).map_err(|error| fault(&error))?)
    };
    let mut bytes = Vec::new();
    input.take(LIST_MAX + 1).read_to_end(&mut bytes).map_err(|error| fault(&error))?;
    if u64::try_from(bytes.len()).unwrap_or(u64::MAX) > LIST_MAX {
        return Err(fault(&"超过 64 MB，请分成几份"));
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes);
    let parted = if bytes.contains(&0) { 0 } else { b'\n' };
    let line = |name: &[u8]| if parted == 0 { name.to_vec() } else { name.strip_suffix(b"\r").unwrap_or(name).to_vec() };
    let names = bytes.split(|byte| *byte == parted).map(line).filter(|name| !name.is_empty());
    Ok(names.map(|name| PathBuf::from(OsStr::from_bytes(&name))).collect())
}

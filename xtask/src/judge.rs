//! `cargo xtask judge FOLDER`: strangers' files, held against judges that share nothing with the verifier.

use crate::Outcome;
use crate::run::{program, root, run, step};
use crate::setup;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;

mod opinion;
mod table;

use opinion::{Opinion, Said};
use table::Table;

/// How long each judge may take over one file.
const SECONDS: &str = "30";
/// How many files one process is given; bounds what its failure costs.
const BATCH: usize = 64;
/// Files that are looked at in one run.
const FILES_MAX: usize = 20_000;
/// How many damaged copies are made of each signed file.
const COPIES: &str = "6";

pub(crate) fn judge(arguments: &[String]) -> Outcome {
    let [folder] = arguments else { return Err(crate::USAGE.into()) };
    let folder = std::fs::canonicalize(folder)?;
    setup::packages()?;
    setup::python()?;
    step("构建核验器");
    // With the tests' features, so that nothing is compiled a second time.
    run(program("cargo").args(["build", "--locked", "--workspace", "--bins", "--tests"]))?;
    let files = files(&folder)?;
    let work = Work::new()?;
    let mut fallen = Vec::new();
    for (name, kind) in [("PDF", "pdf"), ("OFD", "ofd")] {
        let files: Vec<&PathBuf> = files.iter().filter(|file| extension(file) == kind).collect();
        if files.is_empty() {
            continue;
        }
        step(&format!("{name}：{} 个文件", files.len()));
        let ours = work.ours(&files)?;
        let judges =
            if kind == "pdf" { vec![pdfsig(&files), script("pdfjudge.py", &files)?] } else { vec![script("ofdjudge.py", &files)?] };
        let table = Table::of(&folder, &files, &ours, &judges);
        table.print();
        fallen.extend(table.short_of(name));
        let signed: Vec<&PathBuf> =
            files.iter().copied().filter(|file| judges.iter().any(|judge| judge.get(*file).is_some_and(Said::is_signed))).collect();
        let copies = work.damaged(&signed)?;
        let accepted = work.ours(&copies.keys().collect::<Vec<_>>())?;
        let accepted: BTreeSet<&PathBuf> =
            copies.iter().filter(|(copy, _)| accepted.get(*copy).is_some_and(Opinion::is_intact)).map(|(_, from)| from).collect();
        println!("损坏的副本 {} 份，采信 {} 份", copies.len(), accepted.len());
        for file in &accepted {
            fallen.push(format!("{name}：{} 的损坏副本被采信", shown(&folder, file)));
        }
    }
    if fallen.is_empty() { Ok(()) } else { Err(fallen.join("\n").into()) }
}

fn extension(file: &Path) -> String {
    file.extension().map(|extension| extension.to_string_lossy().to_lowercase()).unwrap_or_default()
}

fn shown(folder: &Path, file: &Path) -> String {
    file.strip_prefix(folder).unwrap_or(file).display().to_string()
}

/// Every PDF and OFD of a folder and of those in it; links are not followed.
fn files(folder: &Path) -> Outcome<Vec<PathBuf>> {
    let (mut found, mut folders) = (Vec::new(), vec![folder.to_owned()]);
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder)? {
            let entry = entry?;
            let (path, kind) = (entry.path(), entry.file_type()?);
            if kind.is_dir() {
                folders.push(path);
            } else if kind.is_file() && ["pdf", "ofd"].contains(&extension(&path).as_str()) {
                found.push(path);
            }
        }
    }
    found.sort();
    if found.len() > FILES_MAX { Err(format!("文件多于 {FILES_MAX} 个").into()) } else { Ok(found) }
}

/// What a process said on its standard output, whatever its exit code: an exit code tells of refused files too.
fn heard(command: &mut Command) -> Outcome<String> {
    let name = command.get_program().to_string_lossy().into_owned();
    let output = command.output().map_err(|error| format!("{name}: {error}"))?;
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// A judge of `e2e/python`, in batches; it bounds each file by itself.
fn script(name: &str, files: &[&PathBuf]) -> Outcome<BTreeMap<PathBuf, Said>> {
    let mut said = BTreeMap::new();
    for batch in files.chunks(BATCH) {
        let mut command = program(root().join(".kaihan/python/bin/python"));
        command.arg(root().join("e2e/python").join(name)).arg(SECONDS).args(batch);
        said.extend(heard(&mut command)?.lines().filter_map(opinion::said));
    }
    Ok(said)
}

/// Poppler's judge, which knows no JSON.
fn pdfsig(files: &[&PathBuf]) -> BTreeMap<PathBuf, Said> {
    let one = |file: &PathBuf| {
        let mut command = program("timeout");
        command.args([SECONDS, "pdfsig", "-nocert"]).arg(file);
        heard(&mut command).map_or(Said::Unknown, |text| opinion::poppler(&text))
    };
    files.iter().map(|file| ((*file).clone(), one(file))).collect()
}

/// A folder beside the tree, for what is made on the way.
struct Work(PathBuf);

impl Work {
    fn new() -> Outcome<Self> {
        let folder = std::env::temp_dir().join(format!("kaihan-judge-{}", std::process::id()));
        let work = Self(folder);
        std::fs::create_dir_all(work.0.join("damaged"))?;
        // An anchor that nobody's certificate leads to: the verifier wants one.
        for purpose in ["trust", "trust/documents"] {
            let place = work.0.join(purpose);
            std::fs::create_dir_all(&place)?;
            let mut openssl = program("openssl");
            openssl.args(["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=nobody", "-days", "2", "-keyout", "/dev/null"]);
            let output = openssl.arg("-out").arg(place.join("root.pem")).output()?;
            if !output.status.success() {
                return Err("openssl 无法生成证书".into());
            }
        }
        Ok(work)
    }

    /// What the verifier says, with nobody to trust.
    fn ours(&self, files: &[&PathBuf]) -> Outcome<BTreeMap<PathBuf, Opinion>> {
        let mut said = BTreeMap::new();
        for batch in files.chunks(BATCH) {
            let mut command = program(root().join("target/debug/kaihan"));
            command.args(["verify", "--json", "--trust"]).arg(self.0.join("trust")).args(batch);
            said.extend(heard(&mut command)?.lines().filter_map(opinion::ours));
        }
        Ok(said)
    }

    /// Copies in which something that was signed is another, missing, or more, each with the file it was made of.
    fn damaged(&self, files: &[&PathBuf]) -> Outcome<BTreeMap<PathBuf, PathBuf>> {
        let mut copies = BTreeMap::new();
        for batch in files.chunks(BATCH) {
            let mut command = program(root().join(".kaihan/python/bin/python"));
            command.arg(root().join("e2e/python/damage.py")).arg(self.0.join("damaged")).arg(COPIES).args(batch);
            let text = heard(&mut command)?;
            copies.extend(text.lines().filter_map(|line| line.split_once('\t')).map(|(copy, from)| (copy.into(), from.into())));
        }
        Ok(copies)
    }
}

impl Drop for Work {
    fn drop(&mut self) {
        if let Err(error) = std::fs::remove_dir_all(&self.0) {
            eprintln!("{}: {error}", self.0.display());
        }
    }
}

//! `kaihan verify`: looks at files without the platform, its database or the network.

mod gather;
mod progress;
mod side_by_side;
mod words;

use app::clock::{Clock, SystemClock};
use clap::Args;
use documents::verify::{DocumentTrust, FILE_MAX, Verifier, VerifierError};
use gather::{Meant, gather};
use progress::Progress;
use serde_json::json;
use side_by_side::side_by_side;
use std::error::Error;
use std::io::{ErrorKind, Read, Write};
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

#[derive(Debug, Args)]
pub(crate) struct Verify {
    /// 要核验的 PDF 或 OFD 文件；文件夹指其中和下级的全部 .pdf、.ofd，按名称排列，不跟随符号链接
    #[arg(required_unless_present = "list")]
    files: Vec<PathBuf>,
    /// 文件名清单，每行一个（含 NUL 的以 NUL 分隔）；“-”为标准输入
    #[arg(long, value_name = "FILE")]
    list: Option<PathBuf>,
    /// 信任目录：documents/ 放文件签署者的根证书，makers/ 制章机构，timestamps/ 时间戳机构（没有则用 documents/），吊销列表放在哪里都可以
    #[arg(long)]
    trust: PathBuf,
    /// 以 JSON 输出，每个文件一行
    #[arg(long)]
    json: bool,
    /// 同时核验几个文件，缺省为处理器核数；多少都不影响结果及其次序
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u8).range(1..))]
    jobs: Option<u8>,
    /// 在标准错误输出上报告进度，供不是终端的地方；终端上总有进度
    #[arg(long)]
    progress: bool,
}

/// What is said of a file.
struct Told {
    text: String,
    /// Nothing when it could not be read.
    accepted: Option<bool>,
}

/// Prints a report a file, in the order of the files, and goes on after one that cannot be read. Succeeds when every file is accepted.
/// However many files there are, a few a job are in memory.
///
/// # Errors
/// When the trust folder or the list of files cannot be used, or, once all others are told, when a file could not be read.
pub(crate) fn run(arguments: &Verify) -> Result<bool, Box<dyn Error>> {
    let trusted = app::document::trust::open(&arguments.trust)?;
    for fault in &trusted.faults {
        eprintln!("! {fault}");
    }
    let gathered = gather(&arguments.files, arguments.list.as_deref())?;
    if gathered.links > 0 {
        eprintln!("! 文件夹里有 {} 个符号链接，没有跟随", gathered.links);
    }
    let files = &gathered.files;
    let jobs = arguments.jobs.map_or_else(|| std::thread::available_parallelism().map_or(1, NonZeroUsize::get), usize::from);
    let (began, trust) = (SystemClock.now(), trusted.documents());
    let verifier = Verifier::beside_this_program().at_most(jobs);
    let mut progress = Progress::new(files.len(), arguments.progress, began);
    let (mut good, mut unread) = (true, 0);
    let look = |index: usize| files.get(index).map(|file| look(file, &verifier, trust, began.seconds(), arguments.json)).transpose();
    // As many threads again, so that a file is read while others are looked at.
    side_by_side(files.len(), jobs * 2, look, |told| -> Result<(), Box<dyn Error>> {
        let Some(told) = told? else { return Ok(()) };
        match told.accepted {
            Some(accepted) => good &= accepted,
            None => unread += 1,
        }
        // Whoever has read enough may close the pipe; the exit code is still told.
        let written = progress.aside(|| writeln!(std::io::stdout(), "{}", told.text));
        written.or_else(|error| if error.kind() == ErrorKind::BrokenPipe { Ok(()) } else { Err(error) })?;
        progress.step(SystemClock.now());
        Ok(())
    })?;
    if unread == 0 { Ok(good) } else { Err(format!("{unread} 个文件无法读取，其余已核验").into()) }
}

fn look(file: &Meant, verifier: &Verifier, trust: &DocumentTrust, now: i64, as_json: bool) -> Result<Told, VerifierError> {
    let path = &file.path;
    let bytes = file.fault.clone().map_or_else(|| read(path).map_err(|error| format!("无法读取：{error}")), Err);
    // JSON is Unicode, whatever a file is called.
    let name = path.to_string_lossy();
    Ok(match bytes {
        Ok(bytes) => {
            let report = verifier.verify(&bytes, trust, now)?;
            let text = if as_json { json!({ "file": name, "report": report }).to_string() } else { words::words(path, &report) };
            Told { text, accepted: Some(report.accepted) }
        }
        Err(reason) => {
            let text = if as_json { json!({ "file": name, "error": reason }).to_string() } else { words::unread(path, &reason) };
            Told { text, accepted: None }
        }
    })
}

/// One byte more than is looked at, so that a larger file is seen to be larger.
fn read(path: &Path) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let most = u64::try_from(FILE_MAX).unwrap_or(u64::MAX).saturating_add(1);
    std::fs::File::open(path)?.take(most).read_to_end(&mut bytes)?;
    Ok(bytes)
}

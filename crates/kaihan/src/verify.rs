//! `kaihan verify`: looks at files without the platform, its database or the network.

use app::clock::{Clock, SystemClock};
use clap::Args;
use documents::verify::{FILE_MAX, Report, Verifier};
use domain::time::Timestamp;
use serde_json::json;
use std::error::Error;
use std::io::{ErrorKind, Read, Write};
use std::path::{Path, PathBuf};

#[derive(Debug, Args)]
pub(crate) struct Verify {
    /// 要核验的 PDF 或 OFD 文件
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// 信任目录：根证书与吊销列表（documents/ 与 makers/ 为文件签名者与制章机构）
    #[arg(long)]
    trust: PathBuf,
    /// 以 JSON 输出，每个文件一行
    #[arg(long)]
    json: bool,
}

/// Prints a report a file. Succeeds when every file is accepted.
///
/// # Errors
/// When a file cannot be read.
pub(crate) fn run(arguments: &Verify) -> Result<bool, Box<dyn Error>> {
    let trust = app::document::trust::open(&arguments.trust)?;
    let now = SystemClock.now().seconds();
    let verifier = Verifier::beside_this_program();
    let mut good = true;
    for path in &arguments.files {
        let mut bytes = Vec::new();
        let file = std::fs::File::open(path).map_err(|error| format!("{} 无法读取：{error}", path.display()))?;
        // One byte more than is looked at, so that a larger file is seen to be larger.
        file.take(u64::try_from(FILE_MAX)? + 1).read_to_end(&mut bytes)?;
        let report = verifier.verify(&bytes, &trust, now)?;
        good &= report.accepted;
        let text = if arguments.json { json!({ "file": path, "report": report }).to_string() } else { words(path, &report) };
        // Whoever has read enough may close the pipe; the exit code is still told.
        let told = writeln!(std::io::stdout(), "{text}");
        told.or_else(|error| if error.kind() == ErrorKind::BrokenPipe { Ok(()) } else { Err(error) })?;
    }
    Ok(good)
}

fn time(seconds: i64) -> String {
    Timestamp::from_micros(seconds.saturating_mul(Timestamp::SECOND)).to_seconds()
}

/// The report in words.
fn words(path: &Path, report: &Report) -> String {
    let mut lines = vec![format!("{} {}", if report.accepted { "✓ 可信" } else { "✗ 不可信" }, path.display())];
    lines.push(format!("  {} 字节，SM3 {}", report.size, report.digest));
    lines.extend(report.refusals.iter().map(|refusal| format!("  ! {refusal}")));
    for signature in &report.signatures {
        let code = signature.code.as_deref().unwrap_or("证书未载明代码");
        lines.push(format!("  签名者 {}（{code}），{}", signature.signer, signature.algorithm));
        lines.push(format!("    证书 {} 至 {}，{}", time(signature.valid.0), time(signature.valid.1), signature.issuer));
        lines.push(match (signature.stamped_at, signature.claimed_at) {
            (Some(at), _) => format!("    时间戳 {}", time(at)),
            (None, Some(at)) => format!("    无时间戳，签名者自称 {}", time(at)),
            (None, None) => "    无时间戳".to_owned(),
        });
        let revocation = if signature.revocation_known { "签名时未被吊销" } else { "吊销状态无法确认" };
        lines.push(format!("    覆盖 {} 字节，{revocation}", signature.covered));
        lines.extend(signature.refusals.iter().map(|refusal| format!("    ! {refusal}")));
    }
    lines.join("\n")
}

//! `kaihan verify`: looks at files without the platform, its database or the network.

use app::clock::{Clock, SystemClock};
use clap::Args;
use documents::verify::{FILE_MAX, Report, Signature, Verifier};
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
    /// 信任目录：documents/ 放文件签署者的根证书，makers/ 制章机构，timestamps/ 时间戳机构（没有则用 documents/），吊销列表放在哪里都可以
    #[arg(long)]
    trust: PathBuf,
    /// 以 JSON 输出，每个文件一行
    #[arg(long)]
    json: bool,
}

/// Prints a report a file, and goes on after one that cannot be read. Succeeds when every file is accepted.
///
/// # Errors
/// When the trust folder cannot be used, or, once all others are told, when a file could not be read.
pub(crate) fn run(arguments: &Verify) -> Result<bool, Box<dyn Error>> {
    let trusted = app::document::trust::open(&arguments.trust)?;
    for fault in &trusted.faults {
        eprintln!("! {fault}");
    }
    let now = SystemClock.now().seconds();
    let verifier = Verifier::beside_this_program();
    let (mut good, mut unread) = (true, 0);
    for path in &arguments.files {
        let looked = read(path).map(|bytes| verifier.verify(&bytes, trusted.documents(), now));
        let text = match looked {
            Ok(report) => {
                let report = report?;
                good &= report.accepted;
                if arguments.json { json!({ "file": path, "report": report }).to_string() } else { words(path, &report) }
            }
            Err(error) => {
                unread += 1;
                let reason = format!("无法读取：{error}");
                if arguments.json {
                    json!({ "file": path, "error": reason }).to_string()
                } else {
                    format!("? 未核验 {}\n  {reason}", path.display())
                }
            }
        };
        // Whoever has read enough may close the pipe; the exit code is still told.
        let told = writeln!(std::io::stdout(), "{text}");
        told.or_else(|error| if error.kind() == ErrorKind::BrokenPipe { Ok(()) } else { Err(error) })?;
    }
    if unread == 0 { Ok(good) } else { Err(format!("{unread} 个文件无法读取，其余已核验").into()) }
}

/// One byte more than is looked at, so that a larger file is seen to be larger.
fn read(path: &Path) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let most = u64::try_from(FILE_MAX).unwrap_or(u64::MAX).saturating_add(1);
    std::fs::File::open(path)?.take(most).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Who signed, by name and code.
fn signers(report: &Report) -> String {
    let name = |signature: &Signature| {
        let code = signature.code.as_deref().unwrap_or("证书未载明代码");
        let role = if signature.personal { "，个人或登录证书" } else { "" };
        let wrong = if signature.flaws.is_empty() { "" } else { "，签名未通过核验" };
        format!("{}（{code}{role}{wrong}）", signature.signer)
    };
    let mut names: Vec<String> = report.signatures.iter().map(name).collect();
    names.dedup();
    if names.is_empty() { "没有可以认定的签名者".to_owned() } else { names.join("；") }
}

fn time(seconds: i64) -> String {
    Timestamp::from_micros(seconds.saturating_mul(Timestamp::SECOND)).to_seconds()
}

/// The report in words: who signed comes first.
fn words(path: &Path, report: &Report) -> String {
    let mut lines = vec![format!("{} {}", if report.accepted { "✓ 可信" } else { "✗ 不可信" }, path.display())];
    lines.push(format!("  谁签的：{}", signers(report)));
    lines.push(match &report.issued_by {
        Some(issuer) => format!("  是谁的：{} 的{}，由其自己的证书签署全文", issuer.name, issuer.paper()),
        None if report.accepted => "  是谁的：文件不带本平台的数据记录，只能说明由上述签名者签署，内容请向其核实".to_owned(),
        None => "  是谁的：不能认定".to_owned(),
    });
    lines.extend(report.flaws.iter().map(|flaw| format!("  ! {flaw}。{}", flaw.advice())));
    lines.extend(report.notes.iter().map(|note| format!("  · {note}")));
    lines.push(format!("  {} 字节，SM3 {}", report.size, report.digest));
    for signature in &report.signatures {
        let code = signature.code.as_deref().unwrap_or("证书未载明代码");
        lines.push(format!("  签名者 {}（{code}），{}", signature.signer, signature.algorithm));
        lines.extend(signature.notes.iter().map(|note| format!("    · {note}")));
        lines.push(format!("    证书 {} 至 {}，{}", time(signature.valid.0), time(signature.valid.1), signature.issuer));
        lines.push(match (signature.stamped_at, signature.claimed_at) {
            (Some(at), _) => format!("    时间戳 {}", time(at)),
            (None, Some(at)) => format!("    无时间戳，签名者自称 {}", time(at)),
            (None, None) => "    无时间戳".to_owned(),
        });
        let known = |known| if known { "未被吊销" } else { "吊销状态无法确认" };
        if let Some(maker) = &signature.maker {
            lines.push(format!("    制章机构 {}，于 {} {}", maker.name, time(maker.judged_at), known(maker.revocation_known)));
        }
        lines.push(format!("    覆盖 {} 字节，签名时{}", signature.covered, known(signature.revocation_known)));
        lines.extend(signature.flaws.iter().map(|flaw| format!("    ! {flaw}。{}", flaw.advice())));
    }
    lines.join("\n")
}

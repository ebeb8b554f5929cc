//! What is said of a file.

use documents::verify::{Report, Signature};
use domain::time::Timestamp;
use std::path::Path;

/// A report on a file in words: who signed comes first.
pub(super) fn words(path: &Path, report: &Report) -> String {
    let mut lines = vec![format!("{} {}", if report.accepted { "✓ 可信" } else { "✗ 不可信" }, shown(path))];
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

/// Why a file was not looked at, in words.
pub(super) fn unread(path: &Path, reason: &str) -> String {
    format!("? 未核验 {}\n  {reason}", shown(path))
}

/// A file's name on one line: files of strangers are named by strangers, and a name with a line break could say of itself that it is
/// to be relied on.
fn shown(path: &Path) -> String {
    path.display().to_string().replace(char::is_control, "\u{fffd}")
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

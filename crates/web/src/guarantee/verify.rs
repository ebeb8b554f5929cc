//! The public verification page. Its answer has one shape, whatever it is.

use crate::shell::{Frame, Guest, Nav, PageError, Web, html};
use app::guarantee::verify::{Authenticity, Element, FILE_MAX, Judged, Note, Report, Signature, by_file, by_number};
use askama::Template;
use axum::extract::multipart::MultipartError;
use axum::extract::{DefaultBodyLimit, FromRequest, Multipart, Query, Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::document::DocumentKind;
use domain::guarantee::Guarantee;
use domain::time::{Timestamp, date_in_words};
use serde::Deserialize;

#[derive(Deserialize)]
pub(crate) struct Question {
    #[serde(default)]
    number: String,
    #[serde(default)]
    code: String,
}

/// The answer as the page shows it.
struct Shown {
    /// The file's name in the archive that was brought.
    name: Option<String>,
    tone: &'static str,
    verdict: &'static str,
    meaning: &'static str,
    /// What is shown of the letter, each with where it is from.
    rows: Vec<(&'static str, String, &'static str)>,
    report: Option<Report>,
}

#[derive(Template)]
#[template(path = "guarantee/verify.html")]
struct VerifyPage {
    frame: Frame,
    number: String,
    code: String,
    answers: Vec<Shown>,
    fault: Option<&'static str>,
}

const ROWS: [&str; 10] = ["保函编号", "机构编号", "状态", "保证人", "申请人", "受益人", "标段", "担保金额", "出函时间", "有效期至"];

/// Which elements a row is about; none for what only the register knows.
fn about(row: &str) -> &'static [Element] {
    match row {
        "保函编号" | "机构编号" => &[Element::Number],
        "申请人" => &[Element::Applicant, Element::ApplicantCode],
        "受益人" => &[Element::Beneficiary, Element::BeneficiaryCode],
        "标段" => &[Element::Lot],
        "担保金额" => &[Element::Amount],
        "有效期至" => &[Element::Expiry],
        _ => &[],
    }
}

/// Where a row's value is from: the platform's register always, and what the file itself says of it, where that was looked for.
fn source(row: &str, verdict: &Authenticity, report: Option<&Report>, stated: Option<&[Element]>) -> &'static str {
    match (verdict, report, stated) {
        (
            Authenticity::Altered | Authenticity::Foreign | Authenticity::NotFitting | Authenticity::NotIssued | Authenticity::Picture,
            ..,
        ) => "",
        (Authenticity::Genuine(..), None, _) => "平台登记",
        (Authenticity::Genuine(..), Some(_), Some(stated)) => match about(row) {
            [] => "平台登记",
            wanted if wanted.iter().any(|element| stated.contains(element)) => "平台登记，文件中写明",
            _ => "平台登记，文件中未找到",
        },
        (Authenticity::Genuine(_, DocumentKind::Letter), Some(_), None) if about(row).is_empty() => "平台登记",
        (Authenticity::Genuine(_, DocumentKind::Letter), Some(_), None) => "平台登记，文件由平台按此制作",
        (Authenticity::Genuine(..), Some(_), None) => "平台登记",
    }
}

/// A value a row; empty for one that this guarantee has nothing to say in.
fn values(guarantee: &Guarantee, web: &Web) -> [String; 10] {
    let standing = guarantee.standing(web.world.now());
    let words = web.world.sites().get(guarantee.site).map(|site| &site.words);
    let sealed = || "开标前加密".to_owned();
    [
        guarantee.number.to_string(),
        guarantee.issuer_number.clone().unwrap_or_default(),
        words.map_or(standing.label(), |words| words.standing(standing)).to_owned(),
        guarantee.guarantor.name.to_string(),
        guarantee.applicant.name.to_string(),
        guarantee.lot.tenderee().map_or_else(sealed, |tenderee| tenderee.name.to_string()),
        guarantee.lot.title().map_or_else(sealed, |(number, name)| format!("{name}（{number}）")),
        format!("¥{}（{}）", guarantee.amount, guarantee.amount.capitals()),
        guarantee.issued_at.to_seconds(),
        date_in_words(guarantee.expiry),
    ]
}

fn answer(verdict: &Authenticity, judged: Option<Judged>, web: &Web) -> Shown {
    let repacked = judged.as_ref().is_some_and(|judged| judged.repacked);
    let (name, report, stated) = judged.map_or((None, None, None), |judged| (judged.name, Some(judged.report), judged.stated));
    let whole = verdict;
    // Only a letter of an institution's own system has a second number: everywhere else that row is left out.
    let blank = || ROWS.map(|row| if row == "机构编号" { String::new() } else { "—".to_owned() });
    let (tone, verdict, meaning, values) = match verdict {
        Authenticity::Genuine(guarantee, _) if repacked => (
            "ok",
            "真实有效",
            "内容与全部签名同本平台出具时完全一致，只是压缩包被重新打包过（中转系统、压缩软件常会这样做）。归档请以出具的原文件为准。",
            values(guarantee, web),
        ),
        Authenticity::Genuine(guarantee, DocumentKind::Letter) => {
            ("ok", "真实有效", "该保函由本平台登记的出函机构出具，内容与出具时一致，机构签名验证通过。", values(guarantee, web))
        }
        Authenticity::Genuine(guarantee, DocumentKind::Agreement | DocumentKind::Receipt) => {
            ("ok", "真实有效", "该文件随下列保函由本平台出具，内容与出具时一致，签名验证通过。", values(guarantee, web))
        }
        Authenticity::Altered => {
            ("bad", "已被篡改", "文件所载编号确由本平台出具，但文件内容与出具时不一致，请勿采信，并要求对方提供原文件。", blank())
        }
        Authenticity::Foreign => (
            "info",
            "签名有效，非本平台出具",
            "文件由上述签名者完整签署，签名后未被改动，证书受信任；这只说明由谁签署，是否有效出具请向其核实。",
            blank(),
        ),
        Authenticity::NotFitting => (
            "mute",
            "编号与校验码不相符",
            "没有与这一编号和校验码同时相符的保函，多半是其中一项有误。请对照保函逐位核对后再试，也可直接放入保函文件核验；仍不相符的，请向出函机构核实。",
            blank(),
        ),
        Authenticity::Picture => (
            "mute",
            "无法核验",
            "这是照片或扫描件，不带电子签名，看不出真假。请凭其上的编号与校验码核验，或向对方索取 PDF、OFD 原文件。",
            blank(),
        ),
        Authenticity::NotIssued => (
            "mute",
            "无法核验",
            "文件不是本平台登记的原件，也没有可以信任的完整签名。请按下列原因处理，凭编号与校验码核验，或向对方索取原文件。",
            blank(),
        ),
    };
    // Another institution's file has no row here; every other answer has all of them, so that none tells more than its verdict.
    let rows = if tone == "info" {
        Vec::new()
    } else {
        let source = |row| source(row, whole, report.as_ref(), stated.as_deref());
        let thing = match whole {
            Authenticity::Genuine(guarantee, _) => guarantee.lot.subject().words().thing,
            Authenticity::Altered | Authenticity::Foreign | Authenticity::NotFitting | Authenticity::NotIssued | Authenticity::Picture => {
                "标段"
            }
        };
        let called = |row| if row == "标段" { thing } else { row };
        let told = ROWS.into_iter().zip(values).filter(|(_, value)| !value.is_empty());
        told.map(|(row, value)| (called(row), value, source(row))).collect()
    };
    Shown { name, tone, verdict, meaning, rows, report }
}

impl Shown {
    /// Who signed the file, and whose paper it is, before anything else is said of it.
    fn signers(&self) -> Option<String> {
        let report = self.report.as_ref()?;
        if let Some(issuer) = &report.issued_by {
            return Some(format!("{}（{}），以自己的证书签署全文", issuer.name, issuer.code));
        }
        let name = |signature: &Signature| {
            let code = signature.code.as_deref().unwrap_or("证书未载明代码");
            let wrong = if signature.flaws.is_empty() { "" } else { "，签名未通过核验" };
            format!("{}（{code}{wrong}）", signature.signer)
        };
        let mut names: Vec<String> = report.signatures.iter().map(name).collect();
        names.dedup();
        Some(if names.is_empty() { "没有可以认定的签名者".to_owned() } else { names.join("；") })
    }

    /// What else a person should know.
    fn notes(&self) -> Option<String> {
        let report = self.report.as_ref()?;
        let mut notes: Vec<Note> =
            report.notes.iter().chain(report.signatures.iter().flat_map(|signature| &signature.notes)).copied().collect();
        notes.sort();
        notes.dedup();
        let words: Vec<String> = notes.iter().map(ToString::to_string).collect();
        (!words.is_empty()).then(|| words.join("；"))
    }

    /// Why the file is not accepted and what to do, each reason once.
    fn reasons(&self) -> Vec<(String, &'static str)> {
        let mut reasons: Vec<_> = self.report.iter().flat_map(Report::reasons).collect();
        reasons.sort();
        reasons.dedup();
        reasons.iter().map(|reason| (reason.to_string(), reason.advice())).collect()
    }

    /// UTC seconds as China's clocks show them.
    fn time(seconds: &i64) -> String {
        Timestamp::from_micros(seconds.saturating_mul(Timestamp::SECOND)).to_seconds()
    }
}

pub(crate) async fn form(State(web): State<Web>, guest: Guest, Query(question): Query<Question>) -> Result<Response, PageError> {
    let frame = guest.frame(&web, Nav::Verify)?;
    let asked = !question.number.trim().is_empty() || !question.code.trim().is_empty();
    let mut answers = Vec::new();
    if asked {
        answers.push(answer(&by_number(&web.world, &question.number, &question.code).await?, None, &web));
    }
    Ok(html(&VerifyPage { frame, number: question.number, code: question.code, answers, fault: None }))
}

/// Room for the multipart envelope around a file of the largest size.
const ENVELOPE: usize = 64 * 1024;

pub(crate) async fn file(State(web): State<Web>, guest: Guest, mut request: Request) -> Result<Response, PageError> {
    // An upload that says it is too large is refused before any of it is read.
    let declared = request.headers().get(axum::http::header::CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse::<usize>().ok());
    if declared.is_some_and(|length| length > FILE_MAX + ENVELOPE) {
        return too_large(guest.frame(&web, Nav::Verify)?);
    }
    DefaultBodyLimit::apply(DefaultBodyLimit::max(FILE_MAX + ENVELOPE), &mut request);
    let (frame, address) = (guest.frame(&web, Nav::Verify)?, guest.address.clone());
    let page = |answers, fault| VerifyPage { frame, number: String::new(), code: String::new(), answers, fault };
    let empty = Some("请选择要核验的文件（PDF 或 OFD）");
    let Ok(mut form) = Multipart::from_request(request, &web).await else { return Ok(html(&page(Vec::new(), empty))) };
    let large = |_: MultipartError| PageError::TooLarge;
    let Some(mut field) = form.next_field().await.map_err(large)? else { return Ok(html(&page(Vec::new(), empty))) };
    let called = field.file_name().unwrap_or_default().to_owned();
    let mut bytes = Vec::new();
    while let Some(chunk) = field.chunk().await.map_err(large)? {
        if bytes.len() + chunk.len() > FILE_MAX {
            return too_large(page(Vec::new(), None).frame);
        }
        bytes.extend_from_slice(&chunk);
    }
    if bytes.is_empty() && !called.is_empty() {
        return Ok(html(&page(Vec::new(), Some("所选文件为空（0 字节），没有可核验的内容。请重新获取原文件后再上传"))));
    }
    if bytes.is_empty() {
        return Ok(html(&page(Vec::new(), empty)));
    }
    let judged = by_file(&web.world, &address, bytes).await?;
    let answers = judged.into_iter().map(|judged| answer(&judged.verdict.clone(), Some(judged), &web)).collect();
    Ok(html(&page(answers, None)))
}

/// A file over the bound: where to go with it. Whoever split or packed it smaller would destroy its signatures (P4).
fn too_large(frame: Frame) -> Result<Response, PageError> {
    let fault = Some(
        "文件超过 20 MB，本页不能核验。请凭保函编号与校验码核验；或用离线核验程序 kaihan verify，它按同样的规则核验，不经过网络。切勿拆分或另存文件，那会破坏其中的签名。",
    );
    let page = VerifyPage { frame, number: String::new(), code: String::new(), answers: Vec::new(), fault };
    Ok((StatusCode::PAYLOAD_TOO_LARGE, html(&page)).into_response())
}

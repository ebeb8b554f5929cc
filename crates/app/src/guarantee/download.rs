//! Handing out the documents of a guarantee, one by one or all together.

use crate::agreement::prepare;
use crate::application::load::load as load_application;
use crate::application::view;
use crate::document::{load, typeset_when, wording};
use crate::error::AppError;
use crate::world::{Caller, World};
use documents::package;
use documents::paper::ApplicationForm;
use documents::typesetting::{Pages, Sheet, Urgency};
use domain::access::Action;
use domain::application::Application;
use domain::document::DocumentKind;
pub use domain::document::Format;
use domain::guarantee::Guarantee;
use domain::id::ApplicationId;
use domain::number::ApplicationNumber;
use domain::time::Timestamp;
use std::sync::Arc;

/// One file: its bytes, which are checked against the recorded digest before they leave.
///
/// # Errors
/// [`AppError::NotFound`] before issue and for strangers; [`AppError::Bug`] when the stored bytes are not the issued ones.
pub async fn download(
    world: &World,
    caller: &Caller,
    id: ApplicationId,
    kind: DocumentKind,
    format: Format,
) -> Result<(Guarantee, Vec<u8>), AppError> {
    let guarantee = view::view(world, caller, id).await?.guarantee.ok_or(AppError::NotFound)?;
    let file = guarantee.documents.get(kind).and_then(|pair| pair.get(format)).ok_or(AppError::NotFound)?;
    let bytes = load(world, file).await?;
    Ok((guarantee, bytes))
}

/// How anyone checks the files, in plain words.
fn instructions(world: &World, guarantee: &Guarantee) -> String {
    let listed: String = guarantee
        .documents
        .files()
        .map(|(kind, format, file)| format!("  {}.{}\n    SM3 {}\n", kind.label(), format.code(), file.digest))
        .collect();
    format!(
        "核验说明\n========\n\n保函编号：{}\n校 验 码：{}\n\n一、在线核验（无需登录）\n  打开 {}/verify，填写编号与校验码，或者把文件拖入页面。\n\n\
         二、离线核验（不依赖本平台）\n  kaihan verify 文件名 --trust 信任目录   逐项列出签名者、证书、时间戳与结论；\n  \
         信任目录的 documents/ 放发证机构的根证书，makers/ 放制章机构的根证书，均向发证机构索取。\n  OFD 可用支持 GB/T 38540 电子印章的阅读器核验；\n  \
         PDF 可用常见阅读器核验，附件 sm2-signature.json 另载国密签名。\n\n三、文件与摘要（SM3）\n{listed}\n\
         OFD 与 PDF 内容一致，效力相同。任何一个字节的改动都会使核验不通过。\n",
        guarantee.number, guarantee.check_code, world.origin
    )
}

/// Everything as one zip: letter, agreement and receipt in both formats, the application form, and how to check them.
///
/// # Errors
/// As [`download`].
pub async fn bundle(world: &World, caller: &Caller, id: ApplicationId) -> Result<(Guarantee, Vec<u8>), AppError> {
    let detail = view::view(world, caller, id).await?;
    let guarantee = detail.guarantee.ok_or(AppError::NotFound)?;
    let mut entries = vec![("核验说明.txt".to_owned(), instructions(world, &guarantee).into_bytes())];
    for (kind, format, file) in guarantee.documents.files() {
        entries.push((format!("{}.{}", kind.label(), format.code()), load(world, file).await?));
    }
    let signed = detail.application.agreement.as_ref().map_or(guarantee.issued_at, |agreement| agreement.prepared_at);
    entries.push(("投保单（申请书）.pdf".to_owned(), set_form(world, &detail.application, signed).await?.pdf.clone()));
    let bytes = package::write_all(&entries).map_err(|error| AppError::Bug(error.to_string()))?;
    Ok((guarantee, bytes))
}

/// The applicant's declaration (投保单、申请书) as PDF, from when it was signed on, with the order's number. Its elements are those of the agreement, which the
/// applicant sealed, and it is dated like that.
///
/// # Errors
/// [`AppError::NotFound`] before that, and to strangers.
pub async fn form(world: &World, caller: &Caller, id: ApplicationId) -> Result<(ApplicationNumber, Vec<u8>), AppError> {
    let (application, _) = load_application(world, &mut world.store.reader(), caller, Action::ViewApplication, id).await?;
    let signed = application.agreement.as_ref().ok_or(AppError::NotFound)?.prepared_at;
    let pages = set_form(world, &application, signed).await?;
    Ok((application.facts.number, pages.pdf.clone()))
}

async fn set_form(world: &World, application: &Application, signed: Timestamp) -> Result<Arc<Pages>, AppError> {
    let form = ApplicationForm {
        agreement: prepare::agreement(world, application, signed.date(), false).await?,
        representative: application.representative.as_ref().map(|person| (person.name.to_string(), person.mobile.to_string())),
    };
    let sheet = Sheet { ofd: false, ..form.sheet(wording(world, "application_form")?)? };
    typeset_when(world, sheet, Urgency::WhenFree).await
}

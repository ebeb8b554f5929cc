//! A file is handed in: judged by its content, looked at in the confined reader, scanned, kept under the organisation's key.

use super::conceal::Safe;
use super::load::{begun, load_own};
use crate::commit::commit;
use crate::document::{self, attachment};
use crate::error::{AppError, FieldError};
use crate::world::{Caller, World};
use domain::access::Action;
use domain::id::FileId;
use domain::profile::{EnterpriseProfile, FILE_MAX, ProfileFile, ProfileFileKind, Scan, attach};
use domain::time::Date;
use gm::digest::sm3_hex;
use partners::virus_scanner::Verdict;
use tables::attachment::kind as media;
use tables::reading::{Kind, Part};

/// What comes with a file.
#[derive(Clone, Debug)]
pub struct Brought {
    /// What it shows.
    pub kind: ProfileFileKind,
    /// What it is called.
    pub name: String,
    /// The last day of what it shows, as it was typed; empty for one without end.
    pub until: String,
}

/// Why a file was not taken.
pub(super) enum Turned {
    /// It is no use, and would be none again.
    ForGood(AppError),
    /// The same file may be taken later, or with another date.
    ForNow(AppError),
}

impl From<AppError> for Turned {
    fn from(error: AppError) -> Self {
        Self::ForNow(error)
    }
}

impl From<Turned> for AppError {
    fn from(turned: Turned) -> Self {
        match turned {
            Turned::ForGood(error) | Turned::ForNow(error) => error,
        }
    }
}

/// What is wrong with a file is said at the field of its kind.
pub(super) fn fault(kind: ProfileFileKind, message: impl std::fmt::Display) -> AppError {
    AppError::Invalid(vec![FieldError::new(kind.code(), message)])
}

/// The last day of what it shows.
fn until(about: &Brought, today: Date) -> Result<Option<Date>, AppError> {
    let text = about.until.trim();
    if text.is_empty() {
        return Ok(None);
    }
    let wrong = || fault(about.kind, format!("{}的有效期应写作 2031-12-31；长期有效的请留空", about.kind.item().label()));
    let date: Date = text.parse().map_err(|_| wrong())?;
    if date < today {
        Err(fault(about.kind, format!("{}已于 {date} 到期，请上传在有效期内的材料", about.kind.item().label())))
    } else {
        Ok(Some(date))
    }
}

/// What a file may weigh, said before any of it is taken.
pub(super) fn weighed(about: &Brought, size: usize) -> Result<(), AppError> {
    match size {
        0 => Err(fault(about.kind, format!("“{}”是空文件（0 字节），没有收到内容。请检查原文件后重新选择", about.name))),
        size if size > FILE_MAX => {
            Err(fault(about.kind, format!("“{}”超过 {} MB，请压缩或降低扫描分辨率后重新上传", about.name, FILE_MAX >> 20)))
        }
        _ => Ok(()),
    }
}

/// Whether it is whole, by the confined reader's word.
async fn whole(world: &World, about: &Brought, bytes: Vec<u8>) -> Result<(), Turned> {
    let mut parts = world.reader.read(Kind::Attachment, bytes).await?;
    match parts.recv().await {
        Some(Part::End) => Ok(()),
        Some(Part::Unreadable(reason)) => Err(Turned::ForGood(fault(about.kind, format!("“{}”：{reason}", about.name)))),
        Some(Part::Lines(_) | Part::Rows(_) | Part::Read(_)) | None => {
            Err(AppError::Unavailable("the reader ended before its answer".into()).into())
        }
    }
}

/// What the scanner says, where there is one. One that does not answer lets nothing through.
async fn scanned(world: &World, about: &Brought, bytes: &[u8]) -> Result<Scan, Turned> {
    let Some(scanner) = &world.scanner else { return Ok(Scan::None) };
    match scanner.scan(bytes).await {
        Ok(Verdict::Clean) => Ok(Scan::Clean),
        Ok(Verdict::Infected(name)) => {
            tracing::warn!("a file with a virus was turned away");
            Err(Turned::ForGood(fault(
                about.kind,
                format!("“{}”中查出病毒（{name}），没有保存。请先对本机查毒，再上传干净的文件", about.name),
            )))
        }
        Err(error) => {
            tracing::error!(%error, "the virus scanner does not answer");
            Err(fault(about.kind, "病毒查杀服务暂时没有应答，文件没有保存。请几分钟后重新上传").into())
        }
    }
}

/// Hands a file in.
///
/// # Errors
/// [`AppError::Invalid`] at the field of its kind: empty, too large, of another kind than it looks, broken, infected, past its last day, or one
/// too many; [`AppError::NotFound`] to those who apply for nothing.
pub async fn attach(world: &World, caller: &Caller, about: Brought, bytes: Vec<u8>) -> Result<EnterpriseProfile, AppError> {
    Ok(take(world, caller, about, bytes).await?)
}

/// The same, told apart by whether the file may be taken later.
pub(super) async fn take(world: &World, caller: &Caller, about: Brought, bytes: Vec<u8>) -> Result<EnterpriseProfile, Turned> {
    let own = load_own(world, caller, Action::ChangeProfile).await?;
    let until = until(&about, world.now().date())?;
    weighed(&about, bytes.len())?;
    let Some(media) = media(&bytes) else {
        let kinds = "不是 PDF、PNG 或 JPG（按文件内容判断，改扩展名无效）。请扫描或拍照后重新上传";
        return Err(Turned::ForGood(fault(about.kind, format!("“{}”{kinds}", about.name))));
    };
    let (digest, size) = (sm3_hex(&bytes), u64::try_from(bytes.len()).unwrap_or(u64::MAX));
    let scan = scanned(world, &about, &bytes).await?;
    let safe = Safe::open(world, own.party.organisation).await?;
    let id = world.id(FileId::new);
    let sealed = safe.seal(world, id, &bytes)?;
    whole(world, &about, bytes).await?;
    let stored = document::store(world, sealed).await?;
    let name = attachment::plain(&about.name);
    let file = ProfileFile { id, kind: about.kind, name, media: media.into(), digest, size, stored, until, scan, at: world.now() };
    let (party, kind) = (own.party, about.kind);
    let attached = commit(world, own.stamp, move |w| {
        Box::pin(async move {
            let profile = begun(w, &party).await?;
            let event = attach::attach(&profile, file).map_err(|refusal| fault(kind, refusal))?;
            w.append(profile, &event)
        })
    })
    .await;
    Ok(attached?)
}

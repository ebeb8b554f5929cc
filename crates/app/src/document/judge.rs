//! What a file is that somebody hands in: judged by its content, scanned, looked at in the confined reader (T-15). Whoever keeps such files
//! says at which field of its form a fault is shown.

use crate::error::{AppError, FieldError};
use crate::world::World;
use domain::profile::{FILE_MAX, Scan};
use gm::digest::sm3_hex;
use partners::virus_scanner::Verdict;
use tables::attachment::kind as media;
use tables::reading::{Kind, Part};

/// Why a file was not taken.
pub(crate) enum Turned {
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

/// A file as it came: the field of the form it stands in, and what it is called.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Handed<'a> {
    pub(crate) field: &'static str,
    pub(crate) name: &'a str,
}

impl Handed<'_> {
    /// What is wrong with it, said at its field.
    pub(crate) fn fault(self, message: impl std::fmt::Display) -> AppError {
        AppError::Invalid(vec![FieldError::new(self.field, message)])
    }

    /// What a file may weigh, said before any of it is taken.
    pub(crate) fn weighed(self, size: usize, max: usize) -> Result<(), AppError> {
        match size {
            0 => Err(self.fault(format!("“{}”是空文件（0 字节），没有收到内容。请检查原文件后重新选择", self.name))),
            size if size > max => Err(self.fault(format!("“{}”超过 {} MB，请压缩或降低扫描分辨率后重新上传", self.name, max >> 20))),
            _ => Ok(()),
        }
    }

    /// What the scanner says, where there is one. One that does not answer lets nothing through.
    pub(crate) async fn scanned(self, world: &World, bytes: &[u8]) -> Result<Scan, Turned> {
        let Some(scanner) = &world.scanner else { return Ok(Scan::None) };
        match scanner.scan(bytes).await {
            Ok(Verdict::Clean) => Ok(Scan::Clean),
            Ok(Verdict::Infected(virus)) => {
                tracing::warn!("a file with a virus was turned away");
                let told = format!("“{}”中查出病毒（{virus}），没有保存。请先对本机查毒，再上传干净的文件", self.name);
                Err(Turned::ForGood(self.fault(told)))
            }
            Err(error) => {
                tracing::error!(%error, "the virus scanner does not answer");
                Err(self.fault("病毒查杀服务暂时没有应答，文件没有保存。请几分钟后重新上传").into())
            }
        }
    }

    /// What the confined reader says of it, as this kind of file.
    pub(crate) async fn read(self, world: &World, kind: Kind, bytes: Vec<u8>) -> Result<Part, Turned> {
        let mut parts = world.reader.read(kind, bytes).await?;
        match parts.recv().await {
            Some(Part::Unreadable(reason)) => Err(Turned::ForGood(self.fault(format!("“{}”：{reason}", self.name)))),
            Some(part @ (Part::End | Part::Invoice(_))) => Ok(part),
            Some(Part::Lines(_) | Part::Rows(_) | Part::Read(_)) | None => {
                Err(AppError::Unavailable("the reader ended before its answer".into()).into())
            }
        }
    }
}

/// What a file turned out to be.
pub(crate) struct Judged {
    /// `pdf`, `png` or `jpg`.
    pub(crate) media: &'static str,
    /// SM3, hexadecimal.
    pub(crate) digest: String,
    /// In bytes.
    pub(crate) size: u64,
    pub(crate) scan: Scan,
}

/// Judges a paper: a PDF or a picture. `seal` makes of it what is kept, before the reader has it.
pub(crate) async fn judge<T>(
    world: &World,
    file: Handed<'_>,
    bytes: Vec<u8>,
    seal: impl FnOnce(&[u8]) -> Result<T, AppError>,
) -> Result<(Judged, T), Turned> {
    file.weighed(bytes.len(), FILE_MAX)?;
    let Some(media) = media(&bytes) else {
        let kinds = "不是 PDF、PNG 或 JPG（按文件内容判断，改扩展名无效）。请扫描或拍照后重新上传";
        return Err(Turned::ForGood(file.fault(format!("“{}”{kinds}", file.name))));
    };
    let (digest, size) = (sm3_hex(&bytes), u64::try_from(bytes.len()).unwrap_or(u64::MAX));
    let scan = file.scanned(world, &bytes).await?;
    let sealed = seal(&bytes)?;
    file.read(world, Kind::Attachment, bytes).await?;
    Ok((Judged { media, digest, size, scan }, sealed))
}

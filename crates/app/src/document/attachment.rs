//! Files that people hand in: looked at, stored, and carried along when their form comes back with faults.

use super::hold::{is_held, take_in};
use super::keep::load as read;
use crate::carried;
use crate::error::AppError;
use crate::world::World;
use domain::document::Attachment;
use domain::text::shown;

/// Largest file, in bytes.
pub const FILE_MAX: usize = 5 * 1024 * 1024;
/// What its mark is for.
const PURPOSE: &str = "attachment";
/// Longest name kept, in characters.
const NAME_MAX: usize = 100;
/// Longest ending of a name, in characters with its dot.
const END_MAX: usize = 10;

/// What kind of file the bytes are, of those that are taken.
pub(crate) fn kind(bytes: &[u8]) -> Option<&'static str> {
    match bytes {
        [b'%', b'P', b'D', b'F', b'-', ..] => Some("pdf"),
        [0x89, b'P', b'N', b'G', ..] => Some("png"),
        [0xff, 0xd8, 0xff, ..] => Some("jpg"),
        _ => None,
    }
}

/// Whether an attachment is a picture.
#[must_use]
pub fn is_picture(attachment: &Attachment) -> bool {
    matches!(attachment.kind.as_str(), "png" | "jpg")
}

/// The media type of a kind of file.
#[must_use]
pub fn media_type(kind: &str) -> &'static str {
    match kind {
        "pdf" => "application/pdf",
        "png" => "image/png",
        "jpg" => "image/jpeg",
        _ => "application/octet-stream",
    }
}

/// The name without a path, without what could hide in it and without dots at its ends; what is cut off one that is too long stands before its
/// ending.
pub(crate) fn plain(name: &str) -> String {
    let name = shown(name.rsplit(['/', '\\']).next().unwrap_or_default());
    let name: String = name.chars().filter(|c| !"\"<>|:*?".contains(*c)).collect();
    let name = name.trim_matches(|c: char| c == '.' || c.is_whitespace());
    let end = name.rfind('.').filter(|at| name[*at..].chars().count() <= END_MAX).unwrap_or(name.len());
    let (stem, end) = name.split_at(end);
    let stem: String = stem.chars().take(NAME_MAX - end.chars().count()).collect();
    if stem.is_empty() { format!("附件{end}") } else { format!("{stem}{end}") }
}

/// Stores a file that somebody handed in; `None` when it is of no kind that is taken, or too large.
///
/// # Errors
/// [`AppError::Unavailable`].
pub async fn take(world: &World, name: &str, bytes: Vec<u8>) -> Result<Option<Attachment>, AppError> {
    let Some(kind) = kind(&bytes).filter(|_| bytes.len() <= FILE_MAX) else { return Ok(None) };
    Ok(Some(Attachment { name: plain(name), kind: kind.into(), file: take_in(world, bytes).await? }))
}

/// An attachment as a form carries it: whoever has the text had handed in the file.
///
/// # Errors
/// [`AppError::Bug`] when it cannot be written.
pub fn carry(world: &World, attachment: &Attachment) -> Result<String, AppError> {
    carried::carry(world, PURPOSE, attachment)
}

/// The attachment that a form carried; `None` for anything we did not write, or so long ago that it may be swept.
#[must_use]
pub fn carried(world: &World, text: &str) -> Option<Attachment> {
    carried::carried(world, PURPOSE, text).filter(|attachment: &Attachment| is_held(world, &attachment.file))
}

/// The bytes of an attachment.
///
/// # Errors
/// [`AppError::Unavailable`].
pub async fn load(world: &World, attachment: &Attachment) -> Result<Vec<u8>, AppError> {
    read(world, &attachment.file).await
}

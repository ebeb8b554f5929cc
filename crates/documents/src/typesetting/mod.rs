//! Typesetting, which is done by another program: `kaihan-typesetter`, in bounded child processes. Here is what it is given, what it
//! gives back, and the pool of processes.

pub mod faces;
mod picture;
mod pool;
pub mod wire;

pub use child::{Urgency, Wanted};
pub use picture::Picture;
pub use pool::Typesetter;

use crate::ofd::parts::Package;
use serde::{Deserialize, Serialize};

/// A sheet to be laid out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Sheet {
    /// The wording's typst source.
    pub source: String,
    /// The layout it imports as `/layout.typ`.
    pub layout: String,
    /// What it reads as `/data.json`.
    pub data: String,
    /// What is attached to the pages as `kaihan.json`; nothing when empty.
    pub record: String,
    /// The document's title.
    pub title: String,
    /// Words it is found by.
    pub keywords: Vec<String>,
    /// What makes the file's identifier.
    pub identity: String,
    /// The date inside the files, `YYYY-MM-DD`.
    pub dated: String,
    /// What it reads as `/pictures`: pictures one after another, whose places its data names. A sheet with pictures is set as PDF alone.
    #[serde(skip)]
    pub images: Vec<u8>,
    /// Whether a PDF is wanted.
    pub pdf: bool,
    /// Whether an OFD is wanted.
    pub ofd: bool,
    /// Whether pictures are wanted.
    pub pictures: bool,
}

/// Where a seal goes: a group labelled `stamp-NAME` on the sheet, `stamp-NAME.2.3` for the second of three slices. Its drawing is on the PDF's page; in the OFD the reader draws it
/// from the seal structure. Micrometres from the page's upper left corner.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stamp {
    /// Whose seal, as the wording names it.
    pub name: String,
    /// The page, counted from 0.
    pub page: usize,
    /// The page's identifier inside the OFD.
    pub page_id: u32,
    /// Left edge.
    pub x: i64,
    /// Upper edge.
    pub y: i64,
    /// Width.
    pub width: i64,
    /// Height.
    pub height: i64,
    /// Which slice of how many stands here, for a seal across pages (骑缝章); counted from 1.
    pub slice: Option<(u32, u32)>,
}

/// Laid-out pages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pages {
    /// PDF/A-3b; empty unless it was wanted.
    pub pdf: Vec<u8>,
    /// OFD without signatures, not yet packed: it is once it is sealed. Empty unless it was wanted.
    pub ofd: Package,
    /// A picture of each page; empty unless they were wanted.
    pub pictures: Vec<Picture>,
    /// Where seals go.
    pub stamps: Vec<Stamp>,
}

/// Why pages cannot be made.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum TypesetError {
    /// A font is missing.
    #[error("缺少字体文件 {0}，请先运行 cargo xtask demo 或 cargo xtask test 安装字体")]
    FontMissing(String),
    /// The wording and its data do not make pages.
    #[error("排版失败：{0}")]
    Failed(String),
    /// A character that no font has; named, so that the person can replace it.
    #[error("字库中没有“{character}”（U+{code:04X}），请改用规范字后重试")]
    GlyphMissing {
        /// The character.
        character: String,
        /// Its code point.
        code: u32,
    },
    /// The wording used up its time or memory.
    #[error("格式文本排版超出了时间或内存限制，请简化内容后重试")]
    Exhausted,
    /// The process was killed, or did not get its time: nothing is wrong with the wording.
    #[error("排版服务繁忙，请稍后重试（{0}）")]
    Busy(String),
    /// The typesetting program cannot be started.
    #[error("排版程序无法启动：{0}")]
    Unavailable(String),
}

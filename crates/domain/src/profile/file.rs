//! Files of a profile.

use super::ProfileItem;
use crate::document::StoredFile;
use crate::id::FileId;
use crate::time::{Date, Timestamp};
use serde::{Deserialize, Serialize};

/// Largest file, in bytes (Hunan manual 6 has the same bound).
pub const FILE_MAX: usize = 50 << 20;
/// Most bytes of all files that stand at a time.
pub const FILES_BYTES_MAX: u64 = 200 << 20;
/// Most certificates of qualification that stand at a time.
pub const QUALIFICATIONS_MAX: usize = 10;

/// What kind of paper a file shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ProfileFileKind {
    /// The legal representative's identity card.
    LegalCard,
    /// The business licence.
    BusinessLicence,
    /// A certificate of qualification; there may be several.
    Qualification,
    /// The permit to open the basic account, or what the bank says of it.
    AccountPermit,
}

impl ProfileFileKind {
    /// Every kind, in the order of the page.
    pub const ALL: [Self; 4] = [Self::LegalCard, Self::BusinessLicence, Self::Qualification, Self::AccountPermit];

    /// The item it is.
    #[must_use]
    pub const fn item(self) -> ProfileItem {
        match self {
            Self::LegalCard => ProfileItem::LegalCard,
            Self::BusinessLicence => ProfileItem::BusinessLicence,
            Self::Qualification => ProfileItem::Qualification,
            Self::AccountPermit => ProfileItem::AccountPermit,
        }
    }

    /// Its name in forms.
    #[must_use]
    pub const fn code(self) -> &'static str {
        self.item().code()
    }

    /// The kind with this code, if there is one.
    #[must_use]
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// How many of it may stand at a time; of one, a new file takes the old one's place.
    #[must_use]
    pub const fn most(self) -> usize {
        match self {
            Self::LegalCard | Self::BusinessLicence | Self::AccountPermit => 1,
            Self::Qualification => QUALIFICATIONS_MAX,
        }
    }
}

/// What the virus scanner said of a file before it was kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scan {
    /// Nothing was found.
    Clean,
    /// This installation has no scanner.
    None,
}

impl Scan {
    /// The word on screens.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Clean => "已查毒，未发现病毒",
            Self::None => "未查毒（本平台未配置病毒查杀）",
        }
    }
}

/// A file of a profile. Its bytes are kept under the organisation's key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProfileFile {
    /// Which; the name its bytes are stored by.
    pub id: FileId,
    /// What it shows.
    pub kind: ProfileFileKind,
    /// What it was called, as people see it; never part of a path.
    pub name: String,
    /// What it is by its content: `pdf`, `png` or `jpg`.
    pub media: String,
    /// SM3 of what was handed in, hexadecimal.
    pub digest: String,
    /// How many bytes were handed in.
    pub size: u64,
    /// As it is stored: encrypted.
    pub stored: StoredFile,
    /// The last day of what it shows; `None` for one without end.
    pub until: Option<Date>,
    /// What the scanner said.
    pub scan: Scan,
    /// When it was handed in.
    pub at: Timestamp,
}

impl ProfileFile {
    /// Whether what it shows has ended by `today`.
    #[must_use]
    pub fn has_ended(&self, today: Date) -> bool {
        self.until.is_some_and(|until| today > until)
    }

    /// Whether it is a picture.
    #[must_use]
    pub fn is_picture(&self) -> bool {
        matches!(self.media.as_str(), "png" | "jpg")
    }
}

impl ProfileItem {
    /// The kind of file it is, if it is one.
    #[must_use]
    pub fn file(self) -> Option<ProfileFileKind> {
        ProfileFileKind::ALL.into_iter().find(|kind| kind.item() == self)
    }
}

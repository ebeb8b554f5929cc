use serde::{Deserialize, Serialize};
use std::fmt;

/// What a person should know about a file or a signature beside whether it is right.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Note {
    /// The namespace before GB/T 33190-2016.
    OldNamespace,
    /// A seal of GM/T 0031-2014.
    OldSeal,
    /// A signature without a seal (GM/T 0010).
    WithoutSeal,
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::OldNamespace => "旧版版式文件（2016 年以前的命名空间）",
            Self::OldSeal => "旧版电子印章（GM/T 0031-2014）",
            Self::WithoutSeal => "纯数字签名，无电子印章",
        })
    }
}

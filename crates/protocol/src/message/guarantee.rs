use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A file's format.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum FileFormat {
    /// PDF。
    Pdf,
    /// OFD（GB/T 33190）。
    Ofd,
    /// XML，只用于发票。自 1.3 版起。
    Xml,
}

impl FileFormat {
    /// Every format.
    pub const ALL: [Self; 3] = [Self::Pdf, Self::Ofd, Self::Xml];

    /// Its name on the wire.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Ofd => "ofd",
            Self::Xml => "xml",
        }
    }
}

/// What a pushed file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum FileKind {
    /// 保函。
    Letter,
    /// 密文保函：加密标段在开标前的保函。自 1.3 版起。
    CipherLetter,
    /// 发票。
    Invoice,
    /// 红字发票。自 1.3 版起。
    RedInvoice,
}

impl FileKind {
    /// Every kind.
    pub const ALL: [Self; 4] = [Self::Letter, Self::CipherLetter, Self::Invoice, Self::RedInvoice];

    /// Its name on the wire.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Letter => "letter",
            Self::CipherLetter => "cipher_letter",
            Self::Invoice => "invoice",
            Self::RedInvoice => "red_invoice",
        }
    }
}

/// A file by its digest; its bytes are pushed by themselves.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct IssuedFile {
    /// 格式。
    pub format: FileFormat,
    /// 文件的 SM3 摘要。
    pub digest: String,
    /// 字节数。
    pub size: u64,
}

/// 出函结果：机构 → 平台。文件另行推送；平台核对签章、摘要与要素后办结。
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct IssuedGuarantee {
    /// 订单编号。
    pub order_number: String,
    /// 机构的保函编号，最长 64 个字符，机构内唯一。
    pub guarantee_number: String,
    /// 担保金额（元），须与订单一致。
    pub amount: String,
    /// 生效日。
    pub effective: String,
    /// 最后一日（含当日），须与订单一致。
    pub expiry: String,
    /// 保函要素摘要，须与订单一致。
    pub terms_digest: String,
    /// 出函时间。
    pub issued_at: String,
    /// 保函文件，一个或两个（PDF、OFD 各至多一个）。
    pub files: Vec<IssuedFile>,
}

/// The answer to a pushed file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct FileReceipt {
    /// 文件的 SM3 摘要。
    pub digest: String,
    /// 字节数。
    pub size: u64,
}

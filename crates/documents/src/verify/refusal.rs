use serde::{Deserialize, Serialize};
use std::fmt;

/// Why a file is not accepted. A closed list; each has words for people.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Refusal {
    /// Neither PDF nor OFD.
    FormatUnknown,
    /// Beyond what is looked at.
    TooLarge,
    /// No signature.
    NotSigned,
    /// Not an archive, or one that says two things.
    ArchiveMalformed,
    /// Bytes that belong to no entry.
    ArchiveGap,
    /// Local header and directory differ.
    HeadersDiffer,
    /// Unpacks to more than is allowed.
    ArchiveBomb,
    /// An encrypted or unusually packed entry.
    ArchiveEncrypted,
    /// Two entries of the same name.
    EntryDuplicate,
    /// A name that leads elsewhere.
    EntryName,
    /// Bytes behind the end, or the end is missing.
    TrailingBytes,
    /// XML that is not well-formed, has a document type, or is too large.
    XmlRefused,
    /// A file that the package's structure needs is missing or wrong.
    StructureWrong,
    /// An entry that no signature covers.
    EntryNotCovered,
    /// A file that was signed is missing.
    EntryMissing,
    /// What was signed is not what is there.
    ContentAltered,
    /// The signature does not verify.
    SignatureWrong,
    /// The signature's structure cannot be read.
    SignatureMalformed,
    /// A digest algorithm that is not accepted.
    DigestMethodRefused,
    /// A signature algorithm that is not accepted.
    AlgorithmRefused,
    /// The signer's certificate is not inside.
    CertificateMissing,
    /// The signature names another certificate.
    CertificateSwapped,
    /// No trusted anchor issued the certificate.
    CertificateUntrusted,
    /// It had expired when it signed.
    CertificateExpired,
    /// It was not valid yet.
    CertificateNotYetValid,
    /// It was revoked when it signed.
    CertificateRevoked,
    /// It may not sign documents, or something else is wrong with its path.
    CertificateUnfit,
    /// A certificate of an organisation other than the one the document names.
    CertificateOfAnother,
    /// The seal's maker is not trusted, or did not sign the seal.
    SealMakerWrong,
    /// The seal beside the signature is not the one that was used.
    SealSwapped,
    /// The seal may not be used with this certificate.
    SealOfAnother,
    /// The seal was not valid when it was used.
    SealExpired,
    /// The time stamp does not verify, or is over something else.
    TimeStampWrong,
    /// The time stamp uses an algorithm that is too weak, such as SHA-1, or not known here: it proves no time.
    TimeStampWeak,
    /// Its authority is not trusted.
    TimeStampUntrusted,
    /// Not a PDF as the standard has it.
    PdfMalformed,
    /// A password is needed to open it.
    PdfEncrypted,
    /// The signature does not cover the whole file.
    NotWholeFile,
    /// Something was changed after a signature was made.
    AlteredAfterSigning,
    /// Fields of a form were filled in after a signature was made.
    FilledAfterSigning,
    /// A signer forbade what happened afterwards (certification, locks on fields).
    ChangeForbidden,
    /// More than one place where a signature could be read from.
    SignatureAmbiguous,
    /// A program inside, or an action that leaves the document.
    ActiveContent,
    /// Looking at it used up the time or memory there is for one file.
    Exhausting,
    /// The attached evidence does not belong to the document.
    EvidenceWrong,
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::FormatUnknown => "不是 PDF 或 OFD 文件",
            Self::TooLarge => "文件超过 20 MB，无法核验",
            Self::NotSigned => "文件没有电子签名",
            Self::ArchiveMalformed => "版式文件的压缩结构不正确",
            Self::ArchiveGap => "版式文件中藏有不属于任何内容的数据",
            Self::HeadersDiffer => "版式文件的目录与内容不一致",
            Self::ArchiveBomb => "版式文件解压后过大",
            Self::ArchiveEncrypted => "版式文件含有加密或不常见的压缩方式",
            Self::EntryDuplicate => "版式文件中有重名内容",
            Self::EntryName => "版式文件中有不安全的路径",
            Self::TrailingBytes => "文件末尾不完整，或者被附加了数据",
            Self::XmlRefused => "版式文件的描述不正确或含有被禁止的声明",
            Self::StructureWrong => "版式文件的结构不完整",
            Self::EntryNotCovered => "文件中有未被签名保护的内容",
            Self::EntryMissing => "签名保护的内容缺失",
            Self::ContentAltered => "文件内容在签名后被改动",
            Self::SignatureWrong => "签名值验证不通过",
            Self::SignatureMalformed => "签名数据的结构不正确",
            Self::DigestMethodRefused => "签名使用了不被接受的摘要算法",
            Self::AlgorithmRefused => "签名使用了不被接受的签名算法",
            Self::CertificateMissing => "文件中没有签名者的证书",
            Self::CertificateSwapped => "签名者证书被替换",
            Self::CertificateUntrusted => "签名证书不是由受信任的发证机构签发",
            Self::CertificateExpired => "签名时证书已过期",
            Self::CertificateNotYetValid => "签名时证书尚未生效",
            Self::CertificateRevoked => "签名时证书已被吊销",
            Self::CertificateUnfit => "签名证书的用途或证书链不符合要求",
            Self::CertificateOfAnother => "签名证书不属于文件所载的出具单位",
            Self::SealMakerWrong => "电子印章不是由受信任的制章机构制作",
            Self::SealSwapped => "电子印章被替换",
            Self::SealOfAnother => "电子印章不属于签名证书的持有人",
            Self::SealExpired => "签章时电子印章不在有效期内",
            Self::TimeStampWrong => "时间戳验证不通过",
            Self::TimeStampWeak => "时间戳采用 SHA-1 等强度不足或不受支持的算法，不能据以确认签署时间",
            Self::TimeStampUntrusted => "时间戳不是由受信任的机构签发",
            Self::PdfMalformed => "PDF 文件的结构不正确",
            Self::PdfEncrypted => "PDF 设有打开密码，无法核验，请提供未加密的文件",
            Self::NotWholeFile => "签名没有覆盖整个文件",
            Self::AlteredAfterSigning => "签名之后文件又被修改",
            Self::FilledAfterSigning => "签名之后又填写了表单，签名人签署时没有所填内容",
            Self::ChangeForbidden => "签名人声明此后不得再签名或改动，之后却有签名或改动",
            Self::SignatureAmbiguous => "文件中的签名位置不唯一",
            Self::ActiveContent => "文件中含有程序或外部动作",
            Self::Exhausting => "文件过于复杂，未能在限度内完成核验",
            Self::EvidenceWrong => "随附的国密签名证据与文件不符",
        })
    }
}

use gm::certificate::CertificateError;
use seals::asn1::Malformed;
use seals::cms::SignedDataError;
use seals::timestamp::TimeStampError;
use serde::{Deserialize, Serialize};
use std::fmt;

/// Why a file is not accepted. A closed list; each has words for people.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Flaw {
    /// Neither PDF nor OFD.
    FormatUnknown,
    /// Beyond what is looked at.
    TooLarge,
    /// No signature.
    NotSigned,
    /// An archive of documents that cannot be opened, or not in one way only.
    BundleMalformed,
    /// It unpacks to more than is allowed.
    BundleBomb,
    /// More documents in it than are looked at.
    BundleTooMany,
    /// Archives in it, and no document.
    BundleNested,
    /// No document in it.
    BundleEmpty,
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
    /// Names beyond ASCII that do not say how they are written, so that what is signed cannot be found by them.
    EntryNameUnclear,
    /// Bytes behind the end, or the end is missing.
    TrailingBytes,
    /// XML that is not well-formed, has a document type, or is too large.
    XmlRefused,
    /// A file that the package's structure needs is missing or wrong.
    StructureWrong,
    /// More than one document, or more than one version of it, in a package: readers may show different ones.
    DocumentAmbiguous,
    /// An entry that no signature covers.
    EntryNotCovered,
    /// A page, template, annotation or resource list that no signature covers.
    PartNotCovered,
    /// A file that was signed is missing.
    EntryMissing,
    /// What was signed is not what is there.
    ContentAltered,
    /// The signature does not verify.
    SignatureWrong,
    /// The signature's structure cannot be read.
    SignatureMalformed,
    /// The list says one kind of signature, its data is another.
    SignatureKindWrong,
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
    /// Lists of its issuer are at hand, and none covers it: of another scope, or out of date.
    RevocationUnknown,
    /// A person's certificate, for logging in and agreements, on a paper of another kind.
    CertificatePersonal,
    /// It may not sign documents, or something else is wrong with its path.
    CertificateUnfit,
    /// A certificate of an organisation other than the one the document names.
    CertificateOfAnother,
    /// Our number or layout, and no record of ours.
    RecordMissing,
    /// A record of ours in another place, under another name, or more than once.
    RecordMisplaced,
    /// A record that is not as we write it.
    RecordUnreadable,
    /// The seal's maker is not trusted, or did not sign the seal.
    SealMakerWrong,
    /// The seal's maker was revoked by the time at which the seal is first proved to have been there.
    SealMakerRevoked,
    /// The seal's maker's certificate was not valid at that time.
    SealMakerExpired,
    /// The seal's maker's certificate may not sign seals, or something else is wrong with its path.
    SealMakerUnfit,
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

impl fmt::Display for Flaw {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::FormatUnknown => "不是 PDF 或 OFD 文件",
            Self::TooLarge => "文件超过 20 MB，无法核验",
            Self::NotSigned => "文件没有电子签名",
            Self::BundleMalformed => "压缩包无法打开：结构不正确、含有加密或重名的文件，或文件名不规范",
            Self::BundleBomb => "压缩包解压后过大，未打开",
            Self::BundleTooMany => "压缩包中的 PDF、OFD 文件多于 12 个",
            Self::BundleNested => "压缩包里还是压缩包，没有直接放入 PDF 或 OFD 文件",
            Self::BundleEmpty => "压缩包里没有 PDF 或 OFD 文件",
            Self::ArchiveMalformed => "版式文件的压缩结构不正确",
            Self::ArchiveGap => "版式文件中有不属于任何内容的数据",
            Self::HeadersDiffer => "版式文件的目录与内容不一致",
            Self::ArchiveBomb => "版式文件解压后过大",
            Self::ArchiveEncrypted => "版式文件含有加密或不常见的压缩方式",
            Self::EntryDuplicate => "版式文件中有重名内容",
            Self::EntryName => "版式文件中有不规范或不安全的路径（如反斜杠、上级目录、非 UTF-8 文件名）",
            Self::EntryNameUnclear => "文件名没有标明编码（可能是 GBK），无法与签名所列的文件对应",
            Self::TrailingBytes => "文件末尾不完整，或者被附加了数据",
            Self::XmlRefused => "版式文件的描述不正确或含有被禁止的声明",
            Self::StructureWrong => "版式文件的结构不完整，或与标准不符",
            Self::DocumentAmbiguous => "文件包中有多个文档或多个版本，不同的阅读器可能显示不同内容",
            Self::PartNotCovered => "页面、模板、注释或资源表没有被签名保护，任何人都可能改动它",
            Self::EntryNotCovered => "文件中有未被签名保护的内容",
            Self::EntryMissing => "签名保护的内容缺失",
            Self::ContentAltered => "文件内容在签名后被改动",
            Self::SignatureWrong => "签名值验证不通过",
            Self::SignatureMalformed => "签名数据的结构不正确",
            Self::SignatureKindWrong => "签名清单所写的签名类型与签名数据不符，或类型不受支持",
            Self::DigestMethodRefused => "签名使用了不被接受的摘要算法",
            Self::AlgorithmRefused => "签名使用了不被接受的签名算法",
            Self::CertificateMissing => "文件中没有签名者的证书",
            Self::CertificateSwapped => "签名者证书被替换",
            Self::CertificateUntrusted => "签名证书不是由受信任的发证机构签发",
            Self::CertificateExpired => "签名时证书已过期",
            Self::CertificateNotYetValid => "签名时证书尚未生效",
            Self::CertificateRevoked => "签名时证书已被吊销",
            Self::RevocationUnknown => "现有吊销列表的范围或期限不包括签名证书，无法确认其是否被吊销",
            Self::CertificatePersonal => "签名用的是只用于登录和签订协议的证书，不能据此认定为所载单位出具",
            Self::CertificateUnfit => "签名证书的用途或证书链不符合要求",
            Self::CertificateOfAnother => "签名证书不属于文件所载的出具单位",
            Self::RecordMissing => "文件带有本平台的编号或版式，但没有本平台的数据记录，不能据此认定由谁出具",
            Self::RecordMisplaced => "本平台的数据记录不在规定的位置，或不止一份，不能据此认定由谁出具",
            Self::RecordUnreadable => "本平台的数据记录不完整或自相矛盾，不能据此认定由谁出具",
            Self::SealMakerRevoked => "制章机构的证书在签章时已被吊销",
            Self::SealMakerExpired => "制章机构的证书在签章时不在有效期内",
            Self::SealMakerUnfit => "制章机构的证书用途或证书链不符合要求",
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

impl From<Malformed> for Flaw {
    fn from(_: Malformed) -> Self {
        Self::SignatureMalformed
    }
}

impl From<SignedDataError> for Flaw {
    fn from(error: SignedDataError) -> Self {
        match error {
            SignedDataError::Malformed => Self::SignatureMalformed,
            SignedDataError::DigestMethod => Self::DigestMethodRefused,
            SignedDataError::Algorithm => Self::AlgorithmRefused,
            SignedDataError::CertificateMissing => Self::CertificateMissing,
            SignedDataError::ContentAltered => Self::ContentAltered,
            SignedDataError::Signature => Self::SignatureWrong,
            SignedDataError::CertificateSwapped => Self::CertificateSwapped,
        }
    }
}

impl From<TimeStampError> for Flaw {
    fn from(error: TimeStampError) -> Self {
        match error {
            TimeStampError::Wrong => Self::TimeStampWrong,
            TimeStampError::Weak => Self::TimeStampWeak,
        }
    }
}

impl Flaw {
    /// What a value that does not verify is called: a key or an algorithm that cannot be used accuses nobody.
    pub(super) const fn of_value(error: CertificateError) -> Self {
        match error {
            CertificateError::Algorithm => Self::AlgorithmRefused,
            CertificateError::Malformed => Self::SignatureMalformed,
            CertificateError::Signature
            | CertificateError::NotYetValid
            | CertificateError::Expired
            | CertificateError::KeyUsage
            | CertificateError::UnknownCritical
            | CertificateError::NotAnAuthority
            | CertificateError::Untrusted
            | CertificateError::Revoked
            | CertificateError::RevocationUnknown => Self::SignatureWrong,
        }
    }

    /// Every reason, in the order in which things are looked at.
    pub const ALL: [Self; Self::EvidenceWrong as usize + 1] = [
        Self::FormatUnknown,
        Self::TooLarge,
        Self::NotSigned,
        Self::BundleMalformed,
        Self::BundleBomb,
        Self::BundleTooMany,
        Self::BundleNested,
        Self::BundleEmpty,
        Self::ArchiveMalformed,
        Self::ArchiveGap,
        Self::HeadersDiffer,
        Self::ArchiveBomb,
        Self::ArchiveEncrypted,
        Self::EntryDuplicate,
        Self::EntryName,
        Self::EntryNameUnclear,
        Self::TrailingBytes,
        Self::XmlRefused,
        Self::StructureWrong,
        Self::DocumentAmbiguous,
        Self::EntryNotCovered,
        Self::PartNotCovered,
        Self::EntryMissing,
        Self::ContentAltered,
        Self::SignatureWrong,
        Self::SignatureMalformed,
        Self::SignatureKindWrong,
        Self::DigestMethodRefused,
        Self::AlgorithmRefused,
        Self::CertificateMissing,
        Self::CertificateSwapped,
        Self::CertificateUntrusted,
        Self::CertificateExpired,
        Self::CertificateNotYetValid,
        Self::CertificateRevoked,
        Self::RevocationUnknown,
        Self::CertificatePersonal,
        Self::CertificateUnfit,
        Self::CertificateOfAnother,
        Self::RecordMissing,
        Self::RecordMisplaced,
        Self::RecordUnreadable,
        Self::SealMakerWrong,
        Self::SealMakerRevoked,
        Self::SealMakerExpired,
        Self::SealMakerUnfit,
        Self::SealSwapped,
        Self::SealOfAnother,
        Self::SealExpired,
        Self::TimeStampWrong,
        Self::TimeStampWeak,
        Self::TimeStampUntrusted,
        Self::PdfMalformed,
        Self::PdfEncrypted,
        Self::NotWholeFile,
        Self::AlteredAfterSigning,
        Self::FilledAfterSigning,
        Self::ChangeForbidden,
        Self::SignatureAmbiguous,
        Self::ActiveContent,
        Self::Exhausting,
        Self::EvidenceWrong,
    ];

    /// What a person should do.
    #[must_use]
    pub const fn advice(self) -> &'static str {
        match self {
            Self::FormatUnknown
            | Self::TooLarge
            | Self::ArchiveMalformed
            | Self::ArchiveGap
            | Self::HeadersDiffer
            | Self::ArchiveBomb
            | Self::ArchiveEncrypted
            | Self::EntryDuplicate
            | Self::TrailingBytes
            | Self::PdfMalformed
            | Self::PdfEncrypted
            | Self::Exhausting => "请对方直接发送原文件（不要改名、转换、截图或重新打包），再核验一次",
            Self::BundleMalformed | Self::BundleBomb | Self::BundleTooMany | Self::BundleNested | Self::BundleEmpty => {
                "请在自己的电脑上解压，将其中的 PDF、OFD 文件逐个核验；解不开的，请对方直接发送文件本身"
            }
            Self::NotSigned => "请要求对方提供经过电子签名的原文件；打印件、扫描件不能在此核验",
            Self::EntryName
            | Self::EntryNameUnclear
            | Self::XmlRefused
            | Self::StructureWrong
            | Self::DocumentAmbiguous
            | Self::SignatureMalformed
            | Self::SignatureKindWrong
            | Self::SignatureAmbiguous
            | Self::CertificateMissing
            | Self::ActiveContent
            | Self::EvidenceWrong => "文件可能由不合标准的软件制作：请对方用原软件另存或更新后重新签署，再核验",
            Self::EntryNotCovered | Self::PartNotCovered | Self::NotWholeFile => {
                "签名没有保护全部内容，请勿据此付款或接受，请签署者对完整文件重新签署"
            }
            Self::EntryMissing
            | Self::ContentAltered
            | Self::SignatureWrong
            | Self::CertificateSwapped
            | Self::SealSwapped
            | Self::AlteredAfterSigning
            | Self::FilledAfterSigning
            | Self::ChangeForbidden => "请勿采信这份文件，向签署者索要原文件并比对",
            Self::DigestMethodRefused | Self::AlgorithmRefused | Self::TimeStampWeak => {
                "本平台不采用这一算法，不表示文件有假：请签署者改用国密 SM2/SM3 或 RSA-2048、SHA-256 以上重新签署"
            }
            Self::CertificateUntrusted => "请确认发证机构是否应当受信任；是，则将其根证书放入信任目录 documents/ 后再核验",
            Self::SealMakerWrong | Self::SealMakerUnfit => "请确认制章机构是否应当受信任；是，则将其根证书放入信任目录 makers/ 后再核验",
            Self::TimeStampUntrusted => "请确认时间戳机构是否应当受信任；是，则将其根证书放入信任目录 timestamps/ 后再核验",
            Self::CertificateExpired | Self::CertificateNotYetValid | Self::SealExpired | Self::SealMakerExpired => {
                "请签署者更新证书或印章后重新签署；签署时已有可信时间戳的文件不受证书日后过期影响"
            }
            Self::CertificateRevoked | Self::SealMakerRevoked => "请勿采信，联系签署者说明情况，并向发证机构核实吊销时间",
            Self::RevocationUnknown => "请运维人员取得发证机构最新的、范围相符的吊销列表放入信任目录，再核验",
            Self::CertificateUnfit => "请签署者用签署文件的证书（密钥用法含数字签名或不可否认）重新签署",
            Self::CertificateOfAnother | Self::CertificatePersonal | Self::SealOfAnother => {
                "请向文件所载的出具单位核实，要求其用自己的签章证书签署"
            }
            Self::RecordMissing | Self::RecordMisplaced | Self::RecordUnreadable => {
                "请在本平台核验页输入保函编号与校验码，或向文件所载单位核实，不要凭文件外观判断"
            }
            Self::TimeStampWrong => "请勿以该时间为准，向签署者核实签署时间",
        }
    }
}

//! X.509 certificates: SM2 with SM3 for people and seals, RSA and ECDSA for documents of other institutions.

mod issue;
mod keep;
mod name;
mod parse;
mod request;
mod revocation;
mod scheme;
mod scope;
mod trust;

pub use issue::{Authority, Certifiable, Subject};
pub use parse::Certificate;
pub use request::SigningRequest;
pub use revocation::RevocationList;
pub use scheme::Scheme;
pub use trust::{Revocation, Trust};

use der::oid::ObjectIdentifier;
use std::fmt;

/// SM2-with-SM3.
const SM2_WITH_SM3: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.156.10197.1.501");
/// The SM2 curve.
const SM2_CURVE: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.156.10197.1.301");
/// SM2 for signing, as some authorities name the key's algorithm.
const SM2_SIGNING: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.156.10197.1.301.1");
/// An elliptic-curve public key.
const EC_PUBLIC_KEY: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.2.1");
/// Organisation code of GM/T 0015, which today carries the unified social credit code (GM-5).
const ORGANISATION_CODE: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.156.10260.4.1.4");

/// Extended key usage.
const EXTENDED_KEY_USAGE: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.29.37");
/// The extended usage of a time-stamp authority (RFC 3161 §2.3).
const TIME_STAMPING: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.6.1.5.5.7.3.8");

/// What a certificate's key may be used for; Chinese CAs issue the two separately.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// A person's: logging in and agreeing (digitalSignature; an extended usage, where there is one, is a person's).
    Sign,
    /// A document's or a seal's (digitalSignature or nonRepudiation, or no key usage at all; no program's, responder's, stamper's).
    Document,
    /// A system's messages (digitalSignature, or no key usage at all).
    Interface,
    /// Receiving encrypted content (keyEncipherment).
    Encrypt,
    /// Time stamps alone (RFC 3161 §2.3: extended key usage, critical, nothing else).
    TimeStamp,
}

/// Why a certificate or revocation list is not accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CertificateError {
    /// Not DER X.509.
    Malformed,
    /// Not a key or signature algorithm that is accepted here, or inside and outside algorithm differ.
    Algorithm,
    /// The issuer's signature does not verify.
    Signature,
    /// Not valid yet.
    NotYetValid,
    /// No longer valid.
    Expired,
    /// The key may not be used for this.
    KeyUsage,
    /// A critical extension that is not understood.
    UnknownCritical,
    /// The issuer is no certificate authority, or the path is longer than it allows.
    NotAnAuthority,
    /// No trusted anchor of this name issued it.
    Untrusted,
    /// On its issuer's revocation list.
    Revoked,
    /// Its issuer's revocation list is missing or out of date.
    RevocationUnknown,
}

impl fmt::Display for CertificateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Malformed => "证书格式不正确",
            Self::Algorithm => "证书的密码算法不符合要求",
            Self::Signature => "证书签名无效：与信任目录中同名发证机构的密钥不符，请联系发证机构核对",
            Self::NotYetValid => "证书尚未生效",
            Self::Expired => "证书已过期，请到发证机构更新后重试",
            Self::KeyUsage => "证书用途不符，请选择签名证书",
            Self::UnknownCritical => "证书含有无法识别的关键扩展",
            Self::NotAnAuthority => "证书链中的上级证书不是有效的发证机构",
            Self::Untrusted => "证书不是由受信任的发证机构签发",
            Self::Revoked => "证书已被吊销，请联系发证机构",
            Self::RevocationUnknown => "暂时无法确认证书是否被吊销，请稍后重试",
        })
    }
}

impl std::error::Error for CertificateError {}

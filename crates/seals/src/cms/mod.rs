//! Cryptographic messages (CMS, RFC 5652; GM/T 0010 for SM2): the signature inside a PDF, and every time stamp.

mod ber;
mod build;
mod parse;

pub use build::{Content, Draft};
pub use parse::{SignedData, SignedDataError};

pub use ber::length;

use der::asn1::ObjectIdentifier;

const fn oid(text: &str) -> ObjectIdentifier {
    ObjectIdentifier::new_unwrap(text)
}

const SIGNED_DATA: ObjectIdentifier = oid("1.2.840.113549.1.7.2");
/// The same in GM/T 0010.
const SIGNED_DATA_GM: ObjectIdentifier = oid("1.2.156.10197.6.1.4.2.2");
/// Plain content.
const DATA: ObjectIdentifier = oid("1.2.840.113549.1.7.1");
const DATA_GM: ObjectIdentifier = oid("1.2.156.10197.6.1.4.2.1");
/// A time stamp's content (RFC 3161).
const TST_INFO: ObjectIdentifier = oid("1.2.840.113549.1.9.16.1.4");
const CONTENT_TYPE: ObjectIdentifier = oid("1.2.840.113549.1.9.3");
const MESSAGE_DIGEST: ObjectIdentifier = oid("1.2.840.113549.1.9.4");
const SIGNING_CERTIFICATE_V2: ObjectIdentifier = oid("1.2.840.113549.1.9.16.2.47");
const SIGNING_CERTIFICATE: ObjectIdentifier = oid("1.2.840.113549.1.9.16.2.12");
const TIME_STAMP_TOKEN: ObjectIdentifier = oid("1.2.840.113549.1.9.16.2.14");

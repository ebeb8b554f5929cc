//! Making a seal: what a seal maker (制章机构) does. The platform never does; the demonstration's maker and tests do.

use super::{ESeal, ESealError, VERSION};
use crate::asn1::{IA5, SEQUENCE, UTF8, bits, element, integer, octets, oid, sequence, time};
use gm::certificate::{Certificate, Scheme};
use gm::{Entropy, SecretKey};

/// A seal before its maker has signed it.
#[derive(Clone, Debug)]
pub struct Blank<'a> {
    /// Its identifier, ASCII.
    pub id: &'a str,
    /// Its name.
    pub name: &'a str,
    /// The certificates it may be used with.
    pub holders: &'a [Certificate],
    /// From and until when, UTC seconds.
    pub valid: (i64, i64),
    /// `ofd`, `png`.
    pub picture_kind: &'a str,
    /// The picture.
    pub picture: &'a [u8],
    /// Width and height in millimetres.
    pub size: (u64, u64),
}

/// The kind of seal in its property: an organisation's.
const ORGANISATION: u64 = 1;

impl Blank<'_> {
    fn information(&self) -> Vec<u8> {
        let header = sequence(&[&element(IA5, b"ES"), &integer(VERSION), &element(IA5, b"KAIHAN")]);
        let holders: Vec<u8> = self.holders.iter().flat_map(|certificate| octets(certificate.der())).collect();
        let property = sequence(&[
            &integer(ORGANISATION),
            &element(UTF8, self.name.as_bytes()),
            // The list holds certificates, not digests.
            &integer(1),
            &element(SEQUENCE, &holders),
            &time(self.valid.0),
            &time(self.valid.0),
            &time(self.valid.1),
        ]);
        let kind = element(IA5, self.picture_kind.to_ascii_uppercase().as_bytes());
        let picture = sequence(&[&kind, &octets(self.picture), &integer(self.size.0), &integer(self.size.1)]);
        sequence(&[&header, &element(IA5, self.id.as_bytes()), &property, &picture])
    }

    /// The seal, signed by its maker.
    ///
    /// # Errors
    /// [`ESealError`] when signing fails or the identifier is not ASCII.
    pub fn sign(&self, key: &SecretKey, maker: &Certificate, entropy: &dyn Entropy) -> Result<ESeal, ESealError> {
        let information = self.information();
        let value = key.sign(&information, entropy).map_err(|_| ESealError)?;
        ESeal::from_der(&sequence(&[&information, &octets(maker.der()), &oid(Scheme::Sm2Sm3.oid()), &bits(&value)]))
    }
}

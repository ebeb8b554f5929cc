use super::KeyTable;
use super::table::Table;
use crate::key::{SignatureError, USER_ID};
use sm2::dsa::Signature;
use sm2::elliptic_curve::group::Group;
use sm2::elliptic_curve::ops::Reduce;
use sm2::elliptic_curve::point::AffineCoordinates;
use sm2::elliptic_curve::sec1::ToSec1Point;
use sm2::{AffinePoint, FieldBytes, ProjectivePoint, PublicKey, Scalar};
use sm3::{Digest, Sm3};
use std::sync::LazyLock;

/// Bits of a digit in the generator's table, which is there once: 304 KB.
const GENERATOR_BITS: usize = 8;

/// The coefficients a and b of the curve (GB/T 32918.5 §2).
const A: [u8; 32] =
    *b"\xff\xff\xff\xfe\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\x00\x00\x00\x00\xff\xff\xff\xff\xff\xff\xff\xfc";
const B: [u8; 32] =
    *b"\x28\xe9\xfa\x9e\x9d\x9f\x5e\x34\x4d\x5a\x9e\x4b\xcf\x65\x09\xa7\xf3\x97\x89\xf5\x15\xab\x8f\x92\xdd\xbc\xbd\x41\x4d\x94\x0e\x93";

/// Built when the first signature is verified.
static GENERATOR: LazyLock<Table<GENERATOR_BITS>> = LazyLock::new(|| Table::new(ProjectivePoint::GENERATOR));

/// SM3 over what Z begins with for every key: the length of the ID in bits, the ID, a, b and the generator (GB/T 32918.2 §5.5).
static BEGINNING: LazyLock<Sm3> = LazyLock::new(|| {
    let bits = u16::try_from(USER_ID.len() * 8).unwrap_or(u16::MAX);
    let generator = AffinePoint::GENERATOR.to_sec1_point(false);
    let coordinates = generator.as_bytes().get(1..).unwrap_or_default();
    Sm3::new().chain_update(bits.to_be_bytes()).chain_update(USER_ID).chain_update(A).chain_update(B).chain_update(coordinates)
});

/// Z of a key: SM3 over who signs with it.
pub(super) fn identity(coordinates: &[u8; 64]) -> [u8; 32] {
    BEGINNING.clone().chain_update(coordinates).finalize().into()
}

/// SM3 over Z and the message: what is signed.
pub(super) fn hash(identity: &[u8; 32], message: &[u8]) -> [u8; 32] {
    Sm3::new_with_prefix(identity).chain_update(message).finalize().into()
}

/// Verifies (GB/T 32918.2 §7.1), with the table of a key that is kept. `r` and `s` are between 1 and n-1 by their type, the key is
/// on the curve and not infinite by its own.
pub(super) fn verify(key: &PublicKey, table: Option<&KeyTable>, hash: [u8; 32], signature: &Signature) -> Result<(), SignatureError> {
    let e = Scalar::reduce(&FieldBytes::from(hash));
    let (r, s) = (*signature.r(), *signature.s());
    let t = r + s;
    if bool::from(t.is_zero()) {
        return Err(SignatureError);
    }
    let point = match table {
        Some(table) => GENERATOR.add_product(table.add_product(ProjectivePoint::IDENTITY, &t), &s),
        None => GENERATOR.add_product(ProjectivePoint::from(key).mul_vartime(&t), &s),
    };
    if bool::from(point.is_identity()) {
        return Err(SignatureError);
    }
    let x = Scalar::reduce(&point.to_affine().x());
    if e + x == r { Ok(()) } else { Err(SignatureError) }
}

//! Beside the crate's own verification, which is what was here before: the same verdict on everything, with a table and without.

use super::*;
use crate::key::{SecretKey, USER_ID};
use proptest::prelude::*;
use sm2::Scalar;
use sm2::dsa::VerifyingKey;
use sm2::dsa::signature::Verifier;
use sm2::dsa::signature::hazmat::PrehashVerifier;
use sm2::elliptic_curve::bigint::U256;
use sm2::elliptic_curve::ff::PrimeField;
use sm2::elliptic_curve::ops::Reduce;
use sm2::elliptic_curve::point::AffineCoordinates;

fn scalar(bytes: [u8; 32]) -> Scalar {
    Scalar::reduce(&U256::from_be_slice(&bytes))
}

fn key(d: Scalar) -> PublicKey {
    SecretKey::from_bytes(&d.to_repr().into()).expect("not zero").public_key()
}

/// The old path's word, and that the new ones say the same.
fn verdict(key: &PublicKey, hash: [u8; 32], r: Scalar, s: Scalar) -> bool {
    let Ok(signature) = Signature::from_scalars(r.to_repr(), s.to_repr()) else { return false };
    let old = VerifyingKey::new(USER_ID, *key.inner()).expect("a key").verify_prehash(&hash, &signature).is_ok();
    let table = Table::new(ProjectivePoint::from(*key.inner()));
    assert_eq!(verify::verify(key.inner(), None, hash, &signature).is_ok(), old, "a stranger's key");
    assert_eq!(verify::verify(key.inner(), Some(&table), hash, &signature).is_ok(), old, "a kept key");
    old
}

/// A hash and an `r` that make `(r, s)` right for any `s` and `t`: the verifier's equation solved backwards.
fn solved(key: &PublicKey, s: Scalar, t: Scalar) -> Option<([u8; 32], Scalar)> {
    let point = ProjectivePoint::GENERATOR * s + ProjectivePoint::from(*key.inner()) * t;
    let (x, r) = (Scalar::reduce(&point.to_affine().x()), t - s);
    (point != ProjectivePoint::IDENTITY).then(|| ((r - x).to_repr().into(), r))
}

#[test]
fn scalars_at_the_edges_verify_as_they_did() {
    let (one, half) = (Scalar::ONE, scalar([0x80; 32]));
    for d in [one, one.double(), -one - one, scalar([9; 32])] {
        let key = key(d);
        for s in [one, one.double(), -one, half, -half] {
            for t in [one, one.double(), -one, half, -half, s.double()] {
                let Some((hash, r)) = solved(&key, s, t) else { continue };
                // t = s leaves no r; every other is right, and wrong as soon as anything is.
                assert_eq!(verdict(&key, hash, r, s), r != Scalar::ZERO);
                assert!(!verdict(&key, hash, r + one, s) && !verdict(&key, hash, r, s + one));
                assert!(!verdict(&key, [0xff; 32], r, s));
            }
            // t = r + s = 0 is refused, whatever the hash.
            assert!(!verdict(&key, [0; 32], -s, s) && !verdict(&key, [7; 32], -s, s));
            // s·G + t·P is infinite: t = -s / d.
            let t = -s * d.invert().expect("not zero");
            assert!(!verdict(&key, (t - s).to_repr().into(), t - s, s));
        }
        assert!(!verdict(&key, [1; 32], Scalar::ZERO, one) && !verdict(&key, [1; 32], one, Scalar::ZERO));
    }
}

#[test]
fn a_number_out_of_range_is_no_signature() {
    let key = key(scalar([3; 32]));
    let order = "fffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54123";
    let order: [u8; 32] = hex::decode(order).expect("hexadecimal").try_into().expect("32 bytes");
    for (r, s) in [(order, [1; 32]), ([1; 32], order), ([0xff; 32], [1; 32]), ([0; 32], [1; 32]), ([1; 32], [0; 32])] {
        assert!(Signature::from_scalars(r, s).is_err());
        let integer = |value: &[u8; 32]| {
            let value: Vec<u8> = value.iter().copied().skip_while(|byte| *byte == 0).collect();
            let padded = if value.first().is_none_or(|first| *first > 0x7f) { [&[0], value.as_slice()].concat() } else { value };
            [&[0x02, u8::try_from(padded.len()).expect("short")], padded.as_slice()].concat()
        };
        let body = [integer(&r), integer(&s)].concat();
        let der = [&[0x30, u8::try_from(body.len()).expect("short")], body.as_slice()].concat();
        assert!(key.verify(b"message", &der).is_err());
    }
}

#[test]
fn a_kept_key_says_the_same_before_and_after_its_table_is_made() {
    let secret = SecretKey::from_bytes(&[5; 32]).expect("a key");
    let (key, other) = (secret.public_key(), SecretKey::from_bytes(&[6; 32]).expect("a key").public_key());
    let signature = secret.sign(b"message", &crate::SystemEntropy).expect("a signature");
    let parsed = Signature::from_der(&signature).expect("a signature");
    let (kept, wrong) = (KeptKey::new(&key), KeptKey::new(&other));
    for _ in 0..=TABLE_AFTER + 1 {
        assert!(kept.verify(b"message", &parsed).is_ok() && kept.verify(b"massage", &parsed).is_err());
        assert!(wrong.verify(b"message", &parsed).is_err());
    }
    assert!(kept.table.get().is_some());
    assert_eq!(format!("{kept:?}"), "KeptKey { table: true, .. }");
    other.keep(Keeping::Passing);
    key.keep(Keeping::Standing);
    key.keep(Keeping::Passing);
    for _ in 0..10 {
        assert!(key.verify(b"message", &signature).is_ok() && other.verify(b"message", &signature).is_err());
        assert!(key.verify(b"massage", &signature).is_err() && key.verify(b"message", &signature[1..]).is_err());
    }
}

#[test]
fn no_more_keys_are_kept_than_said_and_the_ones_in_use_stay() {
    let keys = KeptKeys::new(8);
    let key_of = |number: u32| key(Scalar::from(number + 1));
    for number in 0..100 {
        keys.keep(&key_of(number));
        assert!(keys.get(&coordinates(&key_of(0))).is_some(), "the one that is always used was forgotten");
        let generations = keys.generations.read().expect("a lock");
        assert!(generations.young.len() + generations.old.len() <= 8);
    }
    assert!(keys.get(&coordinates(&key_of(99))).is_some() && keys.get(&coordinates(&key_of(40))).is_none());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn any_signature_has_the_verdict_it_had(d in any::<[u8; 32]>(), s in any::<[u8; 32]>(), t in any::<[u8; 32]>(), hash in any::<[u8; 32]>()) {
        let (d, s, t) = (scalar(d), scalar(s), scalar(t));
        prop_assume!(d != Scalar::ZERO && d != -Scalar::ONE);
        let key = key(d);
        verdict(&key, hash, t, s);
        if let Some((right, r)) = solved(&key, s, t) {
            prop_assert!(verdict(&key, right, r, s) || r == Scalar::ZERO || s == Scalar::ZERO);
            verdict(&key, hash, r, s);
        }
    }

    #[test]
    fn what_the_crate_signs_verifies_and_nothing_else_does(d in 1..u64::MAX, message in any::<Vec<u8>>(), flip in any::<usize>()) {
        let secret = SecretKey::from_bytes(&Scalar::from(d).to_repr().into()).expect("a key");
        let (key, signature) = (secret.public_key(), secret.sign(&message, &crate::SystemEntropy).expect("a signature"));
        prop_assert!(key.verify(&message, &signature).is_ok());
        let mut changed = signature;
        let at = flip % changed.len();
        changed[at] ^= 1 << (flip % 8);
        let old = Signature::from_der(&changed).ok().map(|parsed| {
            VerifyingKey::new(USER_ID, *key.inner()).expect("a key").verify(&message, &parsed).is_ok()
        });
        prop_assert_eq!(key.verify(&message, &changed).is_ok(), old.unwrap_or(false));
    }
}

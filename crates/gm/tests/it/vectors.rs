use crate::support::Seeded;
use gm::{PublicKey, SecretKey, cipher, digest, key_file};
use proptest::prelude::*;

fn array<const N: usize>(text: &str) -> [u8; N] {
    hex::decode(text).unwrap().try_into().unwrap()
}

/// The key pair of GB/T 32918.5 annex A.
fn standard_key() -> SecretKey {
    SecretKey::from_bytes(&array("3945208f7b2144b13f36e38ac6d39f95889393692860b51a42fb81ef4df7c5b8")).unwrap()
}

const STANDARD_POINT: &str =
    "0409f9df311e5421a150dd7d161e4bc5c672179fad1833fc076bb08ff356f35020ccea490ce26775a52dc6ea718cc1aa600aed05fbf35e084a6632f6072da9ad13";

fn der_signature(r: &str, s: &str) -> Vec<u8> {
    let integer = |text: &str| {
        let mut value = hex::decode(text).unwrap();
        if value[0] & 0x80 != 0 {
            value.insert(0, 0);
        }
        [vec![2, u8::try_from(value.len()).unwrap()], value].concat()
    };
    let body = [integer(r), integer(s)].concat();
    [vec![0x30, u8::try_from(body.len()).unwrap()], body].concat()
}

#[test]
fn the_standards_signature_verifies() {
    let signature = der_signature(
        "f5a03b0648d2c4630eeac513e1bb81a15944da3827d5b74143ac7eaceee720b3",
        "b1b6aa29df212fd8763182bc0d421ca1bb9038fd1f7f42d4840b69c485bbc1aa",
    );
    let key = standard_key().public_key();
    assert_eq!(hex::encode(key.to_bytes()), STANDARD_POINT);
    assert_eq!(key.verify(b"message digest", &signature), Ok(()));
    assert!(key.verify(b"message digesT", &signature).is_err());
}

#[test]
fn the_standards_digests_come_out() {
    assert_eq!(digest::sm3_hex(b"abc"), "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0");
    assert_eq!(digest::sm3_hex(&b"abcd".repeat(16)), "debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732");
}

#[test]
fn rfc_8998s_sealed_text_comes_out_and_opens() {
    let key = array("0123456789abcdeffedcba9876543210");
    let nonce = array("00001234567800000000abcd");
    let associated = hex::decode("feedfacedeadbeeffeedfacedeadbeefabaddad2").unwrap();
    let plain = hex::decode(
        "aaaaaaaaaaaaaaaabbbbbbbbbbbbbbbbccccccccccccccccddddddddddddddddeeeeeeeeeeeeeeeeffffffffffffffffeeeeeeeeeeeeeeeeaaaaaaaaaaaaaaaa",
    )
    .unwrap();
    let sealed = cipher::seal(&key, &nonce, &plain, &associated).unwrap();
    assert_eq!(
        hex::encode(&sealed),
        "17f399f08c67d5ee19d0dc9969c4bb7d5fd46fd3756489069157b282bb200735d82710ca5c22f0ccfa7cbf93d496ac15a56834cbcf98c397b4024a2691233b8d\
         83de3541e4c2b58177e065a9bf7b62ec"
    );
    assert_eq!(cipher::open(&key, &nonce, &sealed, &associated), Ok(plain));
    assert!(cipher::open(&key, &nonce, &sealed, b"moved elsewhere").is_err());
}

#[test]
fn secrets_are_never_printed() {
    let key = standard_key();
    assert_eq!(format!("{key:?}"), "SecretKey(redacted)");
}

#[test]
fn two_signatures_of_one_message_differ() {
    let (key, entropy) = (standard_key(), Seeded::new(1));
    assert_ne!(key.sign(b"m", &entropy).unwrap(), key.sign(b"m", &entropy).unwrap());
}

#[test]
fn zero_and_group_order_are_no_signature() {
    let key = standard_key().public_key();
    let order = "fffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54123";
    for (r, s) in [("00", "00"), (order, order), ("00", order), (order, "01")] {
        assert!(key.verify(b"m", &der_signature(r, s)).is_err(), "{r} {s}");
    }
}

#[test]
fn one_flipped_bit_of_a_ciphertext_gives_nothing() {
    let (key, entropy) = (standard_key(), Seeded::new(2));
    let sealed = key.public_key().encrypt(b"0123456789abcdef", &entropy).unwrap();
    assert_eq!(key.decrypt(&sealed), Ok(b"0123456789abcdef".to_vec()));
    for at in 0..sealed.len() {
        let mut flipped = sealed.clone();
        flipped[at] ^= 1;
        assert!(key.decrypt(&flipped).is_err(), "byte {at}");
    }
}

#[test]
fn short_integers_in_a_signature_are_padded_and_read() {
    let (key, entropy) = (standard_key(), Seeded::new(5));
    let mut drawn = (0..20_000_u32).map(|round| (round, key.sign(&round.to_be_bytes(), &entropy).unwrap()));
    // 70 bytes is the length with two 32-byte integers; anything shorter has lost a leading zero byte.
    let (round, signature) = drawn.find(|(_, signature)| signature.len() < 70).expect("no short integer was drawn");
    assert_eq!(key.public_key().verify(&round.to_be_bytes(), &signature), Ok(()));
}

#[test]
fn a_key_file_opens_with_its_pin_only() {
    let (key, entropy) = (standard_key(), Seeded::new(4));
    let pem = key_file::encrypt(&key, "123456", &entropy).unwrap();
    assert!(pem.starts_with("-----BEGIN ENCRYPTED PRIVATE KEY-----"));
    assert_eq!(key_file::decrypt(&pem, "123456").unwrap().public_key(), key.public_key());
    assert_eq!(key_file::decrypt(&pem, "123457").unwrap_err(), key_file::KeyFileError::WrongPin);
    // A demonstration's is the same kind of file, which opens at once.
    let pem = key_file::encrypt_for_demonstration(&key, "123456", &entropy).unwrap();
    assert_eq!(key_file::decrypt(&pem, "123456").unwrap().public_key(), key.public_key());
    assert_eq!(key_file::decrypt(&pem, "123457").unwrap_err(), key_file::KeyFileError::WrongPin);
    assert_eq!(key_file::decrypt("not a key", "123456").unwrap_err(), key_file::KeyFileError::Malformed);
}

proptest! {
    #[test]
    fn malformed_input_is_refused_and_never_panics(bytes: Vec<u8>) {
        prop_assert!(standard_key().public_key().verify(b"m", &bytes).is_err());
        prop_assert!(standard_key().decrypt(&bytes).is_err());
        prop_assert!(PublicKey::from_bytes(&bytes).is_err());
        prop_assert!(gm::certificate::Certificate::from_der(&bytes).is_err());
    }
}

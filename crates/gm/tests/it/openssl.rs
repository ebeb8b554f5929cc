//! The independent implementation: Debian's OpenSSL 3. It needs the user ID spelled out and cannot pass it on for revocation
//! lists (GM-6), so a list's signature is checked over its extracted bytes.

use crate::support::*;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use gm::certificate::Purpose;
use gm::key_file;
use std::path::Path;
use std::process::Command;

const ID: &str = "distid:1234567812345678";

fn openssl(directory: &Path, arguments: &[&str]) -> (bool, String) {
    let output =
        Command::new("openssl").args(arguments).current_dir(directory).output().expect("openssl is missing: apt-get install openssl");
    let text = [output.stdout, output.stderr].concat();
    (output.status.success(), String::from_utf8_lossy(&text).into_owned())
}

#[test]
fn openssl_accepts_our_chain() {
    let (directory, entropy) = (tempfile::tempdir().unwrap(), Seeded::new(20));
    let root = authority(&entropy);
    let (_, certificate) = leaf(&root, &entropy, (NOW - 60, NOW + YEAR / 2), Purpose::Sign);
    std::fs::write(directory.path().join("root.pem"), root.certificate().to_pem().unwrap()).unwrap();
    std::fs::write(directory.path().join("leaf.pem"), certificate.to_pem().unwrap()).unwrap();
    let at = NOW.to_string();
    let (accepted, text) = openssl(directory.path(), &["verify", "-attime", &at, "-vfyopt", ID, "-CAfile", "root.pem", "leaf.pem"]);
    assert!(accepted, "{text}");
    let (accepted, _) = openssl(directory.path(), &["verify", "-attime", &at, "-CAfile", "root.pem", "leaf.pem"]);
    assert!(!accepted, "OpenSSL accepted the chain with an empty user ID");
}

#[test]
fn openssl_verifies_our_signatures_and_we_verify_its() {
    let (directory, entropy) = (tempfile::tempdir().unwrap(), Seeded::new(21));
    let path = |name: &str| directory.path().join(name);
    let (key, certificate) = leaf(&authority(&entropy), &entropy, (NOW - 60, NOW + YEAR), Purpose::Sign);
    let message = "投标保函 BH65000000000000000000".as_bytes();
    std::fs::write(path("message"), message).unwrap();
    std::fs::write(path("leaf.pem"), certificate.to_pem().unwrap()).unwrap();
    std::fs::write(path("signature"), key.sign(message, &entropy).unwrap()).unwrap();
    std::fs::write(path("key.pem"), key_file::encrypt(&key, "123456", &entropy).unwrap()).unwrap();
    let common = ["-rawin", "-digest", "sm3", "-pkeyopt", ID, "-in", "message"];

    let verify = [&["pkeyutl", "-verify", "-certin", "-inkey", "leaf.pem", "-sigfile", "signature"], &common[..]].concat();
    let (accepted, text) = openssl(directory.path(), &verify);
    assert!(accepted, "{text}");

    let sign = [&["pkeyutl", "-sign", "-inkey", "key.pem", "-passin", "pass:123456", "-out", "theirs"], &common[..]].concat();
    let (signed, text) = openssl(directory.path(), &sign);
    assert!(signed, "{text}");
    let theirs = std::fs::read(path("theirs")).unwrap();
    assert_eq!(key.public_key().verify(message, &theirs), Ok(()));
    // And with a table of the key, which is made at the fourth verification.
    key.public_key().keep(gm::Keeping::Standing);
    (0..6).for_each(|_| assert_eq!(key.public_key().verify(message, &theirs), Ok(())));
    assert!(key.public_key().verify(b"another", &theirs).is_err());
}

#[test]
fn a_signature_with_an_empty_user_id_is_refused() {
    let (directory, entropy) = (tempfile::tempdir().unwrap(), Seeded::new(22));
    let key = gm::SecretKey::generate(&entropy);
    std::fs::write(directory.path().join("key.pem"), key_file::encrypt(&key, "123456", &entropy).unwrap()).unwrap();
    std::fs::write(directory.path().join("message"), b"m").unwrap();
    let arguments =
        ["pkeyutl", "-sign", "-inkey", "key.pem", "-passin", "pass:123456", "-rawin", "-digest", "sm3", "-in", "message", "-out", "s"];
    let (signed, text) = openssl(directory.path(), &arguments);
    assert!(signed, "{text}");
    assert!(key.public_key().verify(b"m", &std::fs::read(directory.path().join("s")).unwrap()).is_err());
}

#[test]
fn openssl_verifies_our_revocation_list() {
    let (directory, entropy) = (tempfile::tempdir().unwrap(), Seeded::new(23));
    let root = authority(&entropy);
    let (_, certificate) = leaf(&root, &entropy, (NOW - 60, NOW + YEAR), Purpose::Sign);
    let list = root.revoke(&[certificate], (NOW, NOW + 3600), &entropy).unwrap();
    std::fs::write(directory.path().join("root.pem"), root.certificate().to_pem().unwrap()).unwrap();
    std::fs::write(directory.path().join("list.pem"), list.to_pem().unwrap()).unwrap();
    let (read, text) = openssl(directory.path(), &["crl", "-in", "list.pem", "-noout", "-text"]);
    assert!(read && text.contains("SM2-with-SM3") && text.contains("Serial Number"), "{text}");
    let (parsed, layout) = openssl(directory.path(), &["asn1parse", "-in", "list.pem"]);
    assert!(parsed);
    let offset = |prefix: &str, kind: &str| {
        let line = layout.lines().rfind(|line| line.contains(prefix) && line.contains(kind)).or_else(|| layout.lines().nth(1)).unwrap();
        line.trim().split(':').next().unwrap().to_owned()
    };
    let body = layout.lines().nth(1).unwrap().trim().split(':').next().unwrap().to_owned();
    let signature = offset("d=1", "BIT STRING");
    openssl(directory.path(), &["asn1parse", "-in", "list.pem", "-strparse", &body, "-out", "body", "-noout"]);
    openssl(directory.path(), &["asn1parse", "-in", "list.pem", "-strparse", &signature, "-out", "signature", "-noout"]);
    let verify = [
        "pkeyutl",
        "-verify",
        "-certin",
        "-inkey",
        "root.pem",
        "-sigfile",
        "signature",
        "-rawin",
        "-digest",
        "sm3",
        "-pkeyopt",
        ID,
        "-in",
        "body",
    ];
    let (accepted, text) = openssl(directory.path(), &verify);
    assert!(accepted, "{text}");
}

#[test]
fn openssl_decrypts_what_we_encrypt_and_we_what_it_encrypts() {
    let (directory, entropy) = (tempfile::tempdir().unwrap(), Seeded::new(24));
    let path = |name: &str| directory.path().join(name);
    let (key, certificate) = leaf(&authority(&entropy), &entropy, (NOW - 60, NOW + YEAR), Purpose::Encrypt);
    std::fs::write(path("leaf.pem"), certificate.to_pem().unwrap()).unwrap();
    std::fs::write(path("key.pem"), key_file::encrypt(&key, "123456", &entropy).unwrap()).unwrap();
    std::fs::write(path("ours"), key.public_key().encrypt(b"0123456789abcdef", &entropy).unwrap()).unwrap();
    let decrypt = ["pkeyutl", "-decrypt", "-inkey", "key.pem", "-passin", "pass:123456", "-in", "ours", "-out", "plain"];
    let (decrypted, text) = openssl(directory.path(), &decrypt);
    assert!(decrypted, "{text}");
    assert_eq!(std::fs::read(path("plain")).unwrap(), b"0123456789abcdef");
    let (encrypted, text) =
        openssl(directory.path(), &["pkeyutl", "-encrypt", "-certin", "-inkey", "leaf.pem", "-in", "plain", "-out", "theirs"]);
    assert!(encrypted, "{text}");
    assert_eq!(key.decrypt(&std::fs::read(path("theirs")).unwrap()), Ok(b"0123456789abcdef".to_vec()));
}

/// One DER element.
fn element(tag: u8, content: &[u8]) -> Vec<u8> {
    let length = u8::try_from(content.len()).unwrap();
    let length = if length < 128 { vec![length] } else { vec![0x81, length] };
    [&[tag], length.as_slice(), content].concat()
}

/// A DER integer of an unsigned number.
fn integer(number: &[u8]) -> Vec<u8> {
    let digits = number.iter().position(|byte| *byte != 0).map_or(&[0][..], |first| &number[first..]);
    element(2, &if digits[0] < 128 { digits.to_vec() } else { [&[0], digits].concat() })
}

#[test]
fn openssl_decrypts_the_bare_parts_we_encrypt_to() {
    let (directory, entropy) = (tempfile::tempdir().unwrap(), Seeded::new(26));
    let path = |name: &str| directory.path().join(name);
    let (key, _) = leaf(&authority(&entropy), &entropy, (NOW - 60, NOW + YEAR), Purpose::Encrypt);
    std::fs::write(path("key.pem"), key_file::encrypt(&key, "123456", &entropy).unwrap()).unwrap();
    let bare = key.public_key().encrypt_c1c3c2("投标保函".as_bytes(), &entropy).unwrap();
    assert_eq!((bare[0], bare.len()), (4, 65 + 32 + 12));
    let der = [integer(&bare[1..33]), integer(&bare[33..65]), element(4, &bare[65..97]), element(4, &bare[97..])].concat();
    std::fs::write(path("ours"), element(0x30, &der)).unwrap();
    let decrypt = ["pkeyutl", "-decrypt", "-inkey", "key.pem", "-passin", "pass:123456", "-in", "ours", "-out", "plain"];
    let (decrypted, text) = openssl(directory.path(), &decrypt);
    assert!(decrypted, "{text}");
    assert_eq!(std::fs::read(path("plain")).unwrap(), "投标保函".as_bytes());
    assert_eq!(key.decrypt_c1c3c2(&bare), Ok("投标保函".into()));
    for length in [0, 1, 64, 65, 96, 97, bare.len() - 1] {
        assert!(key.decrypt_c1c3c2(&bare[..length]).is_err(), "cut to {length} bytes");
    }
}

#[test]
fn openssl_accepts_an_ordinary_chain_and_we_verify_its_rsa_and_ecdsa() {
    use gm::certificate::{Authority, Certificate, Scheme, Subject};
    use gm::{P256Key, SigningKey};
    let (directory, entropy) = (tempfile::tempdir().unwrap(), Seeded::new(24));
    let valid = (NOW - 60, NOW + YEAR);
    let root = Authority::create_with(P256Key::generate(&entropy).into(), "ordinary root", "test", valid, &entropy).unwrap();
    let key = SigningKey::from(P256Key::generate(&entropy));
    let subject = Subject { name: "江海财产保险股份有限公司".into(), code: String::new() };
    let certificate = root.issue(&subject, &key, Purpose::Sign, valid, &entropy).unwrap();
    let path = |name: &str| directory.path().join(name);
    std::fs::write(path("root.pem"), root.certificate().to_pem().unwrap()).unwrap();
    std::fs::write(path("leaf.pem"), certificate.to_pem().unwrap()).unwrap();
    std::fs::write(path("message"), b"message").unwrap();
    std::fs::write(path("signature"), key.sign(b"message", &entropy).unwrap()).unwrap();
    let (accepted, text) = openssl(directory.path(), &["verify", "-attime", &NOW.to_string(), "-CAfile", "root.pem", "leaf.pem"]);
    assert!(accepted, "{text}");
    let common = ["-rawin", "-digest", "sha256", "-in", "message"];
    let verify = [&["pkeyutl", "-verify", "-certin", "-inkey", "leaf.pem", "-sigfile", "signature"], &common[..]].concat();
    let (accepted, text) = openssl(directory.path(), &verify);
    assert!(accepted, "{text}");

    for (name, curve) in [("p256", "P-256"), ("p384", "P-384")] {
        openssl(
            directory.path(),
            &[
                "genpkey",
                "-genparam",
                "-algorithm",
                "EC",
                "-pkeyopt",
                &format!("ec_paramgen_curve:{curve}"),
                "-out",
                &format!("{name}.params"),
            ],
        );
    }
    for (algorithm, digest, scheme) in [
        ("rsa:2048", "sha256", Scheme::RsaSha256),
        ("rsa:2048", "sha512", Scheme::RsaSha512),
        ("ec:p256.params", "sha256", Scheme::EcdsaSha256),
        ("ec:p384.params", "sha384", Scheme::EcdsaSha384),
    ] {
        let (made, text) = openssl(
            directory.path(),
            &["req", "-x509", "-newkey", algorithm, "-noenc", "-subj", "/CN=other", "-keyout", "other.key", "-out", "other.pem"],
        );
        assert!(made, "{text}");
        let (made, text) =
            openssl(directory.path(), &["dgst", &format!("-{digest}"), "-sign", "other.key", "-out", "other.sig", "message"]);
        assert!(made, "{text}");
        let other = Certificate::from_pem(&std::fs::read_to_string(path("other.pem")).unwrap()).unwrap().remove(0);
        let signature = std::fs::read(path("other.sig")).unwrap();
        assert_eq!(other.verify(scheme, b"message", &signature), Ok(()), "{algorithm} {digest}");
        assert!(other.verify(scheme, b"massage", &signature).is_err(), "{algorithm} {digest}");
    }
}

#[test]
fn openssl_makes_the_same_hmac_with_sm3() {
    let directory = tempfile::tempdir().unwrap();
    std::fs::write(directory.path().join("message"), "保函").unwrap();
    let (made, text) = openssl(directory.path(), &["dgst", "-sm3", "-mac", "HMAC", "-macopt", "hexkey:00ff17", "message"]);
    let ours = gm::MacKey::new(&[0, 0xff, 0x17]).mac("保函".as_bytes());
    assert!(made && text.trim().ends_with(&hex::encode(ours)), "{text}");
}

#[test]
fn a_request_made_by_openssl_is_read_and_an_altered_one_refused() {
    let directory = tempfile::tempdir().unwrap();
    let (made, text) = openssl(directory.path(), &["genpkey", "-algorithm", "SM2", "-out", "key.pem"]);
    assert!(made, "{text}");
    let order = ["req", "-new", "-sm3", "-sigopt", ID, "-key", "key.pem", "-subj", "/CN=interface/O=insurer", "-out", "request.pem"];
    let (made, text) = openssl(directory.path(), &order);
    assert!(made, "{text}");
    let pem = std::fs::read_to_string(directory.path().join("request.pem")).unwrap();
    let request = gm::certificate::SigningRequest::from_pem(&pem).unwrap();
    assert!(request.subject.contains("CN=interface"), "{}", request.subject);
    let body: String = pem.lines().filter(|line| !line.starts_with('-')).collect();
    let mut der = STANDARD.decode(body).unwrap();
    let last = der.len() - 1;
    der[last] ^= 1;
    let altered = format!("-----BEGIN CERTIFICATE REQUEST-----\n{}\n-----END CERTIFICATE REQUEST-----\n", STANDARD.encode(&der));
    assert!(gm::certificate::SigningRequest::from_pem(&altered).is_err());
}

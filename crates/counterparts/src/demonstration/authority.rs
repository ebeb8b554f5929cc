use super::{PERSONAS, VAULT_PIN};
use domain::time::Timestamp;
use gm::certificate::{Authority, Certificate, Purpose, Subject};
use gm::{DEMONSTRATION_MARK, Entropy, SecretKey, key_file};
use std::error::Error;
use std::path::{Path, PathBuf};

const DAY: i64 = 86_400;

/// The folders and files of a prepared demonstration.
#[derive(Clone, Debug)]
pub struct Prepared {
    /// The personas' keys, for the certificate agent.
    pub agent: PathBuf,
    /// The institutions' seal keys, for the vault.
    pub vault: PathBuf,
    /// Anchor and revocation list.
    pub trust: PathBuf,
    /// `bank.*` and `platform.*`: the keys the two systems sign with, and their certificates.
    pub systems: PathBuf,
}

/// Makes what is missing below `folder`, and renews the revocation list. Encryption certificates are issued beside the signing
/// ones, as Chinese CAs do; nothing uses them yet.
///
/// # Errors
/// When a file cannot be read or written.
pub fn prepare(folder: &Path, now: Timestamp, entropy: &dyn Entropy) -> Result<Prepared, Box<dyn Error>> {
    let prepared =
        Prepared { agent: folder.join("agent"), vault: folder.join("vault"), trust: folder.join("trust"), systems: folder.join("systems") };
    let ca = folder.join("ca");
    for folder in [&prepared.agent, &prepared.vault, &prepared.trust, &prepared.systems, &ca] {
        std::fs::create_dir_all(folder)?;
    }
    let now = now.seconds();
    let authority = authority(&ca, now, entropy)?;
    std::fs::write(prepared.trust.join("demonstration.cer"), authority.certificate().to_pem()?)?;
    std::fs::write(prepared.trust.join("demonstration.crl"), authority.revoke(&[], (now - 60, now + 7 * DAY), entropy)?.to_pem()?)?;
    for persona in PERSONAS {
        let subject = Subject { name: persona.organisation.to_owned(), code: persona.uscc() };
        issue(&authority, &prepared.agent, persona.key, &subject, persona.pin, now, entropy)?;
    }
    let seals = [("jianghai", "3-insurer"), ("changchuan", "4-bank"), ("zhongzheng", "5-guarantor")];
    for (name, key) in seals {
        let persona = PERSONAS.iter().find(|persona| persona.key == key).ok_or("an unknown persona")?;
        let subject = Subject { name: persona.organisation.to_owned(), code: persona.uscc() };
        issue(&authority, &prepared.vault, name, &subject, VAULT_PIN, now, entropy)?;
    }
    for name in ["bank", "platform"] {
        let subject = Subject { name: format!("演示系统 {name}"), code: String::new() };
        issue(&authority, &prepared.systems, name, &subject, VAULT_PIN, now, entropy)?;
    }
    Ok(prepared)
}

/// The CA, kept between starts.
fn authority(folder: &Path, now: i64, entropy: &dyn Entropy) -> Result<Authority, Box<dyn Error>> {
    let (key, certificate) = (folder.join("ca.p8"), folder.join("ca.cer"));
    if let (Ok(key), Ok(certificate)) = (std::fs::read_to_string(&key), std::fs::read_to_string(&certificate)) {
        let certificate = Certificate::from_pem(&certificate)?.into_iter().next().ok_or("no certificate")?;
        return Ok(Authority::resume(key_file::decrypt(&key, VAULT_PIN)?, certificate));
    }
    let name = format!("Kaihan Demonstration Root {DEMONSTRATION_MARK}");
    let authority = Authority::create(&name, "开函演示 不得用于生产", (now - 60, now + 3_650 * DAY), entropy)?;
    std::fs::write(key, key_file::encrypt(authority.key(), VAULT_PIN, entropy)?)?;
    std::fs::write(certificate, authority.certificate().to_pem()?)?;
    Ok(authority)
}

/// Issues `name.p8` with `name.cer`, and `name.enc.cer` for encryption, unless they are there.
fn issue(
    authority: &Authority,
    folder: &Path,
    name: &str,
    subject: &Subject,
    pin: &str,
    now: i64,
    entropy: &dyn Entropy,
) -> Result<(), Box<dyn Error>> {
    let path = folder.join(format!("{name}.p8"));
    if path.exists() {
        return Ok(());
    }
    let valid = (now - 60, now + 365 * DAY);
    let (sign, encrypt) = (SecretKey::generate(entropy), SecretKey::generate(entropy));
    let certificate = authority.issue(subject, &sign.public_key(), Purpose::Sign, valid, entropy)?;
    let beside = authority.issue(subject, &encrypt.public_key(), Purpose::Encrypt, valid, entropy)?;
    std::fs::write(folder.join(format!("{name}.cer")), certificate.to_pem()?)?;
    std::fs::write(folder.join(format!("{name}.enc.cer")), beside.to_pem()?)?;
    std::fs::write(folder.join(format!("{name}.enc.key")), key_file::encrypt(&encrypt, pin, entropy)?)?;
    // Last, so that a half-made set is made again.
    std::fs::write(path, key_file::encrypt(&sign, pin, entropy)?)?;
    Ok(())
}

use super::{OWN_SYSTEMS, PERSONAS, Persona, Studio, VAULT_PIN};
use documents::paper::Seal;
use domain::time::Timestamp;
use gm::certificate::{Authority, Certificate, Purpose, Subject};
use gm::{DEMONSTRATION_MARK, Entropy, P256Key, SecretKey, SigningKey, key_file};
use seals::eseal::{Blank, ESeal};
use std::error::Error;
use std::path::{Path, PathBuf};

const DAY: i64 = 86_400;

/// The folders and files of a prepared demonstration.
#[derive(Clone, Debug)]
pub struct Prepared {
    /// The personas' keys and seals, for the certificate agent.
    pub agent: PathBuf,
    /// The institutions' seal keys and seals, for the vault.
    pub vault: PathBuf,
    /// Anchors and revocation lists: of people, of documents (`documents/`), of seal makers (`makers/`), of time stamps
    /// (`timestamps/`), of business licences (`licences/`).
    pub trust: PathBuf,
    /// `bank.*`, `platform.*`, `tsa.*`: the keys the systems sign with, and their certificates.
    pub systems: PathBuf,
    /// What institutions with their own systems keep themselves: seal keys, seals, and `NAME.api.*`, which signs their messages.
    pub institutions: PathBuf,
}

/// The demonstration's authorities while they work.
struct Office<'a> {
    national: Authority,
    ordinary: Authority,
    makers: Authority,
    now: i64,
    entropy: &'a dyn Entropy,
}

/// What is issued, and how its key is kept.
struct Order<'a> {
    folder: &'a Path,
    name: &'a str,
    subject: Subject,
    pin: &'a str,
    purpose: Purpose,
}

/// Makes what is missing below `folder`, and renews the revocation lists.
///
/// # Errors
/// When a file cannot be read or written, or a seal's picture cannot be drawn.
pub fn prepare(folder: &Path, now: Timestamp, entropy: &dyn Entropy, studio: &Studio<'_>) -> Result<Prepared, Box<dyn Error>> {
    let prepared = Prepared {
        agent: folder.join("agent"),
        vault: folder.join("vault"),
        trust: folder.join("trust"),
        systems: folder.join("systems"),
        institutions: folder.join("institutions"),
    };
    let ca = folder.join("ca");
    let [documents, makers, stamps, licences] =
        ["documents", "makers", "timestamps", "licences"].map(|purpose| prepared.trust.join(purpose));
    let folders = [&prepared.agent, &prepared.vault, &prepared.trust, &prepared.systems, &prepared.institutions, &ca];
    for folder in folders.into_iter().chain([&documents, &makers, &stamps, &licences]) {
        std::fs::create_dir_all(folder)?;
    }
    let now = now.seconds();
    let root = |name: &str, title: &str, key: SigningKey| authority(&ca, name, title, key, now, entropy);
    let office = Office {
        national: root("ca", "Root", SecretKey::generate(entropy).into())?,
        ordinary: root("ordinary", "Ordinary Root", P256Key::generate(entropy).into())?,
        makers: root("makers", "Seal Maker Root", SecretKey::generate(entropy).into())?,
        now,
        entropy,
    };
    for (authority, folder) in [(&office.national, &prepared.trust), (&office.ordinary, &documents), (&office.makers, &makers)] {
        std::fs::write(folder.join("demonstration.cer"), authority.certificate().to_pem()?)?;
        let list = authority.revoke(&[], (now - 60, now + 7 * DAY), entropy)?;
        std::fs::write(folder.join("demonstration.crl"), list.to_pem()?)?;
    }
    // The demonstration's one national authority serves people, institutions and time stamps; for each it is trusted separately.
    std::fs::write(documents.join("national.cer"), office.national.certificate().to_pem()?)?;
    for (authority, name) in [(&office.national, "national.cer"), (&office.ordinary, "ordinary.cer")] {
        std::fs::write(stamps.join(name), authority.certificate().to_pem()?)?;
    }
    office.people(&prepared)?;
    office.systems(&prepared)?;
    office.seals(&prepared, &ca, studio)?;
    // The vendor of mobile certificates and the register of licences have authorities of their own, whose lists their cloud publishes once it runs.
    for (name, title, anchor) in [("mobile", "Mobile Root", &prepared.trust), ("licences", "Licence Root", &licences)] {
        let issuing = root(name, title, SecretKey::generate(entropy).into())?;
        std::fs::write(anchor.join(format!("{name}.cer")), issuing.certificate().to_pem()?)?;
        std::fs::write(prepared.trust.join(format!("{name}.crl")), issuing.revoke(&[], (now - 60, now + 7 * DAY), entropy)?.to_pem()?)?;
    }
    Ok(prepared)
}

/// An authority, kept between starts.
fn authority(
    folder: &Path,
    name: &str,
    title: &str,
    key: SigningKey,
    now: i64,
    entropy: &dyn Entropy,
) -> Result<Authority, Box<dyn Error>> {
    let (path, beside) = (folder.join(format!("{name}.p8")), folder.join(format!("{name}.cer")));
    if let (Ok(key), Ok(certificate)) = (std::fs::read_to_string(&path), std::fs::read_to_string(&beside)) {
        let certificate = Certificate::from_pem(&certificate)?.into_iter().next().ok_or("no certificate")?;
        return Ok(Authority::resume(key_file::decrypt_any(&key, VAULT_PIN)?, certificate));
    }
    let common_name = format!("Kaihan Demonstration {title} {DEMONSTRATION_MARK}");
    let authority = Authority::create_with(key, &common_name, "开函演示 不得用于生产", (now - 60, now + 3_650 * DAY), entropy)?;
    std::fs::write(path, key_file::encrypt_for_demonstration(authority.key(), VAULT_PIN, entropy)?)?;
    std::fs::write(beside, authority.certificate().to_pem()?)?;
    Ok(authority)
}

fn persona(key: &str) -> Result<&'static Persona, Box<dyn Error>> {
    PERSONAS.iter().find(|persona| persona.key == key).ok_or_else(|| "an unknown persona".into())
}

fn organisation(persona: &Persona) -> Subject {
    Subject { name: persona.organisation.to_owned(), code: persona.uscc() }
}

fn system(name: &str) -> Subject {
    Subject { name: format!("演示系统 {name}"), code: String::new() }
}

/// The institutions' keys in the vault, and whose they are.
const INSTITUTIONS: [(&str, &str); 3] = [("jianghai", "3-insurer"), ("changchuan", "4-bank"), ("zhongzheng", "5-guarantor")];
/// The keys of the institution that is yet to come.
const NEWCOMER: (&str, &str) = ("hengyue", "a-newcomer");

/// Institutions that sign with their own systems: names of keys, and whose they are.
fn own_systems() -> impl Iterator<Item = (&'static str, &'static str)> {
    OWN_SYSTEMS.iter().map(|own| (own.name, own.persona)).chain(std::iter::once(NEWCOMER))
}

/// The personas who seal agreements.
const APPLICANTS: [&str; 3] = ["1-bidder", "2-bidder", "i-bidder"];

impl Office<'_> {
    /// Signing certificates of people and institutions. Encryption certificates are issued beside those of people, as Chinese CAs do;
    /// nothing uses them yet.
    fn people(&self, prepared: &Prepared) -> Result<(), Box<dyn Error>> {
        for persona in &PERSONAS {
            let (folder, name, pin) = (prepared.agent.as_path(), persona.key, persona.pin);
            self.issue(
                &self.national,
                SecretKey::generate(self.entropy).into(),
                &Order { folder, name, subject: organisation(persona), pin, purpose: Purpose::Sign },
            )?;
            let encrypt = SecretKey::generate(self.entropy);
            if !folder.join(format!("{name}.enc.key")).exists() {
                let valid = (self.now - 60, self.now + 365 * DAY);
                let beside = self.national.issue(&organisation(persona), &encrypt.public_key(), Purpose::Encrypt, valid, self.entropy)?;
                std::fs::write(folder.join(format!("{name}.enc.cer")), beside.to_pem()?)?;
                std::fs::write(folder.join(format!("{name}.enc.key")), key_file::encrypt_for_demonstration(&encrypt, pin, self.entropy)?)?;
            }
        }
        let hosted = INSTITUTIONS.iter().map(|(name, key)| (&prepared.vault, *name, *key));
        for (folder, name, key) in hosted.chain(own_systems().map(|(name, key)| (&prepared.institutions, name, key))) {
            let subject = organisation(persona(key)?);
            let order = |name| Order { folder, name, subject: subject.clone(), pin: VAULT_PIN, purpose: Purpose::Sign };
            self.issue(&self.national, SecretKey::generate(self.entropy).into(), &order(name))?;
            self.issue(&self.ordinary, P256Key::generate(self.entropy).into(), &order(&format!("{name}.p256")))?;
        }
        Ok(())
    }

    fn systems(&self, prepared: &Prepared) -> Result<(), Box<dyn Error>> {
        let order = |name, purpose| Order { folder: &prepared.systems, name, subject: system(name), pin: VAULT_PIN, purpose };
        for name in ["bank", "platform"] {
            self.issue(&self.national, SecretKey::generate(self.entropy).into(), &order(name, Purpose::Sign))?;
        }
        for (name, key) in own_systems() {
            let (folder, name, subject) = (prepared.institutions.as_path(), &format!("{name}.api"), organisation(persona(key)?));
            let order = Order { folder, name, subject, pin: VAULT_PIN, purpose: Purpose::Sign };
            self.issue(&self.national, SecretKey::generate(self.entropy).into(), &order)?;
        }
        self.issue(&self.national, SecretKey::generate(self.entropy).into(), &order("tsa", Purpose::TimeStamp))?;
        self.issue(&self.ordinary, P256Key::generate(self.entropy).into(), &order("tsa.p256", Purpose::TimeStamp))?;
        Ok(())
    }

    /// The seal maker's own key, and the seals of everyone who signs documents.
    fn seals(&self, prepared: &Prepared, ca: &Path, studio: &Studio<'_>) -> Result<(), Box<dyn Error>> {
        let order = Order { folder: ca, name: "maker", subject: system("制章机构"), pin: VAULT_PIN, purpose: Purpose::Sign };
        self.issue(&self.makers, SecretKey::generate(self.entropy).into(), &order)?;
        let applicants = APPLICANTS.map(|key| (&prepared.agent, key, key));
        let institutions = INSTITUTIONS.map(|(name, key)| (&prepared.vault, name, key));
        let own_systems = own_systems().map(|(name, key)| (&prepared.institutions, name, key));
        for (folder, name, key) in applicants.into_iter().chain(institutions).chain(own_systems) {
            let path = folder.join(format!("{name}.esl"));
            if !path.exists() {
                let holder = Certificate::from_pem(&std::fs::read_to_string(folder.join(format!("{name}.cer")))?)?;
                std::fs::write(path, self.seal(ca, persona(key)?, &holder, studio)?.der())?;
            }
        }
        Ok(())
    }

    fn seal(&self, ca: &Path, persona: &Persona, holder: &[Certificate], studio: &Studio<'_>) -> Result<ESeal, Box<dyn Error>> {
        let maker = Certificate::from_pem(&std::fs::read_to_string(ca.join("maker.cer"))?)?;
        let key = key_file::decrypt(&std::fs::read_to_string(ca.join("maker.p8"))?, VAULT_PIN)?;
        let code = persona.uscc();
        let (picture, side) = studio.draw(&Seal::official(persona.organisation, &code), self.now)?;
        let blank = Blank {
            id: &code,
            name: persona.organisation,
            holders: holder,
            valid: (self.now - 60, self.now + 365 * DAY),
            picture_kind: "ofd",
            picture: &picture,
            size: (side, side),
        };
        Ok(blank.sign(&key, maker.first().ok_or("no certificate")?, self.entropy)?)
    }

    /// Issues `name.p8` with `name.cer`, unless they are there.
    fn issue(&self, authority: &Authority, key: SigningKey, order: &Order<'_>) -> Result<(), Box<dyn Error>> {
        let path = order.folder.join(format!("{}.p8", order.name));
        if path.exists() {
            return Ok(());
        }
        let valid = (self.now - 60, self.now + 365 * DAY);
        let certificate = authority.issue(&order.subject, &key, order.purpose, valid, self.entropy)?;
        std::fs::write(order.folder.join(format!("{}.cer", order.name)), certificate.to_pem()?)?;
        // Last, so that a half-made set is made again.
        std::fs::write(path, key_file::encrypt_for_demonstration(&key, order.pin, self.entropy)?)?;
        Ok(())
    }
}

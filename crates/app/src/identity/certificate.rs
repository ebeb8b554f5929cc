use crate::error::AppError;
use domain::party::{OrganisationName, Uscc};
use domain::time::Timestamp;
use gm::DEMONSTRATION_MARK;
use gm::certificate::{Certificate, CertificateError, Purpose, RevocationList, Trust};
use std::path::{Path, PathBuf};

/// The folder with trusted anchors (`*.cer`) and revocation lists (`*.crl`), read anew for each check so that a list that was
/// just replaced counts at once.
#[derive(Clone, Debug)]
pub struct TrustFolder {
    folder: PathBuf,
    demonstration: bool,
}

/// What a certificate says of its holder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holder {
    /// Unified social credit code.
    pub uscc: Uscc,
    /// Registered name.
    pub name: OrganisationName,
    /// SM3 fingerprint of the certificate, hexadecimal.
    pub fingerprint: String,
}

/// Where Chinese CAs put the code: GM/T 0015-2023, GM/T 0015-2012, older practice (research/crypto.md §2.3).
const CODE_EXTENSIONS: [&str; 6] =
    ["1.2.156.10260.4.4", "1.2.156.10260.4.1.4", "1.2.86.11.7.4", "1.2.156.10260.4.1.3", "1.2.86.11.7.3", "1.2.156.1.8888.148"];
/// Organisation identifier, serial number, organisational unit.
const CODE_ATTRIBUTES: [&str; 3] = ["2.5.4.97", "2.5.4.5", "2.5.4.11"];
/// Organisation, common name.
const NAME_ATTRIBUTES: [&str; 2] = ["2.5.4.10", "2.5.4.3"];

impl TrustFolder {
    /// Trusts what `folder` holds. A demonstration anchor is accepted only in a `demonstration`.
    ///
    /// # Errors
    /// [`AppError::Bug`] when it holds no anchor, an unreadable file, or a demonstration anchor outside a demonstration.
    pub fn open(folder: &Path, demonstration: bool) -> Result<Self, AppError> {
        let this = Self { folder: folder.to_owned(), demonstration };
        this.load()?;
        Ok(this)
    }

    fn load(&self) -> Result<Trust, AppError> {
        let wrong =
            |path: &Path, error: &dyn std::fmt::Display| AppError::Bug(format!("信任目录中的 {} 无法使用：{error}", path.display()));
        let (mut anchors, mut lists) = (Vec::new(), Vec::new());
        for entry in std::fs::read_dir(&self.folder).map_err(|error| wrong(&self.folder, &error))? {
            let path = entry.map_err(|error| wrong(&self.folder, &error))?.path();
            let read = || std::fs::read_to_string(&path).map_err(|error| wrong(&path, &error));
            match path.extension().and_then(|extension| extension.to_str()) {
                Some("cer") => anchors.extend(Certificate::from_pem(&read()?).map_err(|error| wrong(&path, &error))?),
                Some("crl") => lists.push(RevocationList::from_pem(&read()?).map_err(|error| wrong(&path, &error))?),
                Some(_) | None => {}
            }
        }
        if anchors.is_empty() {
            return Err(wrong(&self.folder, &"没有根证书（*.cer）"));
        }
        if !self.demonstration && anchors.iter().any(|anchor| anchor.subject().contains(DEMONSTRATION_MARK)) {
            return Err(wrong(&self.folder, &"演示根证书不得用于生产环境"));
        }
        Ok(Trust::new(anchors, lists))
    }

    /// Verifies a certificate chain (leaf first) for signing at `now`.
    ///
    /// # Errors
    /// The [`CertificateError`]; [`CertificateError::RevocationUnknown`] when the folder cannot be read.
    pub fn verify(&self, chain: &[Certificate], now: Timestamp) -> Result<(), CertificateError> {
        let trust = self.load().map_err(|_| CertificateError::RevocationUnknown)?;
        trust.verify(chain, Purpose::Sign, now.seconds())
    }
}

/// Reads the holder out of a certificate. Two different codes in one certificate are refused.
///
/// # Errors
/// [`AppError::Unauthenticated`] when there is no code with a right check character, or no name.
pub fn holder(certificate: &Certificate) -> Result<Holder, AppError> {
    let refuse = |message: &str| AppError::Unauthenticated(message.to_owned());
    let extensions = CODE_EXTENSIONS.iter().filter_map(|oid| certificate.extension_text(oid));
    let attributes = CODE_ATTRIBUTES.iter().filter_map(|oid| certificate.subject_attribute(oid));
    let mut codes: Vec<Uscc> =
        extensions.chain(attributes).filter_map(|text| text.trim_start_matches("SF").replace('-', "").parse().ok()).collect();
    codes.dedup();
    let uscc = match codes.as_slice() {
        [code] => code.clone(),
        [] => return Err(refuse("证书中没有有效的统一社会信用代码，请使用企业证书登录")),
        [_, ..] => return Err(refuse("证书中有不一致的统一社会信用代码，请联系发证机构")),
    };
    let name = NAME_ATTRIBUTES.iter().find_map(|oid| certificate.subject_attribute(oid)?.parse().ok());
    let name = name.ok_or_else(|| refuse("证书中没有单位名称，请使用企业证书登录"))?;
    Ok(Holder { uscc, name, fingerprint: certificate.fingerprint() })
}

use super::keep::store;
use super::trust::Use;
use crate::error::AppError;
use crate::vault::{SealKey, Which};
use crate::world::World;
use documents::ofd::Sealing;
use documents::ofd::parts::Package;
use documents::paper::GUARANTOR;
use documents::pdf::{Covered, Enclosures, Evidence, Signing};
use documents::typesetting::Pages;
use domain::document::Pair;
use domain::party::Uscc;
use gm::certificate::{Certificate, RevocationList};
use gm::digest::sm3_hex;
use seals::evidence;
use seals::hash::Hash;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Seals documents with one institution's keys, and notes every use of them for the audit log.
#[derive(Debug)]
pub(crate) struct Sealer<'a> {
    world: &'a World,
    name: &'a str,
    key: &'a SealKey,
    /// Every certificate and list that is known here; a document is given those it needs.
    certificates: Vec<Certificate>,
    lists: Vec<RevocationList>,
    /// Time-stamp authorities' anchors.
    stamps: Vec<Certificate>,
    /// One entry a use: key, which, SM3 of what was signed.
    uses: Mutex<Vec<String>>,
}

fn failed(error: &dyn std::fmt::Display) -> AppError {
    AppError::Bug(error.to_string())
}

impl<'a> Sealer<'a> {
    /// The sealer with the key of the institution with this code.
    ///
    /// # Errors
    /// [`AppError::Unavailable`] when its certificate is expired or revoked: a letter under it would be worthless.
    pub(crate) fn new(world: &'a World, uscc: &Uscc) -> Result<Self, AppError> {
        let name = world.vault.of(uscc).map_err(|error| failed(&error))?;
        let key = world.vault.get(name).map_err(|error| failed(&error))?;
        let trusted = world.trust.verify_for(Use::Document, key.chain(Which::National), world.now());
        trusted.map_err(|error| AppError::Unavailable(format!("出函机构的签章证书不可用：{error}")))?;
        let trusted = world.trust.trusted()?;
        let mut certificates: Vec<Certificate> = trusted.anchors().into_iter().cloned().collect();
        certificates.extend([Which::National, Which::Ordinary].iter().flat_map(|which| key.chain(*which).iter().skip(1).cloned()));
        let lists = trusted.of(Use::Document).lists().to_vec();
        let stamps = trusted.documents().stamps.anchors().to_vec();
        Ok(Self { world, name, key, certificates, lists, stamps, uses: Mutex::default() })
    }

    /// SM3 fingerprint of the certificate behind the seal.
    pub(crate) fn fingerprint(&self) -> String {
        self.key.chain(Which::National).first().map(Certificate::fingerprint).unwrap_or_default()
    }

    fn leaf(&self, which: Which) -> Result<&'a Certificate, AppError> {
        self.key.chain(which).first().ok_or_else(|| failed(&"a key has no certificate"))
    }

    fn uses(&self) -> MutexGuard<'_, Vec<String>> {
        self.uses.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Every use so far, in an order that does not depend on which document was done first.
    pub(crate) fn used(&self) -> Vec<String> {
        let mut used = self.uses().clone();
        used.sort();
        used
    }

    fn sign(&self, which: Which, bytes: &[u8]) -> Result<Vec<u8>, AppError> {
        self.sign_digested(which, bytes, &sm3_hex(bytes))
    }

    /// Signs what was digested already.
    fn sign_digested(&self, which: Which, bytes: &[u8], digest: &str) -> Result<Vec<u8>, AppError> {
        self.uses().push(format!("seal-key/{}/{}/{digest}", self.name, which.code()));
        self.world.vault.sign(self.name, which, bytes).map_err(|error| failed(&error))
    }

    /// What the signatures of `others`, the institution's own and their time stamps are judged by in ten years.
    fn kept(&self, others: Vec<Certificate>) -> (Vec<Certificate>, Vec<RevocationList>) {
        let own = [Which::National, Which::Ordinary].iter().filter_map(|which| self.key.chain(*which).first().cloned());
        let signers: Vec<Certificate> = own.chain(self.key.seal().maker().ok()).chain(others).chain(self.stamps.iter().cloned()).collect();
        evidence::needed(&signers, &self.certificates, &self.lists)
    }

    /// The time stamp over a signature value.
    pub(crate) async fn stamp(&self, value: &[u8], hash: Hash) -> Result<Vec<u8>, AppError> {
        let nonce = u64::from_le_bytes(self.world.random());
        let stamped = self.world.time_stamps.stamp(value, hash, nonce).await;
        stamped.map_err(|error| AppError::Unavailable(error.to_string()))
    }

    /// The OFD with the institution's seal, and with what is needed to judge its signatures in ten years.
    pub(crate) async fn ofd(&self, package: Package, pages: &Pages) -> Result<Vec<u8>, AppError> {
        let now = self.world.now().seconds();
        let (certificates, lists) = self.kept(package.signers());
        let kept = evidence::write(&certificates, &lists);
        let sealing = Sealing::prepare(package, &pages.stamps, GUARANTOR, now, Some(&kept)).map_err(|error| failed(&error))?;
        let seal = self.key.seal();
        let value = self.sign(Which::National, &sealing.to_be_signed(seal))?;
        let stamp = self.stamp(&value, Hash::Sm3).await?;
        sealing.finish(seal, self.leaf(Which::National)?, &value, Some(&stamp)).write().map_err(|error| failed(&error))
    }

    /// The PDF with the national signature as evidence and the ordinary one over the whole.
    pub(crate) async fn pdf(&self, pages: &Pages) -> Result<Vec<u8>, AppError> {
        let covered = Covered::whole(&pages.pdf);
        let value = self.sign_digested(Which::National, &pages.pdf, covered.digest())?;
        let stamp = self.stamp(&value, Hash::Sm3).await?;
        let evidence = Evidence::new(covered, self.leaf(Which::National)?, &value, Some(&stamp));
        let (certificates, lists) = self.kept(Vec::new());
        let enclosures = Enclosures { evidence: Some(&evidence), certificates: &certificates, lists: &lists };
        let place = pages.stamps.iter().find(|stamp| stamp.name == GUARANTOR && stamp.slice.is_none());
        let leaf = self.leaf(Which::Ordinary)?;
        let scheme = gm::certificate::Scheme::EcdsaSha256;
        let signing = Signing::prepare(&pages.pdf, place, &enclosures, scheme, leaf).map_err(|error| failed(&error))?;
        let value = self.sign(Which::Ordinary, &signing.to_be_signed())?;
        let stamp = self.stamp(&value, Hash::Sha256).await?;
        signing.finish(&value, self.key.chain(Which::Ordinary), Some(&stamp)).map_err(|error| failed(&error))
    }

    /// A document that the institution alone signs, in both formats, stored. The formats do not wait for each other's time stamps.
    pub(crate) async fn pair(&self, pages: &Pages) -> Result<Pair, AppError> {
        let pdf = async { store(self.world, self.pdf(pages).await?).await };
        let ofd = async { store(self.world, self.ofd(pages.ofd.clone(), pages).await?).await };
        let (pdf, ofd) = tokio::try_join!(pdf, ofd)?;
        Ok(Pair { pdf: Some(pdf), ofd: Some(ofd) })
    }
}

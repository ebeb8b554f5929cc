//! One signature: what it covers, and by whom it is.

use super::list::{Description, Kind};
use super::plain::PlainSignature;
use super::stamp::{Holder, covers};
use super::{Package, entry};
use crate::verify::xml::resolve;
use crate::verify::{Findings, Flaw, Note, Signature};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use gm::certificate::Scheme;
use seals::eseal::{Edition, SealSignature};
use seals::hash::Hash;
use std::collections::BTreeSet;

/// How producers name SM2 with SM3 in a description; what is verified is what the signature's own data says.
const METHODS: [&str; 4] = ["SM2", "SM3WithSM2", "SM2WithSM3", "SM2-with-SM3"];

/// The method as the standard's identifier, or as ofdrw writes it.
fn is_sm3(method: &str) -> bool {
    method == Hash::Sm3.oid().to_string() || method.eq_ignore_ascii_case("sm3")
}

fn is_sm2(algorithm: &str) -> bool {
    algorithm == Scheme::Sm2Sm3.oid().to_string() || METHODS.iter().any(|method| algorithm.eq_ignore_ascii_case(method))
}

impl Package<'_> {
    /// Judges one signature; those of `later` may have added their own files.
    pub(super) fn signature(&self, description: &Description, later: &[Description]) -> Result<Signature, Flaw> {
        let value = entry(self.entries, &description.value)?;
        let mut found = match description.kind {
            Kind::Seal => self.sealed(description, value)?,
            Kind::Plain => self.plain(description, value)?,
        };
        self.covered(description, later, &mut found);
        Ok(found)
    }

    /// The description by the signature, the signature by its certificate, the seal by its maker.
    fn sealed(&self, description: &Description, value: &[u8]) -> Result<Signature, Flaw> {
        let signed = SealSignature::from_der(value).map_err(|_| match PlainSignature::from_der(value) {
            Ok(_) => Flaw::SignatureKindWrong,
            Err(_) => Flaw::SignatureMalformed,
        })?;
        let certificate = signed.certificate().map_err(|_| Flaw::SignatureMalformed)?;
        let mut found = Signature::of(&certificate, Scheme::Sm2Sm3, 0);
        found.seal = Some(signed.seal.name.clone());
        found.claimed_at = signed.time;
        found.notes.extend((signed.edition == Edition::V1).then_some(Note::OldSeal));
        let describes = signed.digest == gm::digest::sm3(entry(self.entries, &description.path)?);
        let placed = resolve("", signed.path.trim_start_matches('/')).as_deref() == Ok(&description.path);
        if !describes || !placed {
            found.refuse(Flaw::ContentAltered);
        }
        if let Err(error) = signed.verify() {
            found.refuse(Flaw::of_value(error));
        }
        // The seal is inside the signature; the file beside it, which may be left out, is the same.
        if let Some(seal) = &description.seal
            && self.entries.get(seal).map(Vec::as_slice) != Some(signed.seal.der())
        {
            found.refuse(Flaw::SealSwapped);
        }
        if !signed.seal.is_for(&certificate) {
            found.refuse(Flaw::SealOfAnother);
        }
        let context = (self.trust, self.now);
        found.judge(&certificate, &signed.value, signed.time_stamp.as_deref(), self.evidence, context);
        let then = found.stamped_at.unwrap_or(self.now);
        if !(signed.seal.valid_from..=signed.seal.valid_until).contains(&then) {
            found.refuse(Flaw::SealExpired);
        }
        found.judge_maker(&signed.seal, self.evidence, context);
        Ok(found)
    }

    /// A signature without a seal draws nothing and proves the same.
    fn plain(&self, description: &Description, value: &[u8]) -> Result<Signature, Flaw> {
        let signed = PlainSignature::from_der(value).map_err(|flaw| match SealSignature::from_der(value) {
            Ok(_) => Flaw::SignatureKindWrong,
            Err(_) => flaw,
        })?;
        let mut found = Signature::of(&signed.signer, Scheme::Sm2Sm3, 0);
        found.notes.push(Note::WithoutSeal);
        if let Err(flaw) = signed.verify(entry(self.entries, &description.path)?) {
            found.refuse(flaw);
        }
        if !description.places.is_empty() || description.seal.is_some() {
            found.refuse(Flaw::SignatureKindWrong);
        }
        let evidence = crate::verify::signer::Evidence {
            certificates: [self.evidence.certificates.as_slice(), &signed.others].concat(),
            lists: [self.evidence.lists.as_slice(), &signed.lists].concat(),
        };
        found.judge(&signed.signer, &signed.value, signed.time_stamp.as_deref(), &evidence, (self.trust, self.now));
        Ok(found)
    }

    /// What is covered, and that it is all there is.
    fn covered(&self, description: &Description, later: &[Description], found: &mut Signature) {
        if !is_sm3(&description.method) {
            found.refuse(Flaw::DigestMethodRefused);
        }
        if description.algorithm.as_deref().is_some_and(|algorithm| !is_sm2(algorithm)) {
            found.refuse(Flaw::AlgorithmRefused);
        }
        for (file, expected) in &description.references {
            match self.entries.get(file) {
                None => found.refuse(Flaw::EntryMissing),
                Some(bytes) if STANDARD.decode(expected).ok().as_deref() != Some(&gm::digest::sm3(bytes)) => {
                    found.refuse(Flaw::ContentAltered);
                }
                Some(bytes) => found.covered += bytes.len(),
            }
        }
        let mut free: BTreeSet<String> = description.own().collect();
        free.insert(self.list.to_owned());
        free.extend(later.iter().flat_map(|later| later.own().chain([later.evidence()])));
        for path in self.entries.keys().filter(|path| !free.contains(*path) && !description.references.contains_key(*path)) {
            let part = self.parts.parts.contains_key(path);
            found.refuse(if part { Flaw::PartNotCovered } else { Flaw::EntryNotCovered });
        }
    }

    /// A seal that came later and lies on what others had signed changes what they signed.
    pub(super) fn later_seals(&self, descriptions: &[Description], findings: &mut Findings) -> Result<(), Flaw> {
        for (index, later) in descriptions.iter().enumerate().skip(1) {
            let Some((before, [this, ..])) = findings.signatures.split_at_mut_checked(index) else { continue };
            let holder = Holder { names: [&this.signer, this.seal.as_deref().unwrap_or_default()], code: this.code.as_deref() };
            let earlier: Vec<_> = descriptions.iter().take(index).flat_map(|earlier| &earlier.places).collect();
            let mut over = false;
            for place in &later.places {
                over |= covers(self.entries, self.parts, place, &earlier, &holder)?;
            }
            if over {
                // Who sealed before under the same certificate lays it on their own.
                let others = before.iter_mut().filter(|earlier| earlier.fingerprint != this.fingerprint);
                others.for_each(|earlier| earlier.refuse(Flaw::AlteredAfterSigning));
            }
        }
        Ok(())
    }
}

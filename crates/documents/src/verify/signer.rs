//! Who signed, and whether that certificate was good when it did.

use super::{DocumentTrust, Flaw, Maker, Signature, organisation_codes};
use gm::certificate::{Certificate, CertificateError, Purpose, Revocation, RevocationList, Scheme, Trust};
use seals::eseal::ESeal;
use seals::timestamp::TimeStamp;

/// What came with a document to judge its certificates by, long after.
#[derive(Clone, Debug, Default)]
pub(super) struct Evidence {
    pub(super) certificates: Vec<Certificate>,
    pub(super) lists: Vec<RevocationList>,
}

impl Signature {
    /// A signature of `certificate` with nothing found yet.
    pub(super) fn of(certificate: &Certificate, scheme: Scheme, covered: usize) -> Self {
        Self {
            signer: certificate.subject_attribute("2.5.4.3").unwrap_or_else(|| certificate.subject()),
            // Two different codes say nothing about who it is.
            code: match organisation_codes(certificate).as_slice() {
                [code] => Some(code.to_string()),
                _ => None,
            },
            subject: certificate.subject(),
            issuer: certificate.issuer(),
            serial: certificate.serial(),
            fingerprint: certificate.fingerprint(),
            valid: certificate.validity(),
            algorithm: certificate.algorithm(scheme),
            seal: None,
            claimed_at: None,
            stamped_at: None,
            revocation_known: false,
            personal: false,
            maker: None,
            notes: Vec::new(),
            covered,
            flaws: Vec::new(),
        }
    }

    /// Notes what is wrong.
    pub(super) fn refuse(&mut self, flaw: Flaw) {
        if !self.flaws.contains(&flaw) {
            self.flaws.push(flaw);
        }
    }

    /// Judges the time stamp over `value`, if there is one, and then the certificate at the time it shows, or `now` when there is
    /// none: a claimed time is not believed.
    pub(super) fn judge(
        &mut self,
        certificate: &Certificate,
        value: &[u8],
        token: Option<&[u8]>,
        evidence: &Evidence,
        (trust, now): (&DocumentTrust, i64),
    ) {
        if let Some(token) = token {
            self.judge_stamp(value, token, evidence, (trust, now));
        }
        let then = self.stamped_at.unwrap_or(now);
        let judged = |trust: &Trust, purpose| trust.verify_past(certificate, &evidence.certificates, purpose, then, &evidence.lists);
        let revocation = judged(&trust.signers, Purpose::Document).or_else(|error| {
            if !matches!(error, CertificateError::Untrusted | CertificateError::Signature) {
                return Err(error);
            }
            // A person's certificate: whether it may stand here is decided when it is known what the paper is.
            let revocation = judged(&trust.people, Purpose::Sign).map_err(|_| error)?;
            self.personal = true;
            Ok(revocation)
        });
        match revocation {
            Ok(revocation) => self.revocation_known = revocation == Revocation::Good,
            Err(error) => self.refuse(flaw(error)),
        }
    }

    /// Judges the seal's maker at the earliest time at which the seal is proved to have been there: what the seal says of its own
    /// making is not believed.
    pub(super) fn judge_maker(&mut self, seal: &ESeal, evidence: &Evidence, (trust, now): (&DocumentTrust, i64)) {
        let Ok(maker) = seal.maker() else { return self.refuse(Flaw::SealMakerWrong) };
        match seal.verify() {
            Ok(()) => {}
            Err(CertificateError::Algorithm) => return self.refuse(Flaw::AlgorithmRefused),
            Err(_) => return self.refuse(Flaw::SealMakerWrong),
        }
        let judged_at = self.stamped_at.unwrap_or(now);
        let judged = trust.makers.verify_past(&maker, &evidence.certificates, Purpose::Document, judged_at, &evidence.lists);
        match judged {
            Ok(revocation) => {
                let name = maker.subject_attribute("2.5.4.3").unwrap_or_else(|| maker.subject());
                self.maker = Some(Maker { name, judged_at, revocation_known: revocation == Revocation::Good });
            }
            Err(CertificateError::Untrusted | CertificateError::Signature) => self.refuse(Flaw::SealMakerWrong),
            Err(CertificateError::Revoked) => self.refuse(Flaw::SealMakerRevoked),
            Err(CertificateError::Expired | CertificateError::NotYetValid) => self.refuse(Flaw::SealMakerExpired),
            Err(CertificateError::RevocationUnknown) => self.refuse(Flaw::RevocationUnknown),
            Err(
                CertificateError::Malformed
                | CertificateError::Algorithm
                | CertificateError::KeyUsage
                | CertificateError::UnknownCritical
                | CertificateError::NotAnAuthority,
            ) => self.refuse(Flaw::SealMakerUnfit),
        }
    }
}

impl Signature {
    /// Judges the time stamp over `value`; one from the future is wrong.
    pub(super) fn judge_stamp(&mut self, value: &[u8], token: &[u8], evidence: &Evidence, (trust, now): (&DocumentTrust, i64)) {
        match stamped(value, token, evidence, trust) {
            // Of several stamps the earliest proves most.
            Ok(time) if time <= now => self.stamped_at = Some(self.stamped_at.map_or(time, |known| known.min(time))),
            Ok(_) => self.refuse(Flaw::TimeStampWrong),
            Err(flaw) => self.refuse(flaw),
        }
    }
}

fn stamped(value: &[u8], token: &[u8], evidence: &Evidence, trust: &DocumentTrust) -> Result<i64, Flaw> {
    let (stamp, message) = TimeStamp::over(value, token)?;
    let others = [message.others.as_slice(), evidence.certificates.as_slice()].concat();
    let lists = [message.lists.as_slice(), evidence.lists.as_slice()].concat();
    let judged = trust.stamps.verify_past(&message.signer, &others, Purpose::TimeStamp, stamp.time, &lists);
    let unknown = |error| if error == CertificateError::RevocationUnknown { Flaw::RevocationUnknown } else { Flaw::TimeStampUntrusted };
    judged.map(|_| stamp.time).map_err(unknown)
}

/// What a certificate's fault is called in a report.
pub(super) const fn flaw(error: CertificateError) -> Flaw {
    match error {
        CertificateError::Untrusted | CertificateError::Signature => Flaw::CertificateUntrusted,
        CertificateError::Expired => Flaw::CertificateExpired,
        CertificateError::NotYetValid => Flaw::CertificateNotYetValid,
        CertificateError::Revoked => Flaw::CertificateRevoked,
        CertificateError::Malformed
        | CertificateError::Algorithm
        | CertificateError::KeyUsage
        | CertificateError::UnknownCritical
        | CertificateError::NotAnAuthority => Flaw::CertificateUnfit,
        CertificateError::RevocationUnknown => Flaw::RevocationUnknown,
    }
}

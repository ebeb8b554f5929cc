//! Who signed, and whether that certificate was good when it did.

use super::{DocumentTrust, Refusal, Signature, organisation_codes};
use crate::timestamp::TimeStamp;
use gm::certificate::{Certificate, CertificateError, Purpose, Revocation, RevocationList, Scheme};

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
            covered,
            refusals: Vec::new(),
        }
    }

    /// Notes what is wrong.
    pub(super) fn refuse(&mut self, refusal: Refusal) {
        if !self.refusals.contains(&refusal) {
            self.refusals.push(refusal);
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
        match trust.signers.verify_past(certificate, &evidence.certificates, Purpose::Sign, then, &evidence.lists) {
            Ok(revocation) => self.revocation_known = revocation == Revocation::Good,
            Err(error) => self.refuse(refusal(error)),
        }
    }
}

impl Signature {
    /// Judges the time stamp over `value`; one from the future is wrong.
    pub(super) fn judge_stamp(&mut self, value: &[u8], token: &[u8], evidence: &Evidence, (trust, now): (&DocumentTrust, i64)) {
        match stamped(value, token, evidence, trust) {
            // Of several stamps the earliest proves most.
            Ok(time) if time <= now => self.stamped_at = Some(self.stamped_at.map_or(time, |known| known.min(time))),
            Ok(_) => self.refuse(Refusal::TimeStampWrong),
            Err(refusal) => self.refuse(refusal),
        }
    }
}

fn stamped(value: &[u8], token: &[u8], evidence: &Evidence, trust: &DocumentTrust) -> Result<i64, Refusal> {
    let (stamp, message) = TimeStamp::over(value, token)?;
    let others = [message.others.as_slice(), evidence.certificates.as_slice()].concat();
    let lists = [message.lists.as_slice(), evidence.lists.as_slice()].concat();
    let judged = trust.signers.verify_past(&message.signer, &others, Purpose::TimeStamp, stamp.time, &lists);
    judged.map(|_| stamp.time).map_err(|_| Refusal::TimeStampUntrusted)
}

/// What a certificate's fault is called in a report.
pub(super) const fn refusal(error: CertificateError) -> Refusal {
    match error {
        CertificateError::Untrusted | CertificateError::Signature => Refusal::CertificateUntrusted,
        CertificateError::Expired => Refusal::CertificateExpired,
        CertificateError::NotYetValid => Refusal::CertificateNotYetValid,
        CertificateError::Revoked => Refusal::CertificateRevoked,
        CertificateError::Malformed
        | CertificateError::Algorithm
        | CertificateError::KeyUsage
        | CertificateError::UnknownCritical
        | CertificateError::NotAnAuthority
        | CertificateError::RevocationUnknown => Refusal::CertificateUnfit,
    }
}

//! What a revocation list is about (RFC 5280 §5.2, §6.3.3): a list of another scope never proves that a certificate is good.

use super::Certificate;
use super::name;
use der::Decode;
use x509_cert::ext::pkix::crl::dp::{DistributionPoint, IssuingDistributionPoint};
use x509_cert::ext::pkix::name::{DistributionPointName, GeneralName};
use x509_cert::ext::pkix::{BasicConstraints, CrlDistributionPoints};
use x509_cert::ext::{Extension, Extensions};
use x509_cert::name::{Name, RdnSequence};

/// Issuing distribution point. x509-cert 0.3.0 gives its type another identifier, so it is sought by this one.
const SCOPE: &str = "2.5.29.28";
/// Delta indicator: the list holds only what changed.
const DELTA: &str = "2.5.29.27";
const DISTRIBUTION_POINTS: &str = "2.5.29.31";
/// Extensions of a list that change nothing about what it says: authority key identifier, issuer's other names, number, where newer
/// deltas are, where the issuer's certificate is.
const HARMLESS: [&str; 5] = ["2.5.29.35", "2.5.29.18", "2.5.29.20", "2.5.29.46", "1.3.6.1.5.5.7.1.1"];
/// Extensions of an entry that are understood: reason, hold instruction, date of invalidity, certificate issuer.
pub(super) const ENTRY_UNDERSTOOD: [&str; 4] = ["2.5.29.21", "2.5.29.23", "2.5.29.24", "2.5.29.29"];

/// What a list covers.
#[derive(Clone, Debug)]
pub(super) enum Scope {
    /// Every certificate of its issuer.
    Whole,
    /// Those that this describes.
    Part(Box<IssuingDistributionPoint>),
    /// Some changes or some reasons, several issuers, or something that is not understood: what it lists counts, its silence does not.
    Against,
}

/// Whether one of a list's extensions is critical and unknown, or stands twice.
fn unclear(extensions: &[Extension], known: impl Fn(&str) -> bool) -> bool {
    extensions.iter().enumerate().any(|(index, extension)| {
        let twice = extensions.iter().take(index).any(|earlier| earlier.extn_id == extension.extn_id);
        twice || (extension.critical && !known(&extension.extn_id.to_string()))
    })
}

/// Whether an entry carries something critical that is not understood: the list cannot be relied on then (RFC 5280 §5.3).
pub(super) fn entry_unclear(extensions: Option<&Extensions>) -> bool {
    extensions.is_some_and(|extensions| unclear(extensions, |oid| ENTRY_UNDERSTOOD.contains(&oid)))
}

impl Scope {
    /// Reads it out of a list's extensions.
    pub(super) fn of(extensions: Option<&Extensions>) -> Self {
        let Some(extensions) = extensions else { return Self::Whole };
        let found = |wanted: &str| extensions.iter().find(|extension| extension.extn_id.to_string() == wanted);
        if found(DELTA).is_some() || unclear(extensions, |oid| oid == SCOPE || HARMLESS.contains(&oid)) {
            return Self::Against;
        }
        let Some(part) = found(SCOPE) else { return Self::Whole };
        match IssuingDistributionPoint::from_der(part.extn_value.as_bytes()) {
            Ok(part) if !part.indirect_crl && part.only_some_reasons.is_none() && !part.only_contains_attribute_certs => {
                Self::Part(Box::new(part))
            }
            Ok(_) | Err(_) => Self::Against,
        }
    }

    /// Whether the silence of a list of this scope, issued by `issuer`, says that `certificate` is not revoked.
    pub(super) fn covers(&self, certificate: &Certificate, issuer: &Name) -> bool {
        match self {
            Self::Whole => true,
            Self::Against => false,
            Self::Part(part) => {
                let authority = is_authority(certificate);
                let kind = match (part.only_contains_user_certs, part.only_contains_ca_certs) {
                    (false, false) => true,
                    (true, false) => authority == Some(false),
                    (false, true) => authority == Some(true),
                    (true, true) => false,
                };
                kind && part.distribution_point.as_ref().is_none_or(|place| is_named(place, certificate, issuer))
            }
        }
    }
}

/// Whether a certificate is an authority's; `None` when that cannot be read.
fn is_authority(certificate: &Certificate) -> Option<bool> {
    let constraints = certificate.parsed.tbs_certificate().get_extension::<BasicConstraints>().ok()?;
    Some(constraints.is_some_and(|(_, constraints)| constraints.ca))
}

/// The names of a distribution point in full.
fn names(place: &DistributionPointName, issuer: &Name) -> Vec<GeneralName> {
    match place {
        DistributionPointName::FullName(names) => names.clone(),
        DistributionPointName::NameRelativeToCRLIssuer(part) => {
            let mut whole = RdnSequence::default();
            issuer.iter_rdn().chain([part]).for_each(|part| whole.push(part.clone()));
            let name = der::Encode::to_der(&whole).ok().and_then(|der| Name::from_der(&der).ok());
            name.map(GeneralName::DirectoryName).into_iter().collect()
        }
    }
}

fn same(one: &GeneralName, other: &GeneralName) -> bool {
    match (one, other) {
        (GeneralName::DirectoryName(one), GeneralName::DirectoryName(other)) => name::matches(one, other),
        (one, other) => one == other,
    }
}

/// Whether the certificate says that its list is at `place` (RFC 5280 §6.3.3 b 2 i). Without such a saying the list must be the
/// issuer's own in the directory.
fn is_named(place: &DistributionPointName, certificate: &Certificate, issuer: &Name) -> bool {
    let listed = names(place, issuer);
    let own = GeneralName::DirectoryName(issuer.clone());
    let extensions = certificate.parsed.tbs_certificate().extensions();
    let told = extensions.and_then(|extensions| extensions.iter().find(|extension| extension.extn_id.to_string() == DISTRIBUTION_POINTS));
    let Some(told) = told else { return listed.iter().any(|name| same(name, &own)) };
    let Ok(CrlDistributionPoints(points)) = CrlDistributionPoints::from_der(told.extn_value.as_bytes()) else { return false };
    let one_of = |wanted: &[GeneralName]| wanted.iter().any(|wanted| listed.iter().any(|name| same(name, wanted)));
    // A place of some reasons alone, or of another issuer's list, proves nothing here.
    let ours = |point: &&DistributionPoint| {
        point.reasons.is_none() && point.crl_issuer.as_ref().is_none_or(|names| names.iter().any(|name| same(name, &own)))
    };
    points.iter().filter(ours).any(|point| match (&point.distribution_point, &point.crl_issuer) {
        (Some(at), _) => one_of(&names(at, issuer)),
        (None, Some(issuers)) => one_of(issuers),
        (None, None) => false,
    })
}

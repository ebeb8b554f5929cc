//! Certificates for keys that phones have made: downloaded with the code that a subscriber was given, with an encryption certificate beside it
//! whose key comes from the authority, under the phone's own; revoked by the key itself.

use super::Cloud;
use super::phone::{Refused, refuse};
use crate::demonstration::{PERSONAS, Persona};
use axum::Json;
use axum::extract::State;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use domain::mandate::ProjectNumber;
use domain::signing::Canonical;
use domain::time::Timestamp;
use gm::certificate::{Certificate, CertificateError, Purpose, Subject};
use gm::{PublicKey, SecretKey};
use serde::{Deserialize, Serialize};

/// Where this authority writes the one project that a certificate is for; the platform knows it.
pub const PROJECT_EXTENSION: &str = "2.25.1795190400.2";

const DAY: i64 = 86_400;
/// How far a phone's clock may be off when it revokes, in seconds.
const SKEW: i64 = 300;

/// What a certificate is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// 企业证书.
    Enterprise,
    /// 事件证书、项目证书: for one project.
    Project,
    /// 电子营业执照.
    Licence,
}

impl Kind {
    /// Its name on the wire.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Enterprise => "enterprise",
            Self::Project => "project",
            Self::Licence => "licence",
        }
    }

    /// How many days it counts.
    const fn days(self) -> i64 {
        match self {
            Self::Enterprise | Self::Licence => 365,
            Self::Project => 90,
        }
    }
}

/// Asks for a certificate.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Enrolment {
    /// Which subscriber: a persona's key.
    pub subscriber: String,
    /// The code the subscriber was given.
    pub activation: String,
    /// What is wanted.
    pub kind: Kind,
    /// The project; empty for what is for all.
    pub project: String,
    /// The phone's key, `04 x y`, hexadecimal.
    pub public_key: String,
    /// Whether the encryption certificate is downloaded too.
    pub encryption: bool,
    /// The phone's signature over [`enrolment`], base64 DER: it holds the key.
    pub signature: String,
}

/// What the phone signs to show that it holds the key.
#[must_use]
pub fn enrolment(subscriber: &str, kind: Kind, project: &str, public_key: &str) -> Vec<u8> {
    Canonical::new("KAIHAN-MOBILE1/enrol")
        .field("subscriber", subscriber)
        .field("kind", kind.code())
        .field("project", project)
        .field("public_key", public_key)
        .finish()
}

/// What the phone signs to have its certificate revoked.
#[must_use]
pub fn revocation(fingerprint: &str, time: i64) -> Vec<u8> {
    Canonical::new("KAIHAN-MOBILE1/revoke").field("fingerprint", fingerprint).field("time", &time.to_string()).finish()
}

/// What a phone gets.
#[derive(Serialize)]
pub(super) struct Issued {
    fingerprint: String,
    kind: Kind,
    name: &'static str,
    uscc: String,
    project: String,
    /// The last day.
    until: String,
    /// Base64 DER.
    certificate: String,
    /// The encryption certificate, base64 DER, and its key encrypted for the phone's, base64 DER.
    encryption: Option<(String, String)>,
    /// The electronic seal for this certificate, base64 DER; none where the organisation has none.
    seal: Option<String>,
}

/// Who may have one.
#[derive(Serialize)]
pub(super) struct Subscriber {
    key: &'static str,
    name: &'static str,
    person: &'static str,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Revocation {
    fingerprint: String,
    time: i64,
    signature: String,
}

fn malformed(_: CertificateError) -> Refused {
    refuse("证书未能签发，请稍后重试")
}

pub(super) async fn subscribers() -> Json<Vec<Subscriber>> {
    let all = PERSONAS.iter().map(|persona| Subscriber { key: persona.key, name: persona.organisation, person: persona.person });
    Json(all.collect())
}

pub(super) async fn enrol(State(cloud): State<Cloud>, Json(asked): Json<Enrolment>) -> Result<Json<Issued>, Refused> {
    let persona = PERSONAS.iter().find(|persona| persona.key == asked.subscriber && persona.pin == asked.activation);
    let persona = persona.ok_or_else(|| refuse("授权码不正确，请核对申领证书时收到的授权码"))?;
    let key = hex::decode(&asked.public_key).ok().and_then(|point| PublicKey::from_bytes(&point).ok());
    let key = key.ok_or_else(|| refuse("公钥格式不正确"))?;
    let signature = STANDARD.decode(&asked.signature).map_err(|_| refuse("签名格式不正确"))?;
    let message = enrolment(&asked.subscriber, asked.kind, &asked.project, &asked.public_key);
    key.verify(&message, &signature).map_err(|_| refuse("签名验证未通过，请重新申领"))?;
    let project = match asked.kind {
        Kind::Project => Some(asked.project.parse::<ProjectNumber>().map_err(|_| refuse("请填写项目编号"))?.to_string()),
        Kind::Enterprise | Kind::Licence => None,
    };
    cloud.issue(persona, &asked, &key, project).map(Json)
}

impl Cloud {
    fn issue(&self, persona: &'static Persona, asked: &Enrolment, key: &PublicKey, project: Option<String>) -> Result<Issued, Refused> {
        let (now, parts) = (self.now().seconds(), &self.0.parts);
        let valid = (now - 60, now + asked.kind.days() * DAY);
        let subject = Subject { name: persona.organisation.to_owned(), code: persona.uscc() };
        let authority = match asked.kind {
            Kind::Enterprise | Kind::Project => &parts.mobile,
            Kind::Licence => &parts.licences,
        };
        let texts: Vec<(&str, &str)> = project.iter().map(|project| (PROJECT_EXTENSION, project.as_str())).collect();
        let issue = |key: &PublicKey, purpose| {
            authority.issue_with(&subject, key, (purpose, &texts), valid, parts.entropy.as_ref()).map_err(malformed)
        };
        let certificate = issue(key, Purpose::Sign)?;
        let kept = |certificate: &Certificate| {
            parts.book.add(certificate, &certificate.fingerprint()).map_err(|_| refuse("证书未能登记，请稍后重试"))
        };
        kept(&certificate)?;
        let encryption = if asked.encryption && asked.kind != Kind::Licence {
            let scalar = gm::entropy::bytes::<32>(parts.entropy.as_ref());
            let own = SecretKey::from_bytes(&scalar).map_err(|_| refuse("加密证书未能签发，请重试"))?;
            let beside = issue(&own.public_key(), Purpose::Encrypt)?;
            parts.book.add(&beside, &certificate.fingerprint()).map_err(|_| refuse("证书未能登记，请稍后重试"))?;
            let wrapped = key.encrypt(&scalar, parts.entropy.as_ref()).map_err(|_| refuse("加密证书未能签发"))?;
            Some((STANDARD.encode(beside.der()), STANDARD.encode(wrapped)))
        } else {
            None
        };
        let seal = match asked.kind {
            Kind::Enterprise | Kind::Project => parts.seals.seal(persona, &certificate, valid, parts.entropy.as_ref()),
            Kind::Licence => None,
        };
        Ok(Issued {
            seal: seal.map(|seal| STANDARD.encode(seal.der())),
            fingerprint: certificate.fingerprint(),
            kind: asked.kind,
            name: persona.organisation,
            uscc: persona.uscc(),
            project: project.unwrap_or_default(),
            until: Timestamp::from_micros(valid.1 * Timestamp::SECOND).date().to_string(),
            certificate: STANDARD.encode(certificate.der()),
            encryption,
        })
    }

    /// Publishes what was revoked.
    pub(super) fn publish(&self) -> Result<(), CertificateError> {
        let (now, parts) = (self.now().seconds(), &self.0.parts);
        let revoked = parts.book.revoked().map_err(|_| CertificateError::RevocationUnknown)?;
        for (authority, name) in [(&parts.mobile, "mobile.crl"), (&parts.licences, "licences.crl")] {
            let theirs: Vec<Certificate> =
                revoked.iter().filter(|certificate| certificate.is_issued_by(authority.certificate())).cloned().collect();
            let list = authority.revoke(&theirs, (now - 60, now + 7 * DAY), parts.entropy.as_ref())?;
            std::fs::write(parts.trust.join(name), list.to_pem()?).map_err(|_| CertificateError::RevocationUnknown)?;
        }
        Ok(())
    }
}

pub(super) async fn revoke(State(cloud): State<Cloud>, Json(asked): Json<Revocation>) -> Result<Json<()>, Refused> {
    let certificate = cloud.0.parts.book.standing(&asked.fingerprint).ok_or_else(|| refuse("证书不存在或已吊销"))?;
    let signature = STANDARD.decode(&asked.signature).map_err(|_| refuse("签名格式不正确"))?;
    let fresh = (cloud.now().seconds() - asked.time).abs() <= SKEW;
    let key = certificate.public_key().map_err(malformed)?;
    let signed = key.verify(&revocation(&asked.fingerprint, asked.time), &signature).is_ok();
    if !fresh || !signed {
        return Err(refuse("签名验证未通过，请重试"));
    }
    cloud.0.parts.book.revoke(&asked.fingerprint).map_err(|_| refuse("未能吊销，请稍后重试"))?;
    cloud.publish().map_err(malformed)?;
    Ok(Json(()))
}

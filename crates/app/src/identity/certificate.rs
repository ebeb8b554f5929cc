use crate::error::AppError;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use documents::verify::organisation_codes;
use domain::mandate::ProjectNumber;
use domain::party::{OrganisationName, Uscc};
use domain::time::{Date, Timestamp};
use gm::certificate::Certificate;
use store::session::Session;

/// What a certificate says of its holder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holder {
    /// Unified social credit code.
    pub uscc: Uscc,
    /// Registered name.
    pub name: OrganisationName,
    /// Whom it names beside the organisation; empty where it names nobody.
    pub person: String,
    /// SM3 fingerprint of the certificate, hexadecimal.
    pub fingerprint: String,
    /// The only project that the certificate is for (事件证书、项目证书); `None` for one that counts for everything.
    pub project: Option<ProjectNumber>,
}

/// Most characters of a person's name that are kept of a certificate.
const PERSON_MAX: usize = 50;

/// What a certificate counts seconds by, as an instant.
fn instant(seconds: i64) -> Option<Timestamp> {
    Some(Timestamp::from_micros(seconds.checked_mul(Timestamp::SECOND)?))
}

/// The first moment of a certificate.
pub(crate) fn first_moment(certificate: &Certificate) -> Option<Timestamp> {
    instant(certificate.validity().0)
}

/// The last day of a certificate.
pub(crate) fn last_day(certificate: &Certificate) -> Option<Date> {
    instant(certificate.validity().1).map(Timestamp::date)
}

/// Most certificates of a chain that are looked at.
const CHAIN_MAX: usize = 4;

/// The attribute that names the person, or the organisation once more.
const COMMON_NAME: &str = "2.5.4.3";
/// Where an authority writes the one project that a certificate is for, as text: no norm says where, so each authority that issues such
/// certificates has its line here. This is the demonstration's.
const PROJECT_EXTENSIONS: [&str; 1] = ["2.25.1795190400.2"];

/// Organisation, common name.
const NAME_ATTRIBUTES: [&str; 2] = ["2.5.4.10", COMMON_NAME];

/// The only project that a certificate is for; `None` for one that counts for everything.
///
/// # Errors
/// [`AppError::Unauthenticated`] when there is one whose number does not read.
pub(crate) fn project(certificate: &Certificate) -> Result<Option<ProjectNumber>, AppError> {
    let named = PROJECT_EXTENSIONS.iter().find_map(|oid| certificate.extension_text(oid)).map(|text| text.parse());
    named.transpose().map_err(|_| refuse("证书中的项目编号无法识别，请联系发证机构"))
}

fn refuse(message: &str) -> AppError {
    AppError::Unauthenticated(message.to_owned())
}

/// Reads the holder out of a certificate. Two different codes in one certificate are refused.
///
/// # Errors
/// [`AppError::Unauthenticated`] when there is no code with a right check character, or no name, or a project whose number does not read.
pub fn holder(certificate: &Certificate) -> Result<Holder, AppError> {
    let uscc = match organisation_codes(certificate).as_slice() {
        [code] => code.clone(),
        [] => return Err(refuse("证书中没有有效的统一社会信用代码，请使用企业证书登录")),
        [_, ..] => return Err(refuse("证书中有不一致的统一社会信用代码，请联系发证机构")),
    };
    let name = NAME_ATTRIBUTES.iter().find_map(|oid| certificate.subject_attribute(oid)?.parse().ok());
    let name: OrganisationName = name.ok_or_else(|| refuse("证书中没有单位名称，请使用企业证书登录"))?;
    let person = certificate.subject_attribute(COMMON_NAME).filter(|common| common != name.as_str()).unwrap_or_default();
    let person = person.chars().filter(|c| !c.is_control()).take(PERSON_MAX).collect();
    let project = project(certificate)?;
    Ok(Holder { uscc, name, person, fingerprint: certificate.fingerprint(), project })
}

/// The certificates a session began with, the one that signs first; none of a session without.
pub(crate) fn kept(session: &Session) -> Option<Vec<Certificate>> {
    let texts: Vec<String> = session.chain.split(' ').map(str::to_owned).collect();
    chain(&texts).ok()
}

/// Reads a certificate chain off the wire.
pub(crate) fn chain(texts: &[String]) -> Result<Vec<Certificate>, AppError> {
    let wrong = || AppError::Unauthenticated("证书格式不正确，请重新选择证书".into());
    if texts.is_empty() || texts.len() > CHAIN_MAX {
        return Err(wrong());
    }
    texts.iter().map(|text| STANDARD.decode(text).ok().and_then(|der| Certificate::from_der(&der).ok()).ok_or_else(wrong)).collect()
}

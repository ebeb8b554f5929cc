//! Builds the world from the configuration.

use crate::config::Config;
use app::clock::{Clock, SystemClock};
use app::glyphs::Glyphs;
use app::identity::TrustFolder;
use app::platform::Platform;
use app::portal::Portals;
use app::qr::Phones;
use app::reader::Reader;
use app::site::Sites;
use app::vault::Vault;
use app::{Parts, World};
use documents::typesetting::Typesetter;
use documents::verify::Verifier;
use documents::wording::Wordings;
use domain::qr::Channel;
use domain::site::SiteCode;
use domain::time::Timestamp;
use gm::certificate::Certificate;
use gm::{Entropy, SecretKey, SystemEntropy, key_file};
use partners::bank::Bank;
use partners::institution::Dialler;
use partners::mail::Mailer;
use partners::phone::licence::BusinessLicences;
use partners::phone::mobile::MobileCertificates;
use partners::phone::{Phone, PhoneError, Settings};
use partners::text_message::Gateway;
use partners::timestamp::TimeStamps;
use partners::virus_scanner::VirusScanner;
use std::error::Error;
use std::sync::Arc;
use store::Store;
use store::files::Files;

pub(crate) async fn world(config: &Config) -> Result<World, Box<dyn Error>> {
    let entropy: Arc<dyn Entropy> = Arc::new(SystemEntropy);
    let clock: Arc<dyn Clock> = Arc::new(SystemClock);
    let pin = config.pin()?;
    let platform_key = key_file::decrypt(&std::fs::read_to_string(&config.platform_key)?, &pin)?;
    let certificate = Certificate::from_pem(&std::fs::read_to_string(&config.platform_certificate)?)?;
    let certificate = certificate.into_iter().next().ok_or("platform_certificate 中没有证书")?;
    let platform = Arc::new(Platform::new(platform_key.clone(), certificate, Arc::clone(&entropy))?);
    if config.loopback_institutions && !config.demonstration {
        return Err("loopback_institutions 只能用于演示".into());
    }
    let bank_certificate = Certificate::from_pem(&std::fs::read_to_string(&config.bank_certificate)?)?;
    let bank_key = bank_certificate.first().ok_or("bank_certificate 中没有证书")?.public_key()?;
    bank_key.keep(gm::Keeping::Standing);
    let mut vault = Vault::open(&config.vault, &pin, Arc::clone(&entropy))?;
    let store = Store::open(&config.engine()?).await?;
    vault.make_personal(&config.vault, &pin, store::profile::has_keys(&mut store.reader()).await?)?;
    let sites = Arc::new(Sites::load(&config.regions, clock.now().date().year())?);
    let portals = Portals::open(&sites, |site| secret(config, site), config.loopback_institutions)?;
    let phones = Phones::open(&sites, |channel, settings| phone(config, channel, settings, (&platform_key, &entropy)))?;
    Ok(World::new(Parts {
        store,
        files: Files::in_folder(&config.files)?,
        typesetter: Arc::new(Typesetter::beside_this_program(&config.fonts)),
        glyphs: Arc::new(Glyphs::open(&config.fonts).map_err(|error| format!("字体目录 {}：{error}", config.fonts.display()))?),
        verifier: Verifier::beside_this_program(),
        reader: Reader::beside_this_program(),
        scanner: config.virus_scanner.as_deref().map(VirusScanner::at).transpose()?.map(Arc::new),
        wordings: Arc::new(Wordings::open(&config.wordings)?),
        time_stamps: Arc::new(TimeStamps::new(&config.time_stamps)?),
        sites,
        portals: Arc::new(portals),
        phones: Arc::new(phones),
        vault: Arc::new(vault),
        trust: Arc::new(trust(config)?),
        platform: Arc::clone(&platform),
        text_messages: Arc::new(Gateway::new(&config.text_messages, platform_key.clone(), Arc::clone(&entropy))?),
        mail: mailer(config)?.map(Arc::new),
        bank: Arc::new(Bank::new(&config.bank, platform_key.clone(), Arc::clone(&entropy))?),
        bank_key,
        clock,
        entropy: Arc::clone(&entropy),
        origin: config.origin.as_str().into(),
        institutions: Arc::new(Dialler::new(
            platform_key.clone(),
            &platform.identity().serial,
            Arc::clone(&entropy),
            config.loopback_institutions,
        )?),
    }))
}

/// The mail server, where there is one.
pub(crate) fn mailer(config: &Config) -> Result<Option<Mailer>, Box<dyn Error>> {
    let Some(address) = config.mail.clone() else { return Ok(None) };
    let read = |path: &std::path::Path| std::fs::read_to_string(path).map_err(|error| format!("{} 无法读取：{error}", path.display()));
    let login = match (&config.mail_user, &config.mail_secret) {
        (Some(user), Some(secret)) => Some((user.clone(), read(secret)?.trim().to_owned())),
        (None, None) => None,
        (Some(_), None) | (None, Some(_)) => return Err("mail_user 与 mail_secret 应同时填写或同时不填".into()),
    };
    let host = config.origin.rsplit("//").next().and_then(|rest| rest.split(':').next()).unwrap_or("localhost").to_owned();
    let settings = partners::mail::Settings {
        address,
        from: config.mail_from.clone().ok_or("填写 mail 时须填写 mail_from，如 开函 <noreply@example.com>")?,
        login,
        trust: config.mail_trust.as_deref().map(read).transpose()?.unwrap_or_default(),
        host,
        patience: partners::mail::PATIENCE,
    };
    Ok(Some(Mailer::new(&settings)?))
}

/// The other side of a site's QR codes: where its file says, or where the operator does.
fn phone(
    config: &Config,
    channel: Channel,
    settings: &Settings,
    (key, entropy): (&SecretKey, &Arc<dyn Entropy>),
) -> Result<Option<Arc<dyn Phone>>, PhoneError> {
    let (key, entropy) = (key.clone(), Arc::clone(entropy));
    let usual = match channel {
        Channel::Mobile => &config.mobile_certificates,
        Channel::Licence => &config.business_licences,
    };
    let Some(address) = settings.address.as_ref().or(usual.as_ref()) else { return Ok(None) };
    let phone: Arc<dyn Phone> = match channel {
        Channel::Mobile => Arc::new(MobileCertificates::new(address, key, entropy)?),
        Channel::Licence => Arc::new(BusinessLicences::new(address, key, entropy)?),
    };
    Ok(Some(phone))
}

/// What the platform proves itself with at a site's portal.
fn secret(config: &Config, site: SiteCode) -> Option<String> {
    let folder = config.portal_secrets.as_ref()?;
    let text = std::fs::read_to_string(folder.join(format!("{site}.secret"))).ok()?;
    Some(text.trim().to_owned())
}

pub(crate) fn trust(config: &Config) -> Result<TrustFolder, Box<dyn Error>> {
    /// A fifth of a second: a request asks several times, a crowd thousands of times.
    const LOOKING: i64 = Timestamp::SECOND / 5;
    Ok(TrustFolder::open(&config.trust, config.demonstration)?.looking_every(LOOKING))
}

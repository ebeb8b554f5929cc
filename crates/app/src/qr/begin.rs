//! Putting a QR code on the screen.

use super::PURPOSE;
use crate::error::AppError;
use crate::identity::{Browser, Device, Errand, ROOM, WAITING_MAX};
use crate::world::World;
use domain::id::QrRequestId;
use domain::qr::{Channel, LIFE, MatchCode, QrRequest, QrRequestFacts};
use domain::signing::PhonePayload;
use domain::site::SiteCode;
use gm::digest::sm3_hex;

/// What every request says of itself.
pub(super) struct Asking {
    pub(super) origin: String,
    pub(super) platform: String,
    pub(super) centre: String,
    pub(super) from: String,
    pub(super) nonce: String,
    pub(super) expires: i64,
}

/// Opens a request to log in for this browser; gives back what that browser calls it.
///
/// # Errors
/// As [`open`].
pub async fn begin(
    world: &World,
    (site, channel): (SiteCode, Channel),
    browser: &Browser,
    device: &Device,
    errand: &Errand,
) -> Result<QrRequestId, AppError> {
    open(world, (site, channel), (browser, device), errand, |asking| {
        let Asking { origin, platform, centre, from, nonce, expires } = asking;
        PhonePayload::Login { origin, platform, centre, from, nonce, expires, code: String::new() }
    })
    .await
}

/// Opens a request for what `payload` makes of it.
///
/// # Errors
/// [`AppError::NotFound`] where the site does not offer it; [`AppError::Unauthenticated`] when the other side does not answer, and for more than is
/// kept meanwhile; [`AppError::Busy`] when too many wait from one address.
pub(super) async fn open(
    world: &World,
    (site, channel): (SiteCode, Channel),
    (browser, device): (&Browser, &Device),
    errand: &Errand,
    payload: impl FnOnce(Asking) -> PhonePayload,
) -> Result<QrRequestId, AppError> {
    let (name, phone) = world.phones.get(site, channel).ok_or(AppError::NotFound)?;
    let at = world.sites.get(site).ok_or(AppError::NotFound)?;
    errand.check()?;
    let (now, address) = (world.now(), sm3_hex(device.address.as_bytes()));
    if store::qr::waiting(&mut world.store.reader(), &address, now, WAITING_MAX).await? >= WAITING_MAX {
        return Err(AppError::Busy(ROOM));
    }
    let until = now.plus(LIFE);
    let place = domain::session::shortened(&device.address);
    let payload = payload(Asking {
        origin: world.origin.to_string(),
        platform: at.title.clone(),
        centre: at.centre.clone(),
        from: format!("{} {place}", domain::session::browser(&device.agent)).trim_end().to_owned(),
        nonce: hex::encode(world.random::<32>()),
        expires: until.seconds(),
    });
    let opened = phone.open(&payload, until, now).await.map_err(|error| {
        tracing::warn!(%error, "the other side of a QR code does not answer");
        AppError::Unauthenticated(format!("{name}暂时没有响应，请稍后重试，或使用其他方式"))
    })?;
    let facts = QrRequestFacts {
        id: world.id(QrRequestId::new),
        channel,
        site,
        browser: browser.digest().to_owned(),
        payload,
        ticket: opened.ticket,
        address: opened.address,
        code: MatchCode::draw(world.random()),
        errand: browser.seal(world.entropy.as_ref(), PURPOSE, errand)?,
        issued_at: now,
    };
    let id = facts.id;
    let request = QrRequest::issued(facts);
    world.store.write::<_, AppError, _>(move |tx| Box::pin(async move { Ok(store::qr::create(tx, &request, &address, now)?) })).await?;
    Ok(id)
}

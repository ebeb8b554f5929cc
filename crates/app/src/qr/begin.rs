//! Putting a QR code on the screen.

use crate::error::AppError;
use crate::identity::Device;
use crate::world::World;
use domain::id::QrRequestId;
use domain::qr::{Channel, LIFE, MatchCode, QrRequest, QrRequestFacts};
use domain::signing::PhonePayload;
use domain::site::SiteCode;

/// What a browser wants to log in for.
#[derive(Clone, Debug, Default)]
pub struct Errand {
    /// Where the person goes afterwards.
    pub next: String,
    /// A form that is handed in then, as it was typed; empty for none.
    pub kept: String,
}

/// Opens a request for the browser with this digest; gives back what that browser calls it.
///
/// # Errors
/// [`AppError::NotFound`] where the site does not offer it; [`AppError::Unauthenticated`] when the other side does not answer.
pub async fn begin(
    world: &World,
    (site, channel): (SiteCode, Channel),
    browser: String,
    device: &Device,
    errand: Errand,
) -> Result<QrRequestId, AppError> {
    let (name, phone) = world.phones.get(site, channel).ok_or(AppError::NotFound)?;
    let at = world.sites.get(site).ok_or(AppError::NotFound)?;
    let now = world.now();
    let until = now.plus(LIFE);
    let place = domain::session::shortened(&device.address);
    let payload = PhonePayload::Login {
        origin: world.origin.to_string(),
        platform: at.title.clone(),
        centre: at.centre.clone(),
        from: format!("{} {place}", domain::session::browser(&device.agent)).trim_end().to_owned(),
        nonce: hex::encode(world.random::<32>()),
        expires: until.seconds(),
        code: String::new(),
    };
    let opened = phone.open(&payload, until, now).await.map_err(|error| {
        tracing::warn!(%error, "the other side of a QR code does not answer");
        AppError::Unauthenticated(format!("{name}暂时没有响应，请稍后重试，或使用其他方式登录"))
    })?;
    let facts = QrRequestFacts {
        id: world.id(QrRequestId::new),
        channel,
        site,
        browser,
        payload,
        ticket: opened.ticket,
        address: opened.address,
        code: MatchCode::draw(world.random()),
        next: errand.next,
        kept: errand.kept,
        issued_at: now,
    };
    let id = facts.id;
    let request = QrRequest::issued(facts);
    world.store.write::<_, AppError, _>(move |tx| Box::pin(async move { Ok(store::qr::create(tx, &request, now)?) })).await?;
    Ok(id)
}

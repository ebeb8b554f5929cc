use super::{Matter, PURPOSE, page_of};
use crate::error::AppError;
use crate::identity::{Browser, Errand};
use crate::world::World;
use domain::id::QrRequestId;
use store::qr::KeptRequest;

/// A request of this browser about this matter, as it is kept, and what the person came for.
pub(super) async fn load(world: &World, browser: &Browser, id: QrRequestId, matter: Matter) -> Result<(KeptRequest, Errand), AppError> {
    let kept = again(world, id, browser.digest()).await?;
    let errand: Errand = browser.open(PURPOSE, &kept.request.facts.errand)?;
    let seals = kept.request.facts.payload.consent().is_some();
    let same = match matter {
        Matter::LogIn => !seals,
        Matter::Seal(application) => seals && errand.next == page_of(application),
    };
    if same { Ok((kept, errand)) } else { Err(AppError::NotFound) }
}

/// The same request once more, after somebody else wrote it.
pub(super) async fn again(world: &World, id: QrRequestId, browser: &str) -> Result<KeptRequest, AppError> {
    store::qr::load(&mut world.store.reader(), id, browser).await?.ok_or(AppError::NotFound)
}

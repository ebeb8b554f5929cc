use crate::error::AppError;
use crate::world::World;
use domain::id::QrRequestId;
use store::qr::KeptRequest;

/// A request of this browser, as it is kept.
pub(super) async fn load(world: &World, id: QrRequestId, browser: &str) -> Result<KeptRequest, AppError> {
    store::qr::load(&mut world.store.reader(), id, browser).await?.ok_or(AppError::NotFound)
}

//! Wordings: what was used is remembered, and must not have changed.

use crate::error::AppError;
use crate::world::World;
use domain::Refusal;
use domain::institution::InstitutionKind;
use domain::product::Product;
use domain::special_form;

/// Whether a product's wording may be used on its site, by such an institution, today.
///
/// # Errors
/// [`Refusal::WordingNotOffered`].
pub(crate) fn offered(world: &World, product: &Product, form: InstitutionKind) -> Result<(), Refusal> {
    let wording = world.wordings.get(&product.terms.wording);
    let offered = wording.is_some_and(|wording| wording.is_offered(&product.site.to_string(), form, world.now().date()));
    if offered { Ok(()) } else { Err(Refusal::WordingNotOffered) }
}

/// Refuses to go on when a wording that was used has been edited or removed since.
///
/// # Errors
/// [`AppError::Bug`] naming the wording.
pub async fn check(world: &World) -> Result<(), AppError> {
    for (id, digest) in store::wording::used(&mut world.store.reader()).await? {
        let now = match special_form::behind(&id) {
            Some(special) => crate::special_form::digest(world, special).await?,
            None => world.wordings.get(&id).map(|wording| wording.digest.clone()),
        };
        if now.as_ref() != Some(&digest) {
            return Err(AppError::Bug(format!("格式 {id} 已被使用，不得修改或删除，请恢复原文件并另建版本")));
        }
    }
    Ok(())
}

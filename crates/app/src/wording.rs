//! Wordings: what was used is remembered, and must not have changed.

use crate::error::AppError;
use crate::world::World;
use domain::Refusal;
use domain::application::Application;
use domain::institution::InstitutionKind;
use domain::lot::Subject;
use domain::product::Product;
use domain::special_form;

/// The first of a product's wordings that is about this: it may be used on its site, by such an institution, today. An own text for auction
/// items stands beside that for lots.
///
/// # Errors
/// [`Refusal::KindNotForSubject`] for a product that cannot be about this at all; [`Refusal::WordingNotOffered`].
pub(crate) fn offered(world: &World, product: &Product, form: InstitutionKind, subject: Subject) -> Result<String, Refusal> {
    if !product.kind.fits(subject) {
        return Err(Refusal::KindNotForSubject);
    }
    let terms = &product.terms;
    let about = |id: &&String| world.wordings.get(id).is_some_and(|wording| wording.metadata.subjects.contains(&subject));
    let first = std::iter::once(&terms.wording).chain(&terms.other_wordings).find(about).ok_or(Refusal::WordingNotOffered)?;
    let wording = world.wordings.get(first);
    let offered = wording.is_some_and(|wording| wording.is_offered(&product.site.to_string(), form, world.now().date()));
    if offered { Ok(first.clone()) } else { Err(Refusal::WordingNotOffered) }
}

/// The wordings an application's letter can have, by identifier and title: its own, and those its product offers besides today. None to
/// choose from once a special form is asked for or agreed.
///
/// # Errors
/// [`AppError::Unavailable`].
pub async fn choices(world: &World, application: &Application) -> Result<Vec<(String, String)>, AppError> {
    let facts = &application.facts;
    if application.waits_for().is_some() || special_form::behind(&application.wording).is_some() {
        return Ok(Vec::new());
    }
    let product = store::product::load(&mut world.store.reader(), facts.product).await?;
    // Of what a province's institution sells in a prefecture, the province's word counts.
    let site = product.as_ref().map_or(facts.site, |product| product.site);
    let terms = product.map(|product| product.terms);
    let others = terms.iter().flat_map(|terms| std::iter::once(&terms.wording).chain(&terms.other_wordings));
    let mut ids = vec![&facts.wording];
    ids.extend(others.filter(|id| **id != facts.wording));
    let title = |id: &String| {
        let wording = world.wordings.get(id)?;
        let about = wording.metadata.subjects.contains(&facts.lot.subject());
        let offered = about && wording.is_offered(&site.to_string(), facts.guarantor.kind, world.now().date());
        offered.then(|| (id.clone(), wording.metadata.title.clone()))
    };
    Ok(ids.into_iter().filter_map(title).collect())
}

/// Refuses to go on when a wording that was used has been edited or removed since.
///
/// # Errors
/// [`AppError::Bug`] naming the wording.
pub async fn check(world: &World) -> Result<(), AppError> {
    for (id, digest) in store::wording::used(&mut world.store.reader()).await? {
        let now = match special_form::behind(&id) {
            Some(special) => crate::document::special::digest(world, special).await?,
            None => world.wordings.get(&id).map(|wording| wording.digest.clone()),
        };
        if now.as_ref() != Some(&digest) {
            return Err(AppError::Bug(format!("格式 {id} 已被使用，不得修改或删除，请恢复原文件并另建版本")));
        }
    }
    Ok(())
}

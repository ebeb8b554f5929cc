//! Several lots of one project in one go (多标段一并办理): one product for all of them, a draft for each, described once and agreed to once. Each is an
//! application of its own from its first event on: what is refused of one is said of that one, and the others go on.

use super::agree::agree_with;
use super::describe::{Details, describe};
use super::draft::draft;
use super::load::load;
use super::underlying::UnderlyingForm;
use crate::error::AppError;
use crate::lot::search::{Question, Sorting, search};
use crate::product::offer::Arrangement;
use crate::product::quotes::compare;
use crate::world::{Caller, World};
use domain::Refusal;
use domain::access::Action;
use domain::application::Application;
use domain::id::{ApplicationId, LotId, ProductId, RequestId, SessionId};
use domain::institution::Institution;
use domain::lot::{Lot, Wanted};
use domain::mandate::ProjectNumber;
use domain::money::Cny;
use domain::product::Product;
use domain::product::forecast::Timeliness;
use domain::site::SiteCode;
use domain::underlying::Underlying;

/// Most lots in one go.
pub const LOTS_MAX: usize = 20;

/// A product that is sold for all of several lots.
#[derive(Clone, Debug)]
pub struct Joint {
    /// The product.
    pub product: Product,
    /// Whose.
    pub institution: Institution,
    /// The fees of all lots together.
    pub fee: Cny,
    /// The worst of what is foretold of them.
    pub timeliness: Timeliness,
}

/// The lots of the project that `lot` belongs to which can be applied for, itself among them; at most [`LOTS_MAX`].
///
/// # Errors
/// [`AppError::Unavailable`].
pub async fn lots(world: &World, caller: &Caller, lot: &Lot) -> Result<Vec<Lot>, AppError> {
    let project = ProjectNumber::of(&lot.number);
    let wanted = Wanted { text: project.as_str().to_owned(), open: true, ..Wanted::default() };
    let found = search(world, caller, Question { site: lot.site, wanted: &wanted, own: false, sorting: Sorting::Newest }, None).await?;
    let now = world.now();
    let fits = |other: &Lot| {
        ProjectNumber::of(&other.number) == project && other.site == lot.site && other.subject == lot.subject && other.tendered(now).is_ok()
    };
    let mut lots: Vec<Lot> = found.lots.into_iter().map(|listed| listed.lot).filter(fits).take(LOTS_MAX).collect();
    lots.sort_by(|one, other| one.number.as_str().cmp(other.number.as_str()));
    Ok(lots)
}

/// What is sold for all of `lots`: the cheapest in all first.
///
/// # Errors
/// [`AppError::Unavailable`].
pub async fn joint(world: &World, caller: &Caller, lots: &[Lot]) -> Result<Vec<Joint>, AppError> {
    let mut joint: Option<Vec<Joint>> = None;
    for lot in lots {
        let offers = compare(world, caller, lot, Arrangement::Fee).await?;
        // What has to be stated of each contract by itself is described by itself.
        let alike = offers.into_iter().filter(|offer| !Underlying::is_asked_of(offer.listed.product.kind));
        let sold = alike.filter_map(|offer| {
            let (fee, timeliness) = (offer.quote.ok()?.fee, offer.forecast?.timeliness);
            Some(Joint { product: offer.listed.product, institution: offer.listed.institution, fee, timeliness })
        });
        joint = Some(match joint {
            None => sold.collect(),
            Some(before) => sold.filter_map(|one| added(&before, one)).collect(),
        });
    }
    let mut joint = joint.unwrap_or_default();
    joint.sort_by_key(|one| (one.product.kind, one.timeliness, one.fee));
    Ok(joint)
}

/// One lot's offer added to those of the lots before; nothing where the product is not sold for them.
fn added(before: &[Joint], one: Joint) -> Option<Joint> {
    let sum = before.iter().find(|known| known.product.id == one.product.id)?;
    let fee = Cny::from_fen(sum.fee.fen().checked_add(one.fee.fen())?).ok()?;
    Some(Joint { fee, timeliness: one.timeliness.max(sum.timeliness), ..one })
}

/// What became of one of several: done, or refused.
pub type Outcome<T> = (T, Result<Application, Refusal>);

/// The caller in a request of its own, for each of several: what is written down of one stands for that one.
fn anew(world: &World, caller: &Caller) -> Caller {
    Caller { request: world.id(RequestId::new), ..caller.clone() }
}

/// A refusal is told of the one it is about; anything else ends the round.
fn told<T>(of: T, done: Result<Application, AppError>) -> Result<Outcome<T>, AppError> {
    match done {
        Ok(application) => Ok((of, Ok(application))),
        Err(AppError::Refused(refusal)) => Ok((of, Err(refusal))),
        Err(other) => Err(other),
    }
}

/// Drafts for each lot with this product.
///
/// # Errors
/// As [`draft`], but for refusals.
pub async fn draft_each(
    world: &World,
    caller: &Caller,
    site: SiteCode,
    lots: &[LotId],
    product: ProductId,
) -> Result<Vec<Outcome<LotId>>, AppError> {
    let mut outcomes = Vec::new();
    for lot in lots.iter().take(LOTS_MAX) {
        outcomes.push(told(*lot, draft(world, &anew(world, caller), site, *lot, product).await)?);
    }
    Ok(outcomes)
}

/// The caller's drafts with these identifiers, in their order; at most [`LOTS_MAX`].
///
/// # Errors
/// [`AppError::NotFound`] when one of them is not the caller's.
pub async fn all(world: &World, caller: &Caller, ids: &[ApplicationId]) -> Result<Vec<Application>, AppError> {
    let mut applications = Vec::new();
    for id in ids.iter().take(LOTS_MAX) {
        applications.push(load(world, &mut world.store.reader(), caller, Action::DescribeApplication, *id).await?.0);
    }
    Ok(applications)
}

/// Describes each draft alike.
///
/// # Errors
/// [`AppError::Invalid`] with the faults of the form, before anything is written.
pub async fn describe_each(
    world: &World,
    caller: &Caller,
    ids: &[ApplicationId],
    details: &Details,
) -> Result<Vec<Outcome<ApplicationId>>, AppError> {
    let mut outcomes = Vec::new();
    for application in all(world, caller, ids).await?.into_iter().filter(Application::is_draft) {
        let id = application.facts.id;
        outcomes.push(told(id, describe(world, &anew(world, caller), id, details, &UnderlyingForm::default()).await)?);
    }
    Ok(outcomes)
}

/// Agrees for each draft in the session that was shown the notice; the code proves the phone that all of them name.
///
/// # Errors
/// [`AppError::Refused`] when the code is wrong or wanting.
pub async fn agree_each(
    world: &World,
    caller: &Caller,
    session: SessionId,
    ids: &[ApplicationId],
    code: &str,
) -> Result<Vec<Outcome<ApplicationId>>, AppError> {
    let mut outcomes = Vec::new();
    let mut proof = None;
    for application in all(world, caller, ids).await?.into_iter().filter(Application::is_draft) {
        let id = application.facts.id;
        let done = agree_with(world, &anew(world, caller), session, id, code, &mut proof).await;
        // A wrong code counts once, however many drafts it is given for.
        if let Err(AppError::Refused(refusal @ (Refusal::CodeWrong | Refusal::ContactUnproved))) = done {
            return Err(refusal.into());
        }
        outcomes.push(told(id, done)?);
    }
    Ok(outcomes)
}

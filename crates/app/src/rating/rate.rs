//! The applicant rates the institution that issued its letter, or says something else than before.

use crate::application::load::load;
use crate::commit::commit;
use crate::error::{AppError, FieldError};
use crate::world::{Caller, World};
use domain::access::Action;
use domain::application::Application;
use domain::id::{ApplicationId, RatingId};
use domain::rating::{Opinion, Rating, RatingFacts, Stars, change, rate};
use domain::time::Timestamp;

/// What the applicant has said of an application's letter, and whether it can say something now.
#[derive(Clone, Debug)]
pub struct Rateable {
    /// The application.
    pub application: Application,
    /// What was said.
    pub rating: Option<Rating>,
    /// Until when it can be changed, once it is given.
    pub until: Option<Timestamp>,
    /// Whether it can be given or changed now.
    pub can_rate: bool,
}

/// The rating of an application's letter, for its applicant.
///
/// # Errors
/// [`AppError::NotFound`].
pub async fn rateable(world: &World, caller: &Caller, id: ApplicationId) -> Result<Rateable, AppError> {
    let mut reader = world.store.reader();
    let (application, _) = load(world, &mut reader, caller, Action::RateGuarantee, id).await?;
    let rating = match application.guarantee() {
        Some(letter) => store::rating::load_of(&mut reader, letter).await?,
        None => None,
    };
    let can_rate = match &rating {
        Some(rating) => change::check(rating, world.now()).is_ok(),
        None => rate::check(application.guarantee()).is_ok(),
    };
    let until = rating.as_ref().map(|rating| rating.facts.rated_at.plus(domain::rating::CHANGE_TIME));
    Ok(Rateable { application, rating, until, can_rate })
}

/// What was typed.
fn read(stars: &str, words: &str) -> Result<Opinion, AppError> {
    let mut faults = Vec::new();
    let stars: Option<Stars> = stars.parse().map_err(|error| faults.push(FieldError::new("stars", error))).ok();
    let opinion = rate::opinion(stars.unwrap_or(Stars::ALL[0]), words).map_err(|error| faults.push(FieldError::new("words", error))).ok();
    match opinion {
        Some(opinion) if faults.is_empty() => Ok(opinion),
        Some(_) | None => Err(AppError::Invalid(faults)),
    }
}

/// Rates, or changes what was said.
///
/// # Errors
/// [`AppError::Invalid`] with every fault of the form; [`AppError::Refused`] before there is a letter, and after seven days;
/// [`AppError::Conflict`] when it was given in another window meanwhile; [`AppError::NotFound`].
pub async fn rate(world: &World, caller: &Caller, id: ApplicationId, stars: &str, words: &str) -> Result<Rating, AppError> {
    let (application, stamp) = load(world, &mut world.store.reader(), caller, Action::RateGuarantee, id).await?;
    let guarantee = rate::check(application.guarantee())?;
    let opinion = read(stars, words)?;
    let facts = RatingFacts {
        id: world.id(RatingId::new),
        guarantee,
        application: id,
        applicant: application.facts.applicant.organisation,
        institution: application.facts.guarantor.institution,
        institution_name: application.facts.guarantor.name.to_string(),
        centre: world.sites.outlet(application.facts.site).admitted_by,
        rated_at: world.now(),
    };
    commit(world, stamp, move |w| {
        Box::pin(async move {
            match store::rating::load_of(w.tx(), guarantee).await? {
                None => w.create::<Rating>(&rate::rate(facts, opinion)),
                Some(known) => match change::change(&known, opinion, w.now())? {
                    Some(event) => w.append(known, &event),
                    None => Ok(known),
                },
            }
        })
    })
    .await
}

//! The applicant asks for a paper original (索取纸质版保函原件).

use super::form::{RecipientForm, recipient};
use crate::application::load::load;
use crate::commit::commit;
use crate::error::AppError;
use crate::profile::conceal::Safe;
use crate::profile::reveal::texts;
use crate::world::{Caller, World};
use domain::Refusal;
use domain::access::Action;
use domain::application::Application;
use domain::guarantee::Guarantee;
use domain::id::{ApplicationId, GuaranteeId, PaperCopyId};
use domain::paper_copy::PaperCopy;
use domain::paper_copy::request::{check, request as ask};
use domain::party::Mobile;
use domain::profile::ProfileItem;
use store::Query;

/// What an application's page says of its paper originals.
#[derive(Clone, Debug)]
pub struct PaperStanding {
    /// The newest there is.
    pub last: Option<PaperCopy>,
    /// Why none can be asked for now; `None` when one can.
    pub hindered: Option<Refusal>,
}

/// How it stands with paper originals of a letter.
pub(crate) async fn standing(world: &World, query: &mut impl Query, letter: &Guarantee) -> Result<PaperStanding, AppError> {
    let earlier = store::paper_copy::list_of_guarantee(query, letter.id).await?;
    let hindered = check(Some(letter), &earlier, world.now()).err();
    Ok(PaperStanding { last: earlier.into_iter().next(), hindered })
}

/// The letter there is, and those that were asked for of it.
async fn known(query: &mut impl Query, letter: Option<GuaranteeId>) -> Result<(Option<Guarantee>, Vec<PaperCopy>), AppError> {
    let Some(id) = letter else { return Ok((None, Vec::new())) };
    Ok((store::guarantee::load(query, id).await?, store::paper_copy::list_of_guarantee(query, id).await?))
}

/// What the form begins with.
#[derive(Clone, Debug)]
pub struct Begun {
    /// For which order.
    pub application: Application,
    /// Of which letter.
    pub letter: Guarantee,
    /// The number that is taken from the profile where the field is left empty, masked.
    pub mobile: Option<String>,
    /// The fields as they begin.
    pub form: RecipientForm,
}

/// The form, with what is known of the organisation.
///
/// # Errors
/// [`AppError::Refused`] when none can be asked for; [`AppError::NotFound`].
pub async fn begin(world: &World, caller: &Caller, id: ApplicationId) -> Result<Begun, AppError> {
    let mut reader = world.store.reader();
    let (application, _) = load(world, &mut reader, caller, Action::RequestPaper, id).await?;
    let (letter, earlier) = known(&mut reader, application.guarantee()).await?;
    let letter = check(letter.as_ref(), &earlier, world.now())?.clone();
    let profile = store::profile::load(&mut reader, application.facts.applicant.organisation).await?;
    let (form, mobile) = RecipientForm::of(profile.as_ref());
    Ok(Begun { application, letter, mobile, form })
}

/// Asks for it.
///
/// # Errors
/// [`AppError::Invalid`] with every fault of the form; [`AppError::Refused`]; [`AppError::NotFound`].
pub async fn request(world: &World, caller: &Caller, id: ApplicationId, form: &RecipientForm) -> Result<PaperCopy, AppError> {
    let mut reader = world.store.reader();
    let (application, stamp) = load(world, &mut reader, caller, Action::RequestPaper, id).await?;
    let (letter, earlier) = known(&mut reader, application.guarantee()).await?;
    let letter = check(letter.as_ref(), &earlier, world.now())?.id;
    let organisation = application.facts.applicant.organisation;
    let (copy, safe) = (world.id(PaperCopyId::new), Safe::open(world, organisation).await?);
    let profile = store::profile::load(&mut reader, organisation).await?;
    let texts = profile.as_ref().map(|profile| texts(&safe, profile)).transpose()?.unwrap_or_default();
    let mobile = texts.get(&ProfileItem::ContactMobile).and_then(|text| text.parse::<Mobile>().ok());
    let recipient = recipient(world, &safe, mobile, copy, form)?;
    let number = application.facts.number;
    let made = commit(world, stamp.about(copy), move |w| {
        Box::pin(async move {
            let (found, earlier) = known(w.tx(), Some(letter)).await?;
            let event = ask(check(found.as_ref(), &earlier, w.now())?, number, copy, recipient, w.now());
            w.create::<PaperCopy>(&event)
        })
    })
    .await;
    // Somebody of the same organisation was faster: the index lets one live.
    made.map_err(|error| if matches!(error, AppError::Conflict) { Refusal::PaperUnderWay.into() } else { error })
}

//! The agreement before anyone has sealed it. It is a function of the application and the instant it was prepared, so that nothing
//! need be kept until it is signed.

use crate::document::letter;
use crate::document::{typeset, typeset_when, wording_about};
use crate::error::AppError;
use crate::world::World;
use documents::ofd::Sealing;
use documents::paper::{APPLICANT, Agreement};
use documents::typesetting::{Pages, Sheet, Urgency};
use domain::application::Application;
use domain::signing::Consent;
use domain::time::{Date, Timestamp};
use gm::digest::sm3_hex;
use std::sync::Arc;

/// The title shown by the certificate agent.
const TITLE: &str = "委托担保协议";

/// An agreement that waits for the applicant's seal.
#[derive(Clone, Debug)]
pub struct Prepared {
    /// Its pages, in the formats and with the pictures that were asked for.
    pub pages: Arc<Pages>,
    /// What the applicant consents to by its seal.
    pub consent: Consent,
    /// Everything but the seal.
    pub(crate) sealing: Sealing,
}

/// The agreement about an application's letter, as of `dated`.
pub(crate) async fn agreement(world: &World, application: &Application, dated: Date, signed: bool) -> Result<Agreement, AppError> {
    let (terms, terms_digest) = letter::terms(world, application).await?;
    Ok(Agreement {
        terms,
        terms_digest,
        order_number: application.facts.number.to_string(),
        fee: application.facts.fee,
        dated,
        signed,
        verify_at: letter::verify_at(world),
    })
}

/// Lays an agreement out.
fn sheet(world: &World, agreement: &Agreement) -> Result<Sheet, AppError> {
    Ok(agreement.sheet(wording_about(world, "agreement", agreement.terms.subject)?)?)
}

/// Sets an agreement for somebody to look at: with pictures, and as the OFD that is sealed.
async fn set(world: &World, agreement: &Agreement) -> Result<Arc<Pages>, AppError> {
    typeset_when(world, Sheet { pdf: false, pictures: true, ..sheet(world, agreement)? }, Urgency::WhenFree).await
}

/// The agreement of that day as somebody looks at it.
pub(crate) async fn pictures(world: &World, application: &Application, dated: Date) -> Result<Arc<Pages>, AppError> {
    set(world, &agreement(world, application, dated, false).await?).await
}

/// Prepares the agreement for somebody to look at and to seal, when it is its turn.
///
/// # Errors
/// [`AppError::Invalid`] when a character has no glyph.
pub async fn prepare(world: &World, application: &Application, prepared_at: Timestamp) -> Result<Prepared, AppError> {
    let agreement = agreement(world, application, prepared_at.date(), false).await?;
    let pages = set(world, &agreement).await?;
    prepared(world, application, agreement, pages, prepared_at)
}

/// Prepares the agreement at once, to be sealed a second time: in both formats, the seals on the PDF drawn. Of the OFD nothing but seals would
/// change by that, and those its readers draw.
pub(super) async fn prepare_drawn(world: &World, application: &Application, prepared_at: Timestamp) -> Result<Prepared, AppError> {
    let agreement = agreement(world, application, prepared_at.date(), true).await?;
    let pages = typeset(world, sheet(world, &agreement)?).await?;
    prepared(world, application, agreement, pages, prepared_at)
}

fn prepared(
    world: &World,
    application: &Application,
    agreement: Agreement,
    pages: Arc<Pages>,
    prepared_at: Timestamp,
) -> Result<Prepared, AppError> {
    let facts = &application.facts;
    let sealing = Sealing::prepare(pages.ofd.clone(), &pages.stamps, APPLICANT, prepared_at.seconds(), None);
    let sealing = sealing.map_err(|error| AppError::Bug(error.to_string()))?;
    let consent = Consent {
        origin: world.origin.to_string(),
        title: TITLE.to_owned(),
        number: facts.number.to_string(),
        applicant_uscc: facts.applicant.uscc.to_string(),
        guarantor: facts.guarantor.name.to_string(),
        lot: facts.lot.title().map_or(letter::SEALED, |(_, name)| name).to_owned(),
        amount: facts.amount.plain(),
        fee: facts.fee.plain(),
        terms_digest: agreement.terms_digest,
        digest: sm3_hex(sealing.description()),
        time: prepared_at.seconds(),
        path: sealing.path(),
        description: String::from_utf8_lossy(sealing.description()).into_owned(),
    };
    let sealing = sealing.shown(consent.canonical());
    Ok(Prepared { pages, consent, sealing })
}

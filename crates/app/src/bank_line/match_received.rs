//! Holding a recorded line against the payment it names.

use crate::commit::{commit, is_free};
use crate::error::AppError;
use crate::lot::known::known;
use crate::ran::Ran;
use crate::world::World;
use domain::access::{Action, Relation};
use domain::application::Application;
use domain::bank_line::{BankLine, BankLineState, Owed, match_line};
use domain::id::BankLineId;
use domain::number::PaymentReference;

/// Matches the line, once. Line, payment and application change together or not at all.
///
/// # Errors
/// [`AppError::Conflict`] when one of them changed meanwhile: the job is run again.
pub(crate) async fn match_received(world: &World, id: BankLineId) -> Result<Ran, AppError> {
    let stamp = world.system().stamp(world, Action::MatchBankLine, Relation::Platform, id)?;
    commit(world, stamp, move |w| {
        Box::pin(async move {
            let Some(line): Option<BankLine> = w.find(id).await? else { return Ok(Ran::GiveUp(format!("{id} is missing"))) };
            if line.state != BankLineState::Received {
                return Ok(Ran::Done);
            }
            // Several references in one remark are as good as none.
            let payment = match PaymentReference::find_in(&line.facts.remark).as_slice() {
                [reference] => store::payment::load_by_reference(w.tx(), reference).await?,
                [] | [_, ..] => None,
            };
            let application: Option<Application> = match &payment {
                Some(payment) => {
                    w.note(payment);
                    w.find(payment.application).await?
                }
                None => None,
            };
            let now = w.now();
            let event = match payment.as_ref().zip(application.as_ref()) {
                None => match_line(&line, None, now)?,
                Some((payment, application)) => {
                    let facts = &application.facts;
                    let outlet = w.world().sites.outlet(facts.site);
                    let presence = store::onboarding::load_presence(w.tx(), facts.guarantor.institution, outlet).await?;
                    let lot = known(w.tx(), application).await?;
                    let credit = is_free(w.tx(), application, now.date()).await?;
                    match_line(&line, Some(&Owed { payment, application, lot: &lot, presence: &presence, credit }), now)?
                }
            };
            w.append(line, &event)?;
            Ok(Ran::Done)
        })
    })
    .await
}

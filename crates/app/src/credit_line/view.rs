//! One line with what of it is taken, and the profile beside it.

use super::Drawn;
use super::history::{hidden, told};
use super::list::seen_by;
use super::load::{load, relation};
use crate::error::AppError;
use crate::listing::recent;
use crate::profile::load::party;
use crate::profile::view::{Entry, ProfileDetail, detail};
use crate::world::{Caller, World};
use domain::access::{Action, Relation, may};
use domain::credit_line::{CreditDecisionKind, CreditLineEvent, change, propose, send_back};
use domain::id::CreditLineId;
use domain::money::Cny;
use domain::time::Date;

/// A line as its page shows it.
#[derive(Clone, Debug)]
pub struct CreditDetail {
    /// The line, and what of it is taken.
    pub drawn: Drawn,
    /// What of it is free.
    pub free: Cny,
    /// The applicant's profile; to the grantor without what it says, once the line was refused or cancelled.
    pub profile: ProfileDetail,
    /// What happened last, the newest first; to the applicant without what is between the grantor's people.
    pub history: Vec<(CreditLineEvent, Entry)>,
    /// Whether there is more of it.
    pub earlier: bool,
    /// Today.
    pub today: Date,
    /// Whether this viewer can change and hand it in.
    pub can_change: bool,
    /// Whether this viewer can send it back.
    pub can_send_back: bool,
    /// What this viewer can propose.
    pub decisions: Vec<CreditDecisionKind>,
    /// Whether this viewer can agree to what was proposed.
    pub can_confirm: bool,
    /// Whether what waits for a second person was proposed by this one.
    pub is_proposer: bool,
    /// Whether the viewer is the grantor's.
    pub of_grantor: bool,
    /// Whether what of the line is taken is the viewer's to see.
    pub shows_balance: bool,
}

/// The line in full.
///
/// # Errors
/// [`AppError::NotFound`].
pub async fn view(world: &World, caller: &Caller, id: CreditLineId) -> Result<CreditDetail, AppError> {
    let mut reader = world.store.reader();
    let (drawn, _) = load(world, &mut reader, caller, Action::ViewCredit, id).await?;
    let drawn = seen_by(caller, drawn);
    let (line, today) = (&drawn.line, world.now().date());
    let relation = relation(&caller.actor, line);
    let permitted = |action| may(&caller.actor, action, relation).is_ok();
    let of_grantor = relation != Relation::Applicant;
    let (entries, earlier) = recent(&mut reader, &id.to_string(), hidden(of_grantor)).await?;
    let history = entries.into_iter().map(told).collect::<Result<_, _>>()?;
    let organisation = line.facts.applicant.organisation;
    let applicant = party(&mut reader, organisation).await?;
    let profile = store::profile::load(&mut reader, organisation).await?.filter(|_| !of_grantor || line.opens_profile());
    let profile = detail(world, applicant, profile).await?;
    let is_proposer = line.proposal.as_ref().is_some_and(|proposal| proposal.by == caller.actor.certificate);
    Ok(CreditDetail {
        free: line.terms.as_ref().map_or(Cny::ZERO, |terms| drawn.taken.balance.free(terms.limit)),
        can_change: permitted(Action::ApplyForCredit) && change::check(line).is_ok(),
        can_send_back: permitted(Action::ReviewCredit) && send_back::check(line).is_ok(),
        decisions: if permitted(Action::ReviewCredit) { propose::available(line, today) } else { Vec::new() },
        can_confirm: permitted(Action::GrantCredit) && line.proposal.is_some() && !is_proposer,
        is_proposer,
        of_grantor,
        shows_balance: relation != Relation::CentreOfSite,
        history,
        earlier,
        profile,
        today,
        drawn,
    })
}

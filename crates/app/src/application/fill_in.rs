//! Filling a new draft in with what is known already, so that nothing is typed or handed in twice: what an earlier draft of the organisation for the
//! same said, when another institution is chosen or the amount was corrected, or what the bid that won said.

use crate::commit::Writer;
use crate::error::AppError;
use crate::world::World;
use domain::application::substantiate::{Binding, substantiate};
use domain::application::{Application, attach, describe};
use domain::lot::Lot;
use domain::party::Representative;
use domain::product::{GuaranteeKind, Product};
use domain::underlying::{Underlying, UnderlyingPaper};

/// What is known already.
struct Before {
    representative: Option<Representative>,
    underlying: Underlying,
    papers: Vec<UnderlyingPaper>,
}

/// What an earlier application said of the same, or else the bid that won it.
async fn before(w: &mut Writer<'_>, draft: &Application, lot: &Lot) -> Result<Option<Before>, AppError> {
    let facts = &draft.facts;
    let earlier = store::application::list_of_lot(w.tx(), lot.id).await?.into_iter().find_map(|other| {
        let same = other.facts.kind == facts.kind && other.facts.applicant.organisation == facts.applicant.organisation;
        let underlying = other.underlying.filter(|_| same)?;
        Some(Before { representative: other.representative, underlying: *underlying, papers: other.papers })
    });
    if let (None, GuaranteeKind::Performance, Some(bid)) = (&earlier, facts.kind, lot.won_by) {
        let bid: Application = w.load(bid).await?;
        let won = bid.won.filter(|won| won.contract == lot.id);
        return Ok(won.map(|won| Before {
            representative: bid.representative,
            underlying: won.underlying,
            papers: won.paper.into_iter().collect(),
        }));
    }
    Ok(earlier)
}

/// Fills a new draft in. What a rule has forbidden since is left to be stated. `by` is what the session is known by of whoever drafts.
///
/// # Errors
/// [`AppError::Unavailable`].
pub(super) async fn fill_in(
    w: &mut Writer<'_>,
    world: &World,
    draft: Application,
    product: &Product,
    lot: &Lot,
    by: &str,
) -> Result<Application, AppError> {
    if !Underlying::is_asked_of(draft.facts.kind) {
        return Ok(draft);
    }
    let (Some(before), Some(site)) = (before(w, &draft, lot).await?, world.sites.get(lot.site)) else { return Ok(draft) };
    let (known, now) = (draft.facts.lot.known(Some(lot)), w.now());
    let mut draft = draft;
    if let Some(representative) = before.representative {
        let event = describe::describe(&draft, &known, now, representative, false, None, by.to_owned())?;
        draft = w.append(draft, &event)?;
    }
    let binding = Binding { kinds: world.sites.kind_rules(), site: &site.rules, product };
    if let Ok(event) = substantiate(&draft, &known, before.underlying, binding, now) {
        draft = w.append(draft, &event)?;
    }
    for paper in before.papers {
        let event = attach::attach(&draft, &known, paper, now)?;
        draft = w.append(draft, &event)?;
    }
    Ok(draft)
}

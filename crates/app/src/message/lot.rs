//! What a trading centre reports of its lots.

use super::content::{LotContent, LotFact};
use crate::commit::Writer;
use crate::error::AppError;
use crate::lot::LotRecord;
use crate::lot::list::{Found, list, numbered};
use crate::saved_search::hear::arrived;
use domain::Refusal;
use domain::id::LotId;
use domain::lot::{
    Lot, LotEvent, LotNumber, LotOrigin, LotProgress, announce_candidates, change_opening, change_validity, progress, report,
};
use domain::message::{Effect, Message};
use domain::party::Uscc;
use domain::site::SiteCode;
use domain::time::Timestamp;
use store::Tx;
use store::lot::Listed;
use store::turn::{Contested, take};

/// The site of the centre that sent a message.
async fn site(tx: &mut Tx, message: &Message) -> Result<Option<SiteCode>, AppError> {
    let Ok(uscc) = Uscc::vouched(&message.sender) else { return Ok(None) };
    Ok(store::organisation::load_by_uscc(tx, &uscc).await?.and_then(|organisation| organisation.site))
}

pub(super) async fn act(w: &mut Writer<'_>, message: &Message, content: &LotContent) -> Result<Effect, AppError> {
    let Some(site) = site(w.tx(), message).await? else { return Ok(Effect::Doubtful("发送方不是交易中心".into())) };
    let Ok(number) = message.subject.parse::<LotNumber>() else { return Ok(Effect::Doubtful("编号格式不正确".into())) };
    take(w.tx(), Contested::Lots)?;
    let Found { listed: known, typed_in } = numbered(w.tx(), &number, site).await?;
    if known.as_ref().is_some_and(|known| !site.covers(known.lot.site)) {
        return Ok(Effect::Doubtful("标段不属于本交易中心".into()));
    }
    let fact = match content {
        LotContent::Report { record, announced_at } => return reported(w, site, record, *announced_at, known, &typed_in).await,
        LotContent::Fact(fact) => fact,
    };
    let Some(Listed { lot, seq }) = known else { return Ok(Effect::Waits) };
    let words = lot.subject.words();
    if matches!(fact, LotFact::ValidityChange { valid_days, .. } if *valid_days > lot.subject.period_max()) {
        return Ok(Effect::Doubtful(format!("{}应为 1 至 {} 天的整数", words.period, lot.subject.period_max())));
    }
    match event(&lot, fact) {
        Ok(Some(event)) => {
            let id = lot.id;
            w.lot(Some(lot), &event, id, seq).await?;
            Ok(Effect::Had)
        }
        Ok(None) => Ok(Effect::Had),
        Err(refusal) => Ok(refusal.into()),
    }
}

/// What a fact is to a lot that is known.
fn event(lot: &Lot, fact: &LotFact) -> Result<Option<LotEvent>, Refusal> {
    match fact {
        LotFact::OpeningChange { opens_at, announced_at } => change_opening(lot, *opens_at, *announced_at),
        LotFact::ValidityChange { valid_days, announced_at } => change_validity(lot, *valid_days, *announced_at),
        LotFact::Candidates { candidates, announced_at } => announce_candidates(lot, candidates.clone(), *announced_at),
        LotFact::Opening { at } => progress(lot, LotProgress::Opened { at: *at }),
        LotFact::Award { winner, at } => progress(lot, LotProgress::Awarded { winner: winner.clone(), at: *at }),
        LotFact::ContractSigned { contractor, at } => progress(lot, LotProgress::Contracted { winner: contractor.clone(), at: *at }),
        LotFact::Abort { reason, code, at } => progress(lot, LotProgress::Aborted { reason: reason.clone(), code: *code, at: *at }),
    }
}

async fn reported(
    w: &mut Writer<'_>,
    site: SiteCode,
    record: &LotRecord,
    announced_at: Option<Timestamp>,
    known: Option<Listed>,
    typed_in: &[LotId],
) -> Result<Effect, AppError> {
    let id = known.as_ref().map_or_else(|| w.world().id(LotId::new), |known| known.lot.id);
    let world = w.world();
    world.sites.get(site).ok_or(AppError::NotFound)?;
    let lot = match record.parse(id, &world.sites, site, LotOrigin::Feed) {
        Ok(lot) => lot,
        Err(faults) => {
            let first = faults.first().map(|fault| fault.message.clone()).unwrap_or_default();
            return Ok(Effect::Doubtful(first));
        }
    };
    match known {
        Some(Listed { lot: before, seq }) => {
            if let Some(lot) = report(&before, lot, announced_at) {
                w.lot(Some(before), &LotEvent::Reported { lot: Box::new(lot) }, id, seq).await?;
            }
        }
        None => {
            let seq = store::lot::next_seq(w.tx()).await?;
            list(w, Lot { reported_at: announced_at, opening_announced_at: announced_at, ..lot }, seq, typed_in).await?;
            arrived(w)?;
        }
    }
    Ok(Effect::Had)
}

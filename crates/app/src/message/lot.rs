//! What a trading centre reports of its lots.

use super::content::Content;
use super::outcome::{Outcome, suspended};
use crate::commit::Writer;
use crate::error::AppError;
use crate::lot::LotRecord;
use domain::Refusal;
use domain::id::LotId;
use domain::lot::{
    Lot, LotEvent, LotNumber, LotOrigin, LotProgress, advance, announce_candidates, change_opening, change_validity, report,
};
use domain::site::SiteCode;
use domain::time::Timestamp;
use store::Tx;
use store::lot::Listed;
use store::message::Message;

/// The site of the centre that sent a message.
async fn site(tx: &mut Tx, message: &Message) -> Result<Option<SiteCode>, AppError> {
    let Ok(uscc) = message.sender.parse() else { return Ok(None) };
    Ok(store::organisation::load_by_uscc(tx, &uscc).await?.and_then(|organisation| organisation.site))
}

pub(super) async fn act(w: &mut Writer<'_>, message: &Message, content: &Content) -> Result<Outcome, AppError> {
    let Some(site) = site(w.tx(), message).await? else { return Ok(Outcome::Suspended("发送方不是交易中心".into())) };
    let Ok(number) = message.subject.parse::<LotNumber>() else { return Ok(Outcome::Suspended("标段编号格式不正确".into())) };
    let known = store::lot::load_by_number(w.tx(), &number).await?;
    if known.as_ref().is_some_and(|known| known.lot.site != site) {
        return Ok(Outcome::Suspended("标段不属于本交易中心".into()));
    }
    let (content, known) = match (content, known) {
        (Content::Lot { record, announced_at }, known) => return reported(w, site, record, *announced_at, known).await,
        (_, None) => return Ok(Outcome::Parked),
        (content, Some(known)) => (content, known),
    };
    let lot = &known.lot;
    let event = match content {
        Content::OpeningChange { opens_at, announced_at } => change_opening(lot, *opens_at, *announced_at),
        Content::ValidityChange { valid_days, announced_at } => change_validity(lot, *valid_days, *announced_at),
        Content::Candidates { candidates, announced_at } => announce_candidates(lot, candidates.clone(), *announced_at),
        Content::Opening { at } => progress(lot, LotProgress::Opened { at: *at }),
        Content::Award { winner, at } => progress(lot, LotProgress::Awarded { winner: winner.clone(), at: *at }),
        Content::ContractSigned { contractor, at } => progress(lot, LotProgress::Contracted { winner: contractor.clone(), at: *at }),
        Content::Abort { reason, code, at } => progress(lot, LotProgress::Aborted { reason: reason.clone(), code: *code, at: *at }),
        Content::Lot { .. }
        | Content::Quote { .. }
        | Content::Accepted
        | Content::Refused { .. }
        | Content::Cashier { .. }
        | Content::Paid(_)
        | Content::Issued(_)
        | Content::Replied(_)
        | Content::File => return Err(AppError::Bug("not about a lot".into())),
    };
    match event {
        Ok(Some(event)) => {
            let id = lot.id;
            w.lot(Some(known.lot), &event, id, known.seq).await?;
            Ok(Outcome::Done)
        }
        Ok(None) => Ok(Outcome::Done),
        Err(refusal) => Ok(suspended(refusal)),
    }
}

fn progress(lot: &Lot, to: LotProgress) -> Result<Option<LotEvent>, Refusal> {
    Ok(advance(&lot.progress, to)?.map(|progress| LotEvent::Progressed { progress }))
}

async fn reported(
    w: &mut Writer<'_>,
    site: SiteCode,
    record: &LotRecord,
    announced_at: Option<Timestamp>,
    known: Option<Listed>,
) -> Result<Outcome, AppError> {
    let id = known.as_ref().map_or_else(|| w.world().id(LotId::new), |known| known.lot.id);
    let lot = match record.parse(id, site, LotOrigin::Feed) {
        Ok(lot) => lot,
        Err(faults) => {
            let first = faults.first().map(|fault| fault.message.clone()).unwrap_or_default();
            return Ok(Outcome::Suspended(first));
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
            store::lot::create(w.tx(), &Lot { reported_at: announced_at, opening_announced_at: announced_at, ..lot }, seq)?;
        }
    }
    Ok(Outcome::Done)
}

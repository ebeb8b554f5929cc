//! What a trading centre reports of its lots.

use super::content::Content;
use super::outcome::{Outcome, suspended};
use crate::commit::Writer;
use crate::error::AppError;
use crate::lot::LotRecord;
use crate::world::World;
use domain::id::LotId;
use domain::lot::{Lot, LotNumber, LotOrigin, LotProgress, advance, change_opening, report};
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
    let Some(site) = site(tx, message).await? else { return Ok(Outcome::Suspended("发送方不是交易中心".into())) };
    let Ok(number) = message.subject.parse::<LotNumber>() else { return Ok(Outcome::Suspended("标段编号格式不正确".into())) };
    let known = store::lot::load_by_number(tx, &number).await?;
    if known.as_ref().is_some_and(|known| known.lot.site != site) {
        return Ok(Outcome::Suspended("标段不属于本交易中心".into()));
    }
    match (content, known) {
        (Content::Lot { record, announced_at }, known) => reported(world, tx, site, record, *announced_at, known).await,
        (_, None) => Ok(Outcome::Parked),
        (Content::OpeningChange { opens_at, announced_at }, Some(known)) => {
            match change_opening(&known.lot, *opens_at, *announced_at) {
                Ok(Some(lot)) => store::lot::update(tx, &lot, known.seq)?,
                Ok(None) => {}
                Err(refusal) => return Ok(suspended(refusal)),
            }
            Ok(Outcome::Done)
        }
        (Content::Opening { at }, Some(known)) => progress(tx, known, LotProgress::Opened { at: *at }),
        (Content::Award { winner, at }, Some(known)) => progress(tx, known, LotProgress::Awarded { winner: winner.clone(), at: *at }),
        (Content::Abort { reason, at }, Some(known)) => progress(tx, known, LotProgress::Aborted { reason: reason.clone(), at: *at }),
        (
            Content::Quote { .. }
            | Content::Accepted
            | Content::Refused { .. }
            | Content::Cashier { .. }
            | Content::Paid(_)
            | Content::Issued(_)
            | Content::Answered { .. }
            | Content::File,
            _,
        ) => Err(AppError::Bug("not about a lot".into())),
    }
}

async fn reported(
    world: &World,
    tx: &mut Tx,
    site: SiteCode,
    record: &LotRecord,
    announced_at: Option<Timestamp>,
    known: Option<Listed>,
) -> Result<Outcome, AppError> {
    let id = known.as_ref().map_or_else(|| world.id(LotId::new), |known| known.lot.id);
    let lot = match record.parse(id, site, LotOrigin::Feed) {
        Ok(lot) => lot,
        Err(faults) => {
            let first = faults.first().map(|fault| fault.message.clone()).unwrap_or_default();
            return Ok(Outcome::Suspended(first));
        }
    };
    match known {
        Some(Listed { lot: before, seq }) => {
            if let Some(lot) = report(&before, lot, announced_at).filter(|lot| *lot != before) {
                store::lot::update(tx, &lot, seq)?;
            }
        }
        None => {
            let seq = store::lot::next_seq(tx).await?;
            store::lot::create(tx, &Lot { reported_at: announced_at, opening_announced_at: announced_at, ..lot }, seq)?;
        }
    }
    Ok(Outcome::Done)
}

fn progress(tx: &mut Tx, known: Listed, to: LotProgress) -> Result<Outcome, AppError> {
    match advance(&known.lot.progress, to) {
        Ok(Some(progress)) => {
            store::lot::update(tx, &Lot { progress, ..known.lot }, known.seq)?;
            Ok(Outcome::Done)
        }
        Ok(None) => Ok(Outcome::Done),
        Err(refusal) => Ok(suspended(refusal)),
    }
}

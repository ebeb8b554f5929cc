//! A lot, as its centre reports it and as an applicant types it in.

use super::{Command, Machine, Table, next, perhaps};
use crate::samples::*;
use domain::application::Application;
use domain::lot::{AbortReason, Confirmation, Evidence, Lot, LotEvent, LotOrigin, LotProgress, confirm, correct, progress};
use domain::time::Timestamp;

fn named(lot: &Lot) -> (&'static str, &'static str) {
    match lot.progress {
        LotProgress::Announced => ("announced", "已公告"),
        LotProgress::Opened { .. } => ("opened", "已开标"),
        LotProgress::Awarded { .. } => ("awarded", "已定标"),
        LotProgress::Contracted { .. } => ("contracted", "已签合同"),
        LotProgress::Aborted { .. } => ("aborted", "已终止"),
    }
}

fn at(progress: LotProgress) -> Lot {
    Lot { progress, ..lot() }
}

fn reported(name: &'static str, report: LotProgress) -> Command<'static, Lot> {
    let apply = |known: &mut Lot, event: &LotEvent| {
        if let Some(after) = event.apply(Some(known.clone())) {
            *known = after;
        }
    };
    (name, Box::new(move |known| perhaps(known, progress(known, report.clone()), apply)))
}

fn reports() -> String {
    let then = now();
    let opened = LotProgress::Opened { at: then };
    let later = then.plus(Timestamp::HOUR);
    let awarded = |winner: &str, at| LotProgress::Awarded { winner: winner.into(), at };
    let contracted = LotProgress::Contracted { winner: "b".into(), at: later.plus(Timestamp::HOUR) };
    let aborted = |at| LotProgress::Aborted { reason: "投标人不足三家".into(), code: AbortReason::TooFewBidders, at };
    Machine {
        title: "Lot 标段",
        about: "How far a tender has come, by its trading centre's reports, which may come twice and in any order. Of two\n\
                decisions the later one counts, of two made at once neither. That bids were opened is noted whenever it is heard.",
        begins: ("Announce", "announced"),
        named,
        ordinary: None,
        tables: vec![Table {
            title: "",
            states: vec![
                ("announced", at(LotProgress::Announced)),
                ("opened", at(opened.clone())),
                ("awarded to a", at(awarded("a", then))),
                ("contracted with b", at(contracted.clone())),
                ("aborted", at(aborted(then))),
            ],
            commands: vec![
                reported("Announced", LotProgress::Announced),
                reported("Opened", opened),
                reported("Opened, another time", LotProgress::Opened { at: then.plus(Timestamp::MINUTE) }),
                reported("Awarded to a", awarded("a", then)),
                reported("Awarded to b, at once", awarded("b", then)),
                reported("Awarded to b, later", awarded("b", later)),
                reported("Contracted", contracted),
                reported("Aborted", aborted(then)),
                reported("Aborted, last of all", aborted(later.plus(2 * Timestamp::HOUR))),
            ],
        }],
    }
    .section()
}

/// A lot that was typed in, while it is there, and the orders for it.
type Entered = (Option<Lot>, Vec<Application>);

fn then(entered: &Entered, event: LotEvent) -> Entered {
    (event.apply(entered.0.clone()), entered.1.clone())
}

fn standing(it: &Entered) -> (&'static str, &'static str) {
    match it.0.as_ref().map(|lot| &lot.confirmation) {
        None => ("removed", "已删除"),
        Some(Confirmation::Unasked) => ("entered", "申请人自行增加"),
        Some(Confirmation::Pending) => ("to be confirmed", "待交易中心核实"),
        Some(Confirmation::Refused { .. }) => ("sent back", "交易中心退回"),
    }
}

fn announced() -> Evidence {
    Evidence { file: None, address: "https://ggzy.example/1".into() }
}

fn refused() -> Confirmation {
    Confirmation::Refused { reason: "开标时间与公告不符".into() }
}

fn entered() -> String {
    let own = applicant().organisation;
    let waiting = |confirmation, evidence| Some(Lot { origin: LotOrigin::EnteredBy(own), confirmation, evidence, ..lot() });
    let by = |origin| Some(Lot { origin, ..lot() });
    let corrected = || Lot { name: "滨江大道快速化改造工程施工二标段".into(), ..lot() };
    let commands: Vec<Command<'_, Entered>> = vec![
        (
            "Correct",
            Box::new(move |it| {
                let Some(lot) = &it.0 else { return Ok(None) };
                perhaps(it, correct::correct(lot, corrected(), own, &it.1, now()), |it, event| *it = then(it, event.clone()))
            }),
        ),
        (
            "Remove",
            Box::new(move |it| {
                let Some(lot) = &it.0 else { return Ok(None) };
                next(it, correct::remove(lot, own, &it.1), |it, event| *it = then(it, event.clone()))
            }),
        ),
        (
            "Hand in its announcement",
            Box::new(move |it| {
                let Some(lot) = &it.0 else { return Ok(None) };
                next(it, confirm::show(lot, own, announced()), |it, event| *it = then(it, event.clone()))
            }),
        ),
        (
            "Refuse, by its centre",
            Box::new(move |it| {
                let Some(lot) = &it.0 else { return Ok(None) };
                next(it, confirm::refuse(lot, "开标时间与公告不符"), |it, event| *it = then(it, event.clone()))
            }),
        ),
    ];
    Machine {
        title: "Lot that was typed in 自行增加的标段",
        about: "Its own organisation's business, until an order for it is signed. Where its site has lots confirmed it waits for its centre, which\n\
                lists it or sends it back; what is listed is another lot, announced to all alike (HR-10).",
        begins: ("Enter", "entered"),
        named: standing,
        ordinary: None,
        tables: vec![Table {
            title: "",
            states: vec![
                ("entered", (by(LotOrigin::EnteredBy(own)), Vec::new())),
                ("entered, a draft for it", (by(LotOrigin::EnteredBy(own)), vec![after(&[])])),
                ("entered, an order for it is signed", (by(LotOrigin::EnteredBy(own)), vec![after(&[described(), submitted()])])),
                ("to be confirmed, without an announcement", (waiting(Confirmation::Pending, Evidence::default()), Vec::new())),
                ("to be confirmed", (waiting(Confirmation::Pending, announced()), Vec::new())),
                ("sent back", (waiting(refused(), announced()), Vec::new())),
                ("listed by a centre", (by(LotOrigin::Feed), Vec::new())),
            ],
            commands,
        }],
    }
    .section()
}

pub(super) fn section() -> String {
    reports() + &entered()
}

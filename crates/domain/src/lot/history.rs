//! What has changed about a lot (变更记录): from what to what, event by event.

use super::{Confirmation, Lot, LotEvent};

/// One thing that changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Changed {
    /// What, in the words of the lot's subject.
    pub what: String,
    /// What it was; empty for nothing.
    pub from: String,
    /// What it is now; empty for nothing.
    pub to: String,
}

/// What an event is called in the history.
#[must_use]
pub const fn label(event: &LotEvent) -> &'static str {
    match event {
        LotEvent::Entered { .. } => "自行增加",
        LotEvent::Listed { .. } => "交易中心公布",
        LotEvent::Corrected { .. } => "更正",
        LotEvent::Removed => "删除",
        LotEvent::Reported { .. } => "交易中心更新信息",
        LotEvent::OpeningChanged { .. } => "开标时间变更公告",
        LotEvent::ValidityChanged { .. } => "投标有效期变更公告",
        LotEvent::CandidatesAnnounced { .. } => "中标候选人公示",
        LotEvent::Progressed { .. } => "交易进展",
        LotEvent::Evidenced { .. } => "提交招标公告",
        LotEvent::Refused { .. } => "交易中心核实退回",
    }
}

/// What differs between a lot before and after an event. Of a lot's first event nothing does: it was not there before.
#[must_use]
pub fn changes(before: &Lot, after: &Lot) -> Vec<Changed> {
    let words = after.subject.words();
    let texts = |lot: &Lot| {
        let optional = |text: Option<String>| text.unwrap_or_default();
        [
            (words.number.to_owned(), lot.number.to_string()),
            (words.name.to_owned(), lot.name.clone()),
            ("交易类型".to_owned(), lot.trade.label().to_owned()),
            (words.beneficiary.to_owned(), lot.tenderee.name.to_string()),
            (words.beneficiary_code.to_owned(), optional(lot.tenderee.uscc.as_ref().map(ToString::to_string))),
            ("代理机构".to_owned(), optional(lot.agency.as_ref().map(ToString::to_string))),
            (format!("{}（元）", words.security), lot.bid_security.to_string()),
            ("合同估算价（元）".to_owned(), optional(lot.estimate.map(|estimate| estimate.to_string()))),
            (words.deadline.to_owned(), lot.opens_at.to_string()),
            (format!("{}（天）", words.period), optional(lot.valid_days.map(|days| days.to_string()))),
            ("中标候选人".to_owned(), lot.candidates.iter().map(|one| one.name.as_str()).collect::<Vec<_>>().join("、")),
            ("进展".to_owned(), standing(lot)),
            ("核实".to_owned(), confirmation(&lot.confirmation)),
        ]
    };
    let pairs = texts(before).into_iter().zip(texts(after));
    pairs.filter(|((_, from), (_, to))| from != to).map(|((what, from), (_, to))| Changed { what, from, to }).collect()
}

/// How far it has come by its centre's word, whatever the clock says; empty while it is announced.
fn standing(lot: &Lot) -> String {
    lot.open_until().map_or_else(|| lot.mark(lot.opens_at).unwrap_or_default(), |_| String::new())
}

fn confirmation(confirmation: &Confirmation) -> String {
    match confirmation {
        Confirmation::Unasked => String::new(),
        Confirmation::Pending => "待交易中心核实".to_owned(),
        Confirmation::Refused { reason } => format!("交易中心退回：{reason}"),
    }
}

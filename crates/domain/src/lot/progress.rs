//! How far a tender has come, as its trading centre reports it. Reports may come twice and out of order; of two decisions the one that was
//! made last counts: a second winner follows the first, a tender is aborted after its award (实施条例 55, 81).

use crate::refusal::Refusal;
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};

/// Why a tender came to nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AbortReason {
    /// 流标: no bid could be accepted.
    Failed,
    /// 不足三家: fewer than three bidders (招标投标法 28).
    TooFewBidders,
    /// 终止: the tenderee gave it up.
    #[default]
    Terminated,
    /// 重新招标: it is tendered anew.
    Retendered,
}

impl AbortReason {
    /// Every reason.
    pub const ALL: [Self; 4] = [Self::Failed, Self::TooFewBidders, Self::Terminated, Self::Retendered];

    /// The word on screens.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Failed => "流标",
            Self::TooFewBidders => "投标人不足三家",
            Self::Terminated => "终止招标",
            Self::Retendered => "重新招标",
        }
    }

    /// What a lot is marked with in lists.
    #[must_use]
    pub const fn mark(self) -> &'static str {
        match self {
            Self::Failed | Self::TooFewBidders => "已流标",
            Self::Terminated => "已终止",
            Self::Retendered => "重新招标",
        }
    }

    /// What has become of a `thing`, as a sentence without its full stop.
    #[must_use]
    pub fn sentence(self, thing: &str) -> String {
        match self {
            Self::Failed => format!("{thing}已流标"),
            Self::TooFewBidders => format!("投标人不足三家，{thing}已流标"),
            Self::Terminated => format!("{thing}已终止"),
            Self::Retendered => format!("{thing}将重新招标"),
        }
    }
}

/// How far.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "progress")]
pub enum LotProgress {
    /// Announced.
    #[default]
    Announced,
    /// Bids are opened.
    Opened {
        /// When.
        at: Timestamp,
    },
    /// Awarded.
    Awarded {
        /// The winner's code.
        winner: String,
        /// When.
        at: Timestamp,
    },
    /// The contract is signed.
    Contracted {
        /// The contractor's code.
        winner: String,
        /// When.
        at: Timestamp,
    },
    /// Aborted.
    Aborted {
        /// Why, in the centre's words.
        reason: String,
        /// Why, by the closed list.
        #[serde(default)]
        code: AbortReason,
        /// When.
        at: Timestamp,
    },
}

impl LotProgress {
    /// Its name in the event log.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Announced => "lot.announced",
            Self::Opened { .. } => "lot.opened",
            Self::Awarded { .. } => "lot.awarded",
            Self::Contracted { .. } => "lot.contracted",
            Self::Aborted { .. } => "lot.aborted",
        }
    }

    /// Whether something was decided after opening, or instead of it.
    #[must_use]
    pub const fn is_decided(&self) -> bool {
        self.decision().is_some()
    }

    /// Of a decision after opening: when it was made, and which of several made at once is the later one.
    const fn decision(&self) -> Option<(Timestamp, u8)> {
        match self {
            Self::Announced | Self::Opened { .. } => None,
            Self::Awarded { at, .. } => Some((*at, 0)),
            Self::Contracted { at, .. } => Some((*at, 1)),
            Self::Aborted { at, .. } => Some((*at, 2)),
        }
    }
}

/// What a report leads to; `None` when it says nothing new.
///
/// # Errors
/// [`Refusal::LotReportContradicts`] when it contradicts what was reported of the same instant: two winners, two openings.
pub(super) fn advance(now: &LotProgress, to: LotProgress) -> Result<Option<LotProgress>, Refusal> {
    if *now == to || to == LotProgress::Announced {
        return Ok(None);
    }
    match (now.decision(), to.decision()) {
        (None, None) if *now == LotProgress::Announced => Ok(Some(to)),
        (None, None) => Err(Refusal::LotReportContradicts),
        (None, Some(_)) => Ok(Some(to)),
        (Some(_), None) => Ok(None),
        (Some(known), Some(told)) if known == told => Err(Refusal::LotReportContradicts),
        (Some(known), Some(told)) => Ok((told > known).then_some(to)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(micros: i64) -> Timestamp {
        Timestamp::from_micros(micros)
    }

    fn awarded(winner: &str, when: i64) -> LotProgress {
        LotProgress::Awarded { winner: winner.into(), at: at(when) }
    }

    #[test]
    fn reports_come_to_the_same_whichever_is_first() {
        let opened = LotProgress::Opened { at: at(1) };
        let contracted = LotProgress::Contracted { winner: "b".into(), at: at(4) };
        let aborted = LotProgress::Aborted { reason: "中标无效".into(), code: AbortReason::Failed, at: at(5) };
        let reports = [opened, awarded("a", 2), awarded("b", 3), contracted, aborted.clone()];
        let fold = |sequence: &[usize]| {
            sequence
                .iter()
                .fold(LotProgress::Announced, |now, index| advance(&now, reports[*index].clone()).expect("no contradiction").unwrap_or(now))
        };
        for shift in 0..reports.len() {
            let sequence: Vec<usize> = (0..reports.len()).map(|index| (index + shift) % reports.len()).collect();
            assert_eq!(fold(&sequence), aborted, "{sequence:?}");
            let back: Vec<usize> = sequence.into_iter().rev().collect();
            assert_eq!(fold(&back), aborted, "{back:?}");
        }
    }

    #[test]
    fn a_second_winner_follows_the_first_and_two_at_once_are_a_contradiction() {
        let first = awarded("a", 2);
        assert_eq!(advance(&first, awarded("b", 3)), Ok(Some(awarded("b", 3))), "the first gave up (F-3)");
        assert_eq!(advance(&awarded("b", 3), first.clone()), Ok(None), "heard of late");
        assert_eq!(advance(&first, awarded("b", 2)), Err(Refusal::LotReportContradicts));
        let opened = LotProgress::Opened { at: at(1) };
        assert_eq!(advance(&opened, LotProgress::Opened { at: at(2) }), Err(Refusal::LotReportContradicts));
    }
}

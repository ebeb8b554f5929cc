//! How far a tender has come, as its trading centre reports it. Reports may come twice and out of order.

use crate::refusal::Refusal;
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};

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
    /// Aborted (流标、终止).
    Aborted {
        /// Why.
        reason: String,
        /// When.
        at: Timestamp,
    },
}

/// What a report leads to; `None` when it says nothing new.
///
/// # Errors
/// [`Refusal::LotReportContradicts`] when it contradicts what was reported: aborted after an award, two winners, two openings.
pub fn advance(now: &LotProgress, to: LotProgress) -> Result<Option<LotProgress>, Refusal> {
    use LotProgress::{Aborted, Announced, Awarded, Opened};
    match (now, &to) {
        (now, to) if now == to => Ok(None),
        (_, Announced) | (Awarded { .. } | Aborted { .. }, Opened { .. }) => Ok(None),
        (Announced | Opened { .. }, Awarded { .. } | Aborted { .. }) | (Announced, Opened { .. }) => Ok(Some(to)),
        (Opened { .. }, Opened { .. }) | (Awarded { .. } | Aborted { .. }, Awarded { .. } | Aborted { .. }) => {
            Err(Refusal::LotReportContradicts)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reports_in_any_order_come_to_the_same_and_contradictions_are_seen() {
        let at = Timestamp::from_micros(1);
        let opened = LotProgress::Opened { at };
        let awarded = LotProgress::Awarded { winner: "a".into(), at };
        let fold = |reports: &[&LotProgress]| {
            reports.iter().fold(LotProgress::Announced, |now, to| advance(&now, (*to).clone()).expect("no contradiction").unwrap_or(now))
        };
        assert_eq!(fold(&[&opened, &awarded, &awarded]), awarded);
        assert_eq!(fold(&[&awarded, &opened]), awarded);
        let aborted = LotProgress::Aborted { reason: "不足三家".into(), at };
        assert_eq!(advance(&awarded, aborted), Err(Refusal::LotReportContradicts));
        assert_eq!(advance(&awarded, LotProgress::Awarded { winner: "b".into(), at }), Err(Refusal::LotReportContradicts));
    }
}

//! Conformance runs (一致性测试): the platform speaks every message of the interface with an institution's own system, about applications that
//! are nobody's, and writes down what came of each. Acceptance (验收) asks for one without a fault.

use crate::document::StoredFile;
use crate::id::{ConformanceId, InstitutionId};
use crate::institution::{InterfaceVersion, Wire};
use crate::party::{OrganisationName, Uscc};
use crate::product::PaymentStyle;
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What the number of every application of a run begins with; those of real ones begin with `D`.
pub const NUMBER_PREFIX: char = 'C';
/// Characters of a run's number.
pub const NUMBER_LENGTH: usize = 17;

/// What came of one check.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "verdict")]
pub enum Verdict {
    /// As the specification says.
    Passed,
    /// Not as it says.
    Failed {
        /// What was seen.
        reason: String,
    },
    /// Not as a later version than the first says: the institution works with an earlier one.
    Lacking {
        /// What was seen.
        reason: String,
    },
    /// Not looked at.
    Skipped {
        /// Why.
        reason: String,
    },
}

/// One check.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Check {
    /// The message it is about.
    pub topic: String,
    /// What the specification says.
    pub what: String,
    /// Which version of the specification says so first.
    #[serde(default, skip_serializing_if = "InterfaceVersion::is_first")]
    pub since: InterfaceVersion,
    /// What came of it.
    #[serde(flatten)]
    pub verdict: Verdict,
}

/// A run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConformanceRun {
    /// Which.
    pub id: ConformanceId,
    /// What its applications' numbers begin with: [`NUMBER_PREFIX`] and sixteen digits.
    pub number: String,
    /// Whose system.
    pub institution: InstitutionId,
    /// Its code.
    pub uscc: Uscc,
    /// Its registered name.
    pub name: OrganisationName,
    /// Where fees are paid to.
    pub account: String,
    /// The address that is tried.
    pub address: String,
    /// What it understands.
    pub wire: Wire,
    /// How its products are paid for.
    pub styles: Vec<PaymentStyle>,
    /// When it was started.
    pub started_at: Timestamp,
    /// Which step comes next.
    pub step: usize,
    /// Until when the step waits for a message.
    pub waits_until: Option<Timestamp>,
    /// The receipts that were given, by idempotency key.
    pub receipts: BTreeMap<String, String>,
    /// What came of each step so far.
    pub checks: Vec<Check>,
    /// When it was over.
    pub ended_at: Option<Timestamp>,
    /// The signed report.
    pub report: Option<StoredFile>,
    /// Writes so far.
    pub version: i64,
}

impl ConformanceRun {
    /// The number of the run's application `n`.
    #[must_use]
    pub fn application(&self, n: u8) -> String {
        format!("{}{n}", self.number)
    }

    /// The number of the run that an application with this number would belong to.
    #[must_use]
    pub fn number_of(order_number: &str) -> Option<&str> {
        order_number.get(..NUMBER_LENGTH).filter(|number| number.starts_with(NUMBER_PREFIX))
    }

    /// How many checks passed, failed, did not apply: they were skipped, or belong to a later version than the institution's.
    #[must_use]
    pub fn counts(&self) -> (u32, u32, u32) {
        self.checks.iter().fold((0, 0, 0), |(passed, failed, skipped), check| match check.verdict {
            Verdict::Passed => (passed + 1, failed, skipped),
            Verdict::Failed { .. } => (passed, failed + 1, skipped),
            Verdict::Lacking { .. } | Verdict::Skipped { .. } => (passed, failed, skipped + 1),
        })
    }

    /// The version that it has proved: the latest of whose checks, and of those before, none is anything but passed. Whether the first is
    /// proved, the counts say.
    #[must_use]
    pub fn proved(&self) -> InterfaceVersion {
        let of = |version| self.checks.iter().filter(move |check| check.since == version);
        let later = InterfaceVersion::ALL.into_iter().filter(|version| !version.is_first());
        let proved =
            |version: &InterfaceVersion| of(*version).next().is_some() && of(*version).all(|check| check.verdict == Verdict::Passed);
        later.take_while(proved).last().unwrap_or_default()
    }

    /// Writes down what came of the step, and goes to the next. What only a later version than the first says is no failure.
    pub fn record(&mut self, topic: &str, what: &str, since: InterfaceVersion, verdict: Verdict) {
        let verdict = match verdict {
            Verdict::Failed { reason } if !since.is_first() => Verdict::Lacking { reason },
            other @ (Verdict::Passed | Verdict::Failed { .. } | Verdict::Lacking { .. } | Verdict::Skipped { .. }) => other,
        };
        self.checks.push(Check { topic: topic.to_owned(), what: what.to_owned(), since, verdict });
        self.step += 1;
        self.waits_until = None;
    }
}

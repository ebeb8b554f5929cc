//! How long each step may take: working days of the site, the first day not counted (民法典 art. 201). The defaults are those of complaints
//! about tenders (招标投标法实施条例 art. 61), which bind nobody here: to the site they are targets of its service.

use super::{Complaint, ComplaintState};
use crate::time::{CalendarError, Date, Timestamp, WorkCalendar};

/// Most working days that a site may give.
pub const DAYS_MAX: u32 = 60;

/// The working days that a site gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ComplaintRules {
    /// Until the centre says whether it takes it.
    pub accept_days: u32,
    /// Until the institution answers.
    pub answer_days: u32,
    /// Until the centre decides, from when it took it.
    pub decide_days: u32,
    /// In which the complainant may have it looked at once more, from the decision.
    pub reopen_days: u32,
}

impl Default for ComplaintRules {
    fn default() -> Self {
        Self { accept_days: 3, answer_days: 5, decide_days: 30, reopen_days: 10 }
    }
}

impl ComplaintRules {
    /// Whether every step has a day and none more than [`DAYS_MAX`].
    #[must_use]
    pub fn are_possible(self) -> bool {
        [self.accept_days, self.answer_days, self.decide_days, self.reopen_days].iter().all(|days| (1..=DAYS_MAX).contains(days))
    }
}

impl Complaint {
    /// The last day of the step it is at; `None` where nothing is waited for.
    ///
    /// # Errors
    /// [`CalendarError::MissingYear`]: a last day is never guessed.
    pub fn due(&self, rules: ComplaintRules, calendar: &WorkCalendar) -> Result<Option<Date>, CalendarError> {
        let step: Option<(Timestamp, u32)> = match self.state {
            ComplaintState::Filed => Some((self.facts.filed_at, rules.accept_days)),
            ComplaintState::WithInstitution => self.asked.as_ref().map(|asked| (asked.at, rules.answer_days)),
            ComplaintState::Accepted | ComplaintState::Answered => self.accepted_at.map(|at| (at, rules.decide_days)),
            ComplaintState::Decided => self.decision.as_ref().map(|decision| (decision.at, rules.reopen_days)),
            ComplaintState::NotAccepted { .. } | ComplaintState::Closed | ComplaintState::Withdrawn => None,
        };
        step.map(|(from, days)| calendar.after(from.date(), days)).transpose()
    }

    /// The last day on which it has to be decided; `None` before it is taken and once it is decided.
    ///
    /// # Errors
    /// As [`Complaint::due`].
    pub fn decide_by(&self, rules: ComplaintRules, calendar: &WorkCalendar) -> Result<Option<Date>, CalendarError> {
        let begun = self.accepted_at.filter(|_| self.state.is_open());
        begun.map(|at| calendar.after(at.date(), rules.decide_days)).transpose()
    }

    /// The last day on which the complainant may have it looked at once more; `None` when it was already, or there is no decision.
    ///
    /// # Errors
    /// As [`Complaint::due`].
    pub fn reopen_by(&self, rules: ComplaintRules, calendar: &WorkCalendar) -> Result<Option<Date>, CalendarError> {
        let decided = self.decision.as_ref().filter(|_| self.reopened.is_none());
        decided.map(|decision| calendar.after(decision.at.date(), rules.reopen_days)).transpose()
    }
}

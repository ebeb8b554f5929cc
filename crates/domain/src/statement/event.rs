use super::{Balances, Statement, StatementFacts, StatementState, Totals};
use serde::{Deserialize, Serialize};

/// What happened to a statement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "type")]
pub enum StatementEvent {
    /// A person took it in.
    Begun {
        /// All that is fixed from here on.
        facts: Box<StatementFacts>,
    },
    /// It was read to its end.
    Read {
        /// What it holds.
        totals: Box<Totals>,
    },
    /// A second person held it against the bank's balances.
    Confirmed {
        /// SM3 fingerprint of that person's certificate.
        by: String,
        /// Those balances.
        balances: Balances,
    },
    /// Some more of its credits were recorded.
    Advanced {
        /// The last row of them.
        until: u64,
        /// Credits that were not known.
        recorded: u64,
        /// Credits that were.
        known: u64,
        /// Whether these were the last.
        done: bool,
    },
    /// It was laid aside.
    Discarded,
}

impl StatementEvent {
    /// The event's name in the log.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Begun { .. } => "statement.begun",
            Self::Read { .. } => "statement.read",
            Self::Confirmed { .. } => "statement.confirmed",
            Self::Advanced { .. } => "statement.advanced",
            Self::Discarded => "statement.discarded",
        }
    }
}

impl Statement {
    /// The statement after its first event; `None` when that is not `Begun`.
    #[must_use]
    pub fn born(event: &StatementEvent) -> Option<Self> {
        if let StatementEvent::Begun { facts } = event {
            let facts = (**facts).clone();
            Some(Self { facts, totals: Totals::default(), recorded: 0, known: 0, state: StatementState::Reading, version: 1 })
        } else {
            None
        }
    }

    /// The only writer of a statement's state.
    pub fn apply(&mut self, event: &StatementEvent) {
        self.version += 1;
        match event {
            StatementEvent::Begun { .. } => {}
            StatementEvent::Read { totals } => {
                self.totals = (**totals).clone();
                self.state = StatementState::Proposed;
            }
            StatementEvent::Confirmed { balances, .. } => {
                self.totals.balances = Some(*balances);
                self.state = StatementState::Confirmed { until: 0 };
            }
            StatementEvent::Advanced { until, recorded, known, done } => {
                self.recorded += recorded;
                self.known += known;
                self.state = if *done { StatementState::Taken } else { StatementState::Confirmed { until: *until } };
            }
            StatementEvent::Discarded => self.state = StatementState::Discarded,
        }
    }
}

//! Bank lines: recorded when the bank reports them, matched by a job, resolved by people when they match nothing.

pub mod honour;
pub mod list;
pub mod match_received;
pub mod receive;
pub(crate) mod record;
pub mod refund;

use domain::access::{Actor, Relation};
use domain::bank_line::BankLine;

/// What the actor is to the line: its guarantor, or the centre that sorts out lines of nobody's account.
fn relation(actor: &Actor, line: &BankLine) -> Relation {
    match line.facts.institution {
        Some(institution) if actor.institution == Some(institution) => Relation::Guarantor,
        Some(_) => Relation::Stranger,
        None => Relation::CentreOfSite,
    }
}

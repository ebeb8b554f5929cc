//! Knowing again: which rows of a statement are payments that another statement told of before.

use super::Balances;

/// Which of the equal lines is to be recorded, from 1; `None` when the row is one of those that are.
///
/// `recorded` are the balances behind the lines that were recorded before and say all the same, in their order; `nth` is the row's place
/// among the equal ones of its file. A balance behind the row tells for certain, as no two movements leave the same account twice at the same
/// place. Without it the n-th equal row is the n-th payment: a file that holds more of them than are known tells of new ones.
#[must_use]
pub fn ordinal(recorded: &[Option<i64>], nth: u32, balance: Option<i64>) -> Option<u32> {
    let next = u32::try_from(recorded.len()).unwrap_or(u32::MAX).saturating_add(1);
    match balance {
        Some(_) if recorded.contains(&balance) => None,
        Some(_) if recorded.iter().all(Option::is_some) => Some(next),
        Some(_) | None => (nth >= next).then_some(next),
    }
}

/// Which of `others` lie before or behind a statement and have no movement in common with it: balance leads on to balance, over any number
/// of them. An equal row in one of those is another payment.
#[must_use]
pub fn adjoining(own: Balances, others: &[Balances]) -> Vec<bool> {
    let mut found = vec![false; others.len()];
    let ends = [own.opening, own.closing];
    let mut walk = |start: i64, near: fn(&Balances) -> i64, far: fn(&Balances) -> i64| {
        let (mut seen, mut open) = (vec![start], vec![start]);
        while let Some(balance) = open.pop() {
            for (other, found) in others.iter().zip(found.iter_mut()) {
                // What leads nowhere, and what lies where the statement itself does, tells nothing.
                if near(other) != balance || other.opening == other.closing || *other == own {
                    continue;
                }
                *found = true;
                if !seen.contains(&far(other)) && !ends.contains(&far(other)) {
                    seen.push(far(other));
                    open.push(far(other));
                }
            }
        }
    };
    walk(own.opening, |other| other.closing, |other| other.opening);
    walk(own.closing, |other| other.opening, |other| other.closing);
    found
}

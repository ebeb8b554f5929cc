//! What time makes of a guarantee.

use super::{Command, Machine, Table};
use crate::samples::*;
use domain::application::Numbered;
use domain::document::{Documents, Pair};
use domain::guarantee::{Guarantee, Standing, reach};
use domain::id::{GuaranteeId, RANDOM_BYTES};
use domain::lot::Lot;
use domain::number::{CheckCode, GuaranteeNumber};
use domain::time::{Timestamp, add_days};

/// A guarantee, looked at at an instant.
type Seen = (Guarantee, Timestamp);

pub(crate) fn issued() -> Guarantee {
    let application = after(&[described(), submitted(), settled(true)]);
    let numbered = Numbered { number: GuaranteeNumber::new(application.facts.site, 42), check_code: CheckCode::new(42) };
    let documents = Documents { letter: Pair::default(), agreement: None, receipt: None, fingerprint: "00".into() };
    Guarantee::of(GuaranteeId::new(now(), &[7; RANDOM_BYTES]), &application, numbered, documents, now())
}

/// Time goes on to `at`; it never goes back.
fn until(name: &'static str, at: Timestamp) -> Command<'static, Seen> {
    (name, Box::new(move |seen| Ok((at > seen.1).then(|| (seen.0.clone(), at)))))
}

/// Bids are opened a month later than the letter says.
fn put_off(seen: &Seen) -> Option<Seen> {
    let later = known_as(&Lot { opens_at: lot().opens_at.plus(30 * 24 * Timestamp::HOUR), ..lot() });
    let event = reach::reach(&seen.0, &later, &rules())?;
    let mut seen = seen.clone();
    seen.0.apply(&event);
    Some(seen)
}

pub(super) fn section() -> String {
    let guarantee = issued();
    let (opening, last) = (lot().opens_at, guarantee.expiry);
    let ended = Timestamp::parse_civil(&format!("{} 00:00", add_days(last, 1))).unwrap();
    Machine {
        title: "Guarantee 保函",
        about: "Computed from the opening it has heard of last, never stored. A site may have words of its own for the time before opening.",
        begins: ("Issue", "before_opening"),
        named: |seen: &Seen| {
            let standing = seen.0.standing(seen.1);
            let code = match standing {
                Standing::BeforeOpening => "before_opening",
                Standing::InForce => "in_force",
                Standing::Expired => "expired",
            };
            (code, standing.label())
        },
        ordinary: None,
        tables: vec![Table {
            title: "",
            states: vec![
                ("before_opening", (guarantee.clone(), now())),
                ("in_force", (guarantee.clone(), opening)),
                ("expired", (guarantee, ended)),
            ],
            commands: vec![
                until("Bid opening", opening),
                ("The opening is put off", Box::new(|seen| Ok(put_off(seen)))),
                until("The last day is over", ended),
            ],
        }],
    }
    .section()
}

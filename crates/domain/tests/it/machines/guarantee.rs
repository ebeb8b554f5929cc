//! What time makes of a guarantee.

use super::{Command, Machine, Table};
use crate::samples::*;
use domain::document::{Documents, Pair};
use domain::guarantee::{Guarantee, Standing};
use domain::id::{GuaranteeId, RANDOM_BYTES};
use domain::number::{CheckCode, GuaranteeNumber};
use domain::time::{Timestamp, add_days};

/// A guarantee, looked at at an instant.
type Seen = (Guarantee, Timestamp);

fn issued() -> Guarantee {
    let application = after(&[described(), submitted(), settled(true)]);
    let facts = application.facts;
    Guarantee {
        id: GuaranteeId::new(now(), &[7; RANDOM_BYTES]),
        number: GuaranteeNumber::new(facts.site, 42),
        issuer_number: None,
        check_code: CheckCode::new(42),
        application: facts.id,
        site: facts.site,
        kind: facts.kind,
        applicant: facts.applicant,
        guarantor: facts.guarantor,
        lot: facts.lot,
        amount: facts.amount,
        terms_digest: "00".into(),
        issued_at: now(),
        expiry: facts.expiry,
        documents: Documents { letter: Pair::default(), agreement: None, receipt: None, fingerprint: "00".into() },
        version: 1,
    }
}

/// Time goes on to `at`; it never goes back.
fn until(name: &'static str, at: Timestamp) -> Command<'static, Seen> {
    (name, Box::new(move |seen| Ok((at > seen.1).then(|| (seen.0.clone(), at)))))
}

pub(super) fn section() -> String {
    let guarantee = issued();
    let (opening, last) = (lot().opens_at, guarantee.expiry);
    let ended = Timestamp::parse_civil(&format!("{} 00:00", add_days(last, 1))).unwrap();
    Machine {
        title: "Guarantee 保函",
        about: "Computed, never stored. A site may have words of its own for the time before opening.",
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
            commands: vec![until("Bid opening", opening), until("The last day is over", ended)],
        }],
    }
    .section()
}

//! What guarantees are about (F-8).

use crate::samples::{after, calendar, lot, now, product, rules};
use domain::Refusal;
use domain::guarantee::LetterTerms;
use domain::lot::{Lot, Subject, TenderedLot};
use domain::onboarding::Presence;
use domain::product::{GuaranteeKind, Product, Wanted, quote};

fn about(subject: Subject) -> Lot {
    Lot { subject, estimate: None, ..lot() }
}

#[test]
fn each_kind_is_sold_for_what_it_secures_and_nothing_else() {
    let (rules, calendar) = (rules(), calendar());
    for kind in GuaranteeKind::ALL {
        let fitting: Vec<Subject> = Subject::ALL.into_iter().filter(|subject| kind.fits(*subject)).collect();
        assert!(!fitting.is_empty(), "{kind:?} could not be sold at all");
        for subject in Subject::ALL {
            let lot = TenderedLot::open(&about(subject));
            let wanted = Wanted { lot: &lot, amount: about(subject).bid_security, rules: &rules };
            let quoted = quote(&Product { kind, ..product() }, &Presence::Live, wanted, now(), &calendar);
            let refused = quoted == Err(Refusal::KindNotForSubject);
            assert_eq!(refused, !fitting.contains(&subject), "{kind:?} {subject:?}");
        }
    }
}

#[test]
fn nothing_is_asked_for_after_the_deadline_whatever_it_is_about() {
    for subject in Subject::ALL {
        let lot = about(subject);
        assert_eq!(lot.tendered(lot.opens_at), Err(Refusal::LotOpened), "{subject:?}");
        let known = TenderedLot::open(&lot).known(Some(&lot));
        assert_eq!(known.tendered(lot.opens_at), Err(Refusal::LotOpened), "{subject:?}");
        assert_eq!(known.tendered(now()), Ok(()), "{subject:?}");
    }
}

#[test]
fn rows_from_before_there_was_anything_but_lots_read_as_lots_and_stay_as_they_were() {
    let row = serde_json::to_string(&lot()).unwrap();
    assert!(!row.contains("subject"), "{row}");
    assert_eq!(serde_json::from_str::<Lot>(&row).unwrap(), lot());
    let contract = about(Subject::Contract);
    assert_eq!(serde_json::from_str::<Lot>(&serde_json::to_string(&contract).unwrap()).unwrap(), contract);
    let snapshot = serde_json::to_string(&TenderedLot::open(&lot())).unwrap();
    assert!(!snapshot.contains("subject"), "{snapshot}");
}

#[test]
fn what_is_signed_says_whether_it_is_about_a_lot() {
    let of = |subject| LetterTerms { subject, ..LetterTerms::of(&after(&[]), "") }.canonical();
    let said: std::collections::BTreeSet<Vec<u8>> = Subject::ALL.into_iter().map(of).collect();
    assert_eq!(said.len(), Subject::ALL.len());
}

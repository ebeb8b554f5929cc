use crate::samples::now;
use domain::Refusal;
use domain::id::{InstitutionId, StatementId};
use domain::statement::{
    Balances, Statement, StatementEvent, StatementFacts, StatementState, Totals, adjoining, advance, confirm, discard, finish_reading,
    ordinal,
};

const R: [u8; 10] = [7; 10];

pub(crate) fn begun() -> Statement {
    let facts = StatementFacts {
        id: StatementId::new(now(), &R),
        institution: InstitutionId::new(now(), &R),
        account: "4301".into(),
        digest: String::new(),
        by: "a".into(),
        at: now(),
    };
    Statement::born(&StatementEvent::Begun { facts: Box::new(facts) }).unwrap()
}

pub(crate) fn proposed(net: Option<i64>, balances: Option<Balances>) -> Statement {
    let mut statement = begun();
    statement.apply(&finish_reading(&statement, Totals { net, balances, ..Totals::default() }).unwrap());
    statement
}

pub(crate) const RIGHT: Balances = Balances { opening: 1000, closing: 1600 };

#[test]
fn one_person_alone_turns_no_statement_into_payments_k11() {
    assert_eq!(confirm(&proposed(Some(600), Some(RIGHT)), "a", None), Err(Refusal::SecondPersonNeeded));
    assert!(confirm(&proposed(Some(600), Some(RIGHT)), "b", None).is_ok());
}

#[test]
fn rows_that_do_not_lead_from_balance_to_balance_settle_nothing_k11() {
    assert_eq!(confirm(&proposed(Some(600), None), "b", None), Err(Refusal::BalancesMissing));
    assert!(confirm(&proposed(Some(600), None), "b", Some(RIGHT)).is_ok());
    assert_eq!(confirm(&proposed(Some(601), None), "b", Some(RIGHT)), Err(Refusal::BalancesDiffer));
    let other = Balances { opening: 0, closing: 600 };
    assert_eq!(confirm(&proposed(Some(600), Some(RIGHT)), "b", Some(other)), Err(Refusal::BalancesDiffer));
    assert_eq!(confirm(&proposed(None, Some(RIGHT)), "b", None), Err(Refusal::TotalsUnknown));
    assert_eq!(confirm(&proposed(Some(i64::MAX), None), "b", Some(RIGHT)), Err(Refusal::BalancesDiffer));
}

#[test]
fn credits_are_recorded_once_and_only_after_the_second_person() {
    let mut statement = proposed(Some(600), Some(RIGHT));
    assert_eq!(advance(&statement, 5, 1, 0, false), Err(Refusal::StatementStateForbids));
    statement.apply(&confirm(&statement, "b", None).unwrap());
    assert_eq!(discard(&statement), Err(Refusal::StatementStateForbids));
    statement.apply(&advance(&statement, 5, 3, 1, false).unwrap());
    assert_eq!(advance(&statement, 4, 1, 0, false), Err(Refusal::StatementStateForbids));
    statement.apply(&advance(&statement, 9, 1, 0, true).unwrap());
    assert_eq!((statement.recorded, statement.known, &statement.state), (4, 1, &StatementState::Taken));
    assert_eq!(confirm(&statement, "b", None), Err(Refusal::StatementStateForbids));
}

#[test]
fn a_statement_nobody_confirmed_can_be_laid_aside() {
    for mut statement in [begun(), proposed(None, None)] {
        statement.apply(&discard(&statement).unwrap());
        assert_eq!(discard(&statement), Err(Refusal::StatementStateForbids));
        assert_eq!(confirm(&statement, "b", Some(RIGHT)), Err(Refusal::StatementStateForbids));
    }
}

#[test]
fn the_second_of_two_equal_payments_is_recorded_and_neither_twice() {
    assert_eq!((ordinal(&[], 1, None), ordinal(&[None], 2, None)), (Some(1), Some(2)), "both of a file");
    assert_eq!((ordinal(&[None, None], 1, None), ordinal(&[None, None], 2, None)), (None, None), "the same file again");
    assert_eq!(ordinal(&[Some(5000)], 1, Some(5500)), Some(2), "cut between them: the balance tells them apart");
    assert_eq!(ordinal(&[Some(5000), Some(5500)], 1, Some(5500)), None);
    assert_eq!((ordinal(&[None], 1, Some(5500)), ordinal(&[None], 2, Some(5500))), (None, Some(2)), "an export that tells more");
}

#[test]
fn a_statement_that_begins_where_another_ended_has_none_of_its_rows() {
    let span = |opening, closing| Balances { opening, closing };
    // Two days in a row before it, one behind it, one that lies over it.
    let others = [span(0, 100), span(100, 300), span(500, 600), span(200, 400)];
    assert_eq!(adjoining(span(300, 500), &others), [true, true, true, false]);
    // A day that is exported again lies where it lay, though the day before is known too.
    assert_eq!(adjoining(span(100, 300), &others[..2]), [true, false]);
    // An account that is emptied every night.
    assert_eq!(adjoining(span(0, 500), &[span(0, 500), span(500, 0), span(0, 0)]), [false, true, false]);
}

use crate::samples::now;
use domain::Refusal;
use domain::id::{InstitutionId, StatementId};
use domain::statement::{
    Balances, Statement, StatementEvent, StatementFacts, StatementState, Totals, advance, confirm, discard, finish_reading,
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

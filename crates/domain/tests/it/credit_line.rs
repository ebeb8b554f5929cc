use crate::profile::{profile, whole};
use crate::samples::*;
use domain::Refusal;
use domain::credit_line::{
    Balance, Correction, CreditDecision, CreditLine, CreditLineEvent, CreditLineFacts, CreditNeed, CreditTaken, CreditTerms, CreditWanted,
    Grantor, SystemWord, WordHeard, answer, confirm, draft, propose, remind, reserve, send_back, submit,
};
use domain::id::{CreditLineId, RANDOM_BYTES};
use domain::money::Cny;
use domain::product::GuaranteeKind;
use domain::profile::ProfileItem;
use domain::time::{Date, Timestamp, add_days, add_months};
use proptest::prelude::*;

pub(crate) fn wanted() -> CreditWanted {
    CreditWanted { amount: yuan("1000000"), kinds: [].into(), purpose: "年内拟投标的市政项目".into() }
}

pub(crate) fn terms(limit: &str) -> CreditTerms {
    CreditTerms { limit: yuan(limit), from: today(), until: add_months(today(), 12), kinds: [].into(), per_kind: [].into(), rate: None }
}

pub(crate) fn today() -> Date {
    now().date()
}

fn facts() -> CreditLineFacts {
    CreditLineFacts {
        id: CreditLineId::new(now(), &[3; RANDOM_BYTES]),
        applicant: after(&[]).facts.applicant,
        grantor: Grantor::Institution(institution().id),
        grantor_name: institution().name.to_string(),
        site: rules().code,
        drafted_at: now(),
    }
}

pub(crate) fn line(events: &[CreditLineEvent]) -> CreditLine {
    let mut line = CreditLine::born(&draft::draft(&[], facts(), wanted(), today()).unwrap()).unwrap();
    events.iter().for_each(|event| line.apply(event));
    line
}

pub(crate) fn decided(decision: CreditDecision) -> CreditLineEvent {
    CreditLineEvent::Decided { decision }
}

pub(crate) fn granted(limit: &str) -> CreditLine {
    line(&[CreditLineEvent::Submitted { by_system: false }, decided(CreditDecision::Grant { terms: terms(limit) })])
}

fn taken(reserved: &str, used: &str) -> CreditTaken {
    let amount = |text: &str| if text == "0" { Cny::ZERO } else { yuan(text) };
    CreditTaken { balance: Balance { reserved: amount(reserved), used: amount(used) }, ..CreditTaken::NONE }
}

fn need(kind: GuaranteeKind, amount: &str) -> CreditNeed {
    CreditNeed { kind, amount: yuan(amount) }
}

fn reserves(line: &CreditLine, taken: &CreditTaken, amount: &str) -> Result<(), Refusal> {
    reserve::check(line, taken, need(GuaranteeKind::Bid, amount), today())
}

#[test]
fn what_one_person_proposes_another_grants() {
    let submitted = line(&[submit::submit(&line(&[]), Some(&whole(&[])), false, today()).unwrap()]);
    let proposed = propose::propose(&submitted, CreditDecision::Grant { terms: terms("1000000") }, "first person", today()).unwrap();
    let mut waiting = submitted;
    waiting.apply(&proposed);
    assert_eq!(confirm::confirm(&waiting, "first person", today()), Err(Refusal::SecondPersonNeeded));
    waiting.apply(&confirm::confirm(&waiting, "second person", today()).unwrap());
    assert_eq!(waiting.terms, Some(terms("1000000")));
    assert_eq!(waiting.state.code(), "granted");
}

#[test]
fn nothing_is_handed_in_before_the_profile_is_complete() {
    assert_eq!(submit::submit(&line(&[]), None, false, today()), Err(Refusal::ProfileIncomplete));
    assert_eq!(submit::submit(&line(&[]), Some(&profile(&[])), false, today()), Err(Refusal::ProfileIncomplete));
}

#[test]
fn what_comes_back_says_what_to_correct_and_is_handed_in_again() {
    let submitted = line(&[CreditLineEvent::Submitted { by_system: false }]);
    let back = send_back::send_back(&submitted, [ProfileItem::BusinessLicence].into(), "营业执照看不清").unwrap();
    let returned = line(&[CreditLineEvent::Submitted { by_system: false }, back]);
    assert_eq!(returned.state.code(), "returned");
    assert!(submit::submit(&returned, Some(&whole(&[])), false, today()).is_ok());
    assert_eq!(send_back::send_back(&submitted, [].into(), " "), Err(Refusal::ReasonMissing));
}

#[test]
fn one_grantor_is_asked_again_only_when_it_has_said_no_or_the_line_is_over() {
    let again = |known: CreditLine, today| draft::draft(&[known], facts(), wanted(), today).map(drop);
    assert_eq!(again(line(&[]), today()), Err(Refusal::CreditUnderWay));
    assert_eq!(again(granted("1"), today()), Err(Refusal::CreditUnderWay));
    assert_eq!(again(granted("1"), add_days(add_months(today(), 12), 1)), Ok(()));
    let refused = line(&[CreditLineEvent::Submitted { by_system: false }, decided(CreditDecision::Refuse { reason: "近期有逾期".into() })]);
    assert_eq!(again(refused, today()), Ok(()));
}

#[test]
fn of_a_line_of_a_million_six_hundred_thousand_and_five_hundred_thousand_do_not_both_fit() {
    let line = granted("1000000");
    assert_eq!(reserves(&line, &CreditTaken::NONE, "600000"), Ok(()));
    assert_eq!(reserves(&line, &taken("600000", "0"), "500000"), Err(Refusal::CreditExhausted));
    assert_eq!(taken("600000", "0").balance.free(yuan("1000000")), yuan("400000"));
    assert_eq!(reserves(&line, &taken("500000", "0"), "600000"), Err(Refusal::CreditExhausted));
    assert_eq!(taken("500000", "0").balance.free(yuan("1000000")), yuan("500000"));
    assert_eq!(reserves(&line, &taken("500000", "0"), "500000"), Ok(()), "to the last fen");
    assert_eq!(reserves(&line, &CreditTaken::NONE, "1000000.01"), Err(Refusal::CreditExhausted));
}

#[test]
fn a_limit_lowered_below_what_is_used_leaves_nothing_free_and_not_less_than_nothing() {
    let mut line = granted("1000000");
    line.apply(&decided(CreditDecision::Change { terms: terms("400000") }));
    assert_eq!(taken("0", "600000").balance.free(yuan("400000")), Cny::ZERO);
    assert_eq!(reserves(&line, &taken("0", "600000"), "1"), Err(Refusal::CreditExhausted));
    assert_eq!(line.terms.unwrap().limit, yuan("400000"));
}

#[test]
fn the_last_day_counts_to_its_end_and_the_next_does_not() {
    let line = granted("1000000");
    let last = line.terms.as_ref().unwrap().until;
    let at = |time: jiff::civil::DateTime| Timestamp::from_civil(time).unwrap().date();
    let ask = |day| reserve::check(&line, &CreditTaken::NONE, need(GuaranteeKind::Bid, "1"), day);
    assert_eq!(ask(at(last.at(23, 59, 59, 999_999_000))), Ok(()));
    assert_eq!(ask(at(add_days(last, 1).at(0, 0, 0, 0))), Err(Refusal::CreditMissing));
    assert_eq!(ask(today().yesterday().unwrap()), Err(Refusal::CreditMissing), "before its first day");
    assert_eq!((line.label(last), line.label(add_days(last, 1))), ("授信通过", "已到期"));
}

#[test]
fn a_line_for_bids_is_none_for_payments_and_one_that_is_suspended_is_none() {
    let mut line = granted("1000000");
    line.apply(&decided(CreditDecision::Change { terms: CreditTerms { kinds: [GuaranteeKind::Bid].into(), ..terms("1000000") } }));
    assert_eq!(reserves(&line, &CreditTaken::NONE, "1"), Ok(()));
    let payment = reserve::check(&line, &CreditTaken::NONE, need(GuaranteeKind::Payment, "1"), today());
    assert_eq!(payment, Err(Refusal::CreditMissing));
    line.apply(&propose::propose(&line, CreditDecision::Suspend { reason: "涉诉".into() }, "first person", today()).unwrap());
    assert_eq!(reserves(&line, &CreditTaken::NONE, "1"), Err(Refusal::CreditMissing), "one person is enough to suspend");
    let resume = propose::propose(&line, CreditDecision::Resume, "first person", today()).unwrap();
    assert!(matches!(resume, CreditLineEvent::Proposed { .. }), "and two to resume");
}

#[test]
fn of_two_lines_the_one_with_enough_left_is_taken() {
    let (small, large) = (granted("100"), granted("1000"));
    let none = CreditTaken::NONE;
    let lines = || [(&small, &none), (&large, &none)];
    let choose = |amount| reserve::choose(lines(), need(GuaranteeKind::Bid, amount), today());
    assert_eq!(choose("100").map(|line| line.terms.clone().unwrap().limit), Ok(yuan("100")));
    assert_eq!(choose("101").map(|line| line.terms.clone().unwrap().limit), Ok(yuan("1000")));
    assert_eq!(choose("1001"), Err(Refusal::CreditExhausted));
    assert_eq!(reserve::choose([], need(GuaranteeKind::Bid, "1"), today()), Err(Refusal::CreditMissing));
}

#[test]
fn terms_that_contradict_each_other_are_not_proposed() {
    let submitted = line(&[CreditLineEvent::Submitted { by_system: false }]);
    let ask = |terms| propose::propose(&submitted, CreditDecision::Grant { terms }, "first person", today()).map(drop);
    for wrong in [
        CreditTerms { limit: Cny::ZERO, ..terms("1") },
        CreditTerms { until: today().yesterday().unwrap(), ..terms("1") },
        CreditTerms { from: add_months(today(), 13), ..terms("1") },
        CreditTerms { until: add_months(today(), 37), ..terms("1") },
        CreditTerms { per_kind: [(GuaranteeKind::Bid, yuan("1.01"))].into(), ..terms("1") },
        CreditTerms { per_kind: [(GuaranteeKind::Bid, Cny::ZERO)].into(), ..terms("1") },
        CreditTerms { kinds: [GuaranteeKind::Bid].into(), per_kind: [(GuaranteeKind::Wages, yuan("1"))].into(), ..terms("1") },
    ] {
        assert_eq!(ask(wrong), Err(Refusal::CreditTermsContradict));
    }
    assert_eq!(ask(CreditTerms { until: add_months(today(), 36), ..terms("1") }), Ok(()));
}

#[test]
fn the_applicant_is_reminded_thirty_and_seven_days_before_the_end() {
    let line = granted("1");
    let until = line.terms.as_ref().unwrap().until;
    let first = remind::next(until, now()).unwrap();
    assert_eq!(first.date(), add_days(until, 0).saturating_sub(jiff::Span::new().days(30)));
    let second = remind::next(until, first).unwrap();
    assert_eq!(second.date(), until.saturating_sub(jiff::Span::new().days(7)));
    assert_eq!(remind::next(until, second), None);
    assert!(remind::remind(&line, first).is_some() && remind::remind(&line, now()).is_none());
    let mut told = line.clone();
    told.apply(&remind::remind(&line, first).unwrap());
    assert_eq!(remind::remind(&told, first.plus(Timestamp::HOUR)), None, "a job that runs twice tells once");
    assert!(remind::remind(&told, second).is_some(), "the second reminder is another");
    assert!(remind::remind(&line, second.plus(10 * 24 * Timestamp::HOUR)).is_none(), "after the end it is too late");
}

#[test]
fn a_kind_with_a_limit_of_its_own_takes_no_more_than_that_and_leaves_the_rest_to_the_others() {
    let limits = CreditTerms { per_kind: [(GuaranteeKind::Bid, yuan("400000"))].into(), ..terms("1000000") };
    let line = line(&[CreditLineEvent::Submitted { by_system: false }, decided(CreditDecision::Grant { terms: limits.clone() })]);
    let of_bids = |amount: &str| CreditTaken { per_kind: [(GuaranteeKind::Bid, yuan(amount))].into(), ..taken(amount, "0") };
    let ask = |taken: &CreditTaken, kind, amount| reserve::check(&line, taken, need(kind, amount), today());
    assert_eq!(ask(&CreditTaken::NONE, GuaranteeKind::Bid, "400000"), Ok(()));
    assert_eq!(ask(&CreditTaken::NONE, GuaranteeKind::Bid, "400000.01"), Err(Refusal::CreditExhausted));
    assert_eq!(ask(&of_bids("300000"), GuaranteeKind::Bid, "100000"), Ok(()), "to the last fen");
    assert_eq!(ask(&of_bids("300000"), GuaranteeKind::Bid, "100000.01"), Err(Refusal::CreditExhausted));
    assert_eq!(of_bids("300000").free(&limits, GuaranteeKind::Bid), yuan("100000"));
    assert_eq!(ask(&of_bids("400000"), GuaranteeKind::Performance, "600000"), Ok(()));
    assert_eq!(ask(&of_bids("400000"), GuaranteeKind::Performance, "600000.01"), Err(Refusal::CreditExhausted), "within the whole");
    let mostly_others = CreditTaken { balance: taken("900000", "0").balance, per_kind: [(GuaranteeKind::Bid, yuan("100000"))].into() };
    assert_eq!(mostly_others.free(&limits, GuaranteeKind::Bid), yuan("100000"), "of its own 300,000 only what is left of all");
}

fn asked_of_a_system(rounds: u32) -> CreditLine {
    let mut line = line(&[]);
    for round in 0..rounds {
        if round > 0 {
            line.apply(&CreditLineEvent::SentBack { correction: correction() });
        }
        line.apply(&CreditLineEvent::Submitted { by_system: true });
    }
    line
}

fn correction() -> Correction {
    Correction { marks: [ProfileItem::BusinessLicence].into(), comment: "营业执照看不清".into() }
}

fn at(minute: i64) -> Timestamp {
    now().plus(minute * Timestamp::MINUTE)
}

/// The line after the system's word, if something happens.
fn told(line: &CreditLine, word: &SystemWord, minute: i64) -> Option<CreditLine> {
    match answer::answer(line, word, at(minute), today()).unwrap() {
        WordHeard::Event(event) => {
            let mut next = line.clone();
            next.apply(&event);
            Some(next)
        }
        WordHeard::Nothing | WordHeard::TooEarly => None,
    }
}

fn answered(round: u32, decision: CreditDecision) -> SystemWord {
    SystemWord::Answered { round, decision }
}

fn afterwards(decision: CreditDecision) -> SystemWord {
    SystemWord::Afterwards { decision }
}

fn suspend(reason: &str) -> SystemWord {
    afterwards(CreditDecision::Suspend { reason: reason.into() })
}

#[test]
fn a_system_grants_what_was_handed_in_to_it_and_its_people_decide_nothing() {
    let line = asked_of_a_system(1);
    let grant = CreditDecision::Grant { terms: terms("1000000") };
    assert_eq!(propose::propose(&line, grant.clone(), "first person", today()), Err(Refusal::CreditBySystem));
    assert_eq!(send_back::send_back(&line, [].into(), "看不清"), Err(Refusal::CreditBySystem));
    assert!(propose::available(&line, today()).is_empty());
    let granted = told(&line, &answered(1, grant.clone()), 0).unwrap();
    assert_eq!((granted.state.code(), &granted.terms), ("granted", &Some(terms("1000000"))));
    assert_eq!(answer::answer(&granted, &answered(1, grant), at(0), today()), Ok(WordHeard::Nothing), "the same again");
    let other = answered(1, CreditDecision::Grant { terms: terms("2000000") });
    assert_eq!(answer::answer(&granted, &other, at(0), today()), Err(Refusal::CreditAnswered), "an answer is final");
    let refuse = answered(1, CreditDecision::Refuse { reason: "近期有逾期".into() });
    assert_eq!(answer::answer(&granted, &refuse, at(9), today()), Err(Refusal::CreditAnswered));
    let people = self::line(&[CreditLineEvent::Submitted { by_system: false }]);
    assert_eq!(answer::answer(&people, &refuse, at(0), today()), Err(Refusal::CreditByPeople));
}

#[test]
fn an_answer_is_to_what_was_handed_in_then_and_to_nothing_else() {
    let back = |round| SystemWord::Returned { round, correction: correction() };
    let once = asked_of_a_system(1);
    let returned = told(&once, &back(1), 0).unwrap();
    assert_eq!(returned.state.code(), "returned");
    assert_eq!(answer::answer(&returned, &back(1), at(1), today()), Ok(WordHeard::Nothing));
    assert_eq!(answer::answer(&once, &back(2), at(0), today()), Err(Refusal::CreditAnswered), "it was handed in once");
    let twice = asked_of_a_system(2);
    assert_eq!(answer::answer(&twice, &back(1), at(9), today()), Ok(WordHeard::Nothing), "that was corrected since");
    assert!(told(&twice, &answered(2, CreditDecision::Grant { terms: terms("1") }), 0).is_some());
    let empty = SystemWord::Returned { round: 2, correction: Correction { comment: " ".into(), ..correction() } };
    assert_eq!(answer::answer(&twice, &empty, at(0), today()), Err(Refusal::ReasonMissing));
    let wrong = answered(2, CreditDecision::Grant { terms: CreditTerms { limit: Cny::ZERO, ..terms("1") } });
    assert_eq!(answer::answer(&twice, &wrong, at(0), today()), Err(Refusal::CreditTermsContradict));
}

/// What a system says after it has granted, each with when it decided so.
fn words() -> [(i64, SystemWord); 6] {
    [
        (0, answered(1, CreditDecision::Grant { terms: terms("1000000") })),
        (1, suspend("涉诉核查")),
        (2, afterwards(CreditDecision::Change { terms: terms("800000") })),
        (3, afterwards(CreditDecision::Resume)),
        (4, afterwards(CreditDecision::Change { terms: terms("600000") })),
        (5, suspend("账户冻结")),
    ]
}

/// The line once all of these words were heard in this order; what comes too early is heard again whenever something has happened.
fn heard_in(order: &[usize], words: &[(i64, SystemWord)]) -> CreditLine {
    let (mut line, mut parked) = (asked_of_a_system(1), Vec::new());
    for index in order {
        let mut heard = vec![*index];
        while let Some(index) = heard.pop() {
            let (minute, word) = &words[index];
            match answer::answer(&line, word, at(*minute), today()).unwrap() {
                WordHeard::Event(event) => {
                    line.apply(&event);
                    heard.append(&mut parked);
                }
                WordHeard::Nothing => {}
                WordHeard::TooEarly => parked.push(index),
            }
        }
    }
    assert!(parked.is_empty(), "something waits for ever");
    line
}

#[test]
fn an_end_is_an_end_whatever_was_said_after_it() {
    let granted = told(&asked_of_a_system(1), &words()[0].1, 0).unwrap();
    let end = afterwards(CreditDecision::Cancel { reason: "企业注销".into() });
    let ended = told(&told(&granted, &suspend("涉诉"), 7).unwrap(), &end, 3).unwrap();
    assert_eq!(ended.state.code(), "cancelled");
    assert_eq!(answer::answer(&ended, &afterwards(CreditDecision::Resume), at(9), today()), Ok(WordHeard::Nothing));
    assert_eq!(answer::answer(&asked_of_a_system(1), &end, at(0), today()), Ok(WordHeard::TooEarly), "its grant has not come");
}

proptest! {
    /// INV-05 for credit: what a system says in the course of a line ends alike in whatever order it is heard, and however often.
    #[test]
    fn in_whatever_order_a_system_is_heard_the_line_ends_alike(
        order in Just((0..6).collect::<Vec<usize>>()).prop_shuffle(),
        again in proptest::collection::vec(0_usize..6, 0..6),
    ) {
        let told = words();
        let order: Vec<usize> = order.into_iter().chain(again).collect();
        let line = heard_in(&order, &told);
        prop_assert_eq!((line.state.code(), &line.terms), ("suspended", &Some(terms("600000"))));
        let straight = heard_in(&[0, 1, 2, 3, 4, 5], &told);
        prop_assert_eq!((line.state, line.said), (straight.state, straight.said));
    }
}

/// What may happen to a line's balance.
#[derive(Clone, Debug)]
enum Move {
    Reserve(i64),
    Use(usize),
    Free(usize),
    Limit(i64),
}

fn moves() -> impl Strategy<Value = Vec<Move>> {
    let one = prop_oneof![
        (1_i64..600_000).prop_map(Move::Reserve),
        (0_usize..20).prop_map(Move::Use),
        (0_usize..20).prop_map(Move::Free),
        (1_i64..1_500_000).prop_map(Move::Limit),
    ];
    proptest::collection::vec(one, 1..60)
}

proptest! {
    /// INV-16 without a database: whatever happens in whatever order, what is taken is what the orders took, and none was let in beyond the limit.
    #[test]
    fn what_is_taken_is_the_sum_of_what_was_let_in(moves in moves()) {
        let mut line = granted("1000000");
        // Each order: its amount and whether its letter is out.
        let (mut open, mut balance): (Vec<(i64, bool)>, Balance) = (Vec::new(), Balance::NONE);
        for one in moves {
            match one {
                Move::Reserve(fen) => {
                    let amount = Cny::from_fen(fen * 100).unwrap();
                    let limit = line.terms.as_ref().unwrap().limit;
                    let before = balance.taken();
                    let taken = CreditTaken { balance, ..CreditTaken::NONE };
                    match reserve::check(&line, &taken, CreditNeed { kind: GuaranteeKind::Bid, amount }, today()) {
                        Ok(()) => {
                            open.push((amount.fen(), false));
                            prop_assert!(before + amount.fen() <= limit.fen(), "beyond the limit");
                        }
                        Err(refusal) => {
                            prop_assert_eq!(refusal, Refusal::CreditExhausted);
                            prop_assert!(before + amount.fen() > limit.fen(), "refused though it fits");
                        }
                    }
                }
                Move::Use(index) => if let Some(order) = open.get_mut(index) { order.1 = true },
                Move::Free(index) => if index < open.len() { open.remove(index); },
                Move::Limit(yuan) => {
                    let terms = CreditTerms { limit: Cny::from_fen(yuan * 100).unwrap(), ..terms("1") };
                    line.apply(&decided(CreditDecision::Change { terms }));
                }
            }
            let sum = |out| Cny::from_fen(open.iter().filter(|order| order.1 == out).map(|order| order.0).sum()).unwrap();
            balance = Balance { reserved: sum(false), used: sum(true) };
            prop_assert!(balance.free(line.terms.as_ref().unwrap().limit).fen() >= 0);
        }
    }
}

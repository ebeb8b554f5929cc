//! The ledger: whatever happens to lines in whatever order, every fen received is in exactly one place (INV-07 to INV-12).

use crate::samples::*;
use domain::Refusal;
use domain::application::ApplicationEvent;
use domain::bank_line::{
    BankLine, BankLineEvent, BankLineState, RefundGround, SuspenseReason, accept_refund, approve_refund, fail_refund, honour, identify,
    propose_aside, propose_refund, reject_aside, reject_refund, request_refund, set_aside,
};
use domain::id::{BankLineId, PaymentId, RANDOM_BYTES};
use domain::ledger::{LedgerAccount, PostingKind, Turnover, place, posting};
use domain::money::Cny;
use domain::payment::{Payment, PaymentState, Settlement};
use proptest::prelude::*;

const REASON: &str = "金额有误";

/// A line of so many fen for the fee of the samples, as the bank reports it.
fn received(index: usize, fen: i64, named: bool) -> BankLine {
    let mut line = line();
    line.facts.id = BankLineId::new(now(), &[u8::try_from(index).unwrap(); RANDOM_BYTES]);
    line.facts.amount = Cny::from_fen(fen).unwrap();
    if !named {
        line.facts.remark = "没有识别码".into();
    }
    line
}

/// What people, the bank and the platform's jobs may do to a line, by number; what it makes no sense to do is refused.
fn tried(line: &BankLine, payment: &Payment, verb: u8) -> Result<BankLineEvent, Refusal> {
    let awaits = matches!(payment.state, PaymentState::Due { .. });
    let submitted = after(&[described(), submitted()]);
    let application = if awaits { submitted } else { after(&[described(), crate::samples::submitted(), ApplicationEvent::Lapsed]) };
    let owed = line.facts.remark.starts_with("KH").then_some(payment);
    match verb {
        0 => held(line, owed, &application, now()),
        1 => identify(line, payment.id, "first person").ok_or(Refusal::BankLineSettled),
        2 => honour(line, payment, &application, &known(), "second person", now()),
        3 => propose_refund(line, REASON, "first person"),
        4 => approve_refund(line, "second person"),
        5 => reject_refund(line),
        6 => propose_aside(line, "利息", "first person"),
        7 => set_aside(line, "second person"),
        8 => reject_aside(line),
        9 => request_refund(line, RefundGround::Declined, REASON),
        10 => request_refund(line, RefundGround::Again, REASON),
        11 => accept_refund(line),
        _ => fail_refund(line, "账户已销户"),
    }
}

/// Lines, the payment that some of them name, and what was posted.
struct Books {
    lines: Vec<BankLine>,
    payment: Payment,
    posted: Turnover,
    refunded: Vec<PaymentId>,
}

impl Books {
    fn receive(lines: Vec<BankLine>) -> Self {
        let mut books = Self { lines: Vec::new(), payment: payment(), posted: Turnover::default(), refunded: Vec::new() };
        for line in lines {
            let event = BankLineEvent::Received { facts: Box::new(line.facts.clone()) };
            let posting = posting(&line, &event).unwrap();
            assert_eq!((posting.event, posting.kind, posting.day), (1, PostingKind::Received, Some(line.facts.booked_at.date())));
            books.posted.add(posting.kind, posting.amount.fen());
            books.lines.push(line);
        }
        books
    }

    /// As the writer does it: what is refused changes nothing; a payment is settled by one line (INV-11).
    fn step(&mut self, index: usize, verb: u8) {
        let line = &mut self.lines[index];
        let Ok(event) = tried(line, &self.payment, verb) else { return };
        let settles = matches!(event, BankLineEvent::Matched { .. } | BankLineEvent::Honoured { .. });
        if settles && matches!(self.payment.state, PaymentState::Settled { .. }) {
            return;
        }
        if let Some(posting) = posting(line, &event) {
            assert_eq!((posting.event, posting.amount, posting.line), (line.version + 1, line.facts.amount, line.facts.id));
            self.posted.add(posting.kind, posting.amount.fen());
        }
        let before = line.state.clone();
        line.apply(&event);
        if settles {
            self.payment.state = PaymentState::Settled { by: Settlement::Line(line.facts.id) };
        }
        if event == BankLineEvent::Refunded {
            assert!(place(&before) == Some(LedgerAccount::RefundPending), "what goes back was to go back");
            self.refunded.extend(line.payment);
        }
    }

    fn add_up(&self) {
        let of = |account| -> i64 {
            self.lines.iter().filter(|line| place(&line.state) == Some(account)).map(|line| line.facts.amount.fen()).sum()
        };
        let liabilities = [LedgerAccount::Recognised, LedgerAccount::Suspense, LedgerAccount::RefundPending, LedgerAccount::Aside];
        for account in liabilities {
            assert_eq!(self.posted.balance(account), of(account), "{account:?} is what the lines say");
        }
        let held: i64 = liabilities.into_iter().map(|account| self.posted.balance(account)).sum();
        assert_eq!(self.posted.balance(LedgerAccount::Bank), held, "each fen is in exactly one place (INV-07, INV-08)");
        let received: i64 = self.lines.iter().map(|line| line.facts.amount.fen()).sum();
        assert_eq!(received, held + self.posted.of(PostingKind::Refunded), "nothing is lost, nothing comes from nowhere");
        assert!(self.posted.of(PostingKind::Refunded) <= received, "no more goes back than came (INV-12)");
        let settling = self.lines.iter().filter(|line| place(&line.state) == Some(LedgerAccount::Recognised)).count();
        assert!(settling <= 1, "one line settles a payment (INV-11)");
        if settling == 1 {
            assert_eq!(self.posted.balance(LedgerAccount::Recognised), self.payment.amount.fen(), "the fee exactly (INV-10)");
        }
    }
}

proptest! {
    /// Racing or not: a payer's transfers (right, short, over, without a reference), two people, a bank that refuses and a lapse, in any order.
    #[test]
    fn every_fen_is_in_exactly_one_place(
        amounts in proptest::collection::vec((prop_oneof![Just(60_000_i64), Just(59_999), Just(60_001), Just(30_000)], any::<bool>()), 1..6),
        steps in proptest::collection::vec((0_usize..6, 0_u8..13, 0_u8..12), 0..80),
    ) {
        let mut books = Books::receive(amounts.iter().enumerate().map(|(index, (fen, named))| received(index, *fen, *named)).collect());
        books.add_up();
        for (index, verb, lapse) in steps {
            if lapse == 0 && matches!(books.payment.state, PaymentState::Due { .. }) {
                books.payment.state = PaymentState::Closed;
            }
            books.step(index % amounts.len(), verb);
            books.add_up();
        }
    }

    /// What has gone back, paid or been set aside stays so but for a fee that goes back (INV-06).
    #[test]
    fn what_is_settled_moves_no_more(verbs in proptest::collection::vec(0_u8..13, 0..40)) {
        let mut gone = received(0, 60_000, true);
        gone.state = BankLineState::Refunded;
        let mut aside = received(1, 60_000, false);
        aside.state = BankLineState::Aside { reason: "利息".into() };
        for line in [gone, aside] {
            for verb in &verbs {
                prop_assert!(tried(&line, &payment(), *verb).is_err());
            }
        }
    }
}

#[test]
fn two_halves_are_two_lines_in_suspense_and_never_one_payment() {
    let mut books = Books::receive(vec![received(0, 30_000, true), received(1, 30_000, true)]);
    for index in 0..2 {
        books.step(index, 0);
        let is = BankLineState::Suspense { reason: SuspenseReason::AmountDiffers };
        assert_eq!(books.lines[index].state, is);
        books.step(index, 2);
        assert_eq!(books.lines[index].state, is, "nobody can honour a part");
    }
    books.add_up();
    assert_eq!(books.posted.balance(LedgerAccount::Suspense), 60_000);
}

#[test]
fn a_refund_that_the_bank_refuses_is_pending_until_it_has_gone_back_and_is_posted_once() {
    let mut books = Books::receive(vec![received(0, 60_001, true)]);
    for verb in [0, 3, 4, 12, 10, 12, 10, 11, 11] {
        books.step(0, verb);
        books.add_up();
    }
    assert_eq!((books.posted.of(PostingKind::SuspenseToRefund), books.posted.of(PostingKind::Refunded)), (60_001, 60_001));
    assert_eq!(books.posted.balance(LedgerAccount::Bank), 0);
    assert_eq!(books.refunded, [payment_id()]);
}

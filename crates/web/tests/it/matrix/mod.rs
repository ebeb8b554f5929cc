//! The whole page of consequences, driven: every cell of the table of applications that can come about (event × connection × payment style ×
//! open or sealed), with workers that die at every step and do everything twice, on both engines. What the page says of the cell follows, once.
//! A cell that cannot come about is named here with why; a row that is added to the page is missing here until it is driven or named.

mod beside;
mod paths;
mod table;
mod witness;

use paths::Drive;
use std::collections::BTreeSet;
use table::Table;
use testkit::{TestWorld, on_both_engines};

/// A column of the page.
struct Column {
    name: &'static str,
    own_system: Option<&'static str>,
    sealed: bool,
}

const fn column(name: &'static str, own_system: Option<&'static str>, sealed: bool) -> Column {
    Column { name, own_system, sealed }
}

const HOSTED_OPEN: Column = column("hosted, transfer, open", None, false);
const HOSTED_SEALED: Column = column("hosted, transfer, sealed", None, true);
const TRANSFER_OPEN: Column = column("own system, transfer, open", Some("transfer"), false);
const TRANSFER_SEALED: Column = column("own system, transfer, sealed", Some("transfer"), true);
const CASHIER_OPEN: Column = column("own system, cashier, open", Some("cashier"), false);
const CASHIER_SEALED: Column = column("own system, cashier, sealed", Some("cashier"), true);

/// Rows of the other tables that no order's story holds, and the test that has them.
const ELSEWHERE: [(&str, &str, &str); 11] = [
    ("Bank line", "suspended, the order is not known", "payment.rs: an_unknown_reference_and_an_unknown_account_wait_for_a_person"),
    (
        "Bank line",
        "suspended, on another's account or nobody's",
        "payment.rs: money_on_an_account_of_nobodys_is_the_operators_and_nobody_elses",
    ),
    ("Bank line", "identified by a voucher", "paying.rs: a_voucher_starts_a_check_and_only_a_second_person_lets_it_pay"),
    ("Bank line", "refund requested again", "outage.rs: a_refund_that_the_bank_refuses_goes_to_a_person_with_the_reason_l4"),
    ("Bank line", "aside proposed", "statement.rs: interest_leaves_suspense_without_a_refund"),
    ("Bank line", "aside rejected", "statement.rs: interest_leaves_suspense_without_a_refund"),
    ("Bank line", "set aside", "statement.rs: interest_leaves_suspense_without_a_refund"),
    ("Bank line", "refund requested, from a statement", "statement.rs: somebody_elses_payment_waits_is_sent_back_by_hand_and_said_so"),
    ("Invoice", "requested, own system", "instruction.rs: every_instruction_is_carried_to_the_institution_and_answered_once"),
    ("Invoice", "cancelled", "domain, invoice.rs: a_fee_that_goes_back_cancels_what_is_not_issued_and_wants_a_red_one_of_what_is"),
    ("Invoice", "red wanted", "instruction.rs: a_fee_that_is_refunded_takes_its_invoice_back_once"),
];

impl Column {
    /// Whether what is the same for all columns is driven here.
    fn tells_all(&self) -> bool {
        self.name == HOSTED_OPEN.name
    }

    /// Why a row cannot come about in this column.
    fn impossible(&self, row: &str) -> Option<&'static str> {
        let (own, cashier) = (self.own_system.is_some(), self.own_system == Some("cashier"));
        match row {
            "accepted" | "declined by the institution's system, unpaid" | "declined by the institution's system, paid" if !own => {
                Some("a hosted institution has no system that says so")
            }
            "substantiated" | "paper attached" | "paper removed" | "won" => {
                Some("what a bid secures is its lot: kinds.rs has the other kinds")
            }
            "cashier opened" if !cashier => Some("paid by transfer"),
            "settled, product is reviewed" if own => Some("an own system reviews by itself"),
            "honoured" | "taken up as paid in time, product issues automatically" | "taken up as paid in time, product is reviewed"
                if own =>
            {
                Some("an own system was told that the order is over, which is final")
            }
            "resumed, paid and not released" if own => Some("an own system reviews by itself"),
            "lot changed, of a draft"
            | "declined by rule, a draft"
            | "declined by rule, waiting for a special form"
            | "opening moved, unpaid"
            | "opening moved, paid"
            | "lot heard, paid"
                if self.sealed =>
            {
                Some("nobody here knows which lot it is; what is unpaid lapses by the time it may be unsealed")
            }
            _ => None,
        }
    }
}

async fn drive(world: &TestWorld, column: &'static Column) {
    let table = Table::read();
    let mut drive = Drive::new(world, column).await;
    drive.all().await;
    let mut seen = BTreeSet::new();
    for order in &drive.orders {
        seen.extend(witness::look(world, &table, column.name, order).await);
    }
    let driven: BTreeSet<&str> = seen.iter().filter(|(title, _)| *title == "Application").map(|(_, row)| *row).collect();
    for row in table.rows("Application") {
        let why = column.impossible(row);
        assert_eq!(driven.contains(row), why.is_none(), "{}: {row} ({why:?})", column.name);
    }
    for title in ["Bank line", "Special form", "Guarantee", "Invoice"].into_iter().filter(|_| column.tells_all()) {
        for row in table.rows(title) {
            let elsewhere = ELSEWHERE.iter().any(|(of, what, _)| (*of, *what) == (title, row));
            assert_eq!(seen.contains(&(title, row)), !elsewhere, "{title}: {row}");
        }
    }
}

on_both_engines! {
    async fn every_cell_of_hosted_institutions_comes_about_once(world: TestWorld) {
        drive(&world, &HOSTED_OPEN).await;
    }

    async fn every_cell_of_hosted_institutions_under_seal_comes_about_once(world: TestWorld) {
        drive(&world, &HOSTED_SEALED).await;
    }

    async fn every_cell_of_own_systems_paid_by_transfer_comes_about_once(world: TestWorld) {
        drive(&world, &TRANSFER_OPEN).await;
    }

    async fn every_cell_of_own_systems_paid_by_transfer_under_seal_comes_about_once(world: TestWorld) {
        drive(&world, &TRANSFER_SEALED).await;
    }

    async fn every_cell_of_own_systems_with_a_cashier_comes_about_once(world: TestWorld) {
        drive(&world, &CASHIER_OPEN).await;
    }

    async fn every_cell_of_own_systems_with_a_cashier_under_seal_comes_about_once(world: TestWorld) {
        drive(&world, &CASHIER_SEALED).await;
    }
}

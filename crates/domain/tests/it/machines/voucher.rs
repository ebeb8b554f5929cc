//! The picture of a transfer.

use super::{Command, Machine, Table, next};
use crate::samples::line_id;
use crate::voucher::{suspended, voucher};
use domain::Refusal;
use domain::bank_line::SuspenseReason;
use domain::voucher::{Voucher, VoucherEvent, check, find, miss};

fn command(name: &'static str, run: fn(&Voucher) -> Result<VoucherEvent, Refusal>) -> Command<'static, Voucher> {
    (name, Box::new(move |it| next(it, run(it), Voucher::apply)))
}

pub(super) fn section() -> String {
    let checking = VoucherEvent::Checking { by: "first person".into() };
    let found = VoucherEvent::Found { line: line_id(), by: "first person".into() };
    Machine {
        title: "Voucher 转账凭证",
        about: "A picture of a transfer that an applicant hands in. It starts a check and settles nothing: a person says which credit it shows, which\n\
                another person then honours, or that none has come.",
        begins: ("HandIn", "uploaded"),
        named: |it: &Voucher| (it.state.code(), it.state.label()),
        ordinary: Some(Refusal::VoucherStateForbids),
        tables: vec![Table {
            title: "",
            states: vec![
                ("uploaded", voucher(&[])),
                ("checking", voucher(&[checking])),
                ("matched", voucher(&[found])),
                ("not_found", voucher(&[VoucherEvent::Missed { reason: "没有到账".into() }])),
            ],
            commands: vec![
                command("Check", |it| check::check(it, "first person")),
                command("Find", |it| find::find(it, &suspended(SuspenseReason::UnknownReference, false), "first person")),
                command("Find, what has not been looked at", |it| find::find(it, &crate::samples::line(), "first person")),
                command("Miss", |it| miss::miss(it, "没有到账")),
            ],
        }],
    }
    .section()
}

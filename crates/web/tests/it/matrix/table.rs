//! The table of `docs/reference/consequences.md`, read as a product person reads it.

use domain::application::{Application, ApplicationEvent, ApplicationState, Decliner};
use domain::bank_line::{BankLine, BankLineEvent, LineSource, SuspenseReason};
use domain::guarantee::{Guarantee, GuaranteeEvent};
use domain::invoice::{InvoiceEvent, RedConfirmation};
use domain::ledger::{LedgerAccount, place};
use domain::special_form::SpecialFormEvent;
use std::collections::{BTreeMap, BTreeSet};

/// What the page says: title of the table, row, column → what follows.
pub(super) struct Table(BTreeMap<(String, String, String), String>);

impl Table {
    /// Reads the page.
    pub(super) fn read() -> Self {
        let text = include_str!("../../../../../docs/reference/consequences.md");
        let (mut title, mut columns, mut cells) = (String::new(), Vec::new(), BTreeMap::new());
        for line in text.lines() {
            if let Some(of) = line.strip_prefix("## ") {
                of.split(' ').next().unwrap().clone_into(&mut title);
                if of.contains("Bank line") || of.contains("Special form") || of.contains("Bank statement") {
                    title = of.split(' ').take(2).collect::<Vec<_>>().join(" ");
                }
            }
            let Some(row) = line.strip_prefix("| ") else { continue };
            let parts: Vec<&str> = row.trim_end_matches(" |").split(" | ").collect();
            if parts[0] == "event" {
                columns = parts[1..].iter().map(|column| (*column).to_owned()).collect();
                continue;
            }
            let mut before = "";
            for (column, cell) in columns.iter().zip(&parts[1..]) {
                before = if *cell == "=" { before } else { cell };
                cells.insert((title.clone(), parts[0].to_owned(), column.clone()), before.to_owned());
            }
        }
        Self(cells)
    }

    /// What the page says of a cell.
    pub(super) fn says(&self, title: &str, row: &str, column: &str) -> &str {
        let key = (title.to_owned(), row.to_owned(), column.to_owned());
        self.0.get(&key).ok_or_else(|| format!("consequences.md has no cell {key:?}")).unwrap()
    }

    /// The rows of a table.
    pub(super) fn rows(&self, title: &str) -> BTreeSet<&str> {
        self.0.keys().filter(|(of, ..)| of == title).map(|(_, row, _)| row.as_str()).collect()
    }
}

/// Whether its letter was released: it is being made, or only the institution's being away keeps it.
fn released(before: &Application) -> bool {
    matches!(before.state, ApplicationState::Issuing { .. }) || before.held() == Some("institution-absent")
}

/// The row of an application's event, which happened to it as it was `before`.
pub(super) fn of_application(before: &Application, event: &ApplicationEvent) -> &'static str {
    let unpaid = matches!(before.state, ApplicationState::AwaitingPayment { .. });
    match event {
        ApplicationEvent::Drafted { .. } => "drafted",
        ApplicationEvent::Described { .. } => "described",
        ApplicationEvent::Substantiated { .. } => "substantiated",
        ApplicationEvent::PaperAttached { .. } => "paper attached",
        ApplicationEvent::PaperRemoved { .. } => "paper removed",
        ApplicationEvent::Agreed { .. } => "agreed",
        ApplicationEvent::FormRequested { .. } => "form requested",
        ApplicationEvent::Reworded { .. } => "reworded",
        ApplicationEvent::LotChanged { .. } => "lot changed, of a draft",
        ApplicationEvent::Withdrawn if unpaid => "withdrawn, unpaid",
        ApplicationEvent::Withdrawn if before.waits_for().is_some() => "withdrawn, waiting for a special form (B3)",
        ApplicationEvent::Withdrawn => "withdrawn, a draft",
        ApplicationEvent::Submitted { .. } => "submitted",
        ApplicationEvent::Accepted => "accepted",
        ApplicationEvent::CashierOpened { .. } => "cashier opened",
        ApplicationEvent::LotHeard { .. } => "lot heard, paid",
        ApplicationEvent::OpeningMoved { .. } if unpaid => "opening moved, unpaid",
        ApplicationEvent::OpeningMoved { .. } => "opening moved, paid",
        ApplicationEvent::Lapsed => "lapsed",
        ApplicationEvent::Settled { automatic: true, .. } => "settled, product issues automatically",
        ApplicationEvent::Settled { automatic: false, .. } => "settled, product is reviewed",
        ApplicationEvent::Honoured { in_time: true, .. } if before.facts.automatic => {
            "taken up as paid in time, product issues automatically"
        }
        ApplicationEvent::Honoured { in_time: true, .. } => "taken up as paid in time, product is reviewed",
        ApplicationEvent::Honoured { in_time: false, .. } => "honoured",
        ApplicationEvent::Halted { .. } if before.is_draft() => "halted, a draft (institution paused or taken down)",
        ApplicationEvent::Halted { .. } => "halted, paid (institution taken down)",
        ApplicationEvent::Resumed if before.is_draft() => "resumed, a draft",
        ApplicationEvent::Resumed if released(before) => "resumed, paid and released",
        ApplicationEvent::Resumed => "resumed, paid and not released",
        ApplicationEvent::Endorsed { .. } => "endorsed",
        ApplicationEvent::Approved => "approved",
        ApplicationEvent::Held { .. } => "held",
        ApplicationEvent::Declined { by: Decliner::Institution, .. } if unpaid => "declined by the institution's system, unpaid",
        ApplicationEvent::Declined { by: Decliner::Institution, .. } => "declined by the institution's system, paid",
        ApplicationEvent::Declined { by: Decliner::Staff, .. } => "declined by the guarantor's staff (B1, B2)",
        ApplicationEvent::Declined { by: Decliner::Rule, .. } if before.waits_for().is_some() => {
            "declined by rule, waiting for a special form"
        }
        ApplicationEvent::Declined { by: Decliner::Rule, .. } if before.is_draft() => "declined by rule, a draft",
        ApplicationEvent::Declined { by: Decliner::Rule, .. } if unpaid => "declined by rule, unpaid",
        ApplicationEvent::Declined { by: Decliner::Rule, .. } => "declined by rule, paid (F-2)",
        ApplicationEvent::Issued { .. } => "issued",
        ApplicationEvent::Won { .. } => "won",
    }
}

/// The row of a bank line's event.
pub(super) fn of_bank_line(before: &BankLine, event: &BankLineEvent) -> &'static str {
    match event {
        BankLineEvent::Received { .. } => "received",
        BankLineEvent::Matched { .. } => "matched",
        BankLineEvent::Suspended { reason: SuspenseReason::PayeeDiffers | SuspenseReason::UnknownAccount, payment: Some(_) } => {
            "suspended, on another's account or nobody's"
        }
        BankLineEvent::Suspended { payment: Some(_), .. } => "suspended, the order is known",
        BankLineEvent::Suspended { payment: None, .. } => "suspended, the order is not known",
        BankLineEvent::RefundProposed { .. } => "refund proposed",
        BankLineEvent::RefundRejected => "refund rejected",
        BankLineEvent::Identified { .. } => "identified by a voucher",
        BankLineEvent::RefundRequested { .. } => match (before.facts.source, place(&before.state)) {
            (_, Some(LedgerAccount::RefundPending)) => "refund requested again",
            (LineSource::Bank, Some(LedgerAccount::Recognised)) => "refund of a fee requested, reported by the bank",
            (LineSource::Bank, _) => "refund of money in suspense requested, reported by the bank",
            (LineSource::Statement, _) => "refund requested, from a statement",
        },
        BankLineEvent::RefundFailed { .. } => "refund failed",
        BankLineEvent::Refunded => "refunded",
        BankLineEvent::AsideProposed { .. } => "aside proposed",
        BankLineEvent::AsideRejected => "aside rejected",
        BankLineEvent::SetAside { .. } => "set aside",
        BankLineEvent::Honoured { in_time: Some(_), .. } => "taken up as paid in time",
        BankLineEvent::Honoured { in_time: None, .. } => "honoured",
    }
}

/// The row of a special form's event.
pub(super) fn of_special_form(event: &SpecialFormEvent) -> &'static str {
    match event {
        SpecialFormEvent::Requested { .. } => "requested",
        SpecialFormEvent::Edited { .. } => "edited",
        SpecialFormEvent::Approved => "approved",
        SpecialFormEvent::SentBack { .. } => "sent back",
        SpecialFormEvent::Confirmed => "confirmed",
        SpecialFormEvent::Refused { .. } => "refused",
        SpecialFormEvent::Abandoned => "abandoned",
    }
}

/// The row of a guarantee's event.
pub(super) fn of_guarantee(before: &Guarantee, event: &GuaranteeEvent) -> &'static str {
    let known = before.heard.as_ref();
    match event {
        GuaranteeEvent::Issued { .. } => "issued",
        GuaranteeEvent::LotHeard { heard } if heard.aborted && !known.is_some_and(|known| known.aborted) => "lot heard, aborted",
        GuaranteeEvent::LotHeard { heard } => {
            let short = heard.needed.is_some() && heard.needed != known.and_then(|known| known.needed);
            let moved = !heard.opened && heard.opens_at != before.opens_at();
            let differs = heard.differs && !known.is_some_and(|known| known.differs);
            match (moved && !heard.aborted, short) {
                (false, false) if differs => "lot heard, it asks for another sum or names somebody else",
                (true, true) => "lot heard, opening moved and the letter ends too early",
                (true, false) => "lot heard, opening moved",
                (false, true) => "lot heard, the letter ends too early",
                (false, false) => "lot heard, opened or nothing that matters",
            }
        }
    }
}

/// The row of an invoice's event.
pub(super) fn of_invoice(event: &InvoiceEvent) -> &'static str {
    match event {
        InvoiceEvent::Requested { facts } if facts.own_system => "requested, own system",
        InvoiceEvent::Requested { .. } => "requested, hosted",
        InvoiceEvent::Issued { .. } => "issued",
        InvoiceEvent::SentBack { .. } => "sent back",
        InvoiceEvent::Cancelled => "cancelled",
        InvoiceEvent::RedWanted { .. } => "red wanted",
        InvoiceEvent::RedConfirming { wanted } => match wanted.confirming.map(|confirming| confirming.state) {
            Some(RedConfirmation::AwaitsBuyer) => "confirmation of a red one, the buyer is to confirm",
            Some(
                RedConfirmation::NotNeeded
                | RedConfirmation::AwaitsSeller
                | RedConfirmation::Confirmed
                | RedConfirmation::DeniedByBuyer
                | RedConfirmation::DeniedBySeller
                | RedConfirmation::TimedOut
                | RedConfirmation::Withdrawn
                | RedConfirmation::Undone
                | RedConfirmation::Applying,
            )
            | None => "confirmation of a red one, anything else",
        },
        InvoiceEvent::Reversed { .. } => "reversed",
        InvoiceEvent::Posted { .. } => "posted",
    }
}

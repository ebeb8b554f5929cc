//! What an event sets off, in words of the business. Each aggregate answers for its own events in a file `follows.rs`; nothing else does.
//! The table is `docs/reference/consequences.md`.
//!
//! Architecture Invariant: `follows` is pure and total: `match` on an event has no `_`, so that an event that was forgotten does not compile.
//! The writer of the use cases (`app::commit`) carries all of it out in the transaction of the event.

use crate::id::{
    ApplicationId, BankLineId, ComplaintId, CreditLineId, FileId, GuaranteeId, InstructionId, InvoiceId, LotId, OnboardingId,
    OrganisationId, PaymentId, SpecialFormId, StatementId,
};
use crate::invoice::IssuedInvoice;
use crate::money::Cny;
use crate::notice::Notice;
use crate::number::ApplicationNumber;
use crate::payment::Settlement;
use crate::time::{Date, Timestamp};

/// One thing that follows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Consequence {
    /// The application lapses at this instant, unless it is paid by then.
    Lapse {
        /// Which.
        application: ApplicationId,
        /// When.
        at: Timestamp,
    },
    /// The application is closed when bids are opened, unless its letter is out by then.
    CloseAtOpening {
        /// Which.
        application: ApplicationId,
        /// When bids are opened, as far as is known.
        at: Timestamp,
    },
    /// The letter is made.
    Issue {
        /// For which application.
        application: ApplicationId,
    },
    /// The payment is settled, and its application with it.
    Settle {
        /// Which.
        payment: PaymentId,
        /// By what.
        by: Settlement,
    },
    /// The late line is taken for the application.
    Honour {
        /// Which.
        application: ApplicationId,
        /// By which line.
        line: BankLineId,
        /// Whether it had come in time.
        in_time: bool,
    },
    /// The payment is awaited until another time.
    MovePayment {
        /// Which.
        payment: PaymentId,
        /// The end of the period.
        until: Timestamp,
    },
    /// The payment is no longer awaited.
    ClosePayment {
        /// Which.
        payment: PaymentId,
    },
    /// What was transferred for the payment goes back. What an institution's own cashier took, the institution gives back itself.
    Refund {
        /// Which.
        payment: PaymentId,
        /// Why, as the bank tells the payer.
        reason: String,
    },
    /// The bank is asked to send the line back.
    SendBack {
        /// Which.
        line: BankLineId,
        /// Why, as the bank tells the payer.
        reason: String,
    },
    /// The line is held against what it may pay for.
    Match {
        /// Which.
        line: BankLineId,
    },
    /// The credits of the statement are recorded.
    TakeStatement {
        /// Which.
        statement: StatementId,
    },
    /// The application waits for the special form.
    AwaitForm {
        /// Which application.
        application: ApplicationId,
        /// Which form.
        form: SpecialFormId,
    },
    /// The application that waits for the special form goes on with this wording.
    Reword {
        /// Which application.
        application: ApplicationId,
        /// Which form is settled.
        form: SpecialFormId,
        /// The wording, `kind/version`.
        wording: String,
    },
    /// The special form that nobody needs any more is given up.
    DropForm {
        /// Which.
        form: SpecialFormId,
    },
    /// The institution is free of the guarantee from this instant on.
    Free {
        /// Of which.
        guarantee: GuaranteeId,
        /// From when.
        at: Timestamp,
    },
    /// So much of the applicant's credit as the application asks for is reserved.
    ReserveCredit {
        /// For which application.
        application: ApplicationId,
    },
    /// What was reserved is used: the letter is out.
    UseCredit {
        /// By which application.
        application: ApplicationId,
    },
    /// What was reserved is free again.
    FreeCredit {
        /// Of which application.
        application: ApplicationId,
    },
    /// The applicant is told before the line's last day.
    RemindCredit {
        /// Which line.
        line: CreditLineId,
        /// Its last day.
        until: Date,
    },
    /// The clock of the complaint runs: whoever has to act is reminded, and one that is decided is over in its time.
    TendComplaint {
        /// Which complaint.
        complaint: ComplaintId,
    },
    /// The ratings whose lots have rested are counted, and what institutions have of them is added up anew, at night.
    CountRatings,
    /// The institution's own system is asked for the invoice.
    AskInvoice {
        /// Which.
        invoice: InvoiceId,
    },
    /// The invoice is issued, as its institution's own system says.
    IssueInvoice {
        /// Which.
        invoice: InvoiceId,
        /// What was issued.
        issued: Box<IssuedInvoice>,
    },
    /// The invoice is not issued, as its institution's own system says.
    ReturnInvoice {
        /// Which.
        invoice: InvoiceId,
        /// Why.
        reason: String,
    },
    /// The invoice for a fee that goes back is cancelled, or a red one is wanted.
    RefundInvoice {
        /// For the fee of which application.
        application: ApplicationId,
        /// How much of it goes back.
        refund: Cny,
    },
    /// Nothing names the file any more: its bytes are swept in their time.
    LetGo {
        /// Which.
        file: FileId,
    },
    /// Every application for the lot, and every letter, hears what has become of it.
    Reach {
        /// Which lot.
        lot: LotId,
    },
    /// Every application to the institution on the site hears whether it sells.
    ReachInstitution {
        /// Its onboarding there.
        onboarding: OnboardingId,
    },
    /// Whoever is known by this is logged out of the organisation, wherever that is.
    EndSessions {
        /// Of which organisation.
        organisation: OrganisationId,
        /// What their sessions are known by.
        by: String,
    },
    /// The institution's own system is told.
    Tell(Told),
    /// Messages that wait for something to happen to the application are looked at again.
    Wake {
        /// The application's number.
        number: ApplicationNumber,
    },
    /// A person is told.
    Notify(Notice),
}

/// What an institution's own system is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Told {
    /// The application, signed and submitted.
    Submitted(ApplicationId),
    /// The fee has arrived on the institution's account.
    Paid(ApplicationId, BankLineId),
    /// It is over: given up by the applicant.
    Withdrawn(ApplicationId),
    /// It is over: not paid in time.
    Lapsed(ApplicationId),
    /// It is over: declined after the institution had a part in it.
    Declined(ApplicationId),
    /// Its letter is recorded.
    Issued(ApplicationId),
    /// Bids are opened at another time, and by when the fee is due.
    OpeningMoved(ApplicationId),
    /// Credit is asked for, for the first time or corrected.
    CreditAsked(CreditLineId),
    /// Something is asked about a guarantee.
    Instructed(InstructionId),
}

/// An aggregate says what its events set off.
pub trait Follows {
    /// What happens to it.
    type Event;

    /// What follows from `event`. `self` is the aggregate as it was before; of a first event, as it is after.
    fn follows(&self, event: &Self::Event) -> Vec<Consequence>;
}

impl Consequence {
    /// The words of the reference table.
    #[must_use]
    pub fn label(&self) -> String {
        let fixed = match self {
            Self::Lapse { .. } => "lapses when unpaid too long",
            Self::CloseAtOpening { .. } => "is closed at bid opening if no letter is out",
            Self::Issue { .. } => "letter is made",
            Self::Settle { .. } => "payment and application are settled",
            Self::Honour { in_time: false, .. } => "late payment is taken",
            Self::Honour { in_time: true, .. } => "payment that came in time is taken",
            Self::MovePayment { .. } => "payment is due by the new opening",
            Self::ClosePayment { .. } => "payment is no longer awaited",
            Self::Refund { .. } => "fee goes back",
            Self::SendBack { .. } => "bank is asked to send it back",
            Self::Match { .. } => "line is held against payments",
            Self::TakeStatement { .. } => "credits are recorded",
            Self::AwaitForm { .. } => "application waits for the form",
            Self::Reword { .. } => "application goes on with the wording",
            Self::DropForm { .. } => "special form is given up",
            Self::Free { .. } => "institution is freed after the last day",
            Self::ReserveCredit { .. } => "credit is reserved",
            Self::UseCredit { .. } => "credit is used",
            Self::FreeCredit { .. } => "credit is free again",
            Self::RemindCredit { .. } => "applicant is reminded before the last day",
            Self::TendComplaint { .. } => "its clock runs",
            Self::CountRatings => "ratings are counted at night",
            Self::EndSessions { .. } => "sessions end",
            Self::AskInvoice { .. } => "institution is asked for the invoice",
            Self::IssueInvoice { .. } => "invoice is issued",
            Self::ReturnInvoice { .. } => "invoice is sent back",
            Self::RefundInvoice { .. } => "invoice is cancelled, or a red one wanted",
            Self::LetGo { .. } => "its bytes are swept",
            Self::Reach { .. } => "applications and letters of the lot hear of it",
            Self::ReachInstitution { .. } => "applications to the institution hear of it",
            Self::Tell(told) => told.label(),
            Self::Wake { .. } => "waiting messages are looked at",
            Self::Notify(notice) => return notice.label(),
        };
        fixed.to_owned()
    }
}

impl Told {
    const fn label(&self) -> &'static str {
        match self {
            Self::Submitted(_) => "institution gets the application",
            Self::Paid(..) => "institution is told: paid",
            Self::Withdrawn(_) => "institution is told: withdrawn",
            Self::Lapsed(_) => "institution is told: lapsed",
            Self::Declined(_) => "institution is told: declined",
            Self::Issued(_) => "institution is told: issued",
            Self::OpeningMoved(_) => "institution is told: opening moved",
            Self::CreditAsked(_) => "institution gets the credit application",
            Self::Instructed(_) => "institution is instructed",
        }
    }
}

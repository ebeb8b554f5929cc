//! What jobs there are: the one list. What a job does is the worker's business; here stands what it is about and in which lane it runs.

use crate::db::Lane;
use domain::id::{
    ApplicationId, BankLineId, ComplaintId, ConformanceId, CreditLineId, GuaranteeId, LotId, MessageId, OnboardingId, OutboxId, StatementId,
};
use std::convert::Infallible;
use std::fmt;
use std::str::FromStr;

/// What a job is about that is about all there is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Everything;

impl fmt::Display for Everything {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("all")
    }
}

impl FromStr for Everything {
    type Err = Infallible;
    fn from_str(_: &str) -> Result<Self, Infallible> {
        Ok(Self)
    }
}

macro_rules! jobs {
    ($($(#[doc = $doc:literal])* $kind:ident($subject:ident) = $code:literal in $lane:ident;)*) => {
        /// A job, by what it is about.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Job {
            $($(#[doc = $doc])* $kind($subject),)*
        }

        impl Job {
            /// The kind's name in the database and in logs.
            #[must_use]
            pub const fn code(&self) -> &'static str {
                match self { $(Self::$kind(_) => $code,)* }
            }

            /// What it is about.
            #[must_use]
            pub fn subject(&self) -> String {
                match self { $(Self::$kind(subject) => subject.to_string(),)* }
            }

            /// The lane it runs in.
            #[must_use]
            pub const fn lane(&self) -> Lane {
                match self { $(Self::$kind(_) => Lane::$lane,)* }
            }

            /// The job of this kind about this subject; `None` for what this version of the program does not know.
            #[must_use]
            pub fn parse(code: &str, subject: &str) -> Option<Self> {
                match code {
                    $($code => subject.parse().ok().map(Self::$kind),)*
                    _ => None,
                }
            }
        }
    };
}

jobs! {
    /// Lapse an application unpaid at the end of its period.
    LapseApplication(ApplicationId) = "lapse_application" in Work;
    /// Close an application that is paid for and not issued when bids are opened.
    CloseAtOpening(ApplicationId) = "close_at_opening" in Work;
    /// Make the letter of an application.
    IssueGuarantee(ApplicationId) = "issue_guarantee" in Work;
    /// Tell the applications for a lot what has become of it.
    ReachApplications(LotId) = "reach_applications" in Work;
    /// Tell the applications to an institution on a site whether it sells.
    ReachInstitution(OnboardingId) = "reach_institution" in Work;
    /// Match a bank line.
    MatchBankLine(BankLineId) = "match_bank_line" in Work;
    /// Record the credits of a confirmed bank statement.
    TakeStatement(StatementId) = "take_statement" in Work;
    /// Ask the bank for a refund.
    SendRefund(OutboxId) = "send_refund" in Work;
    /// Free an institution of a guarantee that has ended.
    FreeExposure(GuaranteeId) = "free_exposure" in Work;
    /// Count the letters that sites' home pages tell of: once a day, never finished.
    CountLetters(Everything) = "count_letters" in Work;
    /// Take away files that were begun to be sent and never finished: again and again, never finished.
    SweepUploads(Everything) = "sweep_uploads" in Work;
    /// Take away files that nothing names: again and again, never finished.
    SweepFiles(Everything) = "sweep_files" in Work;
    /// Tell an applicant that its credit line's last day is near.
    RemindCredit(CreditLineId) = "remind_credit" in Work;
    /// Remind whoever has to act on a complaint, or close it in its time.
    TendComplaint(ComplaintId) = "tend_complaint" in Work;
    /// Count ratings whose lots have rested, and add up what institutions have of them.
    CountRatings(Everything) = "count_ratings" in Work;
    /// Hand a message to the text message gateway.
    SendTextMessage(OutboxId) = "send_text_message" in Work;
    /// Act on a message from outside.
    ActOnMessage(MessageId) = "act_on_message" in Messages;
    /// Send a message to an institution's own system.
    SendDelivery(OutboxId) = "send_delivery" in Deliveries;
    /// Ask an institution how an application stands.
    AskInstitution(ApplicationId) = "ask_institution" in Deliveries;
    /// Take the next step of a conformance run.
    RunConformance(ConformanceId) = "run_conformance" in Deliveries;
}

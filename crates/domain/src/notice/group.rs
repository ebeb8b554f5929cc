//! What notices are about, and how much they weigh: the groups they are listed and chosen by, and which of them also go to a phone.

use super::NoticeKind;
use serde::{Deserialize, Serialize};

/// What notices are about, as the message centre lists them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NoticeGroup {
    /// How an order goes on, up to its letter.
    Application,
    /// What has become of its lot (Hunan manual 5.5).
    Change,
    /// Money that came, or goes back.
    Money,
    /// Invoices.
    Invoice,
    /// Credit.
    Credit,
    /// Complaints.
    Complaint,
    /// Ratings.
    Rating,
    /// The organisation itself.
    Own,
}

impl NoticeGroup {
    /// Every group, in the order of the message centre.
    pub const ALL: [Self; 8] =
        [Self::Application, Self::Change, Self::Money, Self::Invoice, Self::Credit, Self::Complaint, Self::Rating, Self::Own];

    /// Its name in addresses and forms.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Application => "application",
            Self::Change => "change",
            Self::Money => "money",
            Self::Invoice => "invoice",
            Self::Credit => "credit",
            Self::Complaint => "complaint",
            Self::Rating => "rating",
            Self::Own => "own",
        }
    }

    /// The group with this name, if there is one.
    #[must_use]
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|group| group.code() == code)
    }

    /// The word on screens.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Application => "订单与出函",
            Self::Change => "项目变更通知",
            Self::Money => "付款与退款",
            Self::Invoice => "发票",
            Self::Credit => "授信",
            Self::Complaint => "投诉",
            Self::Rating => "评价",
            Self::Own => "本单位",
        }
    }
}

/// How much a notice weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Urgency {
    /// Something ends soon: it is told at any hour.
    Deadline,
    /// It is told by text message too.
    Weighty,
    /// It can wait until somebody looks.
    Plain,
}

impl NoticeKind {
    /// What it is about.
    #[must_use]
    pub const fn group(self) -> NoticeGroup {
        match self {
            Self::ToReview
            | Self::Held
            | Self::FormToDraft
            | Self::OrderHeld
            | Self::Resumed
            | Self::ChooseAnother
            | Self::OnHold
            | Self::Issued
            | Self::Lapsed
            | Self::Declined
            | Self::Closed
            | Self::FormToConfirm
            | Self::FormRefused
            | Self::PaperToPost
            | Self::PaperPosted
            | Self::PaperRefused => NoticeGroup::Application,
            Self::OpeningMoved
            | Self::LotsFit
            | Self::LotNotConfirmed
            | Self::LotChanged
            | Self::DraftOutdated
            | Self::TermTooShort
            | Self::LotFailed
            | Self::LotTooFewBidders
            | Self::LotAborted
            | Self::LotRetendered => NoticeGroup::Change,
            Self::Suspense
            | Self::Unsettled
            | Self::VoucherToCheck
            | Self::VoucherFound
            | Self::VoucherNotFound
            | Self::RefundFailed
            | Self::Honoured
            | Self::TakenUp
            | Self::DeclinedRefunding
            | Self::DeclinedByCashier
            | Self::ClosedRefunding
            | Self::ClosedByCashier
            | Self::Refunded => NoticeGroup::Money,
            Self::InvoiceToIssue
            | Self::InvoiceIssued
            | Self::InvoiceReturned
            | Self::InvoiceCancelled
            | Self::InvoicePosted
            | Self::InvoiceReversed
            | Self::RedWanted
            | Self::RedToConfirm => NoticeGroup::Invoice,
            Self::CreditToReview
            | Self::CreditGranted
            | Self::CreditChanged
            | Self::CreditReturned
            | Self::CreditRefused
            | Self::CreditSuspended
            | Self::CreditCancelled
            | Self::CreditEnding => NoticeGroup::Credit,
            Self::ComplaintFiled
            | Self::ComplaintAccepted
            | Self::ComplaintNotAccepted
            | Self::ComplaintToAnswer
            | Self::ComplaintAnswered
            | Self::ComplaintDecided
            | Self::ComplaintWithdrawn
            | Self::ComplaintReopened
            | Self::ComplaintDue
            | Self::ComplaintOverdue => NoticeGroup::Complaint,
            Self::Rated | Self::RatingAnswered | Self::RatingHidden => NoticeGroup::Rating,
            Self::PutLive
            | Self::Paused
            | Self::TakenDown
            | Self::ProfileVerified
            | Self::ProfileReturned
            | Self::MandateToAccept
            | Self::MandateRecorded
            | Self::MandateAccepted
            | Self::MandateEnded => NoticeGroup::Own,
        }
    }

    /// How much it weighs.
    #[must_use]
    pub const fn urgency(self) -> Urgency {
        match self {
            Self::Held
            | Self::OpeningMoved
            | Self::TermTooShort
            | Self::RedToConfirm
            | Self::CreditEnding
            | Self::ComplaintDue
            | Self::ComplaintOverdue => Urgency::Deadline,
            Self::OrderHeld
            | Self::ChooseAnother
            | Self::OnHold
            | Self::Issued
            | Self::Lapsed
            | Self::Declined
            | Self::Closed
            | Self::FormToConfirm
            | Self::FormRefused
            | Self::LotChanged
            | Self::DraftOutdated
            | Self::LotFailed
            | Self::LotTooFewBidders
            | Self::LotAborted
            | Self::LotRetendered
            | Self::RefundFailed
            | Self::Honoured
            | Self::TakenUp
            | Self::DeclinedRefunding
            | Self::DeclinedByCashier
            | Self::ClosedRefunding
            | Self::ClosedByCashier
            | Self::Refunded
            | Self::InvoiceReturned
            | Self::CreditGranted
            | Self::CreditReturned
            | Self::CreditRefused
            | Self::CreditSuspended
            | Self::CreditCancelled
            | Self::ComplaintToAnswer
            | Self::ComplaintDecided
            | Self::Paused
            | Self::TakenDown
            | Self::ProfileReturned
            | Self::Unsettled
            | Self::VoucherNotFound
            | Self::MandateToAccept
            | Self::PaperRefused
            | Self::LotNotConfirmed => Urgency::Weighty,
            Self::ToReview
            | Self::VoucherToCheck
            | Self::VoucherFound
            | Self::MandateRecorded
            | Self::MandateAccepted
            | Self::MandateEnded
            | Self::PaperToPost
            | Self::PaperPosted
            | Self::LotsFit
            | Self::FormToDraft
            | Self::Resumed
            | Self::Suspense
            | Self::InvoiceToIssue
            | Self::InvoiceIssued
            | Self::InvoiceCancelled
            | Self::InvoicePosted
            | Self::InvoiceReversed
            | Self::RedWanted
            | Self::CreditToReview
            | Self::CreditChanged
            | Self::ComplaintFiled
            | Self::ComplaintAccepted
            | Self::ComplaintNotAccepted
            | Self::ComplaintAnswered
            | Self::ComplaintWithdrawn
            | Self::ComplaintReopened
            | Self::Rated
            | Self::RatingAnswered
            | Self::RatingHidden
            | Self::PutLive
            | Self::ProfileVerified => Urgency::Plain,
        }
    }

    /// Whether it is about an order, whose number it may name. None may name the lot, the tenderee or how many institutions there are: a message that
    /// goes to the wrong number tells nothing (HR-10, 招标投标法 22条).
    #[must_use]
    pub const fn names_application(self) -> bool {
        match self.group() {
            NoticeGroup::Application | NoticeGroup::Change | NoticeGroup::Money | NoticeGroup::Invoice | NoticeGroup::Rating => true,
            NoticeGroup::Credit | NoticeGroup::Complaint | NoticeGroup::Own => false,
        }
    }
}

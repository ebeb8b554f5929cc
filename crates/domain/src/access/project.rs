//! What a certificate for a single project (事件证书、项目证书) is not enough for. Such a certificate lets one act as an applicant alone
//! (`domain::membership::roles`), for the lots of its project (`Actor::counts_for`).

use super::Action;

/// Whether `action` takes more than a certificate for a single project: what an organisation says of itself or of others, what it keeps of persons
/// and accounts, who acts for it, and what binds it beyond one tender. What is done about one application is held against that one's project where
/// it is loaded. Total, so that whoever adds an action judges it.
#[must_use]
pub const fn beyond_project(action: Action) -> bool {
    match action {
        Action::ViewAudit
        | Action::RevealProfile
        | Action::ManageRepresentatives
        | Action::ChangeProfile
        | Action::SubmitProfile
        | Action::ExportProfile
        | Action::ApplyForCredit
        | Action::FileComplaint
        | Action::RevealComplaint
        | Action::PursueComplaint
        | Action::RevealInvoice => true,
        Action::ReadNotices
        | Action::LogIn
        | Action::ListSessions
        | Action::EndSession
        | Action::SwitchRole
        | Action::RecordMandate
        | Action::EndMandate
        | Action::AcceptMandate
        | Action::ViewMandate
        | Action::GrantMembership
        | Action::BrowseSite
        | Action::CountLetters
        | Action::ViewLot
        | Action::EnterLot
        | Action::CorrectLot
        | Action::ImportLots
        | Action::DraftApplication
        | Action::DescribeApplication
        | Action::ViewApplication
        | Action::RequestForm
        | Action::ViewForm
        | Action::EditForm
        | Action::ApproveForm
        | Action::ConfirmForm
        | Action::SubmitApplication
        | Action::WithdrawApplication
        | Action::AskPayment
        | Action::LapseApplication
        | Action::CloseApplication
        | Action::ReachApplication
        | Action::EndorseApplication
        | Action::ApproveApplication
        | Action::DeclineApplication
        | Action::ViewAccount
        | Action::ViewGuarantees
        | Action::IssueGuarantee
        | Action::Onboard
        | Action::ViewOnboarding
        | Action::DecideOnboarding
        | Action::ChoosePrefectures
        | Action::FileReport
        | Action::RunConformance
        | Action::RegisterInstitution
        | Action::ViewInstitution
        | Action::LimitInstitution
        | Action::GroupApplicants
        | Action::ViewProfile
        | Action::ViewRepresentatives
        | Action::VerifyProfile
        | Action::ViewCredit
        | Action::ReviewCredit
        | Action::GrantCredit
        | Action::RemindCredit
        | Action::ViewComplaint
        | Action::HandleComplaint
        | Action::AnswerComplaint
        | Action::TendComplaint
        | Action::RateGuarantee
        | Action::ViewRating
        | Action::AnswerRating
        | Action::HideRating
        | Action::CountRatings
        | Action::EditProduct
        | Action::CloseInstitution
        | Action::ResolveMessage
        | Action::ViewReport
        | Action::AssignDuties
        | Action::ManageCredentials
        | Action::ReplayDelivery
        | Action::ReceiveMessage
        | Action::ActOnMessage
        | Action::ViewReceived
        | Action::Instruct
        | Action::RequestInvoice
        | Action::ViewInvoice
        | Action::IssueInvoice
        | Action::ReverseInvoice
        | Action::FreeExposure
        | Action::ReceiveBankLine
        | Action::MatchBankLine
        | Action::ImportStatement
        | Action::ConfirmStatement
        | Action::DiscardStatement
        | Action::ViewSuspense
        | Action::RefundBankLine
        | Action::ApproveRefund
        | Action::ProposeAside
        | Action::SetAside
        | Action::SendRefund
        | Action::HonourBankLine
        | Action::ViewArticle
        | Action::EditArticle
        | Action::PublishArticle
        | Action::ImportArticles => false,
    }
}

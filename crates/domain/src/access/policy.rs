use super::project::beyond_project;
use super::{Action, Actor, Denial, Permit, Relation, Role, Rows, Scope};
use crate::duty::Duty;

/// Permits `action` to `actor`, who is `relation` to the thing acted on.
///
/// # Errors
/// [`Denial`].
pub fn may(actor: &Actor, action: Action, relation: Relation) -> Result<Permit, Denial> {
    let anyone = true;
    let bidder = actor.role == Role::Applicant;
    let own = bidder && relation == Relation::Applicant;
    let guarantor = actor.role == Role::GuarantorStaff && relation == Relation::Guarantor;
    let centre = actor.role == Role::CentreStaff && relation == Relation::CentreOfSite;
    let system = actor.role == Role::System && relation == Relation::Platform;
    let tenderee = actor.role == Role::Tenderee && relation == Relation::Tenderee;
    let agency = actor.role == Role::Agency && relation == Relation::Agency;
    let holder = actor.role.is_persons() && relation == Relation::Holder;
    // Whoever does business here; an office that decides about complaints, or watches, files none.
    let party = holder && !matches!(actor.role, Role::CentreStaff | Role::Regulator);
    let allowed = match action {
        Action::BrowseSite | Action::ViewLot | Action::Onboard | Action::LogIn => anyone,
        // Whoever is logged in looks after their own sessions and role.
        Action::ListSessions | Action::EndSession | Action::SwitchRole | Action::ViewAudit => holder,
        // Only those of lots whose bids are opened: the statement that lists them asks (HR-10).
        Action::ViewReceived => tenderee || agency,
        Action::RecordMandate | Action::EndMandate => tenderee || centre,
        Action::AcceptMandate => agency,
        Action::ViewMandate => tenderee || agency || centre,
        Action::ReadNotices => own || guarantor || centre || tenderee || agency,
        Action::EnterLot | Action::DraftApplication => bidder,
        Action::CorrectLot
        | Action::DescribeApplication
        | Action::SubmitApplication
        | Action::WithdrawApplication
        | Action::AskPayment
        | Action::RequestForm
        | Action::ConfirmForm
        | Action::ViewAccount
        | Action::ViewGuarantees
        | Action::RequestInvoice => own,
        // Before opening, neither the centre nor anyone else may learn who bids for what (HR-10).
        Action::ViewApplication | Action::ViewForm | Action::ViewInvoice | Action::RevealInvoice => own || guarantor,
        Action::IssueInvoice | Action::ReverseInvoice => guarantor,
        Action::EditForm | Action::ApproveForm => guarantor,
        Action::ChangeProfile
        | Action::SubmitProfile
        | Action::ExportProfile
        | Action::ViewRepresentatives
        | Action::ManageRepresentatives => own,
        Action::ApplyForCredit => own,
        Action::ViewCredit => own || guarantor || centre,
        Action::ReviewCredit | Action::GrantCredit => guarantor || centre,
        Action::FileComplaint | Action::PursueComplaint => party,
        // An institution that was not asked does not know of it (`app::complaint::load`).
        Action::ViewComplaint | Action::RevealComplaint => party || guarantor || centre,
        Action::HandleComplaint => centre,
        Action::AnswerComplaint | Action::AnswerRating => guarantor,
        Action::RateGuarantee => own,
        // A centre has to do with those alone that count (`app::rating::load`, HR-10).
        Action::ViewRating => own || guarantor || centre,
        Action::HideRating => centre,
        // What an organisation says of itself is its own, and that centre's which it asked to verify it.
        Action::ViewProfile | Action::RevealProfile => own || centre,
        Action::VerifyProfile => centre,
        Action::EndorseApplication
        | Action::ApproveApplication
        | Action::DeclineApplication
        | Action::HonourBankLine
        | Action::ImportStatement
        | Action::ConfirmStatement
        | Action::DiscardStatement
        | Action::ViewReport
        | Action::CloseInstitution
        | Action::AssignDuties => guarantor,
        Action::ViewOnboarding
        | Action::DecideOnboarding
        | Action::LimitInstitution
        | Action::ViewArticle
        | Action::EditArticle
        | Action::PublishArticle => centre,
        // A centre names the authority of its region; an operator names any.
        Action::GrantMembership => centre || system,
        Action::GroupApplicants | Action::EditProduct | Action::ChoosePrefectures => guarantor,
        // Each looks at what its own system said.
        Action::ViewInstitution | Action::ManageCredentials | Action::ReplayDelivery | Action::ResolveMessage => guarantor || centre,
        // An operator starts a run from the command line; a run files its own report.
        Action::RunConformance => guarantor || centre || system,
        // Money on an account of nobody's is the platform's to sort out: before opening, a centre may not learn who pays for what (HR-10).
        Action::ViewSuspense | Action::RefundBankLine | Action::ApproveRefund | Action::ProposeAside | Action::SetAside => {
            guarantor || system
        }
        Action::ImportLots
        | Action::CountLetters
        | Action::ReceiveBankLine
        | Action::MatchBankLine
        | Action::SendRefund
        | Action::LapseApplication
        | Action::CloseApplication
        | Action::ReachApplication
        | Action::IssueGuarantee
        | Action::FreeExposure
        | Action::RegisterInstitution
        | Action::RemindCredit
        | Action::TendComplaint
        | Action::CountRatings
        | Action::ReceiveMessage
        | Action::ActOnMessage
        | Action::FileReport
        | Action::Instruct
        | Action::ImportArticles => system,
    };
    let given = is_given(actor, action);
    if !allowed {
        Err(Denial::Unknown)
    } else if !given && actor.role == Role::GuarantorStaff {
        Err(Denial::Duty)
    } else if !given && actor.role.is_enterprises() {
        Err(Denial::Right)
    } else if actor.project.is_some() && beyond_project(action) {
        Err(Denial::Project)
    } else {
        Ok(Permit { action, actor: actor.clone() })
    }
}

/// Whether the actor was given what `action` takes, whatever it is done to.
#[must_use]
pub fn is_given(actor: &Actor, action: Action) -> bool {
    let duties = duties(action);
    duties.is_empty() || duties.iter().any(|duty| actor.duties.has(*duty))
}

/// The duties of which a person of an institution or an enterprise needs one for `action`; none when everyone there may.
#[must_use]
pub const fn duties(action: Action) -> &'static [Duty] {
    match action {
        Action::EndorseApplication
        | Action::EditForm
        | Action::IssueInvoice
        | Action::ReverseInvoice
        | Action::ReviewCredit
        | Action::ResolveMessage
        | Action::HonourBankLine
        | Action::RefundBankLine
        | Action::ProposeAside
        | Action::ImportStatement => &[Duty::Maker],
        Action::ApproveApplication
        | Action::ApproveForm
        | Action::ConfirmStatement
        | Action::ApproveRefund
        | Action::SetAside
        | Action::GrantCredit => &[Duty::Checker],
        Action::DeclineApplication | Action::DiscardStatement | Action::AnswerComplaint | Action::AnswerRating => {
            &[Duty::Maker, Duty::Checker]
        }
        Action::EditProduct
        | Action::ChoosePrefectures
        | Action::GroupApplicants
        | Action::ReplayDelivery
        | Action::CloseInstitution
        | Action::ManageCredentials
        | Action::RunConformance
        | Action::ViewAudit
        | Action::AssignDuties
        | Action::RevealProfile
        | Action::ChangeProfile
        | Action::SubmitProfile
        | Action::ExportProfile
        | Action::ManageRepresentatives
        | Action::RecordMandate
        | Action::EndMandate
        | Action::AcceptMandate => &[Duty::Manager],
        Action::EnterLot
        | Action::CorrectLot
        | Action::DraftApplication
        | Action::DescribeApplication
        | Action::RequestForm
        | Action::ConfirmForm
        | Action::ApplyForCredit => &[Duty::Drafter],
        Action::SubmitApplication => &[Duty::Signer],
        Action::WithdrawApplication => &[Duty::Drafter, Duty::Signer],
        Action::AskPayment => &[Duty::Payer],
        Action::LogIn
        | Action::ListSessions
        | Action::EndSession
        | Action::SwitchRole
        | Action::ViewReceived
        | Action::ViewMandate
        | Action::GrantMembership
        | Action::ReadNotices
        | Action::CloseApplication
        | Action::ReachApplication
        | Action::BrowseSite
        | Action::CountLetters
        | Action::ViewLot
        | Action::ImportLots
        | Action::ViewApplication
        | Action::ViewAccount
        | Action::ViewGuarantees
        | Action::ViewForm
        | Action::RequestInvoice
        | Action::ViewInvoice
        | Action::RevealInvoice
        | Action::LapseApplication
        | Action::IssueGuarantee
        | Action::Onboard
        | Action::ViewOnboarding
        | Action::DecideOnboarding
        | Action::LimitInstitution
        | Action::ViewInstitution
        | Action::FreeExposure
        | Action::RegisterInstitution
        | Action::ReceiveBankLine
        | Action::MatchBankLine
        | Action::SendRefund
        | Action::ViewSuspense
        | Action::ReceiveMessage
        | Action::ActOnMessage
        | Action::FileReport
        | Action::ViewCredit
        | Action::RemindCredit
        | Action::FileComplaint
        | Action::ViewComplaint
        | Action::RevealComplaint
        | Action::PursueComplaint
        | Action::HandleComplaint
        | Action::TendComplaint
        | Action::RateGuarantee
        | Action::ViewRating
        | Action::HideRating
        | Action::CountRatings
        | Action::ViewProfile
        | Action::ViewRepresentatives
        | Action::VerifyProfile
        | Action::ViewReport
        | Action::Instruct
        | Action::ViewArticle
        | Action::EditArticle
        | Action::PublishArticle
        | Action::ImportArticles => &[],
    }
}

/// The rows `actor` sees in lists of applications, guarantees and bank lines. The public and jobs list nothing.
#[must_use]
pub fn scope(actor: &Actor) -> Scope {
    Scope(match (actor.role, actor.organisation, actor.institution) {
        (Role::Applicant, Some(organisation), _) => Rows::OfApplicant(organisation),
        (Role::GuarantorStaff, _, Some(institution)) => Rows::OfInstitution(institution),
        (Role::Tenderee, Some(organisation), _) => Rows::OfTenderee(organisation),
        (Role::Agency, Some(organisation), _) => Rows::OfAgency(organisation),
        (Role::CentreStaff, Some(_), _) => actor.site.map_or(Rows::Nothing, Rows::OfCentre),
        (
            Role::Public
            | Role::System
            | Role::Applicant
            | Role::Tenderee
            | Role::Agency
            | Role::ProjectOwner
            | Role::Contractor
            | Role::GuarantorStaff
            | Role::CentreStaff
            | Role::Regulator,
            _,
            _,
        ) => Rows::Nothing,
    })
}

/// Whether `action`, asked for in a form, is done only on a fresh signature (T-21): money that leaves or is let rest, who may do what for an
/// institution or an enterprise, and which institutions sell. What is sealed carries a signature of its own. Where an institution is paid nobody
/// changes on a page: that comes with its register, from the operator.
#[must_use]
pub fn needs_proof(action: Action) -> bool {
    [
        Action::RefundBankLine,
        Action::ApproveRefund,
        Action::ProposeAside,
        Action::SetAside,
        Action::HonourBankLine,
        Action::AssignDuties,
        Action::ManageRepresentatives,
        Action::ManageCredentials,
        Action::DecideOnboarding,
        Action::LimitInstitution,
    ]
    .contains(&action)
}

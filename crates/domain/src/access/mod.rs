//! Who may do what. The domain's transitions say *when* something is possible; this says *who* may ask.
//!
//! Architecture Invariant: a [`Permit`] and a [`Scope`] have no public constructor; [`may`] and [`scope`] are the only ways
//! to one. The store writes nothing without a permit and lists nothing without a scope.

mod policy;
mod project;
mod role;

pub use policy::{duties, is_given, may, needs_proof, scope};
pub use project::beyond_project;
pub use role::{Relation, Role};

use crate::duty::Duties;
use crate::id::{InstitutionId, OrganisationId};
use crate::lot::LotNumber;
use crate::mandate::ProjectNumber;
use crate::refusal::Refusal;
use crate::site::SiteCode;
use std::fmt;

/// Who acts: one organisation in one role, proved by one certificate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Actor {
    /// In which role.
    pub role: Role,
    /// For which organisation; `None` for the public and for jobs.
    pub organisation: Option<OrganisationId>,
    /// The organisation's name, for the timeline.
    pub name: String,
    /// SM3 fingerprint of the certificate, hexadecimal; empty for the public and for jobs.
    pub certificate: String,
    /// The institution whose staff it is.
    pub institution: Option<InstitutionId>,
    /// The site whose centre it is, or the region it supervises.
    pub site: Option<SiteCode>,
    /// What an institution's staff, or whoever acts for an enterprise, was given to do.
    pub duties: Duties,
    /// The only project that the certificate is for (事件证书、项目证书); `None` for one that counts for everything.
    pub project: Option<ProjectNumber>,
}

impl Actor {
    /// What the actor is to what is between an applicant and a guarantor, as an order and its papers are: only whoever acts as an applicant is
    /// its applicant.
    #[must_use]
    pub fn between(&self, applicant: OrganisationId, guarantor: InstitutionId) -> Relation {
        if self.organisation == Some(applicant) && self.role == Role::Applicant {
            Relation::Applicant
        } else if self.institution == Some(guarantor) {
            Relation::Guarantor
        } else {
            Relation::Stranger
        }
    }

    /// The platform's operator, known by `name` on the operator's own port: for what is no office's, like money on an account of nobody's.
    #[must_use]
    pub fn operator(name: &str) -> Self {
        Self { name: format!("平台运维 {name}"), certificate: format!("operator/{name}"), ..Self::system() }
    }

    /// Nobody logged in.
    #[must_use]
    pub fn public() -> Self {
        Self {
            role: Role::Public,
            organisation: None,
            name: "访客".into(),
            certificate: String::new(),
            institution: None,
            site: None,
            duties: Duties::default(),
            project: None,
        }
    }

    /// Whether the certificate counts for this lot: one for a single project does for the lots of that alone.
    ///
    /// # Errors
    /// [`Refusal::CertificateOfOneProject`].
    pub fn counts_for(&self, lot: &LotNumber) -> Result<(), Refusal> {
        match &self.project {
            Some(project) if *project != ProjectNumber::of(lot) => Err(Refusal::CertificateOfOneProject),
            Some(_) | None => Ok(()),
        }
    }

    /// The platform's own jobs.
    #[must_use]
    pub fn system() -> Self {
        Self { role: Role::System, name: "系统".into(), ..Self::public() }
    }
}

macro_rules! actions {
    ($($(#[$doc:meta])* $name:ident = $code:literal;)*) => {
        /// Everything that can be permitted.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Action {
            $($(#[$doc])* $name,)*
        }

        impl Action {
            /// Every action.
            pub const ALL: &[Self] = &[$(Self::$name,)*];

            /// The name in the audit log and in tables.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self { $(Self::$name => $code,)* }
            }
        }
    };
}

actions! {
    /// Read what one was told.
    ReadNotices = "notice.read";
    /// Choose what one is told by text message and mail.
    ChooseNotices = "notice.choose";
    /// Choose it for the contacts of the whole organisation.
    ChooseNoticesForAll = "notice.choose_for_all";
    /// See in which words a site tells people.
    ViewNoticeTemplate = "notice_template.view";
    /// Write them anew, or give up what waits.
    EditNoticeTemplate = "notice_template.edit";
    /// Take them into use.
    AdoptNoticeTemplate = "notice_template.adopt";
    /// Log in.
    LogIn = "session.log_in";
    /// See where one is logged in.
    ListSessions = "session.list";
    /// End one of one's sessions, or all others.
    EndSession = "session.end";
    /// Act in another of one's roles.
    SwitchRole = "session.switch_role";
    /// See logins and refusals of one's organisation.
    ViewAudit = "audit.view";
    /// Record that an agency acts for a tenderee in a project.
    RecordMandate = "mandate.record";
    /// End a mandate.
    EndMandate = "mandate.end";
    /// Say, as the agency, that one acts under a mandate.
    AcceptMandate = "mandate.accept";
    /// See mandates.
    ViewMandate = "mandate.view";
    /// Name the authority that supervises a region.
    GrantMembership = "membership.grant";
    /// See a site's home page, guarantors and prices, verify a letter.
    BrowseSite = "site.browse";
    /// Count the letters that sites' home pages tell of.
    CountLetters = "site.count_letters";
    /// Search lots and see one with its quotes.
    ViewLot = "lot.view";
    /// Add a lot that is not listed (增加项目).
    EnterLot = "lot.enter";
    /// Correct or remove a lot that was added.
    CorrectLot = "lot.correct";
    /// See lots that applicants typed in and the centre has to confirm, without who did; list or refuse them.
    ConfirmLot = "lot.confirm";
    /// See the searches that one saved.
    ViewSearches = "saved_search.view";
    /// Save a search, or remove one.
    SaveSearch = "saved_search.save";
    /// Hold lots that have come against saved searches.
    HearOfLots = "saved_search.hear";
    /// Take in the trading centre's feed.
    ImportLots = "lot.import";
    /// Draft an application.
    DraftApplication = "application.draft";
    /// Name its representative.
    DescribeApplication = "application.describe";
    /// See an application and its letter.
    ViewApplication = "application.view";
    /// Ask for a special form of its letter, or give that up.
    RequestForm = "special_form.request";
    /// See a special form.
    ViewForm = "special_form.view";
    /// Draft a special form, or refuse it.
    EditForm = "special_form.edit";
    /// Approve a special form.
    ApproveForm = "special_form.approve";
    /// Confirm a special form, or send it back.
    ConfirmForm = "special_form.confirm";
    /// Sign and submit it.
    SubmitApplication = "application.submit";
    /// Give it up.
    WithdrawApplication = "application.withdraw";
    /// Take one up again that came to nothing, as a new draft.
    ReapplyApplication = "application.reapply";
    /// Have the institution asked whether an application is paid.
    AskPayment = "application.ask_payment";
    /// Let it lapse unpaid.
    LapseApplication = "application.lapse";
    /// Close it by rule when bids are opened or the tender is aborted.
    CloseApplication = "application.close";
    /// Tell it what has become of its lot.
    ReachApplication = "application.reach";
    /// Find it right, as the first person.
    EndorseApplication = "application.endorse";
    /// Release it for issue.
    ApproveApplication = "application.approve";
    /// Refuse it.
    DeclineApplication = "application.decline";
    /// See the page of one's own things (用户中心).
    ViewAccount = "account.view";
    /// See the list of one's letters.
    ViewGuarantees = "guarantee.list";
    /// Make and sign its letter.
    IssueGuarantee = "guarantee.issue";
    /// Apply as an institution, ask for acceptance, ask how it stands: anybody, who then proves a phone.
    Onboard = "onboarding.onboard";
    /// See onboardings.
    ViewOnboarding = "onboarding.view";
    /// Admit, refuse, accept, send back, put live, pause, take down.
    DecideOnboarding = "onboarding.decide";
    /// Choose the prefectures of a province in which the institution sells.
    ChoosePrefectures = "onboarding.choose_prefectures";
    /// File the report of a conformance run.
    FileReport = "onboarding.file_report";
    /// Try an institution's own system against the whole specification.
    RunConformance = "conformance.run";
    /// Take in an institution that was onboarded elsewhere.
    RegisterInstitution = "institution.register";
    /// See an institution with its limits and licences.
    ViewInstitution = "institution.view";
    /// Set an institution's limits and licences.
    LimitInstitution = "institution.limit";
    /// Count applicants to groups.
    GroupApplicants = "institution.group";
    /// See an organisation's profile, personal data masked.
    ViewProfile = "profile.view";
    /// See what is masked in it, and have its files.
    RevealProfile = "profile.reveal";
    /// See who acts for one's enterprise.
    ViewRepresentatives = "representative.view";
    /// Register who acts for one's enterprise, say what each may do, let somebody go.
    ManageRepresentatives = "representative.manage";
    /// Fill it in, hand in and take out files.
    ChangeProfile = "profile.change";
    /// Hand it to a centre to be verified.
    SubmitProfile = "profile.submit";
    /// Have all that is held about one's organisation.
    ExportProfile = "profile.export";
    /// Verify it, or send it back.
    VerifyProfile = "profile.verify";
    /// Ask for credit.
    ApplyForCredit = "credit_line.apply";
    /// See a credit line.
    ViewCredit = "credit_line.view";
    /// Look at the papers beside it, send it back, propose a decision, suspend it.
    ReviewCredit = "credit_line.review";
    /// Agree, as the second person, to what was proposed, or do not.
    GrantCredit = "credit_line.grant";
    /// Tell an applicant that its line's last day is near.
    RemindCredit = "credit_line.remind";
    /// Complain about an institution.
    FileComplaint = "complaint.file";
    /// See a complaint.
    ViewComplaint = "complaint.view";
    /// See who complains, and the files that came with it.
    RevealComplaint = "complaint.reveal";
    /// Give up one's complaint, or have it looked at once more.
    PursueComplaint = "complaint.pursue";
    /// Accept a complaint, ask the institution, decide, close.
    HandleComplaint = "complaint.handle";
    /// Answer a complaint.
    AnswerComplaint = "complaint.answer";
    /// Remind whoever has to act on a complaint, and close it in its time.
    TendComplaint = "complaint.tend";
    /// Rate the institution that issued one's letter.
    RateGuarantee = "rating.rate";
    /// See a rating.
    ViewRating = "rating.view";
    /// Answer a rating.
    AnswerRating = "rating.answer";
    /// Hide a rating, or show it again.
    HideRating = "rating.hide";
    /// Count ratings whose lots have rested.
    CountRatings = "rating.count";
    /// Offer, change and pause products.
    EditProduct = "product.edit";
    /// Name days on which an institution is closed.
    CloseInstitution = "institution.close";
    /// Take a message up again that was left to a person, or let it rest.
    ResolveMessage = "message.resolve";
    /// See what an institution issued and took.
    ViewReport = "report.view";
    /// Give the institution's people their duties.
    AssignDuties = "staff.assign";
    /// Register and retire the keys an organisation's systems sign with.
    ManageCredentials = "credential.manage";
    /// Take up again a message to an institution that was given up.
    ReplayDelivery = "delivery.replay";
    /// Record a message from outside.
    ReceiveMessage = "message.receive";
    /// Act on a message from outside.
    ActOnMessage = "message.act";
    /// See the guarantees for one's lots, once bids are opened.
    ViewReceived = "guarantee.view_received";
    /// Instruct an institution about a guarantee.
    Instruct = "instruction.give";
    /// Ask for an invoice.
    RequestInvoice = "invoice.request";
    /// See an invoice and have its files.
    ViewInvoice = "invoice.view";
    /// See the numbers of its buyer that are masked.
    RevealInvoice = "invoice.reveal";
    /// Issue it, send it back, say where the paper is.
    IssueInvoice = "invoice.issue";
    /// Take it back by a red one.
    ReverseInvoice = "invoice.reverse";
    /// Ask for a paper original.
    RequestPaper = "paper_copy.request";
    /// See a paper original.
    ViewPaper = "paper_copy.view";
    /// See the number of its recipient that is masked.
    RevealPaper = "paper_copy.reveal";
    /// Print it, send it, refuse it.
    PostPaper = "paper_copy.post";
    /// Say that it was received.
    ReceivePaper = "paper_copy.receive";
    /// Free an institution of a guarantee that has ended.
    FreeExposure = "exposure.free";
    /// Record a bank line.
    ReceiveBankLine = "bank_line.receive";
    /// Match a bank line.
    MatchBankLine = "bank_line.match";
    /// Take a bank statement in.
    ImportStatement = "bank_line.import";
    /// Hold a bank statement against the bank's balances, as the second person.
    ConfirmStatement = "bank_line.confirm";
    /// Lay a bank statement aside.
    DiscardStatement = "bank_line.discard";
    /// See bank lines in suspense.
    ViewSuspense = "bank_line.view";
    /// Send a bank line back, or propose to.
    RefundBankLine = "bank_line.refund";
    /// Agree, as the second person, that a bank line is sent back, or do not.
    ApproveRefund = "bank_line.approve_refund";
    /// Propose that a bank line is nothing of the platform's.
    ProposeAside = "bank_line.propose_aside";
    /// Agree, as the second person, that it is, or do not.
    SetAside = "bank_line.set_aside";
    /// Have the bank carry a refund out.
    SendRefund = "bank_line.send_refund";
    /// Accept a late bank line.
    HonourBankLine = "bank_line.honour";
    /// Hand in a voucher of a transfer.
    HandInVoucher = "voucher.hand_in";
    /// See a voucher of a transfer.
    ViewVoucher = "voucher.view";
    /// Look for the money that a voucher shows, and say what was found.
    CheckVoucher = "voucher.check";
    /// See the ledger of what came onto the institution's account.
    ViewLedger = "ledger.view";
    /// Draw up a day's close.
    DrawUpDay = "day_close.draw_up";
    /// Confirm a day's close, as the second person.
    ConfirmDay = "day_close.confirm";
    /// See articles that nobody may read yet, or any more.
    ViewArticle = "article.view";
    /// Write an article, hand it to whoever publishes it, give it up.
    EditArticle = "article.edit";
    /// Publish an article, send it back, take it away.
    PublishArticle = "article.publish";
    /// Take in articles that were written elsewhere.
    ImportArticles = "article.import";
}

/// The proof that an actor may do an action. Carries what the audit log records; used up by the use case.
#[derive(Debug)]
pub struct Permit {
    action: Action,
    actor: Actor,
}

impl Permit {
    /// What is permitted.
    #[must_use]
    pub const fn action(&self) -> Action {
        self.action
    }

    /// To whom.
    #[must_use]
    pub const fn actor(&self) -> &Actor {
        &self.actor
    }
}

/// The actor may not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Denial {
    /// To the actor the thing does not exist (404).
    Unknown,
    /// It is the actor's institution's, and another person's to do.
    Duty,
    /// It is the actor's enterprise's, and another person's to do.
    Right,
    /// It is the actor's organisation's, and takes another certificate than one for a single project.
    Project,
}

impl fmt::Display for Denial {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Unknown => "页面不存在",
            Self::Duty => "您的岗位不能办理该事项",
            Self::Right => "您没有办理该事项的权限",
            Self::Project => "所用证书是项目（事件）证书，不能办理该事项",
        })
    }
}

impl std::error::Error for Denial {}

/// Which rows of a list an actor sees.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scope(Rows);

/// What a scope selects.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Rows {
    /// Those of which this organisation is the applicant.
    OfApplicant(OrganisationId),
    /// Those of which this institution is the guarantor.
    OfInstitution(InstitutionId),
    /// Those the trading centre of this site looks after.
    OfCentre(SiteCode),
    /// Those of which this organisation is the tenderee.
    OfTenderee(OrganisationId),
    /// Those for which this organisation has a mandate.
    OfAgency(OrganisationId),
    /// None.
    Nothing,
}

impl Scope {
    /// What it selects.
    #[must_use]
    pub const fn rows(&self) -> &Rows {
        &self.0
    }
}

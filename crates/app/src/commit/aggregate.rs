//! What the writer has to know of an aggregate: where its rows are. One line for each.

use domain::application::Application;
use domain::article::Article;
use domain::bank_line::BankLine;
use domain::complaint::Complaint;
use domain::consequence::Follows;
use domain::credential::Credential;
use domain::credit_line::CreditLine;
use domain::day_close::DayClose;
use domain::guarantee::Guarantee;
use domain::id::{
    ApplicationId, ArticleId, BankLineId, ComplaintId, CredentialId, CreditLineId, DayCloseId, GuaranteeId, InstructionId, InvoiceId,
    MandateId, NoticeTemplateId, OnboardingId, OrganisationId, PaperCopyId, PaymentId, ProductId, RatingId, SavedSearchId, SpecialFormId,
    StatementId, VoucherId,
};
use domain::instruction::Instruction;
use domain::invoice::Invoice;
use domain::mandate::Mandate;
use domain::notice_template::NoticeTemplate;
use domain::onboarding::Onboarding;
use domain::paper_copy::PaperCopy;
use domain::payment::Payment;
use domain::product::Product;
use domain::profile::EnterpriseProfile;
use domain::rating::Rating;
use domain::representative::Representatives;
use domain::saved_search::SavedSearch;
use domain::special_form::SpecialForm;
use domain::statement::Statement;
use domain::voucher::Voucher;
use std::collections::BTreeMap;
use std::fmt::Display;
use store::{Stamp, StoreError, Tx};

/// Something that changes by events only.
pub(crate) trait Aggregate: Follows + Clone + Send + Sync + 'static {
    /// What it is called by.
    type Id: Copy + Ord + Display + Send + 'static;

    fn id(&self) -> Self::Id;
    fn load(tx: &mut Tx, id: Self::Id) -> impl Future<Output = Result<Option<Self>, StoreError>> + Send;
    fn create(tx: &mut Tx, stamp: &Stamp, event: &Self::Event) -> Result<Self, StoreError>;
    fn append(tx: &mut Tx, stamp: &Stamp, aggregate: Self, event: &Self::Event) -> Result<Self, StoreError>;
    fn known(known: &mut Known) -> &mut BTreeMap<Self::Id, Self>;
}

macro_rules! aggregates {
    ($($field:ident: $name:ident by $id:ident in $module:ident, $called:expr;)*) => {
        /// What has been read or written in a transaction, as it stands.
        #[derive(Default)]
        pub(crate) struct Known {
            $($field: BTreeMap<$id, $name>,)*
        }

        $(impl Aggregate for $name {
            type Id = $id;

            fn id(&self) -> $id {
                let called: fn(&Self) -> $id = $called;
                called(self)
            }

            async fn load(tx: &mut Tx, id: $id) -> Result<Option<Self>, StoreError> {
                store::$module::load(tx, id).await
            }

            fn create(tx: &mut Tx, stamp: &Stamp, event: &Self::Event) -> Result<Self, StoreError> {
                store::$module::create(tx, stamp, event)
            }

            fn append(tx: &mut Tx, stamp: &Stamp, aggregate: Self, event: &Self::Event) -> Result<Self, StoreError> {
                store::$module::append(tx, stamp, aggregate, event)
            }

            fn known(known: &mut Known) -> &mut BTreeMap<$id, Self> {
                &mut known.$field
            }
        })*
    };
}

aggregates! {
    applications: Application by ApplicationId in application, |one| one.facts.id;
    payments: Payment by PaymentId in payment, |one| one.id;
    lines: BankLine by BankLineId in bank_line, |one| one.facts.id;
    guarantees: Guarantee by GuaranteeId in guarantee, |one| one.id;
    forms: SpecialForm by SpecialFormId in special_form, |one| one.facts.id;
    profiles: EnterpriseProfile by OrganisationId in profile, |one| one.facts.organisation.organisation;
    statements: Statement by StatementId in statement, |one| one.facts.id;
    complaints: Complaint by ComplaintId in complaint, |one| one.facts.id;
    ratings: Rating by RatingId in rating, |one| one.facts.id;
    searches: SavedSearch by SavedSearchId in saved_search, |one| one.facts.id;
    credit_lines: CreditLine by CreditLineId in credit_line, |one| one.facts.id;
    vouchers: Voucher by VoucherId in voucher, |one| one.facts.id;
    day_closes: DayClose by DayCloseId in day_close, |one| one.facts.id;
    instructions: Instruction by InstructionId in instruction, |one| one.id;
    invoices: Invoice by InvoiceId in invoice, |one| one.facts.id;
    papers: PaperCopy by PaperCopyId in paper_copy, |one| one.facts.id;
    onboardings: Onboarding by OnboardingId in onboarding, |one| one.facts.id;
    products: Product by ProductId in product, |one| one.id;
    credentials: Credential by CredentialId in credential, |one| one.id;
    notice_templates: NoticeTemplate by NoticeTemplateId in notice_template, |one| one.facts.id;
    articles: Article by ArticleId in article, |one| one.facts.id;
    mandates: Mandate by MandateId in mandate, |one| one.facts.id;
    representatives: Representatives by OrganisationId in representative, |one| one.organisation;
}

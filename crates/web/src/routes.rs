//! The access table: every route with its method and action. The router is built from it, so it cannot be incomplete.

use crate::shell::{self, Doing, Web, compress, guard};
use crate::{
    account, application, article, assets, audit, complaint, credit, docs, guarantee, help, identity, institution, invoice, lot, mandate,
    membership, notice, onboarding, profile, rating, representative, session, site, special_form, workbench,
};
use axum::extract::DefaultBodyLimit;
use axum::handler::Handler;
use axum::routing::{get, post};
use axum::{Extension, Router};
use domain::access::Action;
use tower_http::catch_panic::CatchPanicLayer;

/// Largest form, in bytes: a text of 20 000 characters of nine bytes each, also when it goes through a login.
const FORM_MAX: usize = 512 * 1024;

/// One row of the access table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Route {
    /// `GET` or `POST`.
    pub method: &'static str,
    /// The path with its parameters.
    pub path: &'static str,
    /// What it lets someone do.
    pub action: Action,
}

/// Routes under construction.
#[derive(Debug)]
pub struct Table {
    router: Router<Web>,
    routes: Vec<Route>,
}

impl Table {
    fn get<H: Handler<T, Web>, T: 'static>(mut self, path: &'static str, action: Action, handler: H) -> Self {
        self.router = self.router.route(path, get(handler).layer(Extension(Doing(action))));
        self.routes.push(Route { method: "GET", path, action });
        self
    }

    fn post<H: Handler<T, Web>, T: 'static>(mut self, path: &'static str, action: Action, handler: H) -> Self {
        self.router = self.router.route(path, post(handler).layer(Extension(Doing(action))));
        self.routes.push(Route { method: "POST", path, action });
        self
    }

    /// The rows.
    #[must_use]
    pub fn routes(&self) -> &[Route] {
        &self.routes
    }

    /// The router, behind the layers every page shares.
    pub fn router(self, web: Web) -> Router {
        self.router
            .fallback(shell::not_found)
            .layer(DefaultBodyLimit::max(FORM_MAX))
            .layer(CatchPanicLayer::new())
            .layer(axum::middleware::from_fn_with_state(web.clone(), guard))
            .layer(axum::middleware::from_fn(compress))
            .layer(CatchPanicLayer::new())
            .with_state(web)
    }
}

/// Every page of the platform.
#[must_use]
pub fn table() -> Table {
    Table { router: Router::new(), routes: Vec::new() }
        .get("/", Action::BrowseSite, site::home::choose)
        .get("/{site}", Action::BrowseSite, site::home::home)
        .get("/{site}/products", Action::BrowseSite, site::products::page)
        .get("/{site}/login/portal", Action::BrowseSite, identity::portal::back)
        .post("/{site}/login/portal", Action::BrowseSite, identity::portal::go)
        .post("/{site}/login/portal/logout", Action::BrowseSite, identity::portal::logged_out)
        .post("/{site}/login/qr/{way}", Action::BrowseSite, identity::qr::go)
        .get("/{site}/lots", Action::ViewLot, lot::search::page)
        .get("/{site}/lots/new", Action::EnterLot, lot::enter::form)
        .post("/{site}/lots/new", Action::EnterLot, lot::enter::submit)
        .get("/{site}/lots/{lot}", Action::ViewLot, lot::view::page)
        .get("/{site}/lots/{lot}/edit", Action::CorrectLot, lot::enter::edit)
        .post("/{site}/lots/{lot}/edit", Action::CorrectLot, lot::enter::change)
        .post("/{site}/lots/{lot}/remove", Action::CorrectLot, lot::enter::remove)
        .post("/{site}/lots/{lot}/applications", Action::DraftApplication, application::draft::submit)
        .get("/{site}/institutions/{id}", Action::BrowseSite, institution::view::page)
        .get("/{site}/institutions/{id}/logo", Action::BrowseSite, institution::view::logo)
        .get("/{site}/onboarding", Action::Onboard, onboarding::hub::page)
        .get("/{site}/onboarding/templates/{name}", Action::Onboard, onboarding::hub::download)
        .get("/{site}/onboarding/apply", Action::Onboard, onboarding::apply::form)
        .post("/{site}/onboarding/apply", Action::Onboard, onboarding::apply::submit)
        .get("/{site}/onboarding/acceptance", Action::Onboard, onboarding::acceptance::form)
        .post("/{site}/onboarding/acceptance", Action::Onboard, onboarding::acceptance::identified)
        .post("/{site}/onboarding/acceptance/details", Action::Onboard, onboarding::acceptance::submit)
        .get("/{site}/onboarding/progress", Action::Onboard, onboarding::progress::form)
        .post("/{site}/onboarding/progress", Action::Onboard, onboarding::progress::submit)
        .get("/centre/institutions", Action::ViewOnboarding, onboarding::desk::page)
        .get("/centre/institutions/{id}", Action::ViewOnboarding, onboarding::review::page)
        .post("/centre/institutions/{id}", Action::DecideOnboarding, onboarding::review::submit)
        .get("/centre/institutions/{id}/limits", Action::LimitInstitution, onboarding::limits::form)
        .post("/centre/institutions/{id}/limits", Action::LimitInstitution, onboarding::limits::submit)
        .get("/centre/institutions/{id}/files/{number}", Action::ViewOnboarding, onboarding::review::attachment)
        .post("/centre/institutions/{id}/replay", Action::ReplayDelivery, onboarding::review::replay)
        .get("/centre/institutions/{id}/report", Action::ViewOnboarding, onboarding::review::report)
        .get("/{site}/news", Action::BrowseSite, article::shelf::news)
        .get("/{site}/news/feed.atom", Action::BrowseSite, article::feed::news)
        .get("/{site}/guides", Action::BrowseSite, article::shelf::guides)
        .get("/{site}/faq", Action::BrowseSite, article::shelf::faq)
        .get("/{site}/articles/{id}", Action::BrowseSite, article::view::page)
        .get("/{site}/articles/{id}/files/{number}", Action::BrowseSite, article::file::read)
        .get("/{site}/help", Action::BrowseSite, help::centre::page)
        .get("/help/manuals/{name}", Action::BrowseSite, help::manual::page)
        .get("/help/manuals/{name}/pdf", Action::BrowseSite, help::manual::pdf)
        .get("/help/pictures/{file}", Action::BrowseSite, help::picture::show)
        .get("/centre/articles", Action::ViewArticle, article::desk::page)
        .get("/centre/articles/new/{kind}", Action::EditArticle, article::begin::form)
        .post("/centre/articles/new/{kind}", Action::EditArticle, article::begin::submit)
        .post("/centre/articles/preview", Action::EditArticle, article::edit::draw)
        .get("/centre/articles/{id}", Action::ViewArticle, article::edit::form)
        .post("/centre/articles/{id}", Action::EditArticle, article::edit::save)
        .get("/centre/articles/{id}/files/{number}", Action::ViewArticle, article::file::work)
        .post("/centre/articles/{id}/submit", Action::EditArticle, article::decide::submit)
        .post("/centre/articles/{id}/publish", Action::PublishArticle, article::decide::publish)
        .post("/centre/articles/{id}/back", Action::PublishArticle, article::decide::send_back)
        .post("/centre/articles/{id}/discard", Action::EditArticle, article::decide::discard)
        .post("/centre/articles/{id}/withdraw", Action::PublishArticle, article::decide::withdraw)
        .get("/account", Action::ViewAccount, account::hub::page)
        .get("/guarantees", Action::ViewGuarantees, guarantee::list::page)
        .get("/applications", Action::ViewApplication, application::list::page)
        .get("/applications/{id}", Action::ViewApplication, application::view::page)
        .get("/applications/{id}/details", Action::DescribeApplication, application::describe::form)
        .post("/applications/{id}/details", Action::DescribeApplication, application::describe::submit)
        .get("/applications/{id}/confirm", Action::SubmitApplication, application::submit::form)
        .post("/applications/{id}/confirm", Action::SubmitApplication, application::submit::submit)
        .post("/applications/{id}/phone", Action::SubmitApplication, application::phone::ask)
        .get("/applications/{id}/phone/{request}", Action::SubmitApplication, application::phone::page)
        .post("/applications/{id}/phone/{request}", Action::SubmitApplication, application::phone::hand_in)
        .get("/applications/{id}/phone/{request}/state", Action::SubmitApplication, application::phone::state)
        .get("/applications/{id}/form", Action::ViewForm, special_form::ask::form)
        .post("/applications/{id}/form", Action::RequestForm, special_form::ask::submit)
        .post("/applications/{id}/form/confirm", Action::ConfirmForm, special_form::decide::confirm)
        .post("/applications/{id}/form/back", Action::ConfirmForm, special_form::decide::send_back)
        .post("/applications/{id}/form/abandon", Action::RequestForm, special_form::decide::abandon)
        .get("/forms/{id}/letter/{page}", Action::ViewForm, special_form::picture::letter)
        .get("/forms/{id}/tender-page", Action::ViewForm, special_form::picture::page)
        .get("/applications/{id}/preview.pdf", Action::ViewApplication, application::preview::pdf)
        .get("/applications/{id}/preview/{page}", Action::ViewApplication, application::preview::page)
        .get("/applications/{id}/agreement/{day}/{page}", Action::ViewApplication, application::preview::agreement)
        .post("/applications/{id}/paid", Action::AskPayment, application::paid::submit)
        .post("/applications/{id}/withdraw", Action::WithdrawApplication, application::withdraw::submit)
        .get("/applications/{id}/documents/{name}", Action::ViewApplication, guarantee::download::file)
        .get("/applications/{id}/invoice", Action::RequestInvoice, invoice::ask::form)
        .post("/applications/{id}/invoice", Action::RequestInvoice, invoice::ask::submit)
        .get("/invoices", Action::ViewInvoice, invoice::list::page)
        .get("/invoices/{invoice}", Action::ViewInvoice, invoice::view::page)
        .post("/invoices/{invoice}/reveal", Action::RevealInvoice, invoice::view::unmask)
        .get("/invoices/{invoice}/files/{file}", Action::ViewInvoice, invoice::download::file)
        .get("/workbench", Action::ViewApplication, workbench::desk::page)
        .get("/workbench/applications/{id}/papers", Action::ViewApplication, workbench::papers::page)
        .post("/workbench/applications/{id}/endorse", Action::EndorseApplication, workbench::review::endorse)
        .post("/workbench/applications/{id}/approve", Action::ApproveApplication, workbench::review::approve)
        .post("/workbench/applications/{id}/decline", Action::DeclineApplication, workbench::review::decline)
        .get("/notices", Action::ReadNotices, notice::list::page)
        .post("/notices/read", Action::ReadNotices, notice::read::submit)
        .get("/profile", Action::ViewProfile, profile::view::page)
        .get("/profile/history", Action::ViewProfile, profile::history::own)
        .post("/profile/reveal", Action::RevealProfile, profile::view::unmask)
        .get("/profile/edit", Action::ChangeProfile, profile::edit::form)
        .post("/profile/edit", Action::ChangeProfile, profile::edit::submit)
        .post("/profile/files", Action::ChangeProfile, profile::files::submit)
        .get("/profile/files/{file}", Action::RevealProfile, profile::files::open)
        .post("/profile/files/{file}/remove", Action::ChangeProfile, profile::files::take_out)
        .post("/profile/uploads", Action::ChangeProfile, profile::upload::start)
        .get("/profile/uploads/{upload}", Action::ChangeProfile, profile::upload::state)
        .post("/profile/uploads/{upload}", Action::ChangeProfile, profile::upload::part)
        .post("/profile/uploads/{upload}/end", Action::ChangeProfile, profile::upload::end)
        .post("/profile/submit", Action::SubmitProfile, profile::submit::submit)
        .post("/profile/export", Action::ExportProfile, profile::export::submit)
        .get("/representatives", Action::ViewRepresentatives, representative::list::page)
        .post("/representatives/two-persons", Action::ManageRepresentatives, representative::require_two::submit)
        .get("/representatives/new", Action::ManageRepresentatives, representative::edit::blank)
        .post("/representatives/new", Action::ManageRepresentatives, representative::edit::add)
        .get("/representatives/{person}", Action::ManageRepresentatives, representative::edit::form_of)
        .post("/representatives/{person}", Action::ManageRepresentatives, representative::edit::save)
        .post("/representatives/{person}/leave", Action::ManageRepresentatives, representative::leave::submit)
        .get("/credit", Action::ViewCredit, credit::own::list)
        .get("/credit/new", Action::ApplyForCredit, credit::apply::form)
        .post("/credit/new", Action::ApplyForCredit, credit::apply::submit)
        .get("/credit/{line}", Action::ViewCredit, credit::own::page)
        .get("/credit/{line}/history", Action::ViewCredit, credit::history::own)
        .get("/credit/{line}/edit", Action::ApplyForCredit, credit::apply::edit)
        .post("/credit/{line}/edit", Action::ApplyForCredit, credit::apply::save)
        .post("/credit/{line}/submit", Action::ApplyForCredit, credit::own::submit)
        .post("/credit/{line}/give-up", Action::ApplyForCredit, credit::own::end)
        .get("/workbench/credit", Action::ViewCredit, credit::desk::page)
        .get("/workbench/credit/{line}", Action::ViewCredit, credit::review::page)
        .get("/workbench/credit/{line}/history", Action::ViewCredit, credit::history::of_grantor)
        .post("/workbench/credit/{line}/reveal", Action::ReviewCredit, credit::review::unmask)
        .get("/workbench/credit/{line}/files/{file}", Action::ReviewCredit, credit::review::open)
        .post("/workbench/credit/{line}/return", Action::ReviewCredit, credit::review::back)
        .post("/workbench/credit/{line}/propose", Action::ReviewCredit, credit::review::decide)
        .post("/workbench/credit/{line}/confirm", Action::GrantCredit, credit::review::agree)
        .post("/workbench/credit/{line}/reject", Action::GrantCredit, credit::review::disagree)
        .get("/{site}/complaints/new", Action::FileComplaint, complaint::file::form)
        .post("/{site}/complaints/new", Action::FileComplaint, complaint::file::submit)
        .get("/complaints", Action::ViewComplaint, complaint::list::mine)
        .get("/workbench/complaints", Action::ViewComplaint, complaint::list::desk)
        .get("/complaints/{id}", Action::ViewComplaint, complaint::view::page)
        .post("/complaints/{id}/reveal", Action::RevealComplaint, complaint::view::unmask)
        .get("/complaints/{id}/files/{file}", Action::RevealComplaint, complaint::view::open)
        .post("/complaints/{id}/accept", Action::HandleComplaint, complaint::decide::take)
        .post("/complaints/{id}/refuse", Action::HandleComplaint, complaint::decide::turn_down)
        .post("/complaints/{id}/assign", Action::HandleComplaint, complaint::decide::give_to)
        .post("/complaints/{id}/ask", Action::HandleComplaint, complaint::decide::put)
        .post("/complaints/{id}/answer", Action::AnswerComplaint, complaint::decide::reply)
        .post("/complaints/{id}/decide", Action::HandleComplaint, complaint::decide::settle)
        .post("/complaints/{id}/close", Action::HandleComplaint, complaint::decide::finish)
        .post("/complaints/{id}/withdraw", Action::PursueComplaint, complaint::decide::give_up)
        .post("/complaints/{id}/reopen", Action::PursueComplaint, complaint::decide::again)
        .get("/applications/{id}/rating", Action::RateGuarantee, rating::rate::form)
        .post("/applications/{id}/rating", Action::RateGuarantee, rating::rate::submit)
        .get("/workbench/ratings", Action::ViewRating, rating::list::page)
        .get("/ratings/{id}", Action::ViewRating, rating::view::page)
        .post("/ratings/{id}/answer", Action::AnswerRating, rating::view::reply)
        .post("/ratings/{id}/hide", Action::HideRating, rating::view::conceal)
        .post("/ratings/{id}/restore", Action::HideRating, rating::view::bring_back)
        .get("/centre/profiles", Action::VerifyProfile, profile::desk::page)
        .get("/centre/profiles/{organisation}", Action::ViewProfile, profile::review::page)
        .get("/centre/profiles/{organisation}/history", Action::ViewProfile, profile::history::of)
        .post("/centre/profiles/{organisation}/reveal", Action::RevealProfile, profile::review::unmask)
        .get("/centre/profiles/{organisation}/files/{file}", Action::RevealProfile, profile::review::open)
        .post("/centre/profiles/{organisation}/verify", Action::VerifyProfile, profile::review::approve)
        .post("/centre/profiles/{organisation}/return", Action::VerifyProfile, profile::review::back)
        .get("/account/sessions", Action::ListSessions, session::list::page)
        .post("/account/sessions/end", Action::EndSession, session::end::others)
        .post("/account/sessions/{id}/end", Action::EndSession, session::end::one)
        .get("/account/role", Action::SwitchRole, session::switch::form)
        .post("/account/role", Action::SwitchRole, session::switch::submit)
        .get("/account/audit", Action::ViewAudit, audit::list::page)
        .get("/received", Action::ViewReceived, guarantee::received::page)
        .get("/mandates", Action::ViewMandate, mandate::list::page)
        .get("/mandates/new", Action::RecordMandate, mandate::record::form)
        .post("/mandates/new", Action::RecordMandate, mandate::record::submit)
        .get("/mandates/{id}", Action::ViewMandate, mandate::end::page)
        .post("/mandates/{id}/accept", Action::AcceptMandate, mandate::accept::submit)
        .post("/mandates/{id}/end", Action::EndMandate, mandate::end::submit)
        .get("/mandates/{id}/received", Action::ViewReceived, guarantee::received::of_mandate)
        .get("/centre/regulators", Action::GrantMembership, membership::list::page)
        .post("/centre/regulators", Action::GrantMembership, membership::list::submit)
        .post("/centre/regulators/{code}/end", Action::GrantMembership, membership::list::finish)
        .get("/workbench/forms", Action::ViewForm, special_form::desk::page)
        .get("/workbench/forms/{id}", Action::ViewForm, special_form::edit::form)
        .post("/workbench/forms/{id}", Action::EditForm, special_form::edit::save)
        .post("/workbench/forms/{id}/preview", Action::EditForm, special_form::edit::draw)
        .post("/workbench/forms/{id}/approve", Action::ApproveForm, special_form::edit::approve)
        .post("/workbench/forms/{id}/refuse", Action::EditForm, special_form::edit::refuse)
        .get("/workbench/products", Action::EditProduct, workbench::products::list)
        .get("/workbench/products/new", Action::EditProduct, workbench::products::blank)
        .post("/workbench/products/new", Action::EditProduct, workbench::products::set_up)
        .get("/workbench/products/{id}", Action::EditProduct, workbench::products::form)
        .post("/workbench/products/{id}", Action::EditProduct, workbench::products::change)
        .post("/workbench/products/{id}/place", Action::EditProduct, workbench::products::place)
        .get("/workbench/prefectures", Action::ChoosePrefectures, workbench::prefectures::page)
        .post("/workbench/prefectures/{id}", Action::ChoosePrefectures, workbench::prefectures::submit)
        .get("/workbench/health", Action::ViewInstitution, workbench::health::page)
        .post("/workbench/deliveries/{id}/replay", Action::ReplayDelivery, workbench::health::replay)
        .post("/workbench/messages/{id}/resolve", Action::ResolveMessage, workbench::health::resolve)
        .get("/workbench/conformance", Action::ViewInstitution, workbench::conformance::page)
        .post("/workbench/conformance", Action::RunConformance, workbench::conformance::submit)
        .get("/workbench/conformance/{id}/report", Action::ViewInstitution, workbench::conformance::report)
        .get("/workbench/credentials", Action::ManageCredentials, workbench::credentials::page)
        .post("/workbench/credentials", Action::ManageCredentials, workbench::credentials::submit)
        .post("/workbench/credentials/{id}/retire", Action::ManageCredentials, workbench::credentials::retire)
        .get("/docs/platform.cer", Action::BrowseSite, docs::certificate::download)
        .get("/downloads/{name}", Action::BrowseSite, docs::agent::download)
        .get("/docs/api", Action::BrowseSite, docs::api::show)
        .get("/docs/enveloped", Action::BrowseSite, docs::enveloped::show)
        .get("/workbench/exposure", Action::ViewInstitution, workbench::exposure::page)
        .post("/workbench/exposure/groups", Action::GroupApplicants, workbench::exposure::group)
        .get("/workbench/messages", Action::ResolveMessage, workbench::messages::page)
        .get("/workbench/instructions", Action::ViewApplication, workbench::instructions::page)
        .get("/workbench/invoices", Action::ViewInvoice, invoice::desk::page)
        .get("/workbench/invoices/{invoice}", Action::ViewInvoice, invoice::handle::page)
        .post("/workbench/invoices/{invoice}/reveal", Action::RevealInvoice, invoice::handle::unmask)
        .post("/workbench/invoices/{invoice}/issue", Action::IssueInvoice, invoice::handle::issue)
        .post("/workbench/invoices/{invoice}/return", Action::IssueInvoice, invoice::handle::back)
        .post("/workbench/invoices/{invoice}/post", Action::IssueInvoice, invoice::handle::post)
        .post("/workbench/invoices/{invoice}/confirmation", Action::ReverseInvoice, invoice::handle::confirm)
        .post("/workbench/invoices/{invoice}/reverse", Action::ReverseInvoice, invoice::handle::reverse)
        .get("/workbench/calendar", Action::ViewInstitution, workbench::calendar::page)
        .post("/workbench/calendar", Action::CloseInstitution, workbench::calendar::submit)
        .get("/workbench/report", Action::ViewReport, workbench::report::page)
        .get("/workbench/report.xlsx", Action::ViewReport, workbench::report::xlsx)
        .get("/workbench/staff", Action::AssignDuties, workbench::staff::page)
        .post("/workbench/staff/{certificate}", Action::AssignDuties, workbench::staff::assign)
        .get("/workbench/statements", Action::DiscardStatement, workbench::statements::page)
        .post("/workbench/statements", Action::ImportStatement, workbench::statements::submit)
        .get("/workbench/statements/{id}", Action::DiscardStatement, workbench::statement::detail)
        .post("/workbench/statements/{id}/confirm", Action::ConfirmStatement, workbench::statement::confirm)
        .post("/workbench/statements/{id}/discard", Action::DiscardStatement, workbench::statement::discard)
        .get("/workbench/suspense", Action::ViewSuspense, workbench::suspense::page)
        .post("/workbench/suspense/{id}/refund", Action::RefundBankLine, workbench::suspense::refund)
        .post("/workbench/suspense/{id}/approve", Action::ApproveRefund, workbench::suspense::approve)
        .post("/workbench/suspense/{id}/reject", Action::ApproveRefund, workbench::suspense::reject)
        .post("/workbench/suspense/{id}/refunded", Action::RefundBankLine, workbench::suspense::refunded)
        .post("/workbench/suspense/{id}/aside", Action::ProposeAside, workbench::suspense::propose_aside)
        .post("/workbench/suspense/{id}/aside/approve", Action::SetAside, workbench::suspense::set_aside)
        .post("/workbench/suspense/{id}/aside/reject", Action::SetAside, workbench::suspense::reject_aside)
        .post("/workbench/suspense/{id}/honour", Action::HonourBankLine, workbench::suspense::honour)
        .get("/verify", Action::BrowseSite, guarantee::verify::form)
        .post("/verify", Action::BrowseSite, guarantee::verify::file)
        .get("/login", Action::BrowseSite, identity::login::form)
        .post("/login", Action::BrowseSite, identity::login::submit)
        .post("/login/challenge", Action::BrowseSite, identity::login::challenge)
        .get("/login/phone", Action::BrowseSite, identity::phone::form)
        .post("/login/phone", Action::BrowseSite, identity::phone::submit)
        .get("/login/qr/{id}", Action::BrowseSite, identity::qr::page)
        .post("/login/qr/{id}", Action::BrowseSite, identity::qr::enter)
        .get("/login/qr/{id}/state", Action::BrowseSite, identity::qr::state)
        .get("/check", Action::BrowseSite, identity::check::form)
        .post("/check", Action::BrowseSite, identity::check::submit)
        .post("/check/challenge", Action::BrowseSite, identity::check::challenge)
        .post("/logout", Action::BrowseSite, identity::logout::submit)
        .get("/assets/{name}", Action::BrowseSite, assets::serve)
}

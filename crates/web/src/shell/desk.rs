use super::nav::Nav;
use domain::access::{Action, Actor, Relation, Role, may};

/// A desk of an office: whose it is, what it lets do, where it is and what it is called.
#[derive(Debug)]
pub(crate) struct Desk {
    role: Role,
    action: Action,
    pub(crate) nav: Nav,
    pub(crate) path: &'static str,
    pub(crate) name: &'static str,
}

const fn of_guarantor(action: Action, nav: Nav, path: &'static str, name: &'static str) -> Desk {
    Desk { role: Role::GuarantorStaff, action, nav, path, name }
}

const fn of(role: Role, action: Action, nav: Nav, path: &'static str, name: &'static str) -> Desk {
    Desk { role, action, nav, path, name }
}

const fn of_centre(action: Action, nav: Nav, path: &'static str, name: &'static str) -> Desk {
    Desk { role: Role::CentreStaff, action, nav, path, name }
}

/// Every desk there is, in the order of the menu.
const DESKS: [Desk; 31] = [
    of_guarantor(Action::ViewApplication, Nav::Desk, "/workbench", "申请"),
    of_guarantor(Action::ReadNotices, Nav::Notices, "/notices", "消息"),
    of_guarantor(Action::ViewForm, Nav::Forms, "/workbench/forms", "特殊格式"),
    of_guarantor(Action::ViewApplication, Nav::Instructions, "/workbench/instructions", "保后事项"),
    of_guarantor(Action::ViewInvoice, Nav::Invoices, "/workbench/invoices", "开票"),
    of_guarantor(Action::ViewSuspense, Nav::Suspense, "/workbench/suspense", "待核款项"),
    of_guarantor(Action::ViewCredit, Nav::Credit, "/workbench/credit", "授信"),
    of_guarantor(Action::AnswerComplaint, Nav::Complaints, "/workbench/complaints", "投诉"),
    of_guarantor(Action::AnswerRating, Nav::Ratings, "/workbench/ratings", "评价"),
    of_guarantor(Action::EditProduct, Nav::Products, "/workbench/products", "产品"),
    of_guarantor(Action::ViewInstitution, Nav::Exposure, "/workbench/exposure", "担保限额"),
    of_guarantor(Action::ViewInstitution, Nav::Calendar, "/workbench/calendar", "工作日历"),
    of_guarantor(Action::ViewInstitution, Nav::Interface, "/workbench/health", "接口"),
    of_guarantor(Action::ViewReport, Nav::Report, "/workbench/report", "报表"),
    of_guarantor(Action::AssignDuties, Nav::Staff, "/workbench/staff", "人员"),
    of_centre(Action::ViewOnboarding, Nav::Onboarding, "/centre/institutions", "机构管理"),
    of_centre(Action::ReadNotices, Nav::Notices, "/notices", "消息"),
    of_centre(Action::HandleComplaint, Nav::Complaints, "/workbench/complaints", "投诉"),
    of_centre(Action::HideRating, Nav::Ratings, "/workbench/ratings", "评价"),
    of_centre(Action::VerifyProfile, Nav::Profiles, "/centre/profiles", "企业核验"),
    of_centre(Action::ViewCredit, Nav::Credit, "/workbench/credit", "授信"),
    of_centre(Action::ResolveMessage, Nav::Messages, "/workbench/messages", "来文核对"),
    of_centre(Action::ViewArticle, Nav::Articles, "/centre/articles", "文章"),
    of_centre(Action::ManageCredentials, Nav::Interface, "/workbench/credentials", "接口密钥"),
    of_centre(Action::ViewMandate, Nav::Mandates, "/mandates", "招标代理授权"),
    of_centre(Action::GrantMembership, Nav::Regulators, "/centre/regulators", "主管部门"),
    of(Role::Tenderee, Action::ViewReceived, Nav::Received, "/received", "我的保函"),
    of(Role::Tenderee, Action::ViewMandate, Nav::Mandates, "/mandates", "招标代理授权"),
    of(Role::Tenderee, Action::ReadNotices, Nav::Notices, "/notices", "消息"),
    of(Role::Agency, Action::ViewMandate, Nav::Mandates, "/mandates", "受托项目"),
    of(Role::Agency, Action::ReadNotices, Nav::Notices, "/notices", "消息"),
];

/// The office of a role: where it begins and what it is called; none for who only applies.
pub(crate) const fn office(role: Role) -> Option<(&'static str, &'static str)> {
    match role {
        Role::GuarantorStaff => Some(("/workbench", "机构工作台")),
        Role::CentreStaff => Some(("/centre/institutions", "交易中心工作台")),
        Role::Tenderee => Some(("/received", "招标人工作台")),
        Role::Agency => Some(("/mandates", "招标代理工作台")),
        Role::Public | Role::Applicant | Role::ProjectOwner | Role::Contractor | Role::Regulator | Role::System => None,
    }
}

/// Where somebody begins who acts in this role.
pub(crate) const fn home(role: Role) -> &'static str {
    match office(role) {
        Some((path, _)) => path,
        None if matches!(role, Role::Applicant) => "/applications",
        None => "/account/role",
    }
}

/// What an actor is to its own office's things.
pub(crate) const fn own(role: Role) -> Relation {
    match role {
        Role::GuarantorStaff => Relation::Guarantor,
        Role::CentreStaff => Relation::CentreOfSite,
        Role::Tenderee => Relation::Tenderee,
        Role::Agency => Relation::Agency,
        Role::Applicant => Relation::Applicant,
        Role::Public | Role::ProjectOwner | Role::Contractor | Role::Regulator | Role::System => Relation::Stranger,
    }
}

/// The desks at which the actor may do something: what is not one's duty is not in one's menu.
pub(crate) fn desks(actor: &Actor) -> Vec<&'static Desk> {
    DESKS.iter().filter(|desk| desk.role == actor.role && may(actor, desk.action, own(actor.role)).is_ok()).collect()
}

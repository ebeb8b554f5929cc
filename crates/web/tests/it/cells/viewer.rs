//! Who looks at a route: each role, and of those whom something can belong to, one it belongs to and one it does not.

use crate::roles::switched;
use domain::access::{Action, Actor, Relation, Role, may};
use domain::duty::Duties;
use testkit::{Browser, TestWorld};

/// Somebody who looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Viewer {
    /// Heading of the column.
    pub(super) name: &'static str,
    /// Whose certificate.
    pub(super) key: &'static str,
    /// In which role.
    pub(super) role: Role,
}

const fn viewer(name: &'static str, key: &'static str, role: Role) -> Viewer {
    Viewer { name, key, role }
}

/// All of them. Nobody logged in is looked at for every route in `access.rs`.
pub(super) const VIEWERS: [Viewer; 11] = [
    viewer("applicant, own", "1-bidder", Role::Applicant),
    viewer("applicant", "2-bidder", Role::Applicant),
    viewer("tenderee, own", "g-tenderee", Role::Tenderee),
    viewer("agency, own", "h-agency", Role::Agency),
    viewer("project owner", "2-bidder", Role::ProjectOwner),
    viewer("contractor", "2-bidder", Role::Contractor),
    viewer("guarantor, own", "3-insurer", Role::GuarantorStaff),
    viewer("guarantor", "4-bank", Role::GuarantorStaff),
    viewer("centre, own", "6-centre-xj", Role::CentreStaff),
    viewer("centre", "7-centre-hn", Role::CentreStaff),
    viewer("regulator", "h-agency", Role::Regulator),
];

impl Viewer {
    /// What a role is to what concerns it.
    fn natural(self) -> Relation {
        match self.role {
            Role::Applicant => Relation::Applicant,
            Role::Tenderee => Relation::Tenderee,
            Role::Agency => Relation::Agency,
            Role::GuarantorStaff => Relation::Guarantor,
            Role::CentreStaff => Relation::CentreOfSite,
            Role::ProjectOwner | Role::Contractor | Role::Regulator | Role::Public => Relation::Stranger,
            Role::System => Relation::Platform,
        }
    }

    /// Whether the policy lets it do something to what is its own, or is not.
    pub(super) fn may(self, action: Action, own: bool) -> bool {
        let actor = Actor { role: self.role, duties: Duties::all(), ..Actor::public() };
        let relations = if own { [self.natural(), Relation::Holder] } else { [Relation::Stranger; 2] };
        relations.into_iter().any(|relation| may(&actor, action, relation).is_ok())
    }

    /// Logs in and takes the role; gives back the token of its forms too.
    pub(super) async fn log_in(self, world: &TestWorld) -> (Browser, String) {
        let mut browser = world.logged_in(self.key).await;
        let other = match self.role {
            Role::Tenderee | Role::Agency | Role::ProjectOwner | Role::Contractor | Role::Regulator => Some(self.role.code()),
            Role::Applicant | Role::GuarantorStaff | Role::CentreStaff | Role::Public | Role::System => None,
        };
        if let Some(role) = other {
            switched(&mut browser, role).await;
        }
        let token = browser.get("/account/sessions").await.field("token");
        (browser, token)
    }
}

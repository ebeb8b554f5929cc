//! Memberships: in which roles an organisation's people may act, and on whose word.
//!
//! An organisation has one role of its own, which it was born with or admitted to; others are granted. What it is granted by decides which
//! role that can be ([`may_grant`]), so that nobody becomes a tenderee by typing it in.

use crate::access::Role;
use crate::id::{MandateId, OrganisationId};
use crate::session::LoginWay;
use crate::site::SiteCode;
use crate::time::Timestamp;
use std::fmt;

/// On whose word an organisation has a role.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ground {
    /// A certificate of its own.
    Certificate,
    /// A lot that a trading centre lists names it.
    Lot,
    /// The portal of a site says so.
    Portal(SiteCode),
    /// A mandate.
    Mandate(MandateId),
    /// The trading centre of a site.
    Centre(SiteCode),
    /// The platform's operator.
    Operator,
}

impl Ground {
    /// Its kind, as tables have it.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Certificate => "certificate",
            Self::Lot => "lot",
            Self::Portal(_) => "portal",
            Self::Mandate(_) => "mandate",
            Self::Centre(_) => "centre",
            Self::Operator => "operator",
        }
    }
}

/// As the database has it: one row for each ground.
impl fmt::Display for Ground {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Portal(site) | Self::Centre(site) => write!(f, "{}/{site}", self.kind()),
            Self::Mandate(mandate) => write!(f, "{}/{mandate}", self.kind()),
            Self::Certificate | Self::Lot | Self::Operator => f.write_str(self.kind()),
        }
    }
}

/// A role that an organisation was granted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Membership {
    /// Which organisation.
    pub organisation: OrganisationId,
    /// Which role.
    pub role: Role,
    /// On whose word.
    pub ground: Ground,
    /// The region, of an authority.
    pub site: Option<SiteCode>,
    /// Since when.
    pub from: Timestamp,
    /// Until when; `None` for as long as nobody ends it.
    pub until: Option<Timestamp>,
}

/// Whether a role can be had on this ground.
#[must_use]
pub const fn may_grant(role: Role, ground: &Ground) -> bool {
    match role {
        Role::Applicant => matches!(ground, Ground::Certificate | Ground::Portal(_)),
        Role::Tenderee => matches!(ground, Ground::Lot | Ground::Portal(_)),
        // A portal's word that somebody is an agency opens no tenderee's door: the tenderee's or its centre's does.
        Role::Agency => matches!(ground, Ground::Mandate(_)),
        Role::ProjectOwner | Role::Contractor => matches!(ground, Ground::Portal(_)),
        Role::GuarantorStaff => matches!(ground, Ground::Centre(_) | Ground::Operator),
        Role::CentreStaff => matches!(ground, Ground::Operator),
        Role::Regulator => matches!(ground, Ground::Centre(_) | Ground::Operator),
        Role::Public | Role::System => false,
    }
}

/// Whether people act in this role who logged in so: what takes two persons takes two certificates (L8). A business licence is its
/// enterprise's, whoever holds the phone.
#[must_use]
pub const fn may_act(role: Role, way: LoginWay) -> bool {
    match way {
        LoginWay::Certificate | LoginWay::Mobile => role.is_persons(),
        // A phone prepares and pays; all else takes a certificate, or a portal's word.
        LoginWay::Phone => matches!(role, Role::Applicant),
        LoginWay::Licence | LoginWay::Portal => {
            role.is_persons() && !matches!(role, Role::GuarantorStaff | Role::CentreStaff | Role::Regulator)
        }
    }
}

/// The roles somebody may act in who logged in so, for an organisation whose own role is `own` and which was granted `granted`; its own
/// comes first. A trading centre's people never bid: they know too much. Whom a portal vouches for bids where the portal says so, and not because
/// it says anything at all.
#[must_use]
pub fn roles(own: Role, granted: &[Role], way: LoginWay) -> Vec<Role> {
    let all = [own, Role::Applicant].into_iter().chain(granted.iter().copied());
    let all = all.filter(|role| own != Role::CentreStaff || *role == Role::CentreStaff);
    let bids = way != LoginWay::Portal || granted.contains(&Role::Applicant);
    let all = all.filter(|role| bids || *role != Role::Applicant);
    let mut held = Vec::new();
    for role in all.filter(|role| may_act(*role, way)) {
        if !held.contains(&role) {
            held.push(role);
        }
    }
    held
}

/// What of these roles is left to whoever logged in with a certificate for a single project: its enterprise tenders with it, and nothing else.
#[must_use]
pub fn with_one_project(mut held: Vec<Role>) -> Vec<Role> {
    held.retain(|role| *role == Role::Applicant);
    held
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_organisation_acts_in_its_own_role_and_in_those_it_was_granted() {
        use LoginWay::{Certificate, Portal};
        assert_eq!(roles(Role::Applicant, &[], Certificate), [Role::Applicant]);
        assert_eq!(roles(Role::Applicant, &[Role::Tenderee, Role::Tenderee], Certificate), [Role::Applicant, Role::Tenderee]);
        assert_eq!(roles(Role::GuarantorStaff, &[], Certificate), [Role::GuarantorStaff, Role::Applicant]);
        assert_eq!(roles(Role::GuarantorStaff, &[Role::Tenderee], Portal), [Role::Tenderee], "two persons are two certificates");
        assert_eq!(roles(Role::Applicant, &[Role::Applicant, Role::Tenderee], Portal), [Role::Applicant, Role::Tenderee]);
        assert!(roles(Role::Applicant, &[], Portal).is_empty(), "nobody bids whom the portal does not call a bidder");
        assert_eq!(roles(Role::CentreStaff, &[Role::Tenderee], Certificate), [Role::CentreStaff]);
        assert!(roles(Role::CentreStaff, &[], Portal).is_empty());
        assert_eq!(roles(Role::Applicant, &[Role::Tenderee], LoginWay::Phone), [Role::Applicant]);
        assert_eq!(roles(Role::GuarantorStaff, &[], LoginWay::Licence), [Role::Applicant], "an enterprise's licence is no person's");
        assert_eq!(roles(Role::GuarantorStaff, &[], LoginWay::Mobile), [Role::GuarantorStaff, Role::Applicant]);
    }

    #[test]
    fn an_agency_is_one_by_a_mandate_alone() {
        let site = "650000".parse().expect("a site code");
        assert!(!may_grant(Role::Agency, &Ground::Portal(site)) && !may_grant(Role::Agency, &Ground::Lot));
        assert!(!may_grant(Role::Tenderee, &Ground::Certificate), "nobody is a tenderee by saying so");
    }
}

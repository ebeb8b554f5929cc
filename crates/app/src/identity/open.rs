//! Opening a session for somebody who has proved who they are, whichever way: who the organisation is, what it may be, and the row.

use super::device::Device;
use crate::commit::Writer;
use crate::error::AppError;
use crate::world::Caller;
use domain::access::{Action, Actor, Relation, Role};
use domain::id::{OrganisationId, RequestId, SessionId};
use domain::mandate::ProjectNumber;
use domain::membership::{Ground, Membership, may_grant, roles, with_one_project};
use domain::party::{OrganisationName, Uscc};
use domain::session::LoginWay;
use domain::time::{Date, Timestamp};
use gm::digest::sm3_hex;
use store::organisation::Organisation;
use store::representative::Seen;
use store::session::Session;
use store::turn::{Contested, take};

/// What somebody is told who has left.
pub(crate) const LEFT: &str = "您已不再是该单位的经办人，不能以该单位名义登录。有疑问请联系本单位负责经办人管理的人员";

/// Since when a name is vouched for that no certificate carries: any certificate is later.
pub(crate) const NAMED: Timestamp = Timestamp::from_micros(0);

/// Somebody who has proved who they are.
pub(crate) struct Arrival {
    pub(crate) uscc: Uscc,
    pub(crate) name: OrganisationName,
    /// Since when that name is vouched for: a certificate's first moment, [`NAMED`] for a portal's word; `None` where it is what was known.
    pub(crate) vouched: Option<Timestamp>,
    /// Who the person is: the certificate's fingerprint, or what a portal says.
    pub(crate) person: String,
    /// The certificate chain; empty without one.
    pub(crate) chain: String,
    pub(crate) way: LoginWay,
    pub(crate) portal_session: String,
    /// Whom the certificate names beside the organisation; empty where it names nobody.
    pub(crate) holder: String,
    /// The last day of the certificate.
    pub(crate) certificate_ends: Option<Date>,
    /// The only project that the certificate is for.
    pub(crate) project: Option<ProjectNumber>,
    /// Roles that whoever vouches says the organisation has, the one to begin with first.
    pub(crate) says: Vec<(Role, Ground)>,
}

/// What somebody is told whose organisation has no role in which they may act who log in so.
const fn unheld(own: Role) -> &'static str {
    if matches!(own, Role::CentreStaff) {
        "交易中心人员请使用本人的数字证书登录（项目、事件证书和电子营业执照除外）"
    } else {
        "该账号没有可在本平台办理业务的角色。请在登录平台办理投标人等角色授权后重新登录，或使用数字证书登录"
    }
}

/// Opens the session under `token`; the one that the browser had is over. An organisation seen for the first time becomes an applicant.
///
/// # Errors
/// [`AppError::Unauthenticated`] when nobody acts for it who logs in so, and to who has left.
pub(crate) async fn open(w: &mut Writer<'_>, arrival: Arrival, device: &Device, token: &str) -> Result<(Organisation, Role), AppError> {
    let now = w.now();
    take(w.tx(), Contested::Organisation(&arrival.uscc))?;
    let known = store::organisation::load_by_uscc(w.tx(), &arrival.uscc).await?;
    let organisation = match known {
        Some(known) => match arrival.vouched {
            // Of two certificates that are both good the one that began later says the name.
            Some(vouched) if store::organisation::vouched_from(w.tx(), known.id).await?.is_none_or(|before| before < vouched) => {
                store::organisation::rename(w.tx(), known.id, &arrival.name, vouched)?;
                Organisation { name: arrival.name, ..known }
            }
            Some(_) | None => known,
        },
        None => {
            let id = w.world().id(OrganisationId::new);
            let organisation = Organisation { id, uscc: arrival.uscc, name: arrival.name, role: Role::Applicant, site: None };
            store::organisation::create(w.tx(), &organisation, arrival.vouched, now)?;
            organisation
        }
    };
    let mut says: Vec<(Role, Ground)> = arrival.says.into_iter().filter(|(role, ground)| may_grant(*role, ground)).collect();
    let wanted = says.first().map(|(role, _)| *role);
    if store::lot::is_tenderee(w.tx(), &organisation.uscc).await? {
        says.push((Role::Tenderee, Ground::Lot));
    }
    let mut granted = store::membership::held_by(w.tx(), organisation.id, now).await?;
    let mut said = Vec::new();
    for (role, ground) in says {
        granted.push(role);
        if matches!(ground, Ground::Portal(_)) {
            said.push(role);
        } else {
            let membership = Membership { organisation: organisation.id, role, ground, site: None, from: now, until: None };
            store::membership::grant(w.tx(), &membership)?;
        }
    }
    let held = roles(organisation.role, &granted, arrival.way);
    let held = if arrival.project.is_some() { with_one_project(held) } else { held };
    let role = wanted.filter(|role| held.contains(role)).or_else(|| held.first().copied());
    let role = role.ok_or_else(|| AppError::Unauthenticated(unheld(organisation.role).into()))?;
    let session = Session {
        id: w.world().id(SessionId::new),
        organisation: organisation.id,
        role: role.code().to_owned(),
        certificate: arrival.person,
        chain: arrival.chain,
        csrf: hex::encode(w.world().random::<16>()),
        created_at: now,
        seen_at: now,
        site: device.site,
        way: arrival.way,
        address: domain::session::shortened(&device.address),
        browser: domain::session::browser(&device.agent),
        portal_session: arrival.portal_session,
        said,
    };
    let (idle, longest) = w.world().sites.longest_sessions();
    store::session::delete_old(w.tx(), now.plus(-longest), now.plus(-idle))?;
    if let Some(before) = &device.before {
        store::session::delete(w.tx(), &sm3_hex(before.as_bytes()))?;
    }
    store::session::create(w.tx(), &sm3_hex(token.as_bytes()), &session)?;
    if role == Role::GuarantorStaff
        && let Some(institution) = store::institution::load_by_organisation(w.tx(), organisation.id).await?
    {
        store::staff::seen(w.tx(), institution.id, &session.certificate, now)?;
    }
    if role.is_enterprises() {
        let people = store::representative::load(w.tx(), organisation.id).await?;
        if people.is_some_and(|people| people.has_left(&session.certificate)) {
            return Err(AppError::Unauthenticated(LEFT.into()));
        }
    }
    if arrival.way != LoginWay::Phone {
        let seen = Seen { by: session.certificate.clone(), holder: arrival.holder, ends: arrival.certificate_ends, at: now };
        store::representative::note_seen(w.tx(), organisation.id, &seen)?;
    }
    let name = organisation.name.to_string();
    let actor = Actor { role, organisation: Some(organisation.id), name, certificate: session.certificate, ..Actor::public() };
    let caller = Caller { actor, request: w.world().id(RequestId::new) };
    let stamp = caller.stamp(w.world(), Action::LogIn, Relation::Stranger, organisation.id)?;
    w.under(stamp).await?;
    Ok((organisation, role))
}

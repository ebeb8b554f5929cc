//! Naming the authority that supervises a region (主管部门).

use super::own;
use crate::commit::commit;
use crate::error::{AppError, FieldError};
use crate::world::{Caller, World};
use domain::access::Role;
use domain::id::OrganisationId;
use domain::membership::{Ground, Membership};
use domain::party::{OrganisationName, Uscc};
use domain::site::SiteCode;
use serde::Deserialize;
use store::organisation::Organisation;
use store::turn::{Contested, take};

/// The form as it was typed.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct RegulatorForm {
    /// 单位名称.
    pub name: String,
    /// 统一社会信用代码.
    pub code: String,
    /// Ticked by a person who has looked again at a code whose check character does not fit (E23).
    pub code_sure: Option<String>,
    /// 监管区域, a division code.
    pub region: String,
}

/// Gives it the role, for a region within the centre's own.
///
/// # Errors
/// [`AppError::Invalid`] for wrong fields; [`AppError::NotFound`].
pub async fn grant(world: &World, caller: &Caller, form: &RegulatorForm) -> Result<(), AppError> {
    let (site, stamp) = own(world, caller)?;
    let mut faults = Vec::new();
    let name = form.name.parse::<OrganisationName>().map_err(|error| faults.push(FieldError::new("name", error)));
    let code = Uscc::typed(&form.code, form.code_sure.is_some()).map_err(|error| faults.push(FieldError::new("code", error)));
    let region = form.region.trim().parse::<SiteCode>().map_err(|error| faults.push(FieldError::new("region", error)));
    if region.is_ok_and(|region| !site.covers(region)) {
        faults.push(FieldError::new("region", format!("应为本站点（{site}）范围内的行政区划代码")));
    }
    let (Ok(name), Ok(code), Ok(region), true) = (name, code, region, faults.is_empty()) else { return Err(AppError::Invalid(faults)) };
    let fresh = world.id(OrganisationId::new);
    commit(world, stamp, move |w| {
        Box::pin(async move {
            let now = w.now();
            take(w.tx(), Contested::Organisation(&code))?;
            let id = match store::organisation::load_by_uscc(w.tx(), &code).await? {
                Some(known) => known.id,
                None => {
                    let organisation = Organisation { id: fresh, uscc: code, name, role: Role::Applicant, site: None };
                    store::organisation::create(w.tx(), &organisation, None, now)?;
                    fresh
                }
            };
            let membership = Membership {
                organisation: id,
                role: Role::Regulator,
                ground: Ground::Centre(site),
                site: Some(region),
                from: now,
                until: None,
            };
            Ok(store::membership::grant(w.tx(), &membership)?)
        })
    })
    .await
}

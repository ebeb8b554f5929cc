//! Whom one can ask for credit on a site, and what a product that demands it lacks.

use super::Drawn;
use crate::commit::{choose, lines};
use crate::error::AppError;
use crate::world::{Caller, World};
use domain::Refusal;
use domain::access::{Action, Relation, Role};
use domain::credit_line::{CreditNeed, Grantor};
use domain::id::{LotId, OrganisationId, ProductId};
use domain::money::Cny;
use domain::onboarding::Presence;
use domain::product::GuaranteeKind;
use domain::site::SiteCode;
use domain::time::Date;

/// Somebody who can be asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offered {
    /// Who.
    pub grantor: Grantor,
    /// What it is called.
    pub name: String,
}

/// Who grants credit on a site: its institutions, and the site where it does.
///
/// # Errors
/// [`AppError::NotFound`] for no such site, and to those who apply for nothing.
pub async fn grantors(world: &World, caller: &Caller, site: SiteCode) -> Result<Vec<Offered>, AppError> {
    caller.stamp(world, Action::ApplyForCredit, own(caller)?.1, site)?;
    let found = world.sites.get(site).ok_or(AppError::NotFound)?;
    let mut reader = world.store.reader();
    let mut offered = Vec::new();
    if found.rules.grants_credit {
        offered.push(Offered { grantor: Grantor::Site(site), name: found.centre.clone() });
    }
    for institution in store::institution::list(&mut reader).await? {
        if store::onboarding::load_presence(&mut reader, institution.id, world.sites.outlet(site)).await? != Presence::Absent {
            offered.push(Offered { grantor: Grantor::Institution(institution.id), name: institution.name.to_string() });
        }
    }
    Ok(offered)
}

fn own(caller: &Caller) -> Result<(OrganisationId, Relation), AppError> {
    let organisation = caller.actor.organisation.filter(|_| caller.actor.role == Role::Applicant).ok_or(AppError::NotFound)?;
    Ok((organisation, Relation::Applicant))
}

/// What stands between an applicant and a product that demands credit.
#[derive(Clone, Debug)]
pub struct Lacking {
    /// Whom one asks.
    pub grantor: Grantor,
    /// What the institution is called.
    pub name: String,
    /// How much is needed.
    pub amount: Cny,
    /// What stands in the way.
    pub refusal: Refusal,
    /// The lines there are, with what is free of each.
    pub lines: Vec<(Drawn, Cny)>,
}

/// What of a line is free.
#[must_use]
pub fn free(drawn: &Drawn) -> Cny {
    drawn.line.terms.as_ref().map_or(Cny::ZERO, |terms| drawn.taken.balance.free(terms.limit))
}

/// What of a line is free for this kind.
fn free_for(drawn: &Drawn, kind: GuaranteeKind) -> Cny {
    drawn.line.terms.as_ref().map_or(Cny::ZERO, |terms| drawn.taken.free(terms, kind))
}

/// What is lacking for a product and a lot; `None` when nothing is.
///
/// # Errors
/// [`AppError::NotFound`].
pub async fn lacking(world: &World, caller: &Caller, site: SiteCode, lot: LotId, product: ProductId) -> Result<Option<Lacking>, AppError> {
    let (organisation, relation) = own(caller)?;
    caller.stamp(world, Action::ApplyForCredit, relation, product)?;
    let rules = &world.sites.get(site).ok_or(AppError::NotFound)?.rules;
    let lot = crate::lot::view::view(world, caller, site, lot).await?;
    let mut reader = world.store.reader();
    let outlet = world.sites.outlet(site);
    let product =
        store::product::load(&mut reader, product).await?.filter(|product| product.site == outlet.admitted_by).ok_or(AppError::NotFound)?;
    if !product.terms.requires_credit && !rules.requires_credit {
        return Ok(None);
    }
    let institution = store::institution::load(&mut reader, product.institution).await?.ok_or(AppError::NotFound)?;
    let today: Date = world.now().date();
    let lines = lines(&mut reader, organisation, institution.id, site).await?;
    let need = CreditNeed { kind: product.kind, amount: lot.bid_security };
    let Err(refusal) = choose(&lines, need, today) else { return Ok(None) };
    let usable = lines.into_iter().filter(|drawn| !drawn.line.is_over(today));
    Ok(Some(Lacking {
        grantor: if rules.grants_credit { Grantor::Site(site) } else { Grantor::Institution(institution.id) },
        name: institution.name.to_string(),
        amount: lot.bid_security,
        refusal,
        lines: usable.map(|drawn| (drawn.clone(), free_for(&drawn, product.kind))).collect(),
    }))
}

//! An institution sets its products up, changes and places them.

use super::form::{Form, read};
use crate::commit::{append, create};
use crate::error::{AppError, FieldError};
use crate::world::{Caller, World};
use domain::access::{Action, Relation};
use domain::id::ProductId;
use domain::institution::Institution;
use domain::onboarding::Presence;
use domain::product::{GuaranteeKind, Product, ProductStatus, change, offer, place};
use domain::site::{Outlet, SiteCode};
use store::{Query, Stamp};

/// The caller's own institution.
async fn own(query: &mut impl Query, caller: &Caller) -> Result<Institution, AppError> {
    let id = caller.actor.institution.ok_or(AppError::NotFound)?;
    store::institution::load(query, id).await?.ok_or(AppError::NotFound)
}

/// Loads a product of the caller's own institution: another's does not exist.
async fn load(world: &World, caller: &Caller, id: ProductId) -> Result<(Product, Institution, Stamp), AppError> {
    let mut reader = world.store.reader();
    let institution = own(&mut reader, caller).await?;
    let product = store::product::load(&mut reader, id).await?.ok_or(AppError::NotFound)?;
    let relation = if product.institution == institution.id { Relation::Guarantor } else { Relation::Stranger };
    let stamp = caller.stamp(world, Action::EditProduct, relation, id)?;
    Ok((product, institution, stamp))
}

/// A product as its institution sees it, with how the institution stands on its site.
#[derive(Clone, Debug)]
pub struct Own {
    /// The product.
    pub product: Product,
    /// How the institution stands there.
    pub presence: Presence,
}

/// The products of the caller's institution.
///
/// # Errors
/// [`AppError::NotFound`] when the caller has none.
pub async fn list(world: &World, caller: &Caller) -> Result<Vec<Own>, AppError> {
    let mut reader = world.store.reader();
    let institution = own(&mut reader, caller).await?;
    caller.stamp(world, Action::EditProduct, Relation::Guarantor, institution.id)?;
    let mut products = Vec::new();
    for product in store::product::list_of_institution(&mut reader, institution.id).await? {
        let presence = store::onboarding::load_presence(&mut reader, institution.id, Outlet::own(product.site)).await?;
        products.push(Own { product, presence });
    }
    Ok(products)
}

/// What a product can be set up with: the caller's institution, the sites it has onboarded on, their kinds, the wordings.
#[derive(Clone, Debug)]
pub struct Choices {
    /// The institution.
    pub institution: Institution,
    /// Sites by code and name.
    pub sites: Vec<(SiteCode, String)>,
    /// Kinds sold on any of them.
    pub kinds: Vec<GuaranteeKind>,
    /// Wordings that may be used there by such an institution.
    pub wordings: Vec<Usable>,
}

/// A wording that may be used.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Usable {
    /// `kind/version`.
    pub id: String,
    /// What people call it.
    pub title: String,
    /// The kind of guarantee it is for, by code.
    pub kind: String,
}

impl Usable {
    /// The version in words; nothing for the first, so that people read a number only where there are several.
    #[must_use]
    pub fn version(&self) -> String {
        match self.id.rsplit_once('/').map_or("1", |(_, version)| version) {
            "1" => String::new(),
            version => format!("（第 {version} 版）"),
        }
    }
}

/// The choices of the form: only what one of the institution's sites sells.
///
/// # Errors
/// [`AppError::NotFound`].
pub async fn choices(world: &World, caller: &Caller) -> Result<Choices, AppError> {
    let mut reader = world.store.reader();
    let institution = own(&mut reader, caller).await?;
    caller.stamp(world, Action::EditProduct, Relation::Guarantor, institution.id)?;
    let onboardings = store::onboarding::list_of_institution(&mut reader, institution.id).await?;
    let sites = onboardings.iter().filter_map(|onboarding| world.sites.get(onboarding.facts.site));
    let (mut codes, mut kinds, mut wordings) = (Vec::new(), Vec::new(), Vec::new());
    for site in sites {
        let code = site.rules.code;
        codes.push((code, site.name.clone()));
        kinds.extend(site.kinds.iter().copied());
        let usable = world.wordings.iter().filter(|wording| {
            wording.metadata.rule.is_some()
                && site.kinds.iter().any(|kind| kind.code() == wording.metadata.kind)
                && wording.is_offered(&code.to_string(), institution.kind, world.now().date())
        });
        wordings.extend(usable.map(|wording| Usable {
            id: wording.id.clone(),
            title: wording.metadata.title.clone(),
            kind: wording.metadata.kind.clone(),
        }));
    }
    kinds.sort();
    kinds.dedup();
    wordings.sort();
    wordings.dedup();
    Ok(Choices { institution, sites: codes, kinds, wordings })
}

/// A product of the caller's own institution.
///
/// # Errors
/// [`AppError::NotFound`].
pub async fn view(world: &World, caller: &Caller, id: ProductId) -> Result<Product, AppError> {
    Ok(load(world, caller, id).await?.0)
}

/// Sets a product up on a site the institution has onboarded on. It is under test until it is put on sale.
///
/// # Errors
/// [`AppError::Invalid`] with every fault of the form; [`AppError::Refused`] as the domain says.
pub async fn set_up(world: &World, caller: &Caller, form: &Form) -> Result<Product, AppError> {
    let Choices { institution, sites, .. } = choices(world, caller).await?;
    let id = world.id(ProductId::new);
    let stamp = caller.stamp(world, Action::EditProduct, Relation::Guarantor, id)?;
    let wrong = |field, message: &str| AppError::Invalid(vec![FieldError::new(field, message)]);
    let site = sites.iter().map(|(code, _)| *code).find(|code| code.to_string() == form.site);
    let site = site.ok_or_else(|| wrong("site", "请选择已准入的站点"))?;
    let kinds = &world.sites.get(site).ok_or(AppError::NotFound)?.kinds;
    let kind = kinds.iter().copied().find(|kind| kind.code() == form.kind);
    let kind = kind.ok_or_else(|| wrong("kind", "请选择该站点办理的保函种类"))?;
    let terms = read(world, &institution, site, kind, form)?;
    let known = store::product::list_of_institution(&mut world.store.reader(), institution.id).await?;
    if known.iter().any(|product| product.site == site && product.kind == kind) {
        return Err(wrong("kind", "该站点已有这一种类的产品，请直接修改"));
    }
    let event = offer::offer(id, institution.id, site, kind, terms)?;
    create(world, stamp, event).await
}

/// Changes a product's terms; what was drafted before keeps its own.
///
/// # Errors
/// [`AppError::Invalid`] with every fault of the form; [`AppError::Refused`] as the domain says.
pub async fn change(world: &World, caller: &Caller, id: ProductId, form: &Form) -> Result<Product, AppError> {
    let (product, institution, stamp) = load(world, caller, id).await?;
    let terms = read(world, &institution, product.site, product.kind, form)?;
    append(world, stamp, product, change::change(terms)?).await
}

/// Puts a product on sale, pauses it with a notice, or takes it back to be tried out.
///
/// # Errors
/// [`AppError::Refused`] as the domain says.
pub async fn place(world: &World, caller: &Caller, id: ProductId, status: &str, notice: &str) -> Result<Product, AppError> {
    let (product, _, stamp) = load(world, caller, id).await?;
    let status = match status {
        "live" => ProductStatus::Live,
        "under_test" => ProductStatus::UnderTest,
        "paused" => ProductStatus::Paused { notice: notice.trim().to_owned() },
        _ => return Err(AppError::NotFound),
    };
    let event = place::place(&product, status)?;
    append(world, stamp, product, event).await
}

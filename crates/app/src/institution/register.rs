//! Registering institutions, their products and the trading centres from a TOML file. The same file again changes nothing but
//! what it says differently.

use crate::error::{AppError, FieldError};
use crate::world::World;
use domain::access::Role;
use domain::id::{InstitutionId, OrganisationId, ProductId};
use domain::institution::{Institution, InstitutionKind};
use domain::money::{Cny, Ppm};
use domain::party::{BankAccount, OrganisationName, Uscc};
use domain::product::{FeeRule, GuaranteeKind, IssuingTime, Product, ProductStatus};
use domain::site::SiteCode;
use serde::Deserialize;
use store::organisation::Organisation;
use store::{Query, Tx};

/// The file.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Register {
    /// Trading centres.
    #[serde(default)]
    pub centre: Vec<Centre>,
    /// Institutions.
    #[serde(default)]
    pub institution: Vec<Entry>,
}

/// A trading centre.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Centre {
    /// Registered name.
    pub name: OrganisationName,
    /// Code.
    pub uscc: Uscc,
    /// Its site.
    pub site: SiteCode,
}

/// An institution.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// Registered name.
    pub name: OrganisationName,
    /// The name on lists.
    pub short_name: String,
    /// Code.
    pub uscc: Uscc,
    /// Kind.
    pub kind: InstitutionKind,
    /// Account.
    pub account: BankAccount,
    /// Name of its seal key in the vault.
    pub seal_key: String,
    /// Its products.
    #[serde(default)]
    pub product: Vec<ProductEntry>,
}

/// A product.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProductEntry {
    /// Where it is sold.
    pub sites: Vec<SiteCode>,
    /// What it secures.
    pub kind: GuaranteeKind,
    /// Rate in parts per million.
    pub rate_ppm: Ppm,
    /// Least fee in yuan.
    pub minimum_yuan: String,
    /// Largest amount in yuan.
    pub amount_max_yuan: String,
    /// How fast.
    pub issuing: IssuingTime,
    /// Without a person.
    pub automatic: bool,
    /// Wording.
    pub wording: String,
    /// Notice; set when the product is paused.
    pub paused: Option<String>,
}

/// Registers what the file says.
///
/// # Errors
/// [`AppError::Invalid`] for a text that is no register, an amount that is none, an unknown site, wording or seal key.
pub async fn register(world: &World, text: &str) -> Result<(), AppError> {
    let wrong = |reason: String| AppError::Invalid(vec![FieldError::new("register", reason)]);
    let register: Register = toml::from_str(text).map_err(|error| wrong(error.to_string()))?;
    for entry in &register.institution {
        world.vault.get(&entry.seal_key).map_err(|error| wrong(error.to_string()))?;
        for product in &entry.product {
            if world.wordings.get(&product.wording).is_none() {
                return Err(wrong(format!("没有编号为 {} 的保函格式", product.wording)));
            }
            if let Some(site) = product.sites.iter().find(|site| world.sites.get(**site).is_none()) {
                return Err(wrong(format!("没有站点 {site}")));
            }
        }
    }
    let shared = world.clone();
    world
        .store
        .write::<_, AppError, _>(move |tx| {
            Box::pin(async move {
                for centre in register.centre {
                    organisation(&shared, tx, centre.uscc, centre.name, Role::CentreStaff, Some(centre.site)).await?;
                }
                for entry in register.institution {
                    institution(&shared, tx, entry).await?;
                }
                Ok(())
            })
        })
        .await
}

async fn organisation(
    world: &World,
    tx: &mut Tx,
    uscc: Uscc,
    name: OrganisationName,
    role: Role,
    site: Option<SiteCode>,
) -> Result<OrganisationId, AppError> {
    if let Some(known) = store::organisation::load_by_uscc(tx, &uscc).await? {
        return Ok(known.id);
    }
    let organisation = Organisation { id: world.id(OrganisationId::new), uscc, name, role, site };
    store::organisation::create(tx, &organisation, world.now())?;
    Ok(organisation.id)
}

async fn institution(world: &World, tx: &mut Tx, entry: Entry) -> Result<(), AppError> {
    let organisation = organisation(world, tx, entry.uscc.clone(), entry.name.clone(), Role::GuarantorStaff, None).await?;
    let known = store::institution::load_by_organisation(tx, organisation).await?;
    let institution = Institution {
        id: known.map_or_else(|| world.id(InstitutionId::new), |known| known.id),
        organisation,
        uscc: entry.uscc,
        name: entry.name,
        short_name: entry.short_name,
        kind: entry.kind,
        account: entry.account,
        seal_key: entry.seal_key,
    };
    store::institution::save(tx, &institution)?;
    for product in entry.product {
        products(world, tx, &institution, product).await?;
    }
    Ok(())
}

async fn products(world: &World, tx: &mut Tx, institution: &Institution, entry: ProductEntry) -> Result<(), AppError> {
    let amount = |field, text: &str| Cny::parse_yuan(text).map_err(|error| AppError::Invalid(vec![FieldError::new(field, error)]));
    let fee = FeeRule { rate: entry.rate_ppm, minimum: amount("minimum_yuan", &entry.minimum_yuan)? };
    let amount_max = amount("amount_max_yuan", &entry.amount_max_yuan)?;
    for site in entry.sites {
        let known = known_product(tx, institution, site, entry.kind).await?;
        let product = Product {
            id: known.unwrap_or_else(|| world.id(ProductId::new)),
            institution: institution.id,
            site,
            kind: entry.kind,
            fee,
            amount_max,
            issuing: entry.issuing,
            automatic: entry.automatic,
            wording: entry.wording.clone(),
            status: entry.paused.clone().map_or(ProductStatus::Live, |notice| ProductStatus::Paused { notice }),
        };
        store::product::save(tx, &product)?;
    }
    Ok(())
}

async fn known_product(
    query: &mut impl Query,
    institution: &Institution,
    site: SiteCode,
    kind: GuaranteeKind,
) -> Result<Option<ProductId>, AppError> {
    let products = store::product::list_of_site(query, site, kind).await?;
    Ok(products.into_iter().find(|(product, _)| product.institution == institution.id).map(|(product, _)| product.id))
}

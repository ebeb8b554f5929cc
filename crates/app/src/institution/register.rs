//! Registering institutions, their products and the trading centres from a TOML file. The same file again changes nothing but
//! what it says differently.

use crate::commit::{Writer, quietly};
use crate::error::{AppError, FieldError};
use crate::identity::NAMED;
use crate::platform::serial;
use crate::world::World;
use domain::access::{Action, Relation, Role};
use domain::credential::{Credential, CredentialKey};
use domain::id::{CredentialId, InstitutionId, OnboardingId, OrganisationId, ProductId};
use domain::institution::{Connection, Institution, InstitutionKind, InterfaceVersion, Licence, Limits, Wire};
use domain::money::{Cny, Ppm};
use domain::onboarding::{Acceptance, Decision, Onboarding, OnboardingEvent, OnboardingFacts, Profile};
use domain::party::{BankAccount, FullName, Mobile, OrganisationName, Uscc};
use domain::product::{FeeRule, GuaranteeKind, IssuingTime, PaymentStyle, Product, ProductStatus, ProductTerms, change, offer, place};
use domain::site::SiteCode;
use gm::certificate::Certificate;
use partners::institution::address::Address;
use serde::Deserialize;
use std::collections::BTreeSet;
use store::organisation::Organisation;
use store::turn::{Contested, take};

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
    /// What buyers read about it.
    pub introduction: String,
    /// What it may do its business under.
    #[serde(default)]
    pub licence: Vec<Licence>,
    /// Audited net assets in yuan.
    pub net_assets_yuan: Option<String>,
    /// Where its own system is; without one it works on the workbench.
    pub address: Option<String>,
    /// What its system understands.
    #[serde(default)]
    pub wire: Wire,
    /// Which version of the interface it has proved; what is known of it when this is left out.
    pub interface: Option<InterfaceVersion>,
    /// The certificate its system signs its messages with, PEM.
    pub certificate: Option<String>,
    /// The contact of its onboarding.
    pub contact: FullName,
    /// The contact's mobile.
    pub mobile: Mobile,
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
    /// Most fee in yuan.
    pub maximum_yuan: Option<String>,
    /// Smallest amount in yuan.
    pub amount_min_yuan: String,
    /// Largest amount in yuan.
    pub amount_max_yuan: String,
    /// Longest term in days.
    pub term_days_max: Option<u32>,
    /// How fast.
    pub issuing: IssuingTime,
    /// Without a person.
    pub automatic: bool,
    /// Whether the applicant needs credit first.
    #[serde(default)]
    pub requires_credit: bool,
    /// How the fee is paid.
    #[serde(default)]
    pub payment: PaymentStyle,
    /// Wording.
    pub wording: String,
    /// Wordings the applicant may choose instead.
    #[serde(default)]
    pub other_wordings: Vec<String>,
    /// Notice; set when the product is paused.
    pub paused: Option<String>,
}

impl ProductEntry {
    fn all_wordings(&self) -> impl Iterator<Item = &String> {
        std::iter::once(&self.wording).chain(&self.other_wordings)
    }
}

/// Registers what the file says.
///
/// # Errors
/// [`AppError::Invalid`] for a text that is no register, an amount that is none, an unknown site, wording or seal key.
pub async fn register(world: &World, text: &str) -> Result<(), AppError> {
    let wrong = |reason: String| AppError::Invalid(vec![FieldError::new("register", reason)]);
    let register: Register = toml::from_str(text).map_err(|error| wrong(error.to_string()))?;
    for entry in &register.institution {
        match &entry.address {
            Some(address) => {
                Address::parse(address, world.institutions.loopback()).map_err(|error| wrong(error.to_string()))?;
            }
            None => {
                world.vault.of(&entry.uscc).map_err(|error| wrong(error.to_string()))?;
            }
        }
        for product in &entry.product {
            if let Some(none) = product.all_wordings().find(|id| world.wordings.get(id).is_none()) {
                return Err(wrong(format!("没有编号为 {none} 的保函格式")));
            }
            if let Some(site) = product.sites.iter().find(|site| world.sites.get(**site).is_none()) {
                return Err(wrong(format!("没有站点 {site}")));
            }
            if let Some(site) = product.sites.iter().find(|site| world.sites.outlet(**site).admitted_by != **site) {
                return Err(wrong(format!("站点 {site} 的机构由省级准入，产品请写在省级站点")));
            }
        }
    }
    quietly(world, move |w| {
        Box::pin(async move {
            for centre in register.centre {
                permitted(w, centre.uscc.as_str()).await?;
                organisation(w, centre.uscc, centre.name, Role::CentreStaff, Some(centre.site)).await?;
            }
            for entry in register.institution {
                permitted(w, entry.uscc.as_str()).await?;
                institution(w, entry).await?;
            }
            Ok(())
        })
    })
    .await
}

/// What is written from here on is written under a permit to register the organisation with this code, which the audit log tells.
async fn permitted(w: &mut Writer<'_>, uscc: &str) -> Result<(), AppError> {
    let stamp = w.world().system().stamp(w.world(), Action::RegisterInstitution, Relation::Platform, format!("register/{uscc}"))?;
    w.under(stamp).await
}

async fn organisation(
    w: &mut Writer<'_>,
    uscc: Uscc,
    name: OrganisationName,
    role: Role,
    site: Option<SiteCode>,
) -> Result<OrganisationId, AppError> {
    take(w.tx(), Contested::Organisation(&uscc))?;
    if let Some(known) = store::organisation::load_by_uscc(w.tx(), &uscc).await? {
        return Ok(known.id);
    }
    let organisation = Organisation { id: w.world().id(OrganisationId::new), uscc, name, role, site };
    let now = w.now();
    store::organisation::create(w.tx(), &organisation, Some(NAMED), now)?;
    Ok(organisation.id)
}

async fn institution(w: &mut Writer<'_>, entry: Entry) -> Result<(), AppError> {
    let organisation = organisation(w, entry.uscc.clone(), entry.name.clone(), Role::GuarantorStaff, None).await?;
    let known = store::institution::load_by_organisation(w.tx(), organisation).await?;
    let known = match known {
        Some(known) => {
            take(w.tx(), Contested::Institution(known.id))?;
            store::institution::load(w.tx(), known.id).await?
        }
        None => None,
    };
    let net_assets = entry.net_assets_yuan.as_deref().map(|text| amount("net_assets_yuan", text)).transpose()?;
    let interface = entry.interface.or(known.as_ref().map(|known| known.interface)).unwrap_or_default();
    let limits = known.as_ref().map(|known| known.limits.clone()).unwrap_or_default();
    let closed_days = known.as_ref().map(|known| known.closed_days.clone()).unwrap_or_default();
    let institution = Institution {
        id: known.map_or_else(|| w.world().id(InstitutionId::new), |known| known.id),
        organisation,
        uscc: entry.uscc,
        name: entry.name,
        short_name: entry.short_name,
        kind: entry.kind,
        introduction: entry.introduction,
        logo: None,
        account: entry.account,
        connection: match entry.address {
            Some(address) => Connection::OwnSystem { address, wire: entry.wire },
            None => Connection::Hosted,
        },
        interface,
        licences: entry.licence,
        // What the centre has set meanwhile stays.
        limits: Limits { net_assets: net_assets.or(limits.net_assets), ..limits },
        closed_days,
    };
    store::institution::save(w.tx(), &institution)?;
    if let Some(pem) = &entry.certificate {
        credential(w, organisation, pem).await?;
    }
    let sites: BTreeSet<SiteCode> = entry.product.iter().flat_map(|product| product.sites.iter().copied()).collect();
    for site in sites {
        onboard(w, &institution, site, &entry.contact, &entry.mobile).await?;
    }
    for product in entry.product {
        products(w, &institution, product).await?;
    }
    Ok(())
}

/// Registers the key an institution's system signs its messages with.
async fn credential(w: &mut Writer<'_>, organisation: OrganisationId, pem: &str) -> Result<(), AppError> {
    let wrong = |error: gm::certificate::CertificateError| AppError::Invalid(vec![FieldError::new("certificate", error)]);
    let certificate = Certificate::from_pem(pem).map_err(wrong)?.remove(0);
    let key = certificate.public_key().map_err(wrong)?;
    let known = store::credential::list(w.tx(), organisation).await?;
    let credential = Credential {
        id: w.world().id(CredentialId::new),
        organisation,
        serial: serial(&key),
        key: CredentialKey::Sm2 { point: hex::encode(key.to_bytes()), subject: certificate.subject() },
        added_at: w.now(),
        retired_at: None,
        version: 1,
    };
    if known.iter().any(|known| known.serial == credential.serial) {
        return Ok(());
    }
    w.create::<Credential>(&domain::credential::add(&known, credential)?).map(drop)
}

/// Puts an institution live on a site where it has never been: what the file says was decided elsewhere.
async fn onboard(
    w: &mut Writer<'_>,
    institution: &Institution,
    site: SiteCode,
    contact: &FullName,
    mobile: &Mobile,
) -> Result<(), AppError> {
    if store::onboarding::load_by_uscc(w.tx(), site, &institution.uscc).await?.is_some() {
        return Ok(());
    }
    let facts = OnboardingFacts { id: w.world().id(OnboardingId::new), site, uscc: institution.uscc.clone(), applied_at: w.now() };
    let profile = Profile {
        name: institution.name.clone(),
        kind: institution.kind,
        introduction: institution.introduction.clone(),
        contact: contact.clone(),
        mobile: mobile.clone(),
        attachments: Vec::new(),
    };
    let acceptance = Acceptance {
        short_name: institution.short_name.clone(),
        connection: institution.connection.clone(),
        account: institution.account.clone(),
        logo: None,
        contact: contact.clone(),
        mobile: mobile.clone(),
        attachments: Vec::new(),
    };
    let decided = |decision| OnboardingEvent::Decided { decision };
    let applied = OnboardingEvent::Applied { facts: Box::new(facts), profile: Box::new(profile) };
    let mut onboarding = w.create::<Onboarding>(&applied)?;
    for event in [
        decided(Decision::Admit),
        OnboardingEvent::AcceptanceRequested { acceptance: Box::new(acceptance), institution: institution.id },
        decided(Decision::Accept),
        decided(Decision::PutLive),
    ] {
        onboarding = w.append(onboarding, &event)?;
    }
    Ok(())
}

fn amount(field: &'static str, text: &str) -> Result<Cny, AppError> {
    Cny::parse_yuan(text).map_err(|error| AppError::Invalid(vec![FieldError::new(field, error)]))
}

async fn products(w: &mut Writer<'_>, institution: &Institution, entry: ProductEntry) -> Result<(), AppError> {
    let fee = FeeRule {
        rate: entry.rate_ppm,
        minimum: amount("minimum_yuan", &entry.minimum_yuan)?,
        maximum: entry.maximum_yuan.as_deref().map(|text| amount("maximum_yuan", text)).transpose()?,
    };
    let amount_min = amount("amount_min_yuan", &entry.amount_min_yuan)?;
    let amount_max = amount("amount_max_yuan", &entry.amount_max_yuan)?;
    let terms = ProductTerms {
        fee,
        amount_min,
        amount_max,
        term_days_max: entry.term_days_max,
        issuing: entry.issuing,
        automatic: entry.automatic,
        takes_sealed: true,
        requires_credit: entry.requires_credit,
        payment: entry.payment,
        wording: entry.wording,
        other_wordings: entry.other_wordings,
        from: None,
        until: None,
    };
    let status = entry.paused.map_or(ProductStatus::Live, |notice| ProductStatus::Paused { notice });
    let known = store::product::list_of_institution(w.tx(), institution.id).await?;
    for site in entry.sites {
        let product = match known.iter().find(|product| product.site == site && product.kind == entry.kind) {
            Some(known) if known.terms == terms => known.clone(),
            Some(known) => w.append(known.clone(), &change::change(terms.clone())?)?,
            None => {
                let event = offer::offer(w.world().id(ProductId::new), institution.id, site, entry.kind, terms.clone())?;
                w.create::<Product>(&event)?
            }
        };
        if product.status != status {
            let placed = place::place(&product, status.clone())?;
            w.append(product, &placed)?;
        }
    }
    Ok(())
}

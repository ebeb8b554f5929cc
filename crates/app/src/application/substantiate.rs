//! Stating what a guarantee secures: what no lot says, and each kind asks for.

use super::underlying::{UnderlyingForm, field};
use crate::error::{AppError, FieldError};
use crate::world::World;
use domain::Refusal;
use domain::application::substantiate::{Binding, substantiate};
use domain::application::{Application, ApplicationEvent};
use domain::lot::KnownLot;
use domain::money::Cny;
use domain::product::{GuaranteeKind, Product};
use domain::site::{SiteCode, SiteRules};
use domain::time::{Date, Timestamp};
use domain::underlying::{KindRules, Underlying};

/// Whether letters can say it, and the rules for its kind allow the amount.
///
/// # Errors
/// [`AppError::Invalid`] with every fault; that of an amount has the rule's source.
pub(super) fn judge(world: &World, underlying: &Underlying, amount: Cny, site: SiteCode, today: Date) -> Result<(), AppError> {
    let mut faults: Vec<FieldError> = underlying.facts().iter().filter_map(|fact| world.glyphs.fault(fact.code, &fact.text)).collect();
    if let Some(broken) = world.sites.kind_rules().broken(underlying, amount, site, today) {
        let advice = "请核对填写的金额；担保金额有误的，请更正后重新选择出函机构";
        faults.push(FieldError::new(field(broken.rule.of), format!("{broken}。{advice}")));
    }
    if faults.is_empty() { Ok(()) } else { Err(AppError::Invalid(faults)) }
}

/// What is about to be stated, read and judged.
pub(super) struct Stated {
    underlying: Underlying,
    product: Product,
    site: SiteRules,
    kinds: KindRules,
}

/// What the form says that the guarantee of a draft secures; `None` where its kind asks for nothing, or nothing is new.
///
/// # Errors
/// [`AppError::Invalid`] with every fault, in the order of the form.
pub(super) async fn read(world: &World, application: &Application, form: &UnderlyingForm) -> Result<Option<Stated>, AppError> {
    let (facts, today) = (&application.facts, world.now().date());
    let Some(underlying) = form.read(facts.kind, today).map_err(AppError::Invalid)? else { return Ok(None) };
    judge(world, &underlying, facts.amount, facts.site, today)?;
    if application.underlying.as_deref() == Some(&underlying) {
        return Ok(None);
    }
    let product = store::product::load(&mut world.store.reader(), facts.product).await?.ok_or(AppError::NotFound)?;
    let site = world.sites.get(facts.site).ok_or(AppError::NotFound)?.rules.clone();
    Ok(Some(Stated { underlying, product, site, kinds: world.sites.kind_rules().clone() }))
}

impl Stated {
    /// States it.
    pub(super) fn state(self, application: &Application, lot: &KnownLot, now: Timestamp) -> Result<ApplicationEvent, Refusal> {
        let binding = Binding { kinds: &self.kinds, site: &self.site, product: &self.product };
        substantiate(application, lot, self.underlying, binding, now)
    }
}

/// What the rules say of amount and last day of a kind on a site today, a sentence each with its source.
#[must_use]
pub fn rules_of(world: &World, kind: GuaranteeKind, site: SiteCode) -> Vec<String> {
    let (rules, today) = (world.sites.kind_rules(), world.now().date());
    let amounts = rules.amounts(kind, site, today).map(domain::underlying::AmountRule::sentence);
    amounts.chain(rules.term(kind, site, today).map(domain::underlying::TermRule::sentence)).collect()
}

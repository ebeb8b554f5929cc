//! A product's terms as its institution types them.

use crate::error::{AppError, FieldError};
use crate::world::World;
use domain::institution::{Connection, Institution};
use domain::money::{Cny, Ppm};
use domain::product::{FeeRule, GuaranteeKind, IssuingTime, PaymentStyle, ProductTerms};
use domain::site::SiteCode;
use domain::time::Date;
use std::collections::BTreeMap;

/// The form as it was filled in.
#[derive(Clone, Debug, Default, serde::Deserialize)]
#[serde(default)]
pub struct Form {
    /// Site, by code; fixed once set up.
    pub site: String,
    /// Kind, by code; fixed once set up.
    pub kind: String,
    /// Rate in percent, such as `0.7`.
    pub rate: String,
    /// Least fee in yuan.
    pub minimum: String,
    /// Most fee in yuan; empty for none.
    pub maximum: String,
    /// Smallest amount in yuan.
    pub amount_min: String,
    /// Largest amount in yuan.
    pub amount_max: String,
    /// Longest term in days; empty for none.
    pub term_days_max: String,
    /// `real_time`, `minutes` or `working_days`.
    pub issuing: String,
    /// Minutes, or working days.
    pub issuing_count: String,
    /// Hour of the cut-off.
    pub cut_off: String,
    /// `yes` for automatic.
    pub automatic: String,
    /// `yes` for sealed lots.
    pub takes_sealed: String,
    /// `yes` where the applicant needs credit first.
    pub requires_credit: String,
    /// Payment style, by code.
    pub payment: String,
    /// Wording, by identifier.
    pub wording: String,
    /// First day on sale; empty for at once.
    pub from: String,
    /// Last day on sale; empty for no end.
    pub until: String,
    /// What else was ticked: `with:` and a wording the applicant may choose instead.
    #[serde(flatten)]
    pub ticked: BTreeMap<String, String>,
}

/// Before the identifier of a wording that may be chosen, in the names of the form's fields.
const WITH: &str = "with:";

fn amount(faults: &mut Vec<FieldError>, field: &'static str, text: &str) -> Cny {
    Cny::parse_yuan(text).unwrap_or_else(|error| {
        faults.push(FieldError::new(field, error));
        Cny::ZERO
    })
}

fn issuing(form: &Form, faults: &mut Vec<FieldError>) -> IssuingTime {
    let count = form.issuing_count.trim().parse::<u32>().ok().filter(|count| (1..=43_200).contains(count));
    match (form.issuing.as_str(), count) {
        ("real_time", _) => return IssuingTime::RealTime,
        ("minutes", Some(minutes)) => return IssuingTime::Minutes(minutes),
        ("working_days", Some(days)) if days <= 30 => {
            if let Some(cut_off) = form.cut_off.trim().parse().ok().filter(|hour| (1..=24).contains(hour)) {
                return IssuingTime::WorkingDays { days, cut_off };
            }
            faults.push(FieldError::new("cut_off", "截止时刻应为 1 至 24 的整点"));
        }
        ("minutes" | "working_days", _) => faults.push(FieldError::new("issuing_count", "请填写分钟数，或 1 至 30 个工作日")),
        _ => faults.push(FieldError::new("issuing", "请选择出函时效")),
    }
    IssuingTime::RealTime
}

fn day(faults: &mut Vec<FieldError>, field: &'static str, text: &str) -> Option<Date> {
    let text = text.trim();
    if text.is_empty() {
        return None;
    }
    text.parse().map_err(|_| faults.push(FieldError::new(field, "日期应为 2026-11-21 的形式"))).ok()
}

/// The terms the form says, for an institution's product of this kind on this site.
///
/// # Errors
/// [`AppError::Invalid`] with every fault, in the order of the form.
pub(super) fn read(
    world: &World,
    institution: &Institution,
    site: SiteCode,
    kind: GuaranteeKind,
    form: &Form,
) -> Result<ProductTerms, AppError> {
    let mut faults = Vec::new();
    let rate = Ppm::parse_percent(&form.rate);
    if rate.is_none() {
        faults.push(FieldError::new("rate", "费率应为百分数，如 0.7，最多四位小数"));
    }
    let minimum = amount(&mut faults, "minimum", &form.minimum);
    let maximum = (!form.maximum.trim().is_empty()).then(|| amount(&mut faults, "maximum", &form.maximum));
    let (amount_min, amount_max) =
        (amount(&mut faults, "amount_min", &form.amount_min), amount(&mut faults, "amount_max", &form.amount_max));
    let term = form.term_days_max.trim();
    let term_days_max = if term.is_empty() {
        None
    } else {
        let days = term.parse().ok().filter(|days| (1..=3_650).contains(days));
        if days.is_none() {
            faults.push(FieldError::new("term_days_max", "最长期限应为 1 至 3650 天，不限则留空"));
        }
        days
    };
    let issuing = issuing(form, &mut faults);
    let payment = PaymentStyle::ALL.into_iter().find(|style| style.code() == form.payment);
    match (payment, &institution.connection) {
        (None, _) => faults.push(FieldError::new("payment", "请选择支付方式")),
        (Some(PaymentStyle::Cashier), Connection::Hosted) => {
            faults.push(FieldError::new("payment", "机构收银台须由机构自有系统提供，请选择对公转账"));
        }
        (Some(_), _) => {}
    }
    let offered = |id: &str| {
        world.wordings.get(id).is_some_and(|wording| {
            wording.metadata.kind == kind.code() && wording.is_offered(&site.to_string(), institution.kind, world.now().date())
        })
    };
    let other_wordings: Vec<String> = form.others().filter(|id| *id != form.wording).map(str::to_owned).collect();
    if !offered(&form.wording) || !other_wordings.iter().all(|id| offered(id)) {
        faults.push(FieldError::new("wording", "请选择可用的保函格式"));
    }
    let (from, until) = (day(&mut faults, "from", &form.from), day(&mut faults, "until", &form.until));
    match (rate, payment) {
        (Some(rate), Some(payment)) if faults.is_empty() => Ok(ProductTerms {
            fee: FeeRule { rate, minimum, maximum },
            amount_min,
            amount_max,
            term_days_max,
            issuing,
            automatic: form.automatic == "yes",
            takes_sealed: form.takes_sealed == "yes",
            requires_credit: form.requires_credit == "yes",
            payment,
            wording: form.wording.clone(),
            other_wordings,
            from,
            until,
        }),
        _ => Err(AppError::Invalid(faults)),
    }
}

impl Form {
    /// The form filled in with what a product has.
    #[must_use]
    pub fn of(site: SiteCode, kind: GuaranteeKind, terms: &ProductTerms) -> Self {
        let (issuing, count, cut_off) = match terms.issuing {
            IssuingTime::RealTime => ("real_time", String::new(), String::new()),
            IssuingTime::Minutes(minutes) => ("minutes", minutes.to_string(), String::new()),
            IssuingTime::WorkingDays { days, cut_off } => ("working_days", days.to_string(), cut_off.to_string()),
        };
        let yes = |flag: bool| if flag { "yes".to_owned() } else { String::new() };
        let text = |date: Option<Date>| date.map(|date| date.to_string()).unwrap_or_default();
        Self {
            site: site.to_string(),
            kind: kind.code().to_owned(),
            rate: terms.fee.rate.percent(),
            minimum: terms.fee.minimum.plain(),
            maximum: terms.fee.maximum.map(Cny::plain).unwrap_or_default(),
            amount_min: terms.amount_min.plain(),
            amount_max: terms.amount_max.plain(),
            term_days_max: terms.term_days_max.map(|days| days.to_string()).unwrap_or_default(),
            issuing: issuing.to_owned(),
            issuing_count: count,
            cut_off,
            automatic: yes(terms.automatic),
            takes_sealed: yes(terms.takes_sealed),
            requires_credit: yes(terms.requires_credit),
            payment: terms.payment.code().to_owned(),
            wording: terms.wording.clone(),
            from: text(terms.from),
            until: text(terms.until),
            ticked: terms.other_wordings.iter().map(|id| (format!("{WITH}{id}"), "yes".to_owned())).collect(),
        }
    }

    /// The wordings that may be chosen besides.
    pub fn others(&self) -> impl Iterator<Item = &str> {
        self.ticked.keys().filter_map(|name| name.strip_prefix(WITH))
    }
}

//! What a guarantee secures, as a form says it: which of its fields count the kind says.

use crate::error::FieldError;
use domain::application::Application;
use domain::lot::LotNumber;
use domain::money::Cny;
use domain::product::GuaranteeKind;
use domain::text::figures;
use domain::time::{Date, add_days, read_date};
use domain::underlying::{AmountBase, Award, LIABILITY_MONTHS_MAX, Underlying, WagesAccount, Works};
use serde::Deserialize;
use std::fmt::Display;
use std::str::FromStr;

/// The form as it was filled in. Money in yuan.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct UnderlyingForm {
    /// 合同编号, of a project.
    pub contract_number: String,
    /// 合同金额, or the price of the award.
    pub contract_price: String,
    /// 合同签订日期.
    pub signed_on: String,
    /// 开工日期.
    pub begins_on: String,
    /// 竣工日期.
    pub completes_on: String,
    /// 中标通知书编号.
    pub award_number: String,
    /// 中标通知书日期.
    pub award_on: String,
    /// 预付款金额.
    pub advance: String,
    /// 预付款扣清日期.
    pub recovered_by: String,
    /// 施工许可证编号.
    pub permit: String,
    /// 承包商履约担保金额.
    pub performance: String,
    /// 工程款付清日期.
    pub settled_by: String,
    /// 工程价款结算总额.
    pub settlement: String,
    /// 竣工验收合格日期.
    pub accepted_on: String,
    /// 缺陷责任期 in months.
    pub liability_months: String,
    /// 农民工工资专用账户开户行.
    pub wages_bank: String,
    /// 农民工工资专用账户账号.
    pub wages_account: String,
    /// `yes` where the authority has lowered the share.
    pub reduced: String,
}

/// The field of a form that an amount is held against.
pub(super) const fn field(base: AmountBase) -> &'static str {
    match base {
        AmountBase::ContractPrice => "contract_price",
        AmountBase::Advance => "advance",
        AmountBase::Performance => "performance",
        AmountBase::Settlement => "settlement",
    }
}

/// What is read of a form, field by field.
struct Reading<'a> {
    form: &'a UnderlyingForm,
    today: Date,
    faults: Vec<FieldError>,
}

impl Reading<'_> {
    fn fault(&mut self, field: &'static str, message: impl Display) {
        self.faults.push(FieldError::new(field, message));
    }

    /// An amount above nothing.
    fn money(&mut self, field: &'static str, label: &str, text: &str) -> Option<Cny> {
        match Cny::parse_yuan(text) {
            Ok(amount) if amount > Cny::ZERO => return Some(amount),
            Ok(_) => self.fault(field, format!("{label}应大于 0 元")),
            Err(error) => self.fault(field, format!("{label}有误：{error}")),
        }
        None
    }

    /// A day within the lifetime of works.
    fn day(&mut self, field: &'static str, label: &str, text: &str) -> Option<Date> {
        let day = read_date(text).filter(|day| (1990..=2099).contains(&day.year()));
        if day.is_none() {
            self.fault(field, format!("请填写{label}，如 2026-12-01"));
        }
        day
    }

    /// A day that is not to come.
    fn past(&mut self, field: &'static str, label: &str, text: &str) -> Option<Date> {
        let day = self.day(field, label, text)?;
        if day > self.today {
            self.fault(field, format!("{label}不能晚于今天"));
        }
        Some(day)
    }

    fn past_if_said(&mut self, field: &'static str, label: &str, text: &str) -> Option<Date> {
        if text.trim().is_empty() { None } else { self.past(field, label, text) }
    }

    fn number(&mut self, field: &'static str, label: &str, text: &str) -> Option<LotNumber> {
        text.parse().map_err(|error| self.fault(field, format!("{label}{error}"))).ok()
    }

    fn named<T: FromStr<Err: Display>>(&mut self, field: &'static str, text: &str) -> Option<T> {
        text.parse().map_err(|error| self.fault(field, error)).ok()
    }

    fn works(&mut self, signed: bool) -> Option<Works> {
        let form = self.form;
        let price = self.money("contract_price", "合同金额", &form.contract_price);
        let signed_on = if signed {
            self.past("signed_on", "合同签订日期", &form.signed_on)
        } else {
            self.past_if_said("signed_on", "合同签订日期", &form.signed_on)
        };
        let begins_on = self.day("begins_on", "开工日期", &form.begins_on);
        let completes_on = self.day("completes_on", "竣工日期", &form.completes_on);
        let (price, begins_on, completes_on) = (price?, begins_on?, completes_on?);
        if completes_on < begins_on {
            self.fault("completes_on", "竣工日期不能早于开工日期");
        }
        Some(Works { price, signed_on, begins_on, completes_on })
    }

    /// The award; a contract that is signed needs none.
    fn award(&mut self) -> Option<Award> {
        let form = self.form;
        let said = !form.award_number.trim().is_empty() || !form.award_on.trim().is_empty();
        if !said && !form.signed_on.trim().is_empty() {
            return None;
        }
        if !said {
            self.fault("award_number", "请填写中标通知书编号和日期；未经招标的，填写合同签订日期");
            return None;
        }
        let number = self.number("award_number", "中标通知书编号", &form.award_number);
        let on = self.past("award_on", "中标通知书日期", &form.award_on);
        Some(Award { number: number?, on: on? })
    }

    fn months(&mut self) -> Option<u32> {
        let months = figures(&self.form.liability_months).parse().ok().filter(|months| (1..=LIABILITY_MONTHS_MAX).contains(months));
        if months.is_none() {
            self.fault("liability_months", format!("缺陷责任期应为 1 至 {LIABILITY_MONTHS_MAX} 个月（建质〔2017〕138号 第二条）"));
        }
        months
    }

    fn permit_if_said(&mut self) -> Option<LotNumber> {
        let permit = &self.form.permit;
        if permit.trim().is_empty() { None } else { self.number("permit", "施工许可证编号", permit) }
    }

    fn wages(&mut self) -> Option<Underlying> {
        let form = self.form;
        let contract = self.number("contract_number", "合同编号", &form.contract_number);
        let works = self.works(true);
        let permit = self.number("permit", "施工许可证编号", &form.permit);
        let bank = self.named("wages_bank", &form.wages_bank);
        let number = self.named("wages_account", &form.wages_account);
        let account = WagesAccount { bank: bank?, number: number? };
        Some(Underlying::Wages { works: works?, contract: contract?, permit: permit?, account, reduced: form.reduced == "yes" })
    }

    /// What the form says of this kind; `None` with a fault for what cannot be read.
    fn underlying(&mut self, kind: GuaranteeKind) -> Option<Underlying> {
        let form = self.form;
        match kind {
            GuaranteeKind::Bid => None,
            GuaranteeKind::Performance => {
                let award = self.award();
                Some(Underlying::Performance { award, works: self.works(false)? })
            }
            GuaranteeKind::AdvancePayment => {
                let works = self.works(true);
                let advance = self.money("advance", "预付款金额", &form.advance);
                let recovered_by = self.day("recovered_by", "预付款扣清日期", &form.recovered_by);
                Some(Underlying::AdvancePayment { works: works?, advance: advance?, recovered_by: recovered_by? })
            }
            GuaranteeKind::Payment => {
                let (works, permit) = (self.works(true), self.permit_if_said());
                let performance = self.money("performance", "承包商履约担保金额", &form.performance);
                let settled_by = self.day("settled_by", "工程款付清日期", &form.settled_by);
                Some(Underlying::Payment { works: works?, permit, performance: performance?, settled_by: settled_by? })
            }
            GuaranteeKind::Warranty => {
                let works = self.works(true);
                let settlement = self.money("settlement", "工程价款结算总额", &form.settlement);
                let accepted_on = self.past("accepted_on", "竣工验收合格日期", &form.accepted_on);
                let liability_months = self.months();
                let (accepted_on, liability_months) = (accepted_on?, liability_months?);
                Some(Underlying::Warranty { works: works?, settlement: settlement?, accepted_on, liability_months })
            }
            GuaranteeKind::Wages => self.wages(),
        }
    }
}

impl UnderlyingForm {
    /// What it says of a guarantee of this kind; `None` of one that asks for nothing.
    ///
    /// # Errors
    /// Every fault, in the order of the form.
    pub fn read(&self, kind: GuaranteeKind, today: Date) -> Result<Option<Underlying>, Vec<FieldError>> {
        let mut reading = Reading { form: self, today, faults: Vec::new() };
        let underlying = reading.underlying(kind);
        if reading.faults.is_empty() { Ok(underlying) } else { Err(reading.faults) }
    }

    /// The form as a draft begins with it: what is stated, or what follows from its lot.
    #[must_use]
    pub fn of(application: &Application) -> Self {
        if let Some(underlying) = &application.underlying {
            return Self::stated(underlying);
        }
        let lot = &application.facts.lot;
        let completes_on = lot.valid_days().map(|days| add_days(lot.opens_at().date(), days));
        Self { completes_on: completes_on.map(|day| day.to_string()).unwrap_or_default(), ..Self::default() }
    }

    /// The form filled in with what is known.
    #[must_use]
    pub fn stated(underlying: &Underlying) -> Self {
        let works = underlying.works();
        let form = Self {
            contract_price: works.price.plain(),
            signed_on: works.signed_on.map(|day| day.to_string()).unwrap_or_default(),
            begins_on: works.begins_on.to_string(),
            completes_on: works.completes_on.to_string(),
            ..Self::default()
        };
        match underlying {
            Underlying::Performance { award, works: _ } => match award {
                Some(award) => Self { award_number: award.number.to_string(), award_on: award.on.to_string(), ..form },
                None => form,
            },
            Underlying::AdvancePayment { advance, recovered_by, works: _ } => {
                Self { advance: advance.plain(), recovered_by: recovered_by.to_string(), ..form }
            }
            Underlying::Payment { permit, performance, settled_by, works: _ } => Self {
                permit: permit.as_ref().map(ToString::to_string).unwrap_or_default(),
                performance: performance.plain(),
                settled_by: settled_by.to_string(),
                ..form
            },
            Underlying::Warranty { settlement, accepted_on, liability_months, works: _ } => Self {
                settlement: settlement.plain(),
                accepted_on: accepted_on.to_string(),
                liability_months: liability_months.to_string(),
                ..form
            },
            Underlying::Wages { contract, permit, account, reduced, works: _ } => Self {
                contract_number: contract.to_string(),
                permit: permit.to_string(),
                wages_bank: account.bank.to_string(),
                wages_account: account.number.to_string(),
                reduced: if *reduced { "yes".to_owned() } else { String::new() },
                ..form
            },
        }
    }
}

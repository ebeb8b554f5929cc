//! Which lots somebody looks for: the filter of the search, and of a search that is kept. What is typed is read here, as people type it; what
//! cannot be read is said, with what to do, and nothing is looked for in its stead.

use super::{Lot, Trade};
use crate::money::{AmountError, Cny};
use crate::site::SiteCode;
use crate::text::figures;
use crate::time::{Date, Timestamp, add_days, read_date};
use serde::{Deserialize, Serialize};

/// Longest text that is looked for, in characters.
pub const TEXT_MAX: usize = 100;

/// What is looked for beside a site: everything that is said has to fit.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Wanted {
    /// Words of the name or the tenderee, or the beginning of the number; empty for all.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub text: String,
    /// In which place of the site (Henan manual 3.1: 选择相应地区).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<SiteCode>,
    /// What is traded.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub trade: Option<Trade>,
    /// Opened on this day or later.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<Date>,
    /// Opened on this day or earlier.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<Date>,
    /// The least security it asks for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub least: Option<Cny>,
    /// The most.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub most: Option<Cny>,
    /// Only what can still be applied for.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub open: bool,
}

/// What was typed into the filter.
#[derive(Clone, Copy, Debug, Default)]
pub struct TypedFilter<'a> {
    /// See [`Wanted::text`].
    pub text: &'a str,
    /// A code of those that are offered; empty for all.
    pub place: &'a str,
    /// A code of [`Trade::code`]; empty for all.
    pub trade: &'a str,
    /// A date as [`read_date`] reads it; empty for none.
    pub from: &'a str,
    /// The same.
    pub to: &'a str,
    /// An amount in 元 or, with the unit behind it, in 万元; empty for none.
    pub least: &'a str,
    /// The same.
    pub most: &'a str,
    /// `yes` for what can still be applied for; empty for all.
    pub open: &'a str,
}

/// What cannot be read: the field, and what to do.
pub type Unread = (&'static str, String);

/// An amount as people type it into a filter: `50000`, `５０，０００`, `5万`, `1.5 万元`.
fn amount(text: &str) -> Result<Cny, AmountError> {
    let text = figures(text);
    let text = text.strip_prefix(['¥', '￥']).unwrap_or(&text);
    match text.strip_suffix("万元").or_else(|| text.strip_suffix('万')) {
        Some(wan) => Cny::parse_wan_yuan(wan),
        None => Cny::parse_yuan(text.strip_suffix('元').unwrap_or(text)),
    }
}

impl Wanted {
    /// What was typed, where `places` can be chosen.
    ///
    /// # Errors
    /// Everything that cannot be read, in the order of the form.
    pub fn read(typed: TypedFilter<'_>, places: &[SiteCode]) -> Result<Self, Vec<Unread>> {
        let mut unread: Vec<Unread> = Vec::new();
        let place = chosen(typed.place, "place", "没有这一地区，请从列表中选择地区", &mut unread, |text| {
            text.parse().ok().filter(|code| places.contains(code))
        });
        let trade = chosen(typed.trade, "trade", "没有这一交易类型，请从列表中选择", &mut unread, Trade::named);
        let mut date =
            |text: &str, field, what: &str| chosen(text, field, &format!("{what}没有看懂，请写作 2026-12-01"), &mut unread, read_date);
        let (from, to) = (date(typed.from, "from", "开标时间起"), date(typed.to, "to", "开标时间止"));
        let mut money = |text: &str, field, what: &str| {
            let text = text.trim();
            if text.is_empty() {
                return None;
            }
            let wrong = |error| unread.push((field, format!("{what}没有看懂（{error}），请写作 50000 或 5万")));
            amount(text).map_err(wrong).ok()
        };
        let (least, most) = (money(typed.least, "least", "金额下限"), money(typed.most, "most", "金额上限"));
        let open = chosen(typed.open, "open", "没有这一范围，请从列表中选择全部或未开标", &mut unread, |text| {
            (text == "yes").then_some(true)
        });
        if from.zip(to).is_some_and(|(from, to)| from > to) {
            unread.push(("to", "开标时间止早于开标时间起，请调整其中一个".to_owned()));
        }
        if least.zip(most).is_some_and(|(least, most)| least > most) {
            unread.push(("most", "金额上限低于金额下限，请调整其中一个".to_owned()));
        }
        let text = typed.text.trim().chars().take(TEXT_MAX).collect();
        let wanted = Self { text, place, trade, from, to, least, most, open: open.unwrap_or(false) };
        if unread.is_empty() { Ok(wanted) } else { Err(unread) }
    }

    /// Whether nothing is said.
    #[must_use]
    pub fn is_all(&self) -> bool {
        *self == Self::default()
    }

    /// The first and the last instant of the opening, as far as either is said.
    #[must_use]
    pub fn window(&self) -> (Option<Timestamp>, Option<Timestamp>) {
        let midnight = |date: Date| Timestamp::from_civil(date.at(0, 0, 0, 0));
        (self.from.and_then(midnight), self.to.and_then(|to| midnight(add_days(to, 1))).map(|end| end.plus(-1)))
    }

    /// Whether a lot fits at `now` in all that does not depend on words: those the store looks for.
    #[must_use]
    pub fn fits(&self, lot: &Lot, now: Timestamp) -> bool {
        let (from, to) = self.window();
        self.place.is_none_or(|place| place == lot.place())
            && self.trade.is_none_or(|trade| trade == lot.trade)
            && from.is_none_or(|from| lot.opens_at >= from)
            && to.is_none_or(|to| lot.opens_at <= to)
            && self.least.is_none_or(|least| lot.bid_security >= least)
            && self.most.is_none_or(|most| lot.bid_security <= most)
            && (!self.open || lot.tendered(now).is_ok())
    }

    /// Whether anything but words is said, so that what words find has to be looked at.
    #[must_use]
    pub fn narrows(&self) -> bool {
        !Self { text: String::new(), ..self.clone() }.is_all()
    }

    /// In words, for a list of searches; places are named by `name`.
    #[must_use]
    pub fn summary(&self, name: impl Fn(SiteCode) -> String) -> String {
        let said = [
            Some(self.text.clone()).filter(|text| !text.is_empty()).map(|text| format!("“{text}”")),
            self.place.map(name),
            self.trade.map(|trade| trade.label().to_owned()),
            span(self.from, self.to).map(|span| format!("开标 {span}")),
            span(self.least, self.most).map(|span| format!("保证金（元）{span}")),
            self.open.then(|| "未开标".to_owned()),
        ];
        let said: Vec<String> = said.into_iter().flatten().collect();
        if said.is_empty() { "全部标段".to_owned() } else { said.join("，") }
    }
}

/// A span in words, if either end is said.
fn span<T: std::fmt::Display>(least: Option<T>, most: Option<T>) -> Option<String> {
    match (least, most) {
        (None, None) => None,
        (Some(least), None) => Some(format!("{least} 起")),
        (None, Some(most)) => Some(format!("至 {most}")),
        (Some(least), Some(most)) => Some(format!("{least} 至 {most}")),
    }
}

/// What is chosen in a field; empty for nothing.
fn chosen<T>(text: &str, field: &'static str, wrong: &str, unread: &mut Vec<Unread>, read: impl Fn(&str) -> Option<T>) -> Option<T> {
    let text = text.trim();
    if text.is_empty() {
        return None;
    }
    let found = read(text);
    if found.is_none() {
        unread.push((field, wrong.to_owned()));
    }
    found
}

//! The filter of the search for lots, as it stands in the address: of the page, of its export, and of a search that is kept.

use crate::shell::Faults;
use app::lot::search::{Key, Sorting};
use domain::lot::Wanted;
use domain::lot::wanted::TypedFilter;
use domain::site::SiteCode;
use serde::Deserialize;

/// What the address says, as it was typed.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Filter {
    pub(crate) q: String,
    pub(crate) place: String,
    pub(crate) trade: String,
    pub(crate) from: String,
    pub(crate) to: String,
    pub(crate) least: String,
    pub(crate) most: String,
    /// `yes`: only lots that can still be applied for.
    pub(crate) open: String,
    /// `yes`: only those that one's own organisation typed in.
    pub(crate) own: String,
    /// `opening` or `amount`; empty for the newest first.
    pub(crate) sort: String,
    /// Behind which lot the page begins.
    pub(crate) before: String,
    /// `xlsx` for the export of all that is found.
    #[serde(rename = "as")]
    pub(crate) form: String,
}

/// What an address asks for, read.
#[derive(Clone, Debug)]
pub(super) struct Inquired {
    pub(super) wanted: Wanted,
    pub(super) own: bool,
    pub(super) sorting: Sorting,
    pub(super) after: Option<Key>,
}

/// The orders with their names in addresses and on screens.
pub(super) const ORDERS: [(Sorting, &str, &str); 3] =
    [(Sorting::Newest, "", "最新发布在前"), (Sorting::Opening, "opening", "即将开标在前"), (Sorting::Amount, "amount", "保证金由高到低")];

/// A place in an order as it stands in addresses.
pub(super) fn mark(key: Key) -> String {
    format!("{}.{}", key.by, key.seq)
}

fn key(text: &str) -> Option<Key> {
    let (by, seq) = text.split_once('.')?;
    Some(Key { by: by.parse().ok()?, seq: seq.parse().ok()? })
}

impl Filter {
    /// The filter of a search that is kept.
    pub(crate) fn of(wanted: &Wanted) -> Self {
        let amount = |amount: Option<domain::money::Cny>| amount.map(|amount| amount.plain()).unwrap_or_default();
        let date = |date: Option<domain::time::Date>| date.map(|date| date.to_string()).unwrap_or_default();
        Self {
            q: wanted.text.clone(),
            place: wanted.place.map(|place| place.to_string()).unwrap_or_default(),
            trade: wanted.trade.map(|trade| trade.code().to_owned()).unwrap_or_default(),
            from: date(wanted.from),
            to: date(wanted.to),
            least: amount(wanted.least),
            most: amount(wanted.most),
            open: if wanted.open { "yes".to_owned() } else { String::new() },
            ..Self::default()
        }
    }

    /// What has to fit, where these places can be chosen.
    pub(crate) fn wanted(&self, places: &[SiteCode], faults: &mut Faults) -> Wanted {
        let Self { q, place, trade, from, to, least, most, open, .. } = self;
        let typed = TypedFilter { text: q, place, trade, from, to, least, most, open };
        Wanted::read(typed, places).unwrap_or_else(|unread| {
            for (field, message) in unread {
                faults.push(field, message);
            }
            Wanted::default()
        })
    }

    /// All of it, of somebody who has typed lots in, or may have.
    pub(super) fn asked(&self, places: &[SiteCode], is_applicant: bool, faults: &mut Faults) -> Inquired {
        let wanted = self.wanted(places, faults);
        let own = match self.own.as_str() {
            "" => false,
            "yes" if is_applicant => true,
            "yes" => {
                faults.push("own", "请以投标企业登录后，再查看本单位自行增加的标段");
                false
            }
            _ => {
                faults.push("own", "没有这一来源，请从列表中选择");
                false
            }
        };
        let named = ORDERS.iter().find(|(_, code, _)| *code == self.sort).map(|(sorting, ..)| *sorting);
        if named.is_none() {
            faults.push("sort", "没有这一顺序，请从列表中选择");
        }
        let after = key(&self.before);
        if after.is_none() && !self.before.is_empty() {
            faults.push("before", "翻页地址不完整，请从第一页重新查找");
        }
        Inquired { wanted, own, sorting: named.unwrap_or_default(), after }
    }

    /// The names and values of what is said, but for where the page begins.
    pub(crate) fn pairs(&self) -> Vec<(&'static str, &str)> {
        let all = [
            ("q", &self.q),
            ("place", &self.place),
            ("trade", &self.trade),
            ("from", &self.from),
            ("to", &self.to),
            ("least", &self.least),
            ("most", &self.most),
            ("open", &self.open),
            ("own", &self.own),
            ("sort", &self.sort),
        ];
        all.into_iter().filter(|(_, value)| !value.is_empty()).map(|(name, value)| (name, value.as_str())).collect()
    }

    /// The address's query for the same with `key` set.
    pub(crate) fn address(&self, key: &str, value: &str) -> String {
        let pairs = self.pairs().into_iter().filter(|(name, _)| *name != key);
        let pairs: Vec<_> = pairs.chain((!value.is_empty()).then_some((key, value))).collect();
        format!("?{}", serde_urlencoded::to_string(pairs).unwrap_or_default())
    }
}

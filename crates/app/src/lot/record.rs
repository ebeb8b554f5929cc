use crate::error::FieldError;
use crate::site::{Site, Sites};
use domain::id::LotId;
use domain::lot::{Confirmation, Evidence, Lot, LotNumber, LotOrigin, Subject, Tenderee, Trade};
use domain::money::Cny;
use domain::party::Uscc;
use domain::site::SiteCode;
use domain::text::entered;
use domain::time::Timestamp;
use serde::Deserialize;

/// A lot as a feed or a form writes it: all texts. Field names are those of the data dictionary (FD-6).
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct LotRecord {
    /// What it is, by code or by word; empty for a lot.
    pub subject: String,
    /// 交易类型, by code or by word; empty for what nobody has said.
    pub trade: String,
    /// 标段编号.
    pub section_no: String,
    /// 标段名称.
    pub section_name: String,
    /// 招标人.
    pub creditor: String,
    /// 招标人统一社会信用代码, optional.
    pub creditor_scc: String,
    /// Whether a person insists on a code whose check character does not fit (E23); no feed says so.
    #[serde(skip)]
    pub creditor_scc_sure: bool,
    /// 代理机构, optional.
    pub agency: String,
    /// 投标保证金（元）.
    pub guarantee_amount: String,
    /// 合同估算价（元）, optional.
    pub estimate: String,
    /// 开标时间.
    pub bid_open_time: String,
    /// 投标有效期（天）, optional.
    pub valid_day: String,
}

/// Field names in the order of forms and of error lists.
pub(super) const FIELDS: [&str; 11] = [
    "subject",
    "trade",
    "section_no",
    "section_name",
    "creditor",
    "creditor_scc",
    "agency",
    "guarantee_amount",
    "estimate",
    "bid_open_time",
    "valid_day",
];

impl LotRecord {
    /// Sets a field by its name; `false` for an unknown one.
    pub(super) fn set(&mut self, field: &str, value: String) -> bool {
        let slot = match field {
            "subject" => &mut self.subject,
            "trade" => &mut self.trade,
            "section_no" => &mut self.section_no,
            "section_name" => &mut self.section_name,
            "creditor" => &mut self.creditor,
            "creditor_scc" => &mut self.creditor_scc,
            "agency" => &mut self.agency,
            "guarantee_amount" => &mut self.guarantee_amount,
            "estimate" => &mut self.estimate,
            "bid_open_time" => &mut self.bid_open_time,
            "valid_day" => &mut self.valid_day,
            _ => return false,
        };
        *slot = value;
        true
    }

    /// The lot, as one that `site` was told of, or every fault in the order of the fields. It belongs to the prefecture that its number
    /// names, where that is a site.
    ///
    /// # Errors
    /// The faults.
    pub fn parse(&self, id: LotId, sites: &Sites, site: SiteCode, origin: LotOrigin) -> Result<Lot, Vec<FieldError>> {
        let told = || vec![FieldError::new("section_no", "没有这一站点")];
        let division = self.section_no.parse::<LotNumber>().ok().and_then(|number| number.division());
        let (site, home) = sites.get(site).zip(sites.get(sites.home(site, division))).ok_or_else(told)?;
        let mut faults = Vec::new();
        let subject = self.subject(home).unwrap_or_else(|fault| {
            faults.push(fault);
            Subject::default()
        });
        let words = subject.words();
        let trade = Trade::named(self.trade.trim()).unwrap_or_else(|| {
            let labels: Vec<&str> = Trade::ALL.iter().map(|trade| trade.label()).collect();
            faults.push(FieldError::new("trade", format!("交易类型应为{}之一；不确定的请留空", labels.join("、"))));
            Trade::default()
        });
        let number = self.section_no.parse::<LotNumber>().and_then(|number| number.check(subject, &site.rules).map(|()| number));
        let number = number.map_err(|error| faults.push(FieldError::new("section_no", format!("{}{error}", words.number)))).ok();
        let name = entered(&self.section_name).unwrap_or_else(|error| {
            faults.push(FieldError::new("section_name", format!("{}{error}", words.name)));
            "-".to_owned()
        });
        if name.is_empty() || name.chars().count() > Lot::NAME_MAX {
            faults.push(FieldError::new("section_name", format!("请填写{}（1 至 200 个字）", words.name)));
        }
        let unnamed = format!("请填写{}名称（2 至 200 个字）", words.beneficiary);
        let tenderee = self.creditor.parse().map_err(|_| faults.push(FieldError::new("creditor", unnamed))).ok();
        let uscc = self.uscc(&origin, &mut faults);
        let agency = optional(&self.agency, "agency", &mut faults);
        let bid_security = match Cny::parse_yuan(&plain(&self.guarantee_amount)) {
            Ok(amount) if amount > Cny::ZERO => Some(amount),
            Ok(_) => {
                faults.push(FieldError::new("guarantee_amount", format!("{}应大于 0 元", words.security)));
                None
            }
            Err(error) => {
                faults.push(FieldError::new("guarantee_amount", format!("{}有误：{error}", words.security)));
                None
            }
        };
        let estimate = (!self.estimate.trim().is_empty())
            .then(|| {
                Cny::parse_yuan(&plain(&self.estimate))
                    .map_err(|error| faults.push(FieldError::new("estimate", format!("估算价有误：{error}"))))
            })
            .and_then(Result::ok);
        let opens_at = Timestamp::typed(&plain(&self.bid_open_time));
        match opens_at {
            None => faults.push(FieldError::new("bid_open_time", format!("请填写{}，如 2026-12-01 09:00", words.deadline))),
            // No bids are opened at midnight: a day alone was written, and nothing would be issued from its first second on.
            Some(at) if subject.is_competed_for() && at.is_midnight() => {
                let wanted = format!("{}只有日期，请写明时刻，如 2026-12-01 09:00", words.deadline);
                faults.push(FieldError::new("bid_open_time", wanted));
            }
            Some(_) => {}
        }
        let valid_days = match plain(&self.valid_day).as_str() {
            // How long a contract takes no rule of a site can say.
            "" if subject.is_competed_for() => None,
            text => {
                let days = text.parse::<u32>().ok().filter(|days| (1..=subject.period_max()).contains(days));
                if days.is_none() {
                    let wanted = format!("{}应为 1 至 {} 天的整数", words.period, subject.period_max());
                    faults.push(FieldError::new("valid_day", wanted));
                }
                days
            }
        };
        match (number, tenderee, bid_security, opens_at) {
            (Some(number), Some(tenderee), Some(bid_security), Some(opens_at)) if faults.is_empty() => Ok(Lot {
                id,
                site: home.rules.code,
                subject,
                trade,
                number,
                name,
                tenderee: Tenderee { name: tenderee, uscc },
                agency,
                bid_security,
                estimate,
                opens_at,
                valid_days,
                origin,
                progress: domain::lot::LotProgress::default(),
                opened_at: None,
                reported_at: None,
                opening_announced_at: None,
                validity_announced_at: None,
                candidates: Vec::new(),
                candidates_announced_at: None,
                won_by: None,
                evidence: Evidence::default(),
                confirmation: Confirmation::Unasked,
            }),
            _ => Err(faults),
        }
    }
}

impl LotRecord {
    /// What it is, if the site has guarantees about such.
    fn subject(&self, site: &Site) -> Result<Subject, FieldError> {
        let subject = Subject::named(self.subject.trim()).ok_or_else(|| FieldError::new("subject", "类别应为标段、标的、合同或项目"))?;
        if site.subjects().any(|known| known == subject) {
            return Ok(subject);
        }
        Err(FieldError::new("subject", format!("本站点没有为{}办理的保函", subject.words().thing)))
    }

    /// The tenderee's code: the centre vouches for those in its feed, a person who types one is asked to look again, and may
    /// insist (E23).
    fn uscc(&self, origin: &LotOrigin, faults: &mut Vec<FieldError>) -> Option<Uscc> {
        if self.creditor_scc.trim().is_empty() {
            return None;
        }
        let sure = match origin {
            LotOrigin::Feed => true,
            LotOrigin::EnteredBy(_) => self.creditor_scc_sure,
        };
        Uscc::typed(&self.creditor_scc, sure).map_err(|error| faults.push(FieldError::new("creditor_scc", error))).ok()
    }
}

/// Numbers and dates with plain digits; what cannot be taken is left for their own parsers to name.
fn plain(text: &str) -> String {
    entered(text).unwrap_or_else(|_| text.trim().to_owned()).replace('，', ",").replace('：', ":").replace('．', ".")
}

/// An optional field: empty is none, anything else must read.
fn optional<T: std::str::FromStr<Err: std::fmt::Display>>(text: &str, field: &'static str, faults: &mut Vec<FieldError>) -> Option<T> {
    if text.trim().is_empty() {
        return None;
    }
    text.parse().map_err(|error| faults.push(FieldError::new(field, error))).ok()
}

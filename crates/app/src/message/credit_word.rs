//! What an institution says of credit, parsed at the edge.

use super::fields::{Fields, read};
use crate::error::AppError;
use domain::credit_line::{Correction, CreditDecision, CreditTerms, SystemWord, WORDS_LENGTH};
use domain::money::{Cny, Ppm};
use domain::product::GuaranteeKind;
use domain::profile::{ProfileItem, ProfileNeed};
use domain::time::Timestamp;
use protocol::message as wire;
use std::collections::{BTreeMap, BTreeSet};

/// What an institution says of credit, and when it says to have decided.
#[derive(Clone, Debug)]
pub(crate) struct CreditSaid {
    pub(crate) word: SystemWord,
    pub(crate) at: Timestamp,
}

/// What a person at the applicant reads.
fn reason(fields: &mut Fields, text: &str) -> String {
    let text = text.trim();
    if !WORDS_LENGTH.contains(&text.chars().count()) {
        fields.fault("reason", "应为 2 至 500 个字，企业将看到");
    }
    text.to_owned()
}

fn kind(fields: &mut Fields, code: &str) -> Option<GuaranteeKind> {
    let kind = GuaranteeKind::of_code(code);
    if kind.is_none() {
        fields.fault("terms", format!("没有保函种类“{code}”"));
    }
    kind
}

/// An amount that is more than nothing.
fn limit(fields: &mut Fields, text: &str) -> Cny {
    match Cny::parse_yuan(text) {
        Ok(limit) if limit > Cny::ZERO => limit,
        Ok(_) => {
            fields.fault("terms", "额度应大于零");
            Cny::ZERO
        }
        Err(error) => {
            fields.fault("terms", error);
            Cny::ZERO
        }
    }
}

fn terms(fields: &mut Fields, said: &wire::CreditTerms) -> CreditTerms {
    let mut per_kind = BTreeMap::new();
    for one in &said.per_kind {
        let amount = limit(fields, &one.limit);
        if let Some(kind) = kind(fields, &one.kind)
            && per_kind.insert(kind, amount).is_some()
        {
            fields.fault("terms", format!("“{}”的分项额度有两个", one.kind));
        }
    }
    let rate = said.rate.as_deref().and_then(Ppm::parse_percent);
    if said.rate.is_some() && rate.is_none() {
        fields.fault("terms", "费率应为百分数，如 0.25，最多四位小数");
    }
    CreditTerms {
        limit: limit(fields, &said.limit),
        from: fields.day("terms", &said.from),
        until: fields.day("terms", &said.until),
        kinds: said.kinds.iter().filter_map(|code| kind(fields, code)).collect(),
        per_kind,
        rate,
    }
}

fn marks(fields: &mut Fields, codes: &[String]) -> BTreeSet<ProfileItem> {
    let mut marks = BTreeSet::new();
    for code in codes {
        match ProfileNeed::Credit.items().iter().find(|item| item.code() == code) {
            Some(item) => {
                marks.insert(*item);
            }
            None => fields.fault("marks", format!("没有项目“{code}”")),
        }
    }
    marks
}

fn decision(fields: &mut Fields, said: &wire::CreditDecision) -> Option<SystemWord> {
    let round = said.round;
    match said.outcome {
        wire::CreditOutcome::Granted => {
            let Some(said) = &said.terms else {
                fields.fault("terms", "授信通过须有条款");
                return None;
            };
            Some(SystemWord::Answered { round, decision: CreditDecision::Grant { terms: terms(fields, said) } })
        }
        wire::CreditOutcome::Refused => {
            Some(SystemWord::Answered { round, decision: CreditDecision::Refuse { reason: reason(fields, &said.reason) } })
        }
        wire::CreditOutcome::Returned => {
            let marks = marks(fields, &said.marks);
            Some(SystemWord::Returned { round, correction: Correction { marks, comment: reason(fields, &said.reason) } })
        }
    }
}

fn standing(fields: &mut Fields, said: &wire::CreditStandingChange) -> CreditDecision {
    match said.standing {
        wire::CreditStanding::Suspended => CreditDecision::Suspend { reason: reason(fields, &said.reason) },
        wire::CreditStanding::Resumed => CreditDecision::Resume,
        wire::CreditStanding::Ended => CreditDecision::Cancel { reason: reason(fields, &said.reason) },
    }
}

/// Parses what is said of credit under this topic: of which line, and what.
///
/// # Errors
/// [`AppError::Invalid`] for a body that is no such message; [`AppError::NotFound`] for a topic that is none of credit.
pub(super) fn word(topic: &str, body: &[u8], fields: &mut Fields) -> Result<(String, Option<CreditSaid>), AppError> {
    let (credit_id, decided_at, word) = match topic {
        "credit.decision" => {
            let said: wire::CreditDecision = read(body)?;
            let word = decision(fields, &said);
            (said.credit_id, said.decided_at, word)
        }
        "credit.change" => {
            let said: wire::CreditChange = read(body)?;
            let terms = terms(fields, &said.terms);
            (said.credit_id, said.decided_at, Some(SystemWord::Afterwards { decision: CreditDecision::Change { terms } }))
        }
        "credit.standing" => {
            let said: wire::CreditStandingChange = read(body)?;
            let decision = standing(fields, &said);
            (said.credit_id, said.decided_at, Some(SystemWord::Afterwards { decision }))
        }
        _ => return Err(AppError::NotFound),
    };
    let at = fields.past("decided_at", &decided_at);
    Ok((credit_id, word.map(|word| CreditSaid { word, at })))
}

//! Credit: the institution reads who asks, fetches the papers, and decides by a rule of its own: what is asked for up to a bound, for a year, at
//! a rate below its products' for whoever asks for enough. Without a business licence nothing is granted.

use super::Institution;
use super::book::{BookError, Waiting};
use super::say::say;
use client::ClientError;
use domain::money::Cny;
use domain::time::add_months;
use protocol::message as wire;

/// What the topic of a credit application that waits to be looked at is.
const REVIEW: &str = "credit/review";
/// The paper without which nothing is granted, by what its name says; and how it is marked.
const LICENCE: (&str, &str) = ("营业执照", "business_licence");
/// Most that is granted to one applicant, in fen: ten million yuan.
const MOST: i64 = 1_000_000_000;
/// From how much on the rate is the better one, in fen: two million yuan.
const MUCH: i64 = 200_000_000;
/// The better rate, in percent.
const BETTER_RATE: &str = "0.2";

/// Keeps the application to be looked at.
pub(super) fn asked(institution: &Institution, order: &wire::CreditOrder, body: &[u8]) -> Result<(), BookError> {
    let key = format!("{REVIEW}/{}/{}", order.credit_id, order.round);
    let waiting = Waiting { key, topic: REVIEW.to_owned(), order_number: order.credit_id.clone(), body: body.to_owned() };
    institution.book().put_out(&waiting)
}

/// Whether what waits is an application to be looked at.
pub(super) fn waits(waiting: &Waiting) -> bool {
    waiting.topic == REVIEW
}

/// Reads who asks, fetches the papers, and answers.
pub(super) async fn review(institution: &Institution, body: &[u8]) -> Result<(), ClientError> {
    let unknown = |error: BookError| ClientError::Unknown(error.to_string());
    let order: wire::CreditOrder = serde_json::from_slice(body).map_err(|error| unknown(error.into()))?;
    let (client, now) = (&institution.0.client, institution.now().seconds());
    let company = match client.credit_company(&order.credit_id, now).await {
        Ok(company) => Some(company),
        Err(ClientError::Refused(problem)) if !problem.retryable => None,
        Err(error) => return Err(error),
    };
    let mut licence = false;
    for material in &order.materials {
        match client.credit_material(&order.credit_id, &material.digest, now).await {
            Ok(bytes) => {
                licence |= material.name.contains(LICENCE.0);
                institution.book().keep_paper(&material.digest, &bytes).map_err(unknown)?;
            }
            Err(ClientError::Refused(problem)) if !problem.retryable => {}
            Err(error) => return Err(error),
        }
    }
    let same = company.is_some_and(|company| company.company == order.applicant && !company.account.is_empty());
    let picky = institution.manners().picky && order.round == 1;
    decide(institution, &order, same, licence && !picky).map_err(unknown)
}

fn decide(institution: &Institution, order: &wire::CreditOrder, same: bool, licence: bool) -> Result<(), BookError> {
    let mut decision = wire::CreditDecision {
        credit_id: order.credit_id.clone(),
        round: order.round,
        outcome: wire::CreditOutcome::Granted,
        terms: None,
        reason: String::new(),
        marks: Vec::new(),
        decided_at: institution.now().to_seconds(),
    };
    if institution.manners().refuses || !same {
        decision.outcome = wire::CreditOutcome::Refused;
        decision.reason = if same { "不符合授信条件" } else { "企业信息与申请不一致" }.to_owned();
    } else if licence {
        decision.terms = Some(terms(institution, order));
    } else {
        decision.outcome = wire::CreditOutcome::Returned;
        decision.reason = "营业执照看不清，请重新上传".to_owned();
        decision.marks = vec![LICENCE.1.to_owned()];
    }
    let about = format!("{}/{}", order.credit_id, order.round);
    say(institution, "credit.decision", &order.credit_id, &about, &decision)
}

fn terms(institution: &Institution, order: &wire::CreditOrder) -> wire::CreditTerms {
    let asked = Cny::parse_yuan(&order.amount).unwrap_or(Cny::ZERO);
    let limit = Cny::from_fen(asked.fen().min(MOST)).unwrap_or(Cny::ZERO);
    let from = institution.now().date();
    wire::CreditTerms {
        limit: limit.plain(),
        from: from.to_string(),
        until: add_months(from, 12).to_string(),
        kinds: order.kinds.clone(),
        per_kind: Vec::new(),
        rate: (limit.fen() >= MUCH).then(|| BETTER_RATE.to_owned()),
    }
}

impl Institution {
    /// Its people change whether a line can be used.
    ///
    /// # Errors
    /// [`BookError`].
    pub fn change_standing(&self, credit_id: &str, standing: wire::CreditStanding, reason: &str) -> Result<(), BookError> {
        let change = wire::CreditStandingChange {
            credit_id: credit_id.to_owned(),
            standing,
            reason: reason.to_owned(),
            decided_at: self.now().to_seconds(),
        };
        say(self, "credit.standing", credit_id, &format!("{credit_id}/{standing:?}/{}", self.now().micros()), &change)
    }

    /// Its people change what was granted.
    ///
    /// # Errors
    /// [`BookError`].
    pub fn change_terms(&self, credit_id: &str, terms: wire::CreditTerms) -> Result<(), BookError> {
        let change = wire::CreditChange { credit_id: credit_id.to_owned(), terms, decided_at: self.now().to_seconds() };
        say(self, "credit.change", credit_id, &format!("{credit_id}/{}", self.now().micros()), &change)
    }
}

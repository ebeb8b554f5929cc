//! What the institution does about instructions.

use super::book::{BookError, Order};
use super::say::say;
use super::{Institution, invoice};
use documents::verify::organisation_codes;
use gm::certificate::Certificate;
use protocol::message as wire;

/// Whether instructions are carried out, and why not: not without what was handed in with them.
fn outcome(institution: &Institution, missing: Option<&str>) -> (wire::Outcome, String) {
    if let Some(missing) = missing {
        (wire::Outcome::Refused, missing.to_owned())
    } else if institution.manners().stubborn {
        (wire::Outcome::Refused, "不符合办理条件".to_owned())
    } else {
        (wire::Outcome::Done, String::new())
    }
}

/// Refunds the whole fee, and takes back the invoice for it.
pub(super) fn surrender(institution: &Institution, order: &wire::SurrenderOrder) -> Result<(), BookError> {
    let (outcome, reason) = outcome(institution, None);
    let kept = institution.book().order(&order.order_number)?;
    let fee = kept.map(|kept| kept.order.fee).unwrap_or_default();
    let result = wire::SurrenderResult {
        instruction_id: order.instruction_id.clone(),
        order_number: order.order_number.clone(),
        outcome,
        reason,
        refund: if outcome == wire::Outcome::Done { fee } else { "0.00".into() },
        decided_at: institution.now().to_seconds(),
    };
    say(institution, "surrender.result", &order.order_number, &order.instruction_id, &result)?;
    if outcome == wire::Outcome::Done { invoice::reverse(institution, &order.order_number) } else { Ok(()) }
}

pub(super) fn extend(institution: &Institution, order: &wire::ExtensionOrder, missing: Option<&str>) -> Result<(), BookError> {
    let (outcome, reason) = outcome(institution, missing);
    let result = wire::ExtensionResult {
        instruction_id: order.instruction_id.clone(),
        order_number: order.order_number.clone(),
        outcome,
        reason,
        new_expiry: order.new_expiry.clone(),
        decided_at: institution.now().to_seconds(),
    };
    say(institution, "extension.result", &order.order_number, &order.instruction_id, &result)
}

/// Whether the beneficiary of what was ordered has signed this very claim. Whether its certificate is to be trusted, the platform has found
/// out before it sent the claim, and a person looks at.
fn signed(kept: Option<&Order>, order: &wire::ClaimOrder, signature: &wire::ClaimSignature) -> bool {
    let certificate = Certificate::from_pem(&signature.certificate).ok().and_then(|chain| chain.into_iter().next());
    let beneficiary = kept.and_then(|kept| kept.order.lot.as_ref()).map(|lot| lot.beneficiary.uscc.as_str()).unwrap_or_default();
    let codes = certificate.as_ref().map(organisation_codes).unwrap_or_default();
    let own = matches!(codes.as_slice(), [code] if code.as_str() == beneficiary);
    let key = certificate.and_then(|certificate| certificate.public_key().ok());
    match (key, order.signed_text(&signature.signed_at), hex::decode(&signature.signature)) {
        (Some(key), Some(text), Ok(value)) => own && key.verify(text.as_bytes(), &value).is_ok(),
        _ => false,
    }
}

/// Pays in full; a claim whose signature is not the beneficiary's over it is refused.
pub(super) fn claim(institution: &Institution, order: &wire::ClaimOrder, missing: Option<&str>) -> Result<(), BookError> {
    let kept = institution.book().order(&order.order_number)?;
    let forged = order.signature.as_ref().is_some_and(|signature| !signed(kept.as_ref(), order, signature));
    let (outcome, reason) =
        if forged { (wire::Outcome::Refused, "受益人签名未通过验证".to_owned()) } else { outcome(institution, missing) };
    let result = wire::ClaimResult {
        instruction_id: order.instruction_id.clone(),
        order_number: order.order_number.clone(),
        outcome,
        reason,
        paid_amount: if outcome == wire::Outcome::Done { order.amount.clone() } else { "0.00".into() },
        decided_at: institution.now().to_seconds(),
    };
    say(institution, "claim.result", &order.order_number, &order.instruction_id, &result)
}

//! A logout token that names a session and nobody (Back-Channel Logout 1.0, 2.4: `sub` may be left out). The library reads no token without a
//! subject; this one is judged here by the same keys and the same bounds.

use super::{AGE_MAX, Reason, SKEW, text};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::time::Timestamp;
use openidconnect::JsonWebKey;
use openidconnect::core::{CoreJsonWebKey, CoreJwsSigningAlgorithm};
use serde_json::{Map, Value};

/// What comes of it.
pub(super) enum Judged {
    /// It is good.
    Good,
    /// It is signed by a key that is not known yet.
    NoKey,
    /// It is not taken.
    Wrong(Reason),
}

fn decoded(part: Option<&str>) -> Option<Map<String, Value>> {
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part?).ok()?).ok()
}

/// Whether the audience is this client and nobody else.
fn is_for(audience: Option<&Value>, client: &str) -> bool {
    match audience {
        Some(Value::String(one)) => one == client,
        Some(Value::Array(many)) => matches!(many.as_slice(), [Value::String(one)] if one == client),
        Some(Value::Null | Value::Bool(_) | Value::Number(_) | Value::Object(_)) | None => false,
    }
}

/// Judges `raw` by these keys: its signature, type, issuer, audience and time.
pub(super) fn judge(raw: &str, keys: &[CoreJsonWebKey], (issuer, client): (&str, &str), now: Timestamp) -> Judged {
    let mut parts = raw.split('.');
    let (Some(header), Some(claims)) = (decoded(parts.next()), decoded(parts.next())) else { return Judged::Wrong(Reason::Malformed) };
    let signature = parts.next().and_then(|part| URL_SAFE_NO_PAD.decode(part).ok()).filter(|_| parts.next().is_none());
    let (Some(signature), Some((signed, _))) = (signature, raw.rsplit_once('.')) else { return Judged::Wrong(Reason::Malformed) };
    let algorithm = match text(&header, "alg").as_str() {
        "RS256" => CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256,
        "ES256" => CoreJwsSigningAlgorithm::EcdsaP256Sha256,
        _ => return Judged::Wrong(Reason::Signature),
    };
    if !["logout+jwt", "application/logout+jwt"].contains(&text(&header, "typ").to_ascii_lowercase().as_str()) {
        return Judged::Wrong(Reason::Malformed);
    }
    let named = header.get("kid").and_then(Value::as_str);
    let fits = |key: &&CoreJsonWebKey| named.is_none_or(|kid| key.key_id().is_some_and(|known| known.as_str() == kid));
    let mut fitting = keys.iter().filter(fits).peekable();
    if fitting.peek().is_none() {
        return Judged::NoKey;
    }
    if !fitting.any(|key| key.verify_signature(&algorithm, signed.as_bytes(), &signature).is_ok()) {
        return Judged::Wrong(Reason::Signature);
    }
    let moment = |name: &str| claims.get(name).and_then(Value::as_i64);
    let seconds = now.seconds();
    let in_time = moment("iat").is_some_and(|issued| (seconds - AGE_MAX..=seconds + SKEW).contains(&issued))
        && moment("exp").is_none_or(|ends| seconds - SKEW < ends);
    if text(&claims, "iss") != issuer {
        Judged::Wrong(Reason::Issuer)
    } else if !is_for(claims.get("aud"), client) {
        Judged::Wrong(Reason::Audience)
    } else if !in_time {
        Judged::Wrong(Reason::Time)
    } else if claims.contains_key("nonce") {
        Judged::Wrong(Reason::Nonce)
    } else {
        Judged::Good
    }
}

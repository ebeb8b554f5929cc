//! What `data` says of requests and of answers, for both sides of the wire.

use super::field::to_theirs;
use super::interface::{INTERFACE, Interface, REASON, RECEIPT, RECEIVED, REPORT, SERIAL, STATUS};
use protocol::message::{ApplicationReport, Receipt};
use serde_json::{Value, json};

/// Our message as `data` of a request, under the sender's `key` if it has one.
///
/// # Errors
/// Which field has a value that they have no words for.
pub fn request(interface: &Interface, key: Option<&str>, ours: &Value) -> Result<Value, String> {
    let mut theirs = to_theirs(interface.fields, ours)?;
    theirs[INTERFACE] = interface.name.into();
    if let Some(key) = key {
        theirs[SERIAL] = key.into();
    }
    Ok(theirs)
}

/// The message is taken.
#[must_use]
pub fn taken(receipt: &Receipt) -> Value {
    json!({STATUS: "1", REASON: "", RECEIPT: receipt.receipt_id, RECEIVED: receipt.received_at})
}

/// No, for good.
#[must_use]
pub fn refused(reason: &str) -> Value {
    json!({STATUS: "0", REASON: reason})
}

/// How an order stands.
///
/// # Errors
/// Which field has a value that they have no words for.
pub fn stands(report: &ApplicationReport) -> Result<Value, String> {
    let mut theirs = to_theirs(REPORT, &serde_json::to_value(report).map_err(|error| error.to_string())?)?;
    theirs[STATUS] = "1".into();
    Ok(theirs)
}

/// A text of `data`; empty when it has none of this name.
#[must_use]
pub fn text<'a>(data: &'a Value, name: &str) -> &'a str {
    data.get(name).and_then(Value::as_str).unwrap_or("")
}

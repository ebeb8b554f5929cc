//! What goes over the wire to the register of electronic business licences: one address, envelopes with the platform's signature over their
//! fields in the order of their names, answers with a code of four digits.

use domain::signing::PhonePayload;
use serde::{Deserialize, Serialize};
use std::fmt;

/// The one address.
pub const GATEWAY: &str = "/ebl/gateway";
/// What the platform is called there.
pub const APP_CODE: &str = "KAIHAN";
/// Asks for a QR code.
pub const APPLY: &str = "qr.apply";
/// Asks how it stands.
pub const QUERY: &str = "qr.query";
/// Tells what became of it.
pub const RESULT: &str = "qr.result";
/// The answer of what was done.
pub const DONE: &str = "0000";
/// The answer about what is not known.
pub const UNKNOWN: &str = "4004";
/// The answer to an envelope that is not the platform's.
pub const UNSIGNED: &str = "4001";

/// What is asked.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Envelope {
    /// Who asks.
    pub app_code: String,
    /// The matter, as JSON in a text.
    pub biz_data: String,
    /// A number that is used once, 32 hexadecimal digits.
    pub biz_seq: String,
    /// When, `yyyyMMddHHmmss` in China.
    pub req_time: String,
    /// Which service.
    pub service: String,
    /// The signature over [`Envelope::signed`], base64 DER.
    pub sign: String,
}

impl Envelope {
    /// What is signed: every other field by its name, in the order of the names.
    #[must_use]
    pub fn signed(&self) -> String {
        let Self { app_code, biz_data, biz_seq, req_time, service, sign: _ } = self;
        format!("appCode={app_code}&bizData={biz_data}&bizSeq={biz_seq}&reqTime={req_time}&service={service}")
    }
}

/// What is answered.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Reply {
    /// Four digits.
    pub ret_code: String,
    /// In words.
    #[serde(default)]
    pub ret_msg: String,
    /// The matter; none where there is nothing to say.
    #[serde(default)]
    pub ret_data: serde_json::Value,
}

/// A QR code that is asked for.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Applied {
    /// What the licence is used for.
    pub auth_item: String,
    /// What the application on the phone shows and signs.
    pub auth_data: PhonePayload,
    /// Until when it counts, `yyyyMMddHHmmss` in China.
    pub expire_time: String,
}

/// A QR code that was made.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Made {
    /// What the register calls it.
    pub qr_id: String,
    /// What it says.
    pub qr_url: String,
}

/// Which QR code is meant.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Queried {
    /// As the register calls it.
    pub qr_id: String,
}

/// How it stands: `0` not read, `1` read, `2` agreed to, `3` refused.
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Status {
    /// One digit.
    pub qr_status: String,
    /// With what it was read.
    #[serde(default)]
    pub scan_tool: String,
    /// The how manieth answer it is, from 1 on.
    #[serde(default)]
    pub confirm_times: u8,
    /// The digits that were typed.
    #[serde(default)]
    pub verify_code: String,
    /// The licence's certificate, base64 DER.
    #[serde(default)]
    pub licence_cert: String,
    /// The signature, base64 DER.
    #[serde(default)]
    pub sign_value: String,
}

/// It holds what lets somebody in, and is never printed.
impl fmt::Debug for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Status({})", self.qr_status)
    }
}

/// What became of it: `0` taken, `1` wrong digits, `2` refused.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Resulted {
    /// Which.
    pub qr_id: String,
    /// Of the how manieth answer, from 1 on.
    pub confirm_times: u8,
    /// One digit.
    pub result_code: String,
    /// How many more tries there are.
    pub remain_times: u8,
    /// In words.
    pub result_msg: String,
}

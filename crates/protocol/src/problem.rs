//! Problems (RFC 9457): every answer that is not a result.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A problem. `code` is stable; the registry lists every one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Problem {
    /// `/problems/` and the code.
    pub r#type: String,
    /// 发生了什么，以及怎么办。
    pub title: String,
    /// HTTP status.
    pub status: u16,
    /// The stable code.
    pub code: String,
    /// 原样重发是否可能成功。
    pub retryable: bool,
    /// Faults of single fields.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<Fault>,
}

/// A fault of one field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Fault {
    /// The field's name.
    pub field: String,
    /// 错在哪里，怎么改。
    pub message: String,
}

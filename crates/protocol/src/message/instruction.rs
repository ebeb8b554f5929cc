use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// How an instruction was answered. Final: it never changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// 已办理。
    Done,
    /// 不予办理。
    Refused,
}

macro_rules! orders {
    ($($(#[$doc:meta])* $name:ident { $($(#[$field_doc:meta])* $field:ident: $kind:ty,)* })*) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
        pub struct $name {
            /// 指令编号，结果中原样返回。
            pub instruction_id: String,
            /// 订单编号。
            pub order_number: String,
            /// 机构的保函编号。
            pub guarantee_number: String,
            $($(#[$field_doc])* pub $field: $kind,)*
            /// 提出时间。
            pub requested_at: String,
        }
    )*};
}

orders! {
    /// 退保申请：开标前，平台 → 机构。
    SurrenderOrder {
        /// 退保原因。
        reason: String,
        /// 退保说明。自 1.3 版起必有。
        #[serde(default, skip_serializing_if = "Option::is_none")]
        explanation: Option<String>,
        /// 退费账户。自 1.3 版起必有。
        #[serde(default, skip_serializing_if = "Option::is_none")]
        refund_account: Option<super::Account>,
    }
    /// 延期申请：平台 → 机构。
    ExtensionOrder {
        /// 新的最后一日（含当日）。
        new_expiry: String,
        /// 延期原因。
        reason: String,
        /// 证明材料。自 1.3 版起，有材料的必有。
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        materials: Vec<super::Material>,
    }
    /// 注销（解除担保责任）：平台 → 机构。
    ReleaseOrder {
        /// 原因。
        reason: String,
        /// 证明材料。自 1.3 版起必有。
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        materials: Vec<super::Material>,
    }
}

macro_rules! results {
    ($($(#[$doc:meta])* $name:ident { $($(#[$field_doc:meta])* $field:ident: $kind:ty,)* })*) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
        pub struct $name {
            /// 指令编号。
            pub instruction_id: String,
            /// 订单编号。
            pub order_number: String,
            /// 结果。
            pub outcome: Outcome,
            /// 不予办理的原因。
            #[serde(default, skip_serializing_if = "String::is_empty")]
            pub reason: String,
            $($(#[$field_doc])* pub $field: $kind,)*
            /// 作出决定的时间。
            pub decided_at: String,
        }
    )*};
}

results! {
    /// 退保结果：机构 → 平台。
    SurrenderResult {
        /// 退还的费用（元）。
        refund: String,
    }
    /// 延期结果：机构 → 平台。
    ExtensionResult {
        /// 延期后的最后一日（含当日）。
        new_expiry: String,
    }
    /// 理赔结果：机构 → 平台。
    ClaimResult {
        /// 赔付金额（元）。
        paid_amount: String,
    }
}

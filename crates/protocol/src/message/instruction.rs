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
    }
    /// 延期申请：平台 → 机构。
    ExtensionOrder {
        /// 新的最后一日（含当日）。
        new_expiry: String,
        /// 延期原因。
        reason: String,
    }
    /// 理赔申请：平台 → 机构。
    ClaimOrder {
        /// 索赔金额（元）。
        amount: String,
        /// 索赔原因。
        reason: String,
        /// 收款账号。
        payee_account: String,
        /// 收款户名，须为受益人。
        payee_name: String,
    }
    /// 注销（解除担保责任）：平台 → 机构。
    ReleaseOrder {
        /// 原因。
        reason: String,
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

/// What kind of invoice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum InvoiceKind {
    /// 普通发票。
    Ordinary,
    /// 专用发票。
    Special,
}

/// 开票申请：平台 → 机构。
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct InvoiceRequest {
    /// 指令编号，结果中原样返回。
    pub instruction_id: String,
    /// 订单编号。
    pub order_number: String,
    /// 发票种类。
    pub kind: InvoiceKind,
    /// 购买方。
    pub buyer: super::Organisation,
    /// 金额（元）。
    pub amount: String,
    /// 接收邮箱。
    pub email: String,
    /// 提出时间。
    pub requested_at: String,
}

/// 发票：机构 → 平台。文件另行推送。
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct InvoiceFile {
    /// 指令编号。
    pub instruction_id: String,
    /// 订单编号。
    pub order_number: String,
    /// 发票号码。
    pub invoice_number: String,
    /// 金额（元）。
    pub amount: String,
    /// 开票日期。
    pub issued_on: String,
    /// 发票文件。
    pub file: super::IssuedFile,
}

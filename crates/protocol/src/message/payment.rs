use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// 支付通知：费用转到机构账户并由银行报告后，平台 → 机构。
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PaymentNotice {
    /// 订单编号。
    pub order_number: String,
    /// 到账金额（元）。
    pub amount: String,
    /// 收款账号。
    pub payee_account: String,
    /// 付款人名称。
    pub payer_name: String,
    /// 付款账号。
    pub payer_account: String,
    /// 银行流水号。
    pub transaction_id: String,
    /// 到账时间。
    pub paid_at: String,
}

/// 支付页地址：机构 → 平台。地址须在机构接口地址的同一域名下。
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PaymentPage {
    /// 订单编号。
    pub order_number: String,
    /// 支付页地址。
    pub url: String,
    /// 应付金额（元），须与订单费用一致。
    pub amount: String,
    /// 支付页失效时间。
    pub expires_at: String,
}

/// 支付成功：费用在机构收银台付清后，机构 → 平台。金额、收款账号与订单完全一致才入账，其余转待核款项。
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Paid {
    /// 订单编号。
    pub order_number: String,
    /// 实付金额（元）。
    pub amount: String,
    /// 收款账号。
    pub payee_account: String,
    /// 付款人名称。
    pub payer_name: String,
    /// 付款账号。
    pub payer_account: String,
    /// 机构或银行的流水号，同一笔支付始终相同。
    pub transaction_id: String,
    /// 支付时间。
    pub paid_at: String,
}

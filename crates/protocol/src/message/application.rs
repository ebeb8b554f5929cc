use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// An organisation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Organisation {
    /// 名称。
    pub name: String,
    /// 统一社会信用代码，18 位。
    pub uscc: String,
}

/// The lot a guarantee is for; absent while it is sealed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct LotFacts {
    /// 担保对象，缺省为标段。自 1.3 版起，可以忽略。
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subject: Option<super::Subject>,
    /// 标段编号，1 至 64 个字符。
    pub lot_number: String,
    /// 标段名称。
    pub lot_name: String,
    /// 招标人，即受益人。
    pub beneficiary: Organisation,
    /// 申请人自行增加的标段，须人工核对。
    pub entered_by_applicant: bool,
}

/// 申请推送：投标人选定机构并签署提交后，平台 → 机构。
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ApplicationOrder {
    /// 订单编号，平台内唯一。
    pub order_number: String,
    /// 站点，六位行政区划代码。
    pub site: String,
    /// 保函种类：bid、performance、advance_payment、payment、warranty、wages。
    pub kind: String,
    /// 申请人。
    pub applicant: Organisation,
    /// 经办人姓名。
    pub representative_name: String,
    /// 经办人手机号。
    pub representative_mobile: String,
    /// 标段；开标前加密的标段没有这一项。
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lot: Option<LotFacts>,
    /// 开标前加密的标段的承诺值（加盐 SM3，小写十六进制）；保函以它代替标段编号。其他标段没有这一项。
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lot_commitment: Option<String>,
    /// 本保函在平台的编号，提交时已确定。请与校验码一并印在保函上，收函人凭二者即可核验；不印的，须印机构编号。
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub platform_number: Option<String>,
    /// 与平台编号配套的校验码，16 位，按四位一组以连字符分隔。机构编号也用它核验。
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub check_code: Option<String>,
    /// 担保金额（元）。
    pub amount: String,
    /// 费用（元）。
    pub fee: String,
    /// 开标时间；加密标段为最早解密时间。
    pub opens_at: String,
    /// 保函最后一日（含当日）。
    pub expiry: String,
    /// 保函格式编号。
    pub wording: String,
    /// 保函要素摘要：申请人签署的内容，出函时须一致。
    pub terms_digest: String,
    /// 费用支付截止时间。
    pub pay_until: String,
    /// 支付方式：cashier 机构收银台，transfer 转账到机构账户。
    pub payment: String,
    /// 转账附言中的付款识别码；机构收银台方式没有这一项。
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payment_reference: Option<String>,
    /// 付款后返回平台的地址。
    pub return_url: String,
    /// 提交时间。
    pub submitted_at: String,
}

/// What became of an application on the platform's side.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// 申请人放弃。
    Withdrawn,
    /// 超时未支付，自动取消。
    Lapsed,
    /// 平台已收到并核对保函，办理完成。
    Issued,
    /// 不予出函，订单关闭：机构在平台上退回，或已开标、已流标。此前推送的保函不生效。自 1.3 版起；对 1.1 版机构以 withdrawn 告知。
    Declined,
}

/// 订单开标时间变更：平台 → 机构。自 1.3 版起。
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ApplicationOpeningChange {
    /// 订单编号。
    pub order_number: String,
    /// 新的开标时间，此后不再办理。
    pub opens_at: String,
    /// 未支付的订单：新的支付截止时间。
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pay_until: Option<String>,
    /// 平台得知的时间。
    pub at: String,
}

/// 状态变更：平台 → 机构。终态，之后不再变化。
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct StatusChange {
    /// 订单编号。
    pub order_number: String,
    /// 新状态。
    pub status: Status,
    /// 发生时间。
    pub at: String,
}

/// 报价（可选）：机构 → 平台。金额与订单费用不同的报价转人工核对，不改变订单。
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Quote {
    /// 订单编号。
    pub order_number: String,
    /// 费用（元）。
    pub fee: String,
    /// 报价有效期。
    pub valid_until: String,
}

/// 审核结果：机构 → 平台。
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Decision {
    /// 订单编号。
    pub order_number: String,
    /// 是否承保。
    pub accepted: bool,
    /// 不承保的原因，申请人可见；不承保时必填，2 至 200 个字。
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
    /// 作出决定的时间。
    pub decided_at: String,
}

/// Where an application stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ApplicationState {
    /// 没有该订单。
    Unknown,
    /// 已收到，未决定。
    Received,
    /// 已承保，待支付。
    Accepted,
    /// 不承保。
    Refused,
    /// 已支付，待出函。
    Paid,
    /// 已出函。
    Issued,
    /// 已取消。
    Closed,
}

/// 订单查询结果：任一方查询另一方。结果不明时先查询，再决定是否重发。
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ApplicationReport {
    /// 订单编号。
    pub order_number: String,
    /// 对方所处的状态。
    pub state: ApplicationState,
    /// 支付结果，已支付时有。
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub paid: Option<super::Paid>,
    /// 出函结果，已出函时有。
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub guarantee: Option<super::IssuedGuarantee>,
}

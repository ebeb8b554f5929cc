use super::{Material, Organisation};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// 授信申请：平台 → 机构。
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CreditOrder {
    /// 授信编号。补正后再次提交，编号不变。
    pub credit_id: String,
    /// 第几次提交，从 1 起。答复中原样返回。
    pub round: u32,
    /// 站点的行政区划代码。
    pub site: String,
    /// 申请企业。地址、账号、法定代表人、联系人以授信编号取得（见“取企业信息”）。
    pub applicant: Organisation,
    /// 申请额度（元）。
    pub amount: String,
    /// 适用的保函种类；空为全部。
    #[serde(default)]
    pub kinds: Vec<String>,
    /// 用途说明。
    pub purpose: String,
    /// 企业材料，以授信编号和摘要取得（见“取授信材料”）。
    #[serde(default)]
    pub materials: Vec<Material>,
    /// 本次提交时间。
    pub submitted_at: String,
}

/// 授信申请如何答复。同一次提交的答复为终态。
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum CreditOutcome {
    /// 授信通过，须有 terms。
    Granted,
    /// 退回补正，须有 reason，可以有 marks；企业补正后再次推送。
    Returned,
    /// 授信不通过，须有 reason。
    Refused,
}

/// 一类保函的分项额度。
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CreditKindLimit {
    /// 保函种类。
    pub kind: String,
    /// 该类保函同一时间可占用的金额（元），不超过总额度。
    pub limit: String,
}

/// 授信条款。
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CreditTerms {
    /// 同一时间可占用的金额（元）。
    pub limit: String,
    /// 起始日。
    pub from: String,
    /// 到期日（含当日），起始日起最长 36 个月。
    pub until: String,
    /// 适用的保函种类；空为全部。
    #[serde(default)]
    pub kinds: Vec<String>,
    /// 分项额度；没有的不另限。
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub per_kind: Vec<CreditKindLimit>,
    /// 约定费率（%），最多四位小数；没有的按产品费率。
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rate: Option<String>,
}

/// 授信审核结果：机构 → 平台。
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CreditDecision {
    /// 授信编号。
    pub credit_id: String,
    /// 所答复的是第几次提交。
    pub round: u32,
    /// 结果。
    pub outcome: CreditOutcome,
    /// 授信通过的条款。
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub terms: Option<CreditTerms>,
    /// 退回补正的说明或不通过的原因，2 至 500 个字，企业将看到。
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
    /// 需要修改的项目：address、bank、account、legal_name、legal_number、contact、contact_mobile、contact_email、legal_card、business_licence、qualification、account_permit。
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub marks: Vec<String>,
    /// 作出决定的时间。
    pub decided_at: String,
}

/// 授信调整：机构 → 平台。已占用的部分不受影响。
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CreditChange {
    /// 授信编号。
    pub credit_id: String,
    /// 调整后的条款。
    pub terms: CreditTerms,
    /// 作出决定的时间。以决定时间最后的为准。
    pub decided_at: String,
}

/// 授信能否使用。
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum CreditStanding {
    /// 暂停使用，须有 reason。
    Suspended,
    /// 恢复使用。
    Resumed,
    /// 终止，须有 reason。终态。
    Ended,
}

/// 授信状态变更：机构 → 平台。已占用的部分不受影响。
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CreditStandingChange {
    /// 授信编号。
    pub credit_id: String,
    /// 变更为。
    pub standing: CreditStanding,
    /// 原因，2 至 500 个字，企业将看到。
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
    /// 作出决定的时间。以决定时间最后的为准。
    pub decided_at: String,
}

/// 授信申请企业的信息：平台 → 机构，以授信编号取得，每次取得平台都有记录。
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CreditCompany {
    /// 授信编号。
    pub credit_id: String,
    /// 企业。
    pub company: Organisation,
    /// 地址。
    pub address: String,
    /// 基本户开户行。
    pub bank: String,
    /// 基本户账号。
    pub account: String,
    /// 法定代表人。
    pub legal_name: String,
    /// 法定代表人身份证号。
    pub legal_number: String,
    /// 联系人。
    pub contact: String,
    /// 联系人手机号。
    pub contact_mobile: String,
    /// 电子邮箱。
    pub contact_email: String,
}

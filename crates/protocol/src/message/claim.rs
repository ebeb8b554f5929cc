use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What the signed text of a claim begins with.
const TAG: &str = "KAIHAN-CLAIM-1";

/// 受益人对索赔的签名。签名原文为 UTF-8 文本，每项一行、以换行（LF）结尾，依次为：KAIHAN-CLAIM-1、订单编号、机构的保函编号、索赔金额、索赔原因、收款账号、收款户名、开户行、联系人、联系方式、签名时间；其后每个证明材料一行：摘要、字节数、文件名，以一个空格分隔。没有的项为空行；任何一项含有控制字符（包括换行）的，签名无效。平台推送之前已验证：证书由受信任的机构签发，属于受益人（统一社会信用代码一致），签名与本报文一致；机构应自行再验。
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ClaimSignature {
    /// 受益人的证书，PEM。
    pub certificate: String,
    /// SM2 签名（用户标识为 1234567812345678，DER），小写十六进制。
    pub signature: String,
    /// 签名时间。
    pub signed_at: String,
}

/// 理赔申请：平台 → 机构。
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ClaimOrder {
    /// 指令编号，结果中原样返回。
    pub instruction_id: String,
    /// 订单编号。
    pub order_number: String,
    /// 机构的保函编号。
    pub guarantee_number: String,
    /// 索赔金额（元）。
    pub amount: String,
    /// 索赔原因。
    pub reason: String,
    /// 收款账号。
    pub payee_account: String,
    /// 收款户名，须为受益人。
    pub payee_name: String,
    /// 收款账户的开户行。自 1.3 版起必有。
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payee_bank: Option<String>,
    /// 联系人。自 1.3 版起必有。
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact_name: Option<String>,
    /// 联系方式。自 1.3 版起必有。
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact_phone: Option<String>,
    /// 证明材料。自 1.3 版起，有材料的必有。
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub materials: Vec<super::Material>,
    /// 受益人以证书签署索赔的，有这一项。自 1.3 版起。
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signature: Option<ClaimSignature>,
    /// 提出时间。
    pub requested_at: String,
}

impl ClaimOrder {
    /// The text that the beneficiary signs at `signed_at`; `None` when a field would let it be read in two ways.
    #[must_use]
    pub fn signed_text(&self, signed_at: &str) -> Option<String> {
        let optional = |field: &Option<String>| field.clone().unwrap_or_default();
        let fields = [
            TAG.to_owned(),
            self.order_number.clone(),
            self.guarantee_number.clone(),
            self.amount.clone(),
            self.reason.clone(),
            self.payee_account.clone(),
            self.payee_name.clone(),
            optional(&self.payee_bank),
            optional(&self.contact_name),
            optional(&self.contact_phone),
            signed_at.to_owned(),
        ];
        let materials = self.materials.iter().map(|material| format!("{} {} {}", material.digest, material.size, material.name));
        let lines: Vec<String> = fields.into_iter().chain(materials).collect();
        let plain = lines.iter().all(|line| !line.chars().any(char::is_control));
        plain.then(|| lines.iter().flat_map(|line| [line.as_str(), "\n"]).collect())
    }
}

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What kind of invoice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum InvoiceKind {
    /// 增值税普通发票。
    Ordinary,
    /// 增值税专用发票。
    Special,
}

/// What an invoice is written on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum InvoiceMedium {
    /// 电子发票。
    Electronic,
    /// 纸质发票。
    Paper,
}

/// 开票申请：平台 → 机构。
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct InvoiceRequest {
    /// 指令编号，结果中原样返回。
    pub instruction_id: String,
    /// 订单编号。
    pub order_number: String,
    /// 发票种类：普票、专票。
    pub kind: InvoiceKind,
    /// 发票类型，缺省为电子发票。自 1.3 版起必有。
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub medium: Option<InvoiceMedium>,
    /// 购买方。
    pub buyer: super::Organisation,
    /// 公司地址。自 1.3 版起，专票必有。
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub company_address: Option<String>,
    /// 公司电话。自 1.3 版起，专票必有。
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub company_phone: Option<String>,
    /// 开户行名称。自 1.3 版起，专票必有。
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bank: Option<String>,
    /// 开户行账号。自 1.3 版起，专票必有。
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bank_account: Option<String>,
    /// 金额（元）。
    pub amount: String,
    /// 接收邮箱。
    pub email: String,
    /// 联系电话。自 1.3 版起，专票必有。
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact_phone: Option<String>,
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
    /// 发票文件，只有一个时。1.3 版起用 files。
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<super::IssuedFile>,
    /// 发票文件，XML、OFD、PDF 各至多一个。自 1.3 版起必有，代替 file。
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<super::IssuedFile>,
}

impl InvoiceFile {
    /// Its files, as either version names them.
    #[must_use]
    pub fn named(&self) -> &[super::IssuedFile] {
        if self.files.is_empty() { self.file.as_slice() } else { &self.files }
    }
}

/// Why an invoice is reversed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum RedReason {
    /// 开票有误（代码 1）。
    Mistaken,
    /// 销货退回（代码 2）。
    Returned,
    /// 服务中止（代码 3），退保即属此项。
    Ended,
    /// 销售折让（代码 4）。
    Allowed,
}

/// 红字发票：机构 → 平台。文件以 `red_invoice` 另行推送。自 1.3 版起。
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct RedInvoice {
    /// 被冲红的发票所答复的开票申请的指令编号。
    pub instruction_id: String,
    /// 订单编号。
    pub order_number: String,
    /// 红字发票号码。
    pub invoice_number: String,
    /// 被冲红的发票号码。
    pub reverses: String,
    /// 冲红原因。
    pub reason: RedReason,
    /// 冲红金额（元），正数；各次合计不超过被冲红的发票。
    pub amount: String,
    /// 开票日期。
    pub issued_on: String,
    /// 红字发票文件，XML、OFD、PDF 各至多一个。
    pub files: Vec<super::IssuedFile>,
}

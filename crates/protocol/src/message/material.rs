use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Largest paper of an instruction, in bytes.
pub const MATERIAL_MAX: u64 = 50 * 1024 * 1024;
/// Most papers of an instruction.
pub const MATERIALS_MAX: usize = 20;

/// 附件：按摘要识别；以指令编号和摘要取得文件（见“取证明材料”）。
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Material {
    /// 文件名。
    pub name: String,
    /// 文件的 SM3 摘要。
    pub digest: String,
    /// 字节数。
    pub size: u64,
}

/// 银行账户。
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Account {
    /// 账号。
    pub number: String,
    /// 户名。
    pub name: String,
    /// 开户行。
    pub bank: String,
}

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// 担保对象。标段之外，平台也为标的、合同、项目办理保函；各报文中标段的各项，即为该对象的相应各项。
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Subject {
    /// 标段。
    Lot,
    /// 标的（竞买）：编号、名称、出让人、竞买保证金、竞买截止时间。
    AuctionItem,
    /// 合同：编号、名称、合同相对方（受益人）、担保金额、保函提交截止时间、合同工期。
    Contract,
    /// 项目：编号、名称、主管部门（受益人）、担保金额、保函提交截止时间、项目工期。
    Project,
}

impl Subject {
    /// As it stands in messages.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Lot => "lot",
            Self::AuctionItem => "auction_item",
            Self::Contract => "contract",
            Self::Project => "project",
        }
    }
}

/// 交易类型：申请人按此查找。
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Trade {
    /// 房建市政。
    Construction,
    /// 交通。
    Transport,
    /// 水利。
    Water,
    /// 政府采购。
    Procurement,
    /// 土地。
    Land,
    /// 产权。
    Property,
    /// 其他。
    Other,
}

impl Trade {
    /// As it stands in messages.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Construction => "construction",
            Self::Transport => "transport",
            Self::Water => "water",
            Self::Procurement => "procurement",
            Self::Land => "land",
            Self::Property => "property",
            Self::Other => "other",
        }
    }
}

/// 标段：交易中心 → 平台。同一编号再次报送为更新。
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct LotReport {
    /// 担保对象，缺省为标段。自 1.3 版起。
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subject: Option<Subject>,
    /// 交易类型，缺省为其他。自 1.4 版起。
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trade: Option<Trade>,
    /// 标段编号，1 至 64 个字符。本中心的标段使用 23 位统一编号的，应为字母 E 加 22 位数字。
    pub lot_number: String,
    /// 标段名称。
    pub lot_name: String,
    /// 招标人名称。
    pub tenderee: String,
    /// 招标人统一社会信用代码。
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tenderee_uscc: Option<String>,
    /// 招标代理。
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agency: Option<String>,
    /// 投标保证金（元）。
    pub bid_security: String,
    /// 合同估算价（元）。
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub estimate: Option<String>,
    /// 开标时间。
    pub opens_at: String,
    /// 投标有效期（天）。
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_days: Option<u32>,
    /// 公告或更正的公告时间。有这一项时，以公告时间最后的报送为准；没有时，不改变已公告变更的开标时间。不能晚于报送时间（允许相差 5 分钟）。
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub announced_at: Option<String>,
}

/// 开标时间变更：交易中心 → 平台。
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct OpeningChange {
    /// 标段编号。
    pub lot_number: String,
    /// 新的开标时间。
    pub opens_at: String,
    /// 变更原因。
    pub reason: String,
    /// 公告时间。先后不一时，以公告时间最后的变更为准。不能晚于报送时间（允许相差 5 分钟）。
    pub announced_at: String,
}

/// 开标：交易中心 → 平台。
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct LotOpening {
    /// 标段编号。
    pub lot_number: String,
    /// 实际开标时间。不能晚于报送时间（允许相差 5 分钟）。
    pub opened_at: String,
}

/// 中标：交易中心 → 平台。
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct LotAward {
    /// 标段编号。
    pub lot_number: String,
    /// 中标人。
    pub winner: super::Organisation,
    /// 中标金额（元）。
    pub amount: String,
    /// 中标通知时间。不能晚于报送时间（允许相差 5 分钟）。
    pub awarded_at: String,
}

/// 投标有效期变更：交易中心 → 平台。自 1.3 版起。
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ValidityChange {
    /// 标段编号。
    pub lot_number: String,
    /// 新的投标有效期（天）。
    pub valid_days: u32,
    /// 变更原因。
    pub reason: String,
    /// 公告时间。先后不一时，以公告时间最后的变更为准。不能晚于报送时间（允许相差 5 分钟）。
    pub announced_at: String,
}

/// 中标候选人公示：交易中心 → 平台。自 1.3 版起。
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct LotCandidates {
    /// 标段编号。
    pub lot_number: String,
    /// 中标候选人，按名次排列。
    pub candidates: Vec<super::Organisation>,
    /// 公示开始时间。不能晚于报送时间（允许相差 5 分钟）。
    pub announced_at: String,
}

/// 合同签订：交易中心 → 平台。自 1.3 版起。
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ContractSigned {
    /// 标段编号。
    pub lot_number: String,
    /// 承包人。
    pub contractor: super::Organisation,
    /// 合同金额（元）。
    pub amount: String,
    /// 签订时间。不能晚于报送时间（允许相差 5 分钟）。
    pub signed_at: String,
}

/// 流标或终止的原因。
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum AbortCode {
    /// 流标。
    Failed,
    /// 投标人不足三家。
    TooFewBidders,
    /// 终止招标。
    Terminated,
    /// 重新招标。
    Retendered,
}

/// 流标或终止：交易中心 → 平台。中标之后也可以报送。
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct LotAbort {
    /// 标段编号。
    pub lot_number: String,
    /// 原因。
    pub reason: String,
    /// 原因代码，缺省为终止招标。自 1.3 版起。
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<AbortCode>,
    /// 终止或流标时间。不能晚于报送时间（允许相差 5 分钟）。
    pub aborted_at: String,
}

//! What a guarantee is about. Everything that is said otherwise of an auction item, a contract or a project than of a lot is said here, so
//! that no page, paper or rule asks which it is.

use serde::{Deserialize, Serialize};

/// What a guarantee is about (担保对象).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Subject {
    /// 标段: a part of a tender, of works, goods or government procurement.
    #[default]
    Lot,
    /// 标的: what is auctioned or transferred, such as a right to land (Hunan manual 5: 竞买人, 出让人).
    AuctionItem,
    /// 合同: a contract that is signed or about to be (Henan manual 3: performance, payment).
    Contract,
    /// 项目: a building project as a whole (Henan manual 3: wages).
    Project,
}

/// What people call the parts of a subject.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SubjectWords {
    /// Itself.
    pub thing: &'static str,
    /// Its number.
    pub number: &'static str,
    /// Its name.
    pub name: &'static str,
    /// Who becomes the beneficiary.
    pub beneficiary: &'static str,
    /// The beneficiary's code.
    pub beneficiary_code: &'static str,
    /// What is secured, in money.
    pub security: &'static str,
    /// The instant after which no letter is issued.
    pub deadline: &'static str,
    /// What happens then, as in 已…, 未… and …前.
    pub closing: &'static str,
    /// The days that are counted from then; the letter outlives them.
    pub period: &'static str,
    /// Where its facts are found.
    pub source: &'static str,
}

impl Subject {
    /// Every subject, in the order of pages.
    pub const ALL: [Self; 4] = [Self::Lot, Self::AuctionItem, Self::Contract, Self::Project];

    /// Its name in forms and feeds, and on the wire.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Lot => "lot",
            Self::AuctionItem => "auction_item",
            Self::Contract => "contract",
            Self::Project => "project",
        }
    }

    /// The subject that a form or a feed names, by code or by word; a lot where it names none.
    #[must_use]
    pub fn named(text: &str) -> Option<Self> {
        if text.is_empty() {
            return Some(Self::default());
        }
        Self::ALL.into_iter().find(|subject| subject.code() == text || subject.words().thing == text)
    }

    /// What its parts are called.
    #[must_use]
    pub const fn words(self) -> &'static SubjectWords {
        match self {
            Self::Lot => &SubjectWords {
                thing: "标段",
                number: "标段编号",
                name: "标段名称",
                beneficiary: "招标人",
                beneficiary_code: "招标人统一社会信用代码",
                security: "投标保证金",
                deadline: "开标时间",
                closing: "开标",
                period: "投标有效期",
                source: "招标文件",
            },
            Self::AuctionItem => &SubjectWords {
                thing: "标的",
                number: "标的编号",
                name: "标的名称",
                beneficiary: "出让人",
                beneficiary_code: "出让人统一社会信用代码",
                security: "竞买保证金",
                deadline: "竞买截止时间",
                closing: "截止",
                period: "竞买有效期",
                source: "出让文件",
            },
            Self::Contract => &SubjectWords {
                thing: "合同",
                number: "合同编号",
                name: "合同名称",
                beneficiary: "合同相对方",
                beneficiary_code: "合同相对方统一社会信用代码",
                security: "担保金额",
                deadline: "保函提交截止时间",
                closing: "截止",
                period: "合同工期",
                source: "合同",
            },
            Self::Project => &SubjectWords {
                thing: "项目",
                number: "项目编号",
                name: "项目名称",
                beneficiary: "主管部门",
                beneficiary_code: "主管部门统一社会信用代码",
                security: "担保金额",
                deadline: "保函提交截止时间",
                closing: "截止",
                period: "项目工期",
                source: "项目批准文件",
            },
        }
    }

    /// Whether several offer for it until the deadline, at which the offers are opened or ranked: until then its letter waits, from then on
    /// it may be called. A letter about a contract or a project may be called as soon as it is out.
    #[must_use]
    pub const fn is_competed_for(self) -> bool {
        match self {
            Self::Lot | Self::AuctionItem => true,
            Self::Contract | Self::Project => false,
        }
    }

    /// The longest period that is taken, in days: two years while offers bind, ten years of building.
    #[must_use]
    pub const fn period_max(self) -> u32 {
        match self {
            Self::Lot | Self::AuctionItem => 730,
            Self::Contract | Self::Project => 3_650,
        }
    }

    /// Whether it is a lot: what rows, records and wires leave unsaid.
    #[must_use]
    pub const fn is_lot(&self) -> bool {
        matches!(self, Self::Lot)
    }
}

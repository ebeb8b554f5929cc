//! What is traded (交易类型): by what people look for lots. A closed list, of which feeds name one; what names none is 其他 and is not guessed.

use serde::{Deserialize, Serialize};

/// What is traded.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Trade {
    /// 房建市政: buildings and municipal works.
    Construction,
    /// 交通: roads, bridges, harbours.
    Transport,
    /// 水利: water works.
    Water,
    /// 政府采购: government procurement.
    Procurement,
    /// 土地: rights to land, for which people bid as 竞买人 (Hunan manual 5.1.1: 标的).
    Land,
    /// 产权: property of the state.
    Property,
    /// 其他: none of these, or nobody has said.
    #[default]
    Other,
}

impl Trade {
    /// Every trade, in the order of pages.
    pub const ALL: [Self; 7] =
        [Self::Construction, Self::Transport, Self::Water, Self::Procurement, Self::Land, Self::Property, Self::Other];

    /// Its name in addresses, forms and feeds, and on the wire.
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

    /// The word on screens.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Construction => "房建市政",
            Self::Transport => "交通",
            Self::Water => "水利",
            Self::Procurement => "政府采购",
            Self::Land => "土地",
            Self::Property => "产权",
            Self::Other => "其他",
        }
    }

    /// The trade that a form or a feed names, by code or by word; 其他 where it names none, `None` for what is not on the list.
    #[must_use]
    pub fn named(text: &str) -> Option<Self> {
        if text.is_empty() {
            return Some(Self::default());
        }
        Self::ALL.into_iter().find(|trade| trade.code() == text || trade.label() == text)
    }

    /// Whether nobody has said more: what rows, records and wires leave unsaid.
    #[must_use]
    pub const fn is_other(&self) -> bool {
        matches!(self, Self::Other)
    }
}

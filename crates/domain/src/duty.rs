//! What a person of an organisation was given to do: duties (岗位) at an institution, rights (权限) at an enterprise. One wall for both: as long
//! as an organisation has given nobody anything, everyone who holds one of its certificates may do all of it; from the first on, whoever has
//! been given nothing may only look; and somebody always manages.

use crate::refusal::Refusal;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Something to be done by whom it was given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Duty {
    /// Prepares at an institution: endorses applications, drafts special forms, sorts payments out.
    Maker,
    /// Checks at an institution: approves what another person prepared.
    Checker,
    /// Fills in what an enterprise applies for.
    Drafter,
    /// Pays for it.
    Payer,
    /// Seals it with a certificate.
    Signer,
    /// Manages: products, keys, the profile, people.
    Manager,
}

impl Duty {
    /// Every duty.
    pub const ALL: [Self; 6] = [Self::Maker, Self::Checker, Self::Drafter, Self::Payer, Self::Signer, Self::Manager];
    /// Those of an institution's people.
    pub const OF_INSTITUTION: [Self; 3] = [Self::Maker, Self::Checker, Self::Manager];
    /// Those of an enterprise's.
    pub const OF_ENTERPRISE: [Self; 4] = [Self::Drafter, Self::Payer, Self::Signer, Self::Manager];

    /// Its name in forms and in the database.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Maker => "maker",
            Self::Checker => "checker",
            Self::Drafter => "apply",
            Self::Payer => "pay",
            Self::Signer => "sign",
            Self::Manager => "manager",
        }
    }

    /// The word on screens.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Maker => "经办",
            Self::Checker => "复核",
            Self::Drafter => "申请",
            Self::Payer => "支付",
            Self::Signer => "签章",
            Self::Manager => "管理",
        }
    }
}

/// The duties of a person.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Duties(BTreeSet<Duty>);

impl Duties {
    /// All of them.
    #[must_use]
    pub fn all() -> Self {
        Self(Duty::ALL.into())
    }

    /// Whether this is one of them.
    #[must_use]
    pub fn has(&self, duty: Duty) -> bool {
        self.0.contains(&duty)
    }

    /// Those of them that `kept` names.
    #[must_use]
    pub fn only(&self, kept: &[Duty]) -> Self {
        Self(self.0.iter().copied().filter(|duty| kept.contains(duty)).collect())
    }

    /// These, and `duty`.
    #[must_use]
    pub fn and(mut self, duty: Duty) -> Self {
        self.0.insert(duty);
        self
    }

    /// The words on screens, in their order.
    #[must_use]
    pub fn label(&self) -> String {
        self.0.iter().map(|duty| duty.label()).collect::<Vec<_>>().join("、")
    }

    /// The codes, with spaces between.
    #[must_use]
    pub fn to_text(&self) -> String {
        self.0.iter().map(|duty| duty.code()).collect::<Vec<_>>().join(" ")
    }

    /// Reads [`Duties::to_text`]; what is no duty is passed over.
    #[must_use]
    pub fn from_text(text: &str) -> Self {
        Self(Duty::ALL.into_iter().filter(|duty| text.split(' ').any(|code| code == duty.code())).collect())
    }
}

impl FromIterator<Duty> for Duties {
    fn from_iter<I: IntoIterator<Item = Duty>>(duties: I) -> Self {
        Self(duties.into_iter().collect())
    }
}

/// What somebody may do who was given `own`, of an organisation that has given something to somebody (`given`) or to nobody yet.
#[must_use]
pub fn held(own: Option<&Duties>, given: bool) -> Duties {
    match own {
        Some(duties) => duties.clone(),
        None if given => Duties::default(),
        None => Duties::all(),
    }
}

/// Whether somebody would manage an organisation whose people have these duties.
///
/// # Errors
/// [`Refusal::ManagerMissing`].
pub fn managed<'a>(mut all: impl Iterator<Item = &'a Duties>) -> Result<(), Refusal> {
    if all.any(|duties| duties.has(Duty::Manager)) { Ok(()) } else { Err(Refusal::ManagerMissing) }
}

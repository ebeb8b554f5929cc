use domain::access::Role;
use domain::application::ApplicationState;
use domain::guarantee::Standing;
use domain::product::GuaranteeKind;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What the page of an applicant's own things is called where the site has no word for it (Xinjiang manual, menu).
const ACCOUNT: &str = "用户中心";
/// What asking for an invoice is called where the site has no word for it (Hunan manual 5.2.3).
const INVOICE: &str = "开具发票";

/// Words that a site may say in its own way; without one, the platform's.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(default, deny_unknown_fields)]
pub struct Words {
    /// A guarantee that is out while bids are not opened (Hunan: 生效中).
    #[serde(skip_serializing_if = "Option::is_none")]
    before_opening: Option<String>,
    /// A guarantee in force.
    #[serde(skip_serializing_if = "Option::is_none")]
    in_force: Option<String>,
    /// A guarantee past its last day.
    #[serde(skip_serializing_if = "Option::is_none")]
    expired: Option<String>,
    /// What the page of an applicant's own things is called (Hunan: 工作中心).
    #[serde(skip_serializing_if = "Option::is_none")]
    account: Option<String>,
    /// What asking for an invoice is called (Xinjiang: 发票申请).
    #[serde(skip_serializing_if = "Option::is_none")]
    invoice: Option<String>,
    /// Where an application stands, by the state's code (订单关闭 in Hunan is 已取消 in Xinjiang).
    application: BTreeMap<String, String>,
    /// What a kind of guarantee is called, by its code (Henan: 工程投标保函).
    kind: BTreeMap<String, String>,
    /// What whoever acts in a role is called, by its code (Hainan: 建设单位/施工单位 apply, and nobody bids).
    role: BTreeMap<String, String>,
}

impl Words {
    /// How a guarantee stands, as this site says it.
    #[must_use]
    pub fn standing(&self, standing: Standing) -> &str {
        let own = match standing {
            Standing::BeforeOpening => &self.before_opening,
            Standing::InForce => &self.in_force,
            Standing::Expired => &self.expired,
        };
        own.as_deref().unwrap_or_else(|| standing.label())
    }

    /// Where an application stands, as this site says it.
    #[must_use]
    pub fn state(&self, state: &ApplicationState) -> &str {
        self.application.get(state.code()).map_or_else(|| state.label(), String::as_str)
    }

    /// What the page of an applicant's own things is called.
    #[must_use]
    pub fn account(&self) -> &str {
        self.account.as_deref().unwrap_or(ACCOUNT)
    }

    /// What asking for an invoice is called.
    #[must_use]
    pub fn invoice(&self) -> &str {
        self.invoice.as_deref().unwrap_or(INVOICE)
    }

    /// What a kind of guarantee is called on this site's pages; papers have the platform's word.
    #[must_use]
    pub fn kind(&self, kind: &GuaranteeKind) -> &str {
        self.kind.get(kind.code()).map_or_else(|| kind.label(), String::as_str)
    }

    /// What whoever acts in this role is called.
    #[must_use]
    pub fn role(&self, role: Role) -> &str {
        self.role.get(role.code()).map_or_else(|| role.label(), String::as_str)
    }

    /// The same for who chooses between roles.
    #[must_use]
    pub fn role_title(&self, role: Role) -> &str {
        self.role.get(role.code()).map_or_else(|| role.title(), String::as_str)
    }

    /// The states of an application with this site's words, in the order in which it goes through them. Where two have one word, the
    /// platform's own follows.
    #[must_use]
    pub fn states(&self) -> Vec<(&'static str, String)> {
        let word = |code: &str, label: &'static str| self.application.get(code).map_or(label, String::as_str).to_owned();
        let words: Vec<String> = ApplicationState::NAMED.iter().map(|(code, label)| word(code, label)).collect();
        let shared = |word: &String| words.iter().filter(|other| *other == word).count() > 1;
        let told = |(word, (code, label)): (&String, &(&'static str, &'static str))| {
            (*code, if shared(word) && word != label { format!("{word}（{label}）") } else { word.clone() })
        };
        words.iter().zip(&ApplicationState::NAMED).map(told).collect()
    }

    /// The first key that names nothing.
    pub(super) fn unknown(&self) -> Option<&str> {
        let state = |code: &&String| ApplicationState::NAMED.iter().all(|(known, _)| known != code);
        let kind = |code: &&String| GuaranteeKind::ALL.iter().all(|known| known.code() != *code);
        let role = |code: &&String| Role::of_code(code).is_none();
        let roles = || self.role.keys().find(role);
        self.application.keys().find(state).or_else(|| self.kind.keys().find(kind)).or_else(roles).map(String::as_str)
    }

    /// What the platform's own word stands for: key and word.
    pub(super) fn left(&self) -> Vec<(String, String)> {
        let standings = [
            ("before_opening", &self.before_opening, Standing::BeforeOpening),
            ("in_force", &self.in_force, Standing::InForce),
            ("expired", &self.expired, Standing::Expired),
        ];
        let standings = standings.into_iter().filter(|(_, own, _)| own.is_none());
        let states = ApplicationState::NAMED.iter().filter(|(code, _)| !self.application.contains_key(*code));
        let kinds = GuaranteeKind::ALL.into_iter().filter(|kind| !self.kind.contains_key(kind.code()));
        let roles = Role::ALL.into_iter().filter(|role| role.is_persons() && !self.role.contains_key(role.code()));
        let account = self.account.is_none().then(|| ("words.account".to_owned(), ACCOUNT.to_owned()));
        let invoice = self.invoice.is_none().then(|| ("words.invoice".to_owned(), INVOICE.to_owned()));
        account
            .into_iter()
            .chain(invoice)
            .chain(standings.map(|(key, _, standing)| (format!("words.{key}"), standing.label().to_owned())))
            .chain(states.map(|(code, label)| (format!("words.application.{code}"), (*label).to_owned())))
            .chain(kinds.map(|kind| (format!("words.kind.{}", kind.code()), kind.label().to_owned())))
            .chain(roles.map(|role| (format!("words.role.{}", role.code()), role.label().to_owned())))
            .collect()
    }
}

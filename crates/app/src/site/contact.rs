use serde::{Deserialize, Serialize};

/// Whom people call, and when.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Contact {
    /// Telephone numbers, at least one.
    pub phones: Vec<String>,
    /// When somebody answers.
    pub hours: String,
}

/// Whom people call about what.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Contacts {
    /// 业务咨询.
    pub consult: Contact,
    /// 系统维护.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub maintenance: Option<Contact>,
    /// 投诉.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub complaint: Option<Contact>,
}

impl Contacts {
    /// Each with what it is for.
    pub fn all(&self) -> impl Iterator<Item = (&'static str, &Contact)> {
        let named = [("业务咨询", Some(&self.consult)), ("系统维护", self.maintenance.as_ref()), ("投诉", self.complaint.as_ref())];
        named.into_iter().filter_map(|(purpose, contact)| contact.map(|contact| (purpose, contact)))
    }
}

/// Addresses of the portal that people come from and go back to. A site without an address shows no link.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(default, deny_unknown_fields)]
pub struct PortalLinks {
    /// 返回交易中心.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub home: Option<String>,
    /// 登录 by way of the portal.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub login: Option<String>,
    /// 注册.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub register: Option<String>,
}

impl PortalLinks {
    /// Its addresses.
    pub(super) fn addresses(&self) -> impl Iterator<Item = &str> {
        [&self.home, &self.login, &self.register].into_iter().filter_map(|address| address.as_deref())
    }
}

use domain::site::SiteCode;

/// Where somebody logs in.
#[derive(Clone, Debug, Default)]
pub struct Device {
    /// The network address.
    pub address: String,
    /// What the browser says of itself.
    pub agent: String,
    /// The site, whose limits bind the session.
    pub site: Option<SiteCode>,
    /// The token of the session that the browser had, which is over then.
    pub before: Option<String>,
}

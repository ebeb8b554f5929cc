//! Where institutions' own systems are: the address book.

use crate::error::AppError;
use domain::institution::{Connection, Institution, Wire};
use domain::onboarding::OnboardingState;
use store::Query;
use url::Url;

/// Where an institution's system is: as it asks to be accepted, or as it works.
pub(crate) async fn target(query: &mut impl Query, institution: &Institution) -> Result<Option<(String, Wire)>, AppError> {
    let asked = store::onboarding::list_of_institution(query, institution.id).await?.into_iter();
    let asked = asked.filter(|onboarding| onboarding.state == OnboardingState::UnderAcceptance);
    let connections = asked.filter_map(|onboarding| onboarding.acceptance).map(|acceptance| acceptance.connection);
    Ok(connections.chain(std::iter::once(institution.connection.clone())).find_map(|connection| match connection {
        Connection::OwnSystem { address, wire } => Some((address, wire)),
        Connection::Hosted => None,
    }))
}

/// Whether a page is on the host of an interface's address.
pub(crate) fn is_below(address: &str, page: &str) -> bool {
    let (Ok(own), Ok(page)) = (Url::parse(address), Url::parse(page)) else { return false };
    let plain = page.username().is_empty() && page.password().is_none();
    plain && own.scheme() == page.scheme() && own.host() == page.host()
}

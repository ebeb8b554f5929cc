//! Whose address a message goes to, and the address itself: it stands where its owner keeps it and nowhere else.

use crate::error::AppError;
use crate::profile::conceal::Safe;
use crate::world::World;
use domain::application::Application;
use domain::dispatch::Recipient;
use domain::id::{InstitutionId, OrganisationId};
use domain::notice::{NoticeChannel, NoticeChoice};
use domain::party::{Email, Mobile, masked};
use domain::profile::ProfileItem;
use domain::site::SiteCode;
use store::Query;

/// Where somebody is reached.
#[derive(Clone, Debug, Default)]
pub(crate) struct Address {
    /// What the person is called.
    pub(crate) name: String,
    pub(crate) mobile: Option<Mobile>,
    pub(crate) mail: Option<Email>,
}

impl Address {
    /// The address by a channel.
    pub(crate) fn by(&self, channel: NoticeChannel) -> Option<&str> {
        match channel {
            NoticeChannel::TextMessage => self.mobile.as_ref().map(Mobile::as_str),
            NoticeChannel::Mail => self.mail.as_ref().map(Email::as_str),
        }
    }

    /// What of it is shown to who may see that something was sent.
    pub(crate) fn shown(&self, channel: NoticeChannel) -> String {
        let Some(address) = self.by(channel) else { return String::new() };
        match (channel, address.split_once('@')) {
            (NoticeChannel::Mail, Some((local, domain))) => {
                format!("{}***@{domain}", local.chars().take(1).collect::<String>())
            }
            (NoticeChannel::Mail | NoticeChannel::TextMessage, _) => masked(address, 3, 4),
        }
    }
}

/// Somebody who is told, what they chose, and where they are reached.
#[derive(Clone, Debug)]
pub(crate) struct Reached {
    pub(crate) recipient: Recipient,
    pub(crate) choice: NoticeChoice,
    pub(crate) address: Address,
}

async fn of_profile(world: &World, query: &mut impl Query, organisation: OrganisationId) -> Result<Option<Address>, AppError> {
    let Some(profile) = store::profile::load(query, organisation).await? else { return Ok(None) };
    let content = profile.content;
    let mobile = match (content.contact_mobile, Safe::find(world, query, organisation).await?) {
        (Some(kept), Some(safe)) => safe.reveal(ProfileItem::ContactMobile.code(), &kept)?.parse().ok(),
        (Some(_) | None, _) => None,
    };
    Ok(Some(Address { name: content.contact.map(|name| name.to_string()).unwrap_or_default(), mobile, mail: content.contact_email }))
}

async fn of_institution(
    world: &World,
    query: &mut impl Query,
    institution: InstitutionId,
    site: SiteCode,
) -> Result<Option<Address>, AppError> {
    let admitted_by = world.sites.outlet(site).admitted_by;
    let known = store::onboarding::list_of_institution(query, institution).await?;
    let known = known.into_iter().find(|onboarding| onboarding.facts.site == admitted_by);
    Ok(known.map(|onboarding| match onboarding.acceptance {
        Some(acceptance) => Address { name: acceptance.contact.to_string(), mobile: Some(acceptance.mobile), mail: None },
        None => Address { name: onboarding.profile.contact.to_string(), mobile: Some(onboarding.profile.mobile), mail: None },
    }))
}

/// Where a recipient is reached now; `None` for one who is not any more.
///
/// # Errors
/// [`AppError::Unavailable`].
pub(crate) async fn address(world: &World, query: &mut impl Query, recipient: Recipient) -> Result<Option<Address>, AppError> {
    match recipient {
        Recipient::Application(id) => {
            let named = store::application::load(query, id).await?.and_then(|application| application.representative);
            Ok(named.map(|one| Address { name: one.name.to_string(), mobile: Some(one.mobile), mail: Some(one.email) }))
        }
        Recipient::Profile(organisation) => of_profile(world, query, organisation).await,
        Recipient::Person(organisation, id) => {
            let people = store::representative::load(query, organisation).await?;
            let person = people.and_then(|people| people.acting().find(|person| person.id == id).cloned());
            let (Some(person), Some(safe)) = (person, Safe::find(world, query, organisation).await?) else { return Ok(None) };
            let mobile = person.mobile.as_ref().map(|kept| safe.reveal(&id.to_string(), kept)).transpose()?;
            Ok(Some(Address { name: person.name.to_string(), mobile: mobile.and_then(|mobile| mobile.parse().ok()), mail: None }))
        }
        Recipient::Institution(institution, site) => of_institution(world, query, institution, site).await,
    }
}

/// Who of an audience is told of something about `application`, or about itself on `site`: the contact that the application names, the contact of
/// the profile, and whoever of its people chose to be told.
///
/// # Errors
/// [`AppError::Unavailable`].
pub(crate) async fn reached(
    world: &World,
    query: &mut impl Query,
    audience: &str,
    application: Option<&Application>,
    site: SiteCode,
) -> Result<Vec<Reached>, AppError> {
    let of_all = store::notice_choice::load(query, audience, None).await?.unwrap_or_default();
    let mut recipients = Vec::new();
    if let Ok(institution) = audience.parse::<InstitutionId>() {
        recipients.push((Recipient::Institution(institution, site), of_all));
    } else if let Ok(organisation) = audience.parse::<OrganisationId>() {
        recipients.extend(application.map(|one| (Recipient::Application(one.facts.id), of_all.clone())));
        recipients.push((Recipient::Profile(organisation), of_all));
        let people = store::notice_choice::list_of_people(query, audience).await?;
        recipients.extend(people.into_iter().map(|(id, choice)| (Recipient::Person(organisation, id), choice)));
    }
    let mut found = Vec::new();
    for (recipient, choice) in recipients {
        if let Some(address) = address(world, query, recipient).await? {
            found.push(Reached { recipient, choice, address });
        }
    }
    Ok(found)
}

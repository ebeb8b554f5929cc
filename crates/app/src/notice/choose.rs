//! Choosing what one is told outside the platform: for the contacts of the whole organisation, or for oneself where one is known by name.

use super::list::audience;
use crate::commit::commit;
use crate::error::{AppError, FieldError};
use crate::world::{Caller, World};
use domain::Refusal;
use domain::access::{Action, Actor, Relation, Role};
use domain::id::PersonId;
use domain::notice::choice::{DAY_MINUTES, MailPace, QuietHours};
use domain::notice::{NoticeChannel, NoticeChoice, NoticeGroup};
use domain::text::figures;
use std::collections::{BTreeMap, BTreeSet};
use store::Stamp;

/// Whose choice it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whose {
    /// Of the organisation's contacts.
    All,
    /// Of the caller.
    Own,
}

/// What was typed.
#[derive(Clone, Debug, Default)]
pub struct Form {
    /// What is told by text message.
    pub texts: BTreeSet<NoticeGroup>,
    /// How soon mails come.
    pub mails: BTreeMap<NoticeGroup, MailPace>,
    /// Whether it is quiet at some hours.
    pub quiet: bool,
    /// From when on, `22:00`.
    pub from: String,
    /// Until when.
    pub to: String,
}

fn clock(minute: u16) -> String {
    format!("{:02}:{:02}", minute / 60, minute % 60)
}

/// The minute of the day that a person meant.
fn minute(field: &'static str, text: &str) -> Result<u16, FieldError> {
    let wrong = || FieldError::new(field, "请填写时刻，如 22:00");
    let text = figures(text).replace('：', ":");
    let (hour, minute) = text.split_once(':').ok_or_else(wrong)?;
    let number = |text: &str| text.parse::<u16>().ok().filter(|_| text.len() <= 2);
    let (hour, minute) = number(hour).zip(number(minute)).filter(|(hour, minute)| *hour < 24 && *minute < 60).ok_or_else(wrong)?;
    Ok((hour * 60 + minute) % DAY_MINUTES)
}

impl Form {
    /// The form that shows a choice.
    #[must_use]
    pub fn of(choice: &NoticeChoice) -> Self {
        let hours = choice.quiet.unwrap_or(domain::notice::choice::USUAL);
        Self {
            texts: choice.texts.clone(),
            mails: NoticeGroup::ALL.into_iter().map(|group| (group, choice.pace(group))).collect(),
            quiet: choice.quiet.is_some(),
            from: clock(hours.from),
            to: clock(hours.to),
        }
    }

    fn choice(&self) -> Result<NoticeChoice, AppError> {
        let quiet = if self.quiet {
            match (minute("from", &self.from), minute("to", &self.to)) {
                (Ok(from), Ok(to)) if from == to => {
                    return Err(AppError::Invalid(vec![FieldError::new("to", "免打扰的开始和结束不能是同一时刻，不需要的请取消勾选")]));
                }
                (Ok(from), Ok(to)) => Some(QuietHours { from, to }),
                (from, to) => return Err(AppError::Invalid(from.err().into_iter().chain(to.err()).collect())),
            }
        } else {
            None
        };
        Ok(NoticeChoice { texts: self.texts.clone(), mails: self.mails.clone(), quiet })
    }
}

/// What may be chosen by the caller, as it stands.
#[derive(Clone, Debug)]
pub struct Choices {
    /// For the organisation's contacts.
    pub of_all: NoticeChoice,
    /// Whether the caller may change that.
    pub may_change_all: bool,
    /// For the caller; `None` where the caller is nobody who was registered with a phone.
    pub own: Option<NoticeChoice>,
    /// Whether there is a mail server.
    pub mails: bool,
}

/// Who the actor is of the people of its enterprise, if it is one who is reached by phone.
async fn person(world: &World, actor: &Actor) -> Result<Option<PersonId>, AppError> {
    let (Role::Applicant, Some(organisation)) = (actor.role, actor.organisation) else { return Ok(None) };
    let people = store::representative::load(&mut world.store.reader(), organisation).await?;
    Ok(people.and_then(|people| people.person(&actor.certificate).filter(|person| person.mobile.is_some()).map(|person| person.id)))
}

fn stamp(world: &World, caller: &Caller, action: Action) -> Result<(String, Stamp), AppError> {
    let (audience, relation) = audience(&caller.actor).ok_or(AppError::NotFound)?;
    // A centre reads its notices here and is sent none.
    let relation = if relation == Relation::CentreOfSite { Relation::Stranger } else { relation };
    let stamp = caller.stamp(world, action, relation, &audience)?;
    Ok((audience, stamp))
}

/// What was chosen.
///
/// # Errors
/// [`AppError::NotFound`] to those who are sent nothing.
pub async fn choices(world: &World, caller: &Caller) -> Result<Choices, AppError> {
    let (audience, _) = stamp(world, caller, Action::ChooseNotices)?;
    let mut reader = world.store.reader();
    let own = match person(world, &caller.actor).await? {
        // Whoever has chosen nothing is told by phone of nothing.
        Some(id) => Some(store::notice_choice::load(&mut reader, &audience, Some(id)).await?.unwrap_or_else(silent)),
        None => None,
    };
    Ok(Choices {
        of_all: store::notice_choice::load(&mut reader, &audience, None).await?.unwrap_or_default(),
        may_change_all: domain::access::is_given(&caller.actor, Action::ChooseNoticesForAll),
        own,
        mails: world.sends_by(NoticeChannel::Mail),
    })
}

fn silent() -> NoticeChoice {
    NoticeChoice { texts: BTreeSet::new(), ..NoticeChoice::default() }
}

/// Keeps what was chosen.
///
/// # Errors
/// [`AppError::Invalid`] for what was typed wrong; [`AppError::NotFound`] to those who are sent nothing;
/// [`AppError::Refused`] to who does not manage, or is nobody who was registered.
pub async fn choose(world: &World, caller: &Caller, whose: Whose, form: &Form) -> Result<(), AppError> {
    let (audience, stamp, person) = match whose {
        Whose::All => {
            let (audience, stamp) = stamp(world, caller, Action::ChooseNoticesForAll)?;
            (audience, stamp, None)
        }
        Whose::Own => {
            let (audience, stamp) = stamp(world, caller, Action::ChooseNotices)?;
            let person = person(world, &caller.actor).await?.ok_or(Refusal::RepresentativeUnknown)?;
            (audience, stamp.about(person), Some(person))
        }
    };
    let choice = form.choice()?;
    commit(world, stamp, move |w| Box::pin(async move { Ok(store::notice_choice::keep(w.tx(), &audience, person, &choice)?) })).await
}

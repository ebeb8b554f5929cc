//! Asking for a code.

use crate::commit::commit;
use crate::error::AppError;
use crate::text_message::{self, TextMessage};
use crate::world::World;
use domain::Refusal;
use domain::access::{Action, Relation};
use domain::id::PhoneCodeId;
use domain::notice::NoticeChannel;
use domain::onboarding::Onboarding;
use domain::party::Uscc;
use domain::phone_code::{CodeAddress, PhoneCode, Purpose, send};
use domain::site::SiteCode;
use store::turn::{Contested, take};

/// What somebody nobody knows yet asks for.
#[derive(Clone, Debug)]
pub struct CodeWanted {
    /// On which site.
    pub site: SiteCode,
    /// For what.
    pub purpose: Purpose,
    /// About which organisation.
    pub uscc: Uscc,
    /// Where to: a mobile or a mail address.
    pub to: CodeAddress,
    /// From which address, for the hourly limit.
    pub address: String,
    /// Whether it is theirs to ask: a ticket shows that its onboarding has been proved already, or the phone is a representative's.
    pub entitled: bool,
}

/// Whether an institution named this phone; it names no letter box.
fn is_contact(onboarding: &Onboarding, to: &CodeAddress) -> bool {
    match to {
        CodeAddress::Phone(mobile) => onboarding.is_contact(mobile),
        CodeAddress::Mail(_) => false,
    }
}

/// Sends a code. About an institution that has applied already, one is sent only to the mobile it named; whether it was sent is
/// nobody's business, so the answer is the same and the limits count the same.
///
/// # Errors
/// [`AppError::Refused`] when too many were asked for, or mail is not offered.
pub async fn send(world: &World, asked: CodeWanted) -> Result<(), AppError> {
    match asked.to {
        CodeAddress::Mail(_) if !world.sends_by(NoticeChannel::Mail) => return Err(Refusal::MailNotOffered.into()),
        CodeAddress::Mail(_) | CodeAddress::Phone(_) => {}
    }
    let now = world.now();
    let code = PhoneCode {
        id: world.id(PhoneCodeId::new),
        purpose: asked.purpose,
        uscc: asked.uscc,
        to: asked.to,
        sent_at: now,
        wrong: 0,
        used: false,
    };
    let stamp = world.system().stamp(world, Action::Onboard, Relation::Platform, code.id)?;
    commit(world, stamp, move |w| {
        Box::pin(async move {
            take(w.tx(), Contested::CodeAddress(&code.to))?;
            take(w.tx(), Contested::Address(&asked.address))?;
            let recent = store::phone_code::recent(w.tx(), &code.to, &asked.address, now).await?;
            send::check(&recent, code.purpose, now)?;
            let known = store::onboarding::load_by_uscc(w.tx(), asked.site, &code.uscc).await?;
            let wanted = match (code.purpose, known) {
                (Purpose::Apply | Purpose::Complaint, _) => true,
                (Purpose::Contact | Purpose::Register | Purpose::LogIn | Purpose::Handle, _) => asked.entitled,
                (Purpose::Acceptance | Purpose::Progress, known) => known.is_some_and(|known| is_contact(&known, &code.to)),
            };
            store::phone_code::create(w.tx(), &code, &asked.address)?;
            if wanted {
                let message = TextMessage::PhoneCode { code: code.id, purpose: code.purpose };
                text_message::write(w, &code.to, message)?;
            }
            Ok(())
        })
    })
    .await
}

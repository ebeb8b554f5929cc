//! Asking for a code.

use crate::commit::commit;
use crate::error::AppError;
use crate::text_message::{self, TextMessage};
use crate::world::World;
use domain::access::{Action, Relation};
use domain::id::PhoneCodeId;
use domain::party::{Mobile, Uscc};
use domain::phone_code::{PhoneCode, Purpose, send};
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
    /// To which mobile.
    pub mobile: Mobile,
    /// From which address, for the hourly limit.
    pub address: String,
    /// Whether it is theirs to ask: a ticket shows that its onboarding has been proved already, or the phone is a representative's.
    pub entitled: bool,
}

/// Sends a code. About an institution that has applied already, one is sent only to the mobile it named; whether it was sent is
/// nobody's business, so the answer is the same and the limits count the same.
///
/// # Errors
/// [`AppError::Refused`] when too many were asked for.
pub async fn send(world: &World, asked: CodeWanted) -> Result<(), AppError> {
    let now = world.now();
    let code = PhoneCode {
        id: world.id(PhoneCodeId::new),
        purpose: asked.purpose,
        uscc: asked.uscc,
        mobile: asked.mobile,
        sent_at: now,
        wrong: 0,
        used: false,
    };
    let stamp = world.system().stamp(world, Action::Onboard, Relation::Platform, code.id)?;
    commit(world, stamp, move |w| {
        Box::pin(async move {
            take(w.tx(), Contested::Mobile(&code.mobile))?;
            take(w.tx(), Contested::Address(&asked.address))?;
            let recent = store::phone_code::recent(w.tx(), &code.mobile, &asked.address, now).await?;
            send::check(&recent, code.purpose, now)?;
            let known = store::onboarding::load_by_uscc(w.tx(), asked.site, &code.uscc).await?;
            let wanted = match (code.purpose, known) {
                (Purpose::Apply | Purpose::Complaint, _) => true,
                (Purpose::Contact | Purpose::Register | Purpose::LogIn | Purpose::Handle, _) => asked.entitled,
                (Purpose::Acceptance | Purpose::Progress, known) => known.is_some_and(|known| known.is_contact(&code.mobile)),
            };
            store::phone_code::create(w.tx(), &code, &asked.address)?;
            if wanted {
                let message = TextMessage::PhoneCode { code: code.id, purpose: code.purpose };
                text_message::write(w, &code.mobile, message)?;
            }
            Ok(())
        })
    })
    .await
}

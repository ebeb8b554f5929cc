//! Special forms (特殊格式): the applicant's page, the guarantor's desk and editor.

pub(crate) mod ask;
pub(crate) mod decide;
pub(crate) mod desk;
pub(crate) mod edit;
pub(crate) mod picture;

use crate::application::preview::addresses;
use domain::id::SpecialFormId;
use domain::special_form::SpecialFormState;

/// The tone of a state's tag.
const fn tone(state: &SpecialFormState) -> &'static str {
    match state {
        SpecialFormState::Requested | SpecialFormState::Drafted { .. } | SpecialFormState::Approved => "wait",
        SpecialFormState::Confirmed => "ok",
        SpecialFormState::Refused { .. } => "bad",
        SpecialFormState::Abandoned => "mute",
    }
}

/// Pictures of the letter in the text as drafted; none when it cannot be set.
async fn letter(web: &crate::Web, caller: &app::Caller, id: SpecialFormId) -> Vec<String> {
    let folder = format!("/forms/{id}/letter");
    app::special_form::preview::preview(&web.world, caller, id, None).await.map_or_else(|_| Vec::new(), |pages| addresses(&folder, &pages))
}

//! Special forms (特殊格式): the applicant's page, the guarantor's desk and editor.

pub(crate) mod ask;
pub(crate) mod decide;
pub(crate) mod desk;
pub(crate) mod edit;
pub(crate) mod picture;

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

/// How many pages the letter has in the text as drafted; none when it cannot be set.
async fn pages(web: &crate::Web, caller: &app::Caller, id: SpecialFormId) -> usize {
    app::special_form::preview::preview(&web.world, caller, id, None).await.map_or(0, |pages| pages.pictures.len())
}

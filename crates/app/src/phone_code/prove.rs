//! Giving a code back.

use super::digits;
use crate::error::AppError;
use crate::world::World;
use domain::Refusal;
use domain::party::Uscc;
use domain::phone_code::prove::{Proof, prove as judge};
use domain::phone_code::{CodeAddress, PhoneCode, Purpose};
use domain::text::sought;
use subtle::ConstantTimeEq;

/// The digits of what was typed or pasted: full-width ones are digits, blanks are none.
fn typed(given: &str) -> String {
    sought(given).chars().filter(|c| !c.is_whitespace()).collect()
}

/// The code that `given` proves; whoever acts on it uses it up in the transaction of the act.
///
/// # Errors
/// [`Refusal::CodeWrong`], whatever is wrong with it.
pub(crate) async fn prove(
    world: &World,
    purpose: Purpose,
    uscc: &Uscc,
    to: impl Into<CodeAddress>,
    given: &str,
) -> Result<PhoneCode, AppError> {
    let wrong = || AppError::Refused(Refusal::CodeWrong);
    let code = store::phone_code::load_last(&mut world.store.reader(), &to.into(), purpose, uscc).await?.ok_or_else(wrong)?;
    let matches = digits(world, code.id).as_bytes().ct_eq(typed(given).as_bytes()).into();
    match judge(&code, matches, world.now()) {
        Proof::Proved => Ok(code),
        Proof::Dead => Err(wrong()),
        Proof::Wrong => {
            let counted = world
                .store
                .write::<_, AppError, _>(move |tx| Box::pin(async move { Ok(store::phone_code::count_wrong(tx, &code)?) }))
                .await;
            match counted {
                Ok(()) | Err(AppError::Conflict) => Err(wrong()),
                Err(other) => Err(other),
            }
        }
    }
}

/// The same, used up at once, for what only looks.
///
/// # Errors
/// As [`prove`].
pub(crate) async fn prove_once(
    world: &World,
    purpose: Purpose,
    uscc: &Uscc,
    to: impl Into<CodeAddress>,
    given: &str,
) -> Result<(), AppError> {
    let code = prove(world, purpose, uscc, to, given).await?;
    let used = world.store.write::<_, AppError, _>(move |tx| Box::pin(async move { Ok(store::phone_code::use_up(tx, &code)?) })).await;
    match used {
        Err(AppError::Conflict) => Err(AppError::Refused(Refusal::CodeWrong)),
        other => other,
    }
}

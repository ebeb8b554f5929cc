//! Giving a person duties.

use super::Staff;
use crate::duty::{Duties, managed};
use crate::refusal::Refusal;

/// Most characters of a name.
const NAME_MAX: usize = 30;

/// The person with these duties and this name. An institution always keeps somebody who manages; the first to be given a duty is such a
/// person.
///
/// # Errors
/// [`Refusal::ManagerMissing`]; [`Refusal::StaffNameMissing`].
pub fn assign(staff: &[Staff], certificate: &str, name: &str, duties: &Duties) -> Result<Staff, Refusal> {
    let person = staff.iter().find(|person| person.certificate == certificate).ok_or(Refusal::StaffUnknown)?;
    let name = name.trim();
    if name.is_empty() || name.chars().count() > NAME_MAX {
        return Err(Refusal::StaffNameMissing);
    }
    let others = staff.iter().filter(|person| person.certificate != certificate);
    managed(others.filter_map(|person| person.duties.as_ref()).chain(std::iter::once(duties)))?;
    Ok(Staff { name: name.to_owned(), duties: Some(duties.clone()), ..person.clone() })
}

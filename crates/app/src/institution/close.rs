//! The days on which an institution is closed although others work.

use crate::commit::commit;
use crate::error::{AppError, FieldError};
use crate::world::{Caller, World};
use domain::access::{Action, Relation};
use domain::institution::Institution;
use domain::time::read_date;
use store::turn::{Contested, take};

/// Most days of one institution.
const DAYS_MAX: usize = 60;

/// Closes the caller's institution on a day, or opens it again; days that have passed are forgotten.
///
/// # Errors
/// [`AppError::Invalid`] for a day that is none, has passed or is one too many; [`AppError::NotFound`].
pub async fn close(world: &World, caller: &Caller, text: &str, closed: bool) -> Result<Institution, AppError> {
    let id = caller.actor.institution.ok_or(AppError::NotFound)?;
    let stamp = caller.stamp(world, Action::CloseInstitution, Relation::Guarantor, id)?;
    let wrong = |message: String| AppError::Invalid(vec![FieldError::new("day", message)]);
    let day = read_date(text).ok_or_else(|| wrong("请填写日期，如 2026-12-31".into()))?;
    let today = world.now().date();
    if day < today {
        return Err(wrong("日期已过".into()));
    }
    if world.sites.calendar().provisional(day.year()).is_none() {
        return Err(wrong(format!("{} 年的节假日安排尚未公布", day.year())));
    }
    commit(world, stamp.about(format!("{id}/{day}")), move |w| {
        Box::pin(async move {
            take(w.tx(), Contested::Institution(id))?;
            let mut institution = store::institution::load(w.tx(), id).await?.ok_or(AppError::NotFound)?;
            institution.closed_days.retain(|day| *day >= today);
            if closed {
                institution.closed_days.insert(day);
            } else {
                institution.closed_days.remove(&day);
            }
            if institution.closed_days.len() > DAYS_MAX {
                return Err(AppError::Invalid(vec![FieldError::new("day", format!("最多登记 {DAYS_MAX} 天"))]));
            }
            store::institution::save(w.tx(), &institution)?;
            Ok(institution)
        })
    })
    .await
}

//! Ratings of institutions (评价, Xinjiang manual 1.3.1): the applicant's form, and the offices' list with a page for each.

pub(crate) mod list;
pub(crate) mod rate;
pub(crate) mod view;

use domain::rating::Stars;

/// Stars as they are drawn.
pub(crate) fn drawn(stars: Stars) -> String {
    let full = usize::from(stars.number());
    "★".repeat(full) + &"☆".repeat(5 - full)
}

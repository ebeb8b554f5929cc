//! Ratings (评价): given by applicants for their letters, answered by the institution, hidden by its centre, counted at night. One file a verb.

pub mod answer;
pub(crate) mod count;
pub mod figure;
pub mod hide;
pub mod list;
pub(crate) mod load;
pub mod rate;
pub mod restore;
pub mod view;

//! Paper originals of letters (纸质版保函原件): asked for by the applicant, printed and sent at the institution's desk (Henan manual 3.6).

pub mod deliver;
pub mod form;
pub mod list;
mod load;
pub mod post;
pub mod print;
pub mod refuse;
pub mod request;
pub mod reveal;
pub mod view;

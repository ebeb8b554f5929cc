//! Onboarding of institutions (机构接入). One file a verb.

pub mod apply;
pub mod choose_prefectures;
pub mod decide;
pub(crate) mod field;
pub mod identify;
pub mod list;
pub(crate) mod load;
pub mod replay;
pub mod request_acceptance;
pub mod template;
pub mod ticket;
pub mod view;

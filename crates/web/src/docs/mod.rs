//! What integrators read.

pub(crate) mod agent;
pub(crate) mod api;
pub(crate) mod certificate;
pub(crate) mod enveloped;

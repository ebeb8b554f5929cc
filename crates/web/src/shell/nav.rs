/// The item of the main navigation a page belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Nav {
    Home,
    Apply,
    Orders,
    Notices,
    Verify,
    Desk,
    Suspense,
    Forms,
    Onboarding,
    Products,
    Exposure,
    Interface,
    Messages,
    Staff,
    Report,
    Instructions,
    Calendar,
    Docs,
    None,
}

/// A statement: one text for both engines, or one per engine where the engines differ. Parameters are `$1`, `$2`… in the order
/// of their first appearance, because SQLite numbers them so; a test checks it.
#[derive(Debug)]
pub struct Sql {
    /// Its module and name, such as `store::lot::LIST`.
    pub name: &'static str,
    /// The text for SQLite.
    pub sqlite: &'static str,
    /// The text for PostgreSQL.
    pub postgres: &'static str,
}

/// Declares a module's statements and lists them in `ALL`, so that a test can prepare each on both engines.
macro_rules! statements {
    ($($name:ident = $sqlite:literal $(, postgres $postgres:literal)?;)*) => {
        $(static $name: $crate::db::Sql = $crate::db::Sql {
            name: concat!(module_path!(), "::", stringify!($name)),
            sqlite: $sqlite,
            postgres: $crate::db::statements!(@postgres $sqlite $(, $postgres)?),
        };)*
        pub(crate) static ALL: &[&$crate::db::Sql] = &[$(&$name,)*];
    };
    (@postgres $sqlite:literal, $postgres:literal) => { $postgres };
    (@postgres $sqlite:literal) => { $sqlite };
}
pub(crate) use statements;

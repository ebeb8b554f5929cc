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
    /// The same for PostgreSQL, failing with [`UNCHANGED`] unless it changes one row.
    pub one: &'static str,
}

/// The error of PostgreSQL by which a statement says that it did not change one row: a division by zero, which no other statement makes.
pub(super) const UNCHANGED: &str = "22012";

impl Sql {
    /// Whether it changes a row that must be as it was read, and so is asked to fail by itself where it is not: the transaction can then be
    /// committed without waiting for its answer.
    pub(super) fn checks_version(&self) -> bool {
        self.postgres.starts_with("UPDATE ") && self.postgres.contains(" AND version = $")
    }

    /// Whether it writes all its rows or fails.
    pub(super) fn writes_or_fails(&self) -> bool {
        self.checks_version()
            || (self.postgres.starts_with("INSERT ") && !self.postgres.contains(" ON CONFLICT") && self.postgres.contains(" VALUES "))
    }

    /// The text that is prepared on PostgreSQL.
    pub(super) fn prepared(&self) -> &'static str {
        if self.checks_version() { self.one } else { self.postgres }
    }
}

/// Declares a module's statements and lists them in `ALL`, so that a test can prepare each on both engines.
macro_rules! statements {
    ($($name:ident = $sqlite:literal $(, postgres $postgres:literal)?;)*) => {
        $(static $name: $crate::db::Sql = $crate::db::Sql {
            name: concat!(module_path!(), "::", stringify!($name)),
            sqlite: $sqlite,
            postgres: $crate::db::statements!(@postgres $sqlite $(, $postgres)?),
            one: $crate::db::statements!(@one $sqlite $(, $postgres)?),
        };)*
        pub(crate) static ALL: &[&$crate::db::Sql] = &[$(&$name,)*];
    };
    (@postgres $sqlite:literal, $postgres:literal) => { $postgres };
    (@postgres $sqlite:literal) => { $sqlite };
    (@one $sqlite:literal, $postgres:literal) => { $crate::db::statements!(@one $postgres) };
    (@one $postgres:literal) => { concat!("WITH changed AS (", $postgres, " RETURNING 1) SELECT 1 / COUNT(*) FROM changed") };
}
pub(crate) use statements;

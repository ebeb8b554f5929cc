use super::StoreError;
use bytes::BytesMut;
use rusqlite::types::{ToSqlOutput, ValueRef};
use std::error::Error;
use tokio_postgres::types::{IsNull, ToSql, Type, to_sql_checked};

/// A value that goes in or comes out. The portable subset: text, 64-bit integers, nothing else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// NULL.
    Null,
    /// BIGINT.
    Int(i64),
    /// TEXT.
    Text(String),
    /// An array of texts on PostgreSQL; the words joined by blanks on SQLite.
    Words(Vec<String>),
}

impl From<i64> for Value {
    fn from(value: i64) -> Self {
        Self::Int(value)
    }
}

impl From<u32> for Value {
    fn from(value: u32) -> Self {
        Self::Int(i64::from(value))
    }
}

impl From<&str> for Value {
    fn from(value: &str) -> Self {
        Self::Text(value.to_owned())
    }
}

impl From<String> for Value {
    fn from(value: String) -> Self {
        Self::Text(value)
    }
}

impl<T: Into<Self>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

/// No text with a NUL goes to either engine: PostgreSQL would refuse it, SQLite cut it short where it is read by others (L3).
pub(super) fn writable(values: &[Value]) -> Result<(), StoreError> {
    let whole = |text: &String| !text.contains('\0');
    let all = values.iter().all(|value| match value {
        Value::Null | Value::Int(_) => true,
        Value::Text(text) => whole(text),
        Value::Words(words) => words.iter().all(whole),
    });
    if all { Ok(()) } else { Err(StoreError::Unwritable) }
}

impl rusqlite::ToSql for Value {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(match self {
            Self::Null => ToSqlOutput::Borrowed(ValueRef::Null),
            Self::Int(value) => ToSqlOutput::Borrowed(ValueRef::Integer(*value)),
            Self::Text(value) => ToSqlOutput::Borrowed(ValueRef::Text(value.as_bytes())),
            Self::Words(words) => ToSqlOutput::Owned(words.join(" ").into()),
        })
    }
}

impl ToSql for Value {
    fn to_sql(&self, kind: &Type, out: &mut BytesMut) -> Result<IsNull, Box<dyn Error + Sync + Send>> {
        match self {
            Self::Null => Ok(IsNull::Yes),
            Self::Int(value) => value.to_sql(kind, out),
            Self::Text(value) => value.to_sql(kind, out),
            Self::Words(words) => words.to_sql(kind, out),
        }
    }

    // The statements are fixed and each is executed in tests; a mismatch of types is refused by the server.
    fn accepts(_: &Type) -> bool {
        true
    }

    to_sql_checked!();
}

/// One row of an answer.
#[derive(Clone, Debug)]
pub struct Row(Vec<Value>);

impl Row {
    /// The integer in column `index`.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`] when there is none.
    pub fn int(&self, index: usize) -> Result<i64, StoreError> {
        match self.0.get(index) {
            Some(Value::Int(value)) => Ok(*value),
            Some(Value::Null | Value::Text(_) | Value::Words(_)) | None => {
                Err(StoreError::Corrupt(format!("no integer in column {index}")))
            }
        }
    }

    /// The text in column `index`.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`] when there is none.
    pub fn text(&self, index: usize) -> Result<&str, StoreError> {
        match self.0.get(index) {
            Some(Value::Text(value)) => Ok(value),
            Some(Value::Null | Value::Int(_) | Value::Words(_)) | None => Err(StoreError::Corrupt(format!("no text in column {index}"))),
        }
    }

    /// The text in column `index`, read as `T`.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`] when there is none or it does not read.
    pub fn parse<T: std::str::FromStr>(&self, index: usize) -> Result<T, StoreError> {
        let text = self.text(index)?;
        text.parse().map_err(|_| StoreError::Corrupt(format!("column {index} does not read")))
    }

    /// The JSON in column `index`, read as `T`.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`] when there is none or it does not read.
    pub fn json<T: serde::de::DeserializeOwned>(&self, index: usize) -> Result<T, StoreError> {
        serde_json::from_str(self.text(index)?).map_err(|error| StoreError::Corrupt(error.to_string()))
    }

    pub(super) fn from_sqlite(row: &rusqlite::Row<'_>) -> rusqlite::Result<Self> {
        let columns = row.as_ref().column_count();
        let mut values = Vec::with_capacity(columns);
        for index in 0..columns {
            values.push(match row.get_ref(index)? {
                ValueRef::Null => Value::Null,
                ValueRef::Integer(value) => Value::Int(value),
                ValueRef::Text(value) => Value::Text(String::from_utf8_lossy(value).into_owned()),
                ValueRef::Real(_) | ValueRef::Blob(_) => {
                    return Err(rusqlite::Error::InvalidColumnType(index, String::new(), rusqlite::types::Type::Blob));
                }
            });
        }
        Ok(Self(values))
    }

    pub(super) fn from_postgres(row: &tokio_postgres::Row) -> Result<Self, StoreError> {
        let corrupt = |error: tokio_postgres::Error| StoreError::Corrupt(error.to_string());
        let mut values = Vec::with_capacity(row.len());
        for (index, column) in row.columns().iter().enumerate() {
            values.push(if *column.type_() == Type::INT8 {
                row.try_get::<_, Option<i64>>(index).map_err(corrupt)?.into()
            } else {
                row.try_get::<_, Option<String>>(index).map_err(corrupt)?.into()
            });
        }
        Ok(Self(values))
    }
}

/// JSON text of a body or payload.
pub(crate) fn json(value: &impl serde::Serialize) -> Result<Value, StoreError> {
    serde_json::to_string(value).map(Value::Text).map_err(|error| StoreError::Corrupt(error.to_string()))
}

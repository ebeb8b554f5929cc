use tables::statement::{Credit, Entry, Row, Summary, read};

/// Every row of a statement.
pub(crate) fn all(bytes: &[u8]) -> (Vec<Row>, Summary) {
    let mut rows = Vec::new();
    let summary = read(bytes, &mut |row| {
        rows.push(row);
        Ok(())
    });
    (rows, summary.unwrap())
}

/// Why a file is no statement.
pub(crate) fn refused(bytes: &[u8]) -> String {
    read(bytes, &mut |_| Ok(())).unwrap_err().0
}

/// What the only row of a statement is.
pub(crate) fn only(text: &str) -> Entry {
    let (rows, _) = all(text.as_bytes());
    assert_eq!(rows.len(), 1, "{text}");
    rows.into_iter().next().unwrap().entry
}

/// The credit in the only row.
pub(crate) fn credit(text: &str) -> Credit {
    match only(text) {
        Entry::Credit(credit) => credit,
        other => panic!("{other:?} of {text}"),
    }
}

/// What is wrong with the only row.
pub(crate) fn fault(text: &str) -> String {
    match only(text) {
        Entry::Fault { reason } => reason,
        other => panic!("{other:?} of {text}"),
    }
}

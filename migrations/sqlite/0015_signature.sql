-- What people signed: some kilobytes each, base64, written in the transaction of what they signed for.
CREATE TABLE signature (
    id TEXT PRIMARY KEY,
    value TEXT NOT NULL
);

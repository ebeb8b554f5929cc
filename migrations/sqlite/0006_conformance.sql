-- Conformance runs over institutions' own systems; turned_away is the key of the message that is answered 503 once, on purpose.
CREATE TABLE conformance_run (
    id TEXT PRIMARY KEY,
    number TEXT NOT NULL UNIQUE,
    institution TEXT NOT NULL REFERENCES institution (id),
    version BIGINT NOT NULL,
    turned_away TEXT,
    body TEXT NOT NULL
);
CREATE INDEX conformance_run_of_institution ON conformance_run (institution, id);

-- Messages about one subject are sent in the order they were written in; identifiers of one millisecond have none.
ALTER TABLE delivery ADD COLUMN turn BIGINT NOT NULL DEFAULT 0;

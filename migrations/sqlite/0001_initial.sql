-- One text per engine, same file names, same tables. Portable subset: TEXT, BIGINT, BLOB/BYTEA; JSON as TEXT read by Rust only;
-- amounts BIGINT fen, instants BIGINT UTC microseconds, dates TEXT.

CREATE TABLE organisation (
    id TEXT PRIMARY KEY,
    uscc TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    role TEXT NOT NULL,
    site TEXT,
    created_at BIGINT NOT NULL
);

CREATE TABLE institution (
    id TEXT PRIMARY KEY,
    organisation TEXT NOT NULL UNIQUE REFERENCES organisation (id),
    uscc TEXT NOT NULL UNIQUE,
    account TEXT NOT NULL UNIQUE,
    body TEXT NOT NULL
);

CREATE TABLE product (
    id TEXT PRIMARY KEY,
    institution TEXT NOT NULL REFERENCES institution (id),
    site TEXT NOT NULL,
    kind TEXT NOT NULL,
    body TEXT NOT NULL,
    UNIQUE (institution, site, kind)
);
CREATE INDEX product_of_site ON product (site, kind);

CREATE TABLE lot (
    id TEXT PRIMARY KEY,
    site TEXT NOT NULL,
    number TEXT NOT NULL,
    entered_by TEXT NOT NULL,
    opens_at BIGINT NOT NULL,
    body TEXT NOT NULL,
    seq INTEGER NOT NULL UNIQUE,
    UNIQUE (number, entered_by)
);
CREATE INDEX lot_of_site ON lot (site, entered_by, seq);

-- Bigrams of names and tenderees (research/persistence.md §3). rowid = lot.seq.
CREATE VIRTUAL TABLE lot_word USING fts5 (words, text UNINDEXED, content = '', contentless_delete = 1, tokenize = 'ascii');

CREATE TABLE application (
    id TEXT PRIMARY KEY,
    number TEXT NOT NULL UNIQUE,
    site TEXT NOT NULL,
    applicant TEXT NOT NULL REFERENCES organisation (id),
    institution TEXT NOT NULL REFERENCES institution (id),
    state TEXT NOT NULL,
    version BIGINT NOT NULL,
    body TEXT NOT NULL
);
CREATE INDEX application_of_applicant ON application (applicant, id);
CREATE INDEX application_of_institution ON application (institution, state, id);

CREATE TABLE payment (
    id TEXT PRIMARY KEY,
    application TEXT NOT NULL UNIQUE REFERENCES application (id),
    reference TEXT NOT NULL UNIQUE,
    state TEXT NOT NULL,
    version BIGINT NOT NULL,
    body TEXT NOT NULL
);

CREATE TABLE bank_line (
    id TEXT PRIMARY KEY,
    bank_reference TEXT NOT NULL UNIQUE,
    institution TEXT NOT NULL,
    payment TEXT,
    state TEXT NOT NULL,
    version BIGINT NOT NULL,
    body TEXT NOT NULL
);
CREATE INDEX bank_line_of_payment ON bank_line (payment);
CREATE INDEX bank_line_of_institution ON bank_line (institution, state, id);
-- INV-11 and its mirror: a payment is settled by one line.
CREATE UNIQUE INDEX bank_line_settles_once ON bank_line (payment) WHERE state IN ('matched', 'honoured');

CREATE TABLE guarantee (
    id TEXT PRIMARY KEY,
    number TEXT NOT NULL UNIQUE,
    application TEXT NOT NULL UNIQUE REFERENCES application (id),
    applicant TEXT NOT NULL,
    institution TEXT NOT NULL,
    digest TEXT NOT NULL UNIQUE,
    version BIGINT NOT NULL,
    body TEXT NOT NULL
);
CREATE INDEX guarantee_of_applicant ON guarantee (applicant, id);

-- What changed: business truth. (aggregate, seq) is the optimistic lock.
CREATE TABLE event (
    aggregate TEXT NOT NULL,
    seq BIGINT NOT NULL,
    type TEXT NOT NULL,
    payload TEXT NOT NULL,
    role TEXT NOT NULL,
    actor TEXT NOT NULL,
    certificate TEXT NOT NULL,
    at BIGINT NOT NULL,
    request TEXT NOT NULL,
    PRIMARY KEY (aggregate, seq)
);

-- Who did what under which permit; written in the transaction of the change.
CREATE TABLE audit (
    id TEXT PRIMARY KEY,
    at BIGINT NOT NULL,
    action TEXT NOT NULL,
    role TEXT NOT NULL,
    organisation TEXT NOT NULL,
    certificate TEXT NOT NULL,
    object TEXT NOT NULL,
    request TEXT NOT NULL
);

-- What goes outside, written before it goes.
CREATE TABLE outbox (
    id TEXT PRIMARY KEY,
    topic TEXT NOT NULL,
    payload TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    delivered_at BIGINT
);

CREATE TABLE job (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    payload TEXT NOT NULL,
    dedupe_key TEXT NOT NULL UNIQUE,
    status TEXT NOT NULL,
    run_at BIGINT NOT NULL,
    attempts BIGINT NOT NULL,
    last_error TEXT NOT NULL
);
CREATE INDEX job_due ON job (run_at) WHERE status = 'ready';

CREATE TABLE login_challenge (
    nonce TEXT PRIMARY KEY,
    browser TEXT NOT NULL,
    expires_at BIGINT NOT NULL,
    used_at BIGINT
);

CREATE TABLE session (
    token TEXT PRIMARY KEY,
    organisation TEXT NOT NULL REFERENCES organisation (id),
    role TEXT NOT NULL,
    certificate TEXT NOT NULL,
    csrf TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    seen_at BIGINT NOT NULL
);

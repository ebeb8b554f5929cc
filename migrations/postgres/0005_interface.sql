-- The open interface: keys, nonces, messages in and out, instructions, how institutions' systems answer.

CREATE TABLE credential (
    id TEXT PRIMARY KEY,
    organisation TEXT NOT NULL REFERENCES organisation (id),
    serial TEXT NOT NULL UNIQUE,
    version BIGINT NOT NULL,
    body TEXT NOT NULL
);
CREATE INDEX credential_of_organisation ON credential (organisation, id);

-- Nonces of signed requests, each used once; kept longer than a request can be old.
CREATE TABLE nonce (
    app TEXT NOT NULL,
    nonce TEXT NOT NULL,
    seen_at BIGINT NOT NULL,
    PRIMARY KEY (app, nonce)
);
CREATE INDEX nonce_seen ON nonce (seen_at);

-- Messages from outside: recorded first, acted on by a job. (sender, key) is the idempotency key, kept for good.
CREATE TABLE message (
    id TEXT PRIMARY KEY,
    sender TEXT NOT NULL,
    key TEXT NOT NULL,
    digest TEXT NOT NULL,
    institution TEXT,
    topic TEXT NOT NULL,
    subject TEXT NOT NULL,
    payload TEXT NOT NULL,
    received_at BIGINT NOT NULL,
    state TEXT NOT NULL,
    reason TEXT NOT NULL,
    UNIQUE (sender, key)
);
CREATE INDEX message_of_subject ON message (subject, state, id);
CREATE INDEX message_of_institution ON message (institution, state, id);

-- Payments at institutions' cashiers, by their own transaction identifiers: one settles one order (INV-11).
CREATE TABLE cashier_transaction (
    institution TEXT NOT NULL REFERENCES institution (id),
    transaction_id TEXT NOT NULL,
    message TEXT NOT NULL REFERENCES message (id),
    PRIMARY KEY (institution, transaction_id)
);

-- Messages to institutions' own systems.
CREATE TABLE delivery (
    id TEXT PRIMARY KEY,
    institution TEXT NOT NULL REFERENCES institution (id),
    subject TEXT NOT NULL,
    topic TEXT NOT NULL,
    payload TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    state TEXT NOT NULL,
    tries BIGINT NOT NULL,
    error TEXT NOT NULL,
    delivered_at BIGINT
);
CREATE INDEX delivery_of_institution ON delivery (institution, state, id);
CREATE INDEX delivery_of_subject ON delivery (institution, subject, id);

CREATE TABLE institution_health (
    institution TEXT PRIMARY KEY REFERENCES institution (id),
    body TEXT NOT NULL
);

CREATE TABLE instruction (
    id TEXT PRIMARY KEY,
    application TEXT NOT NULL REFERENCES application (id),
    institution TEXT NOT NULL REFERENCES institution (id),
    kind TEXT NOT NULL,
    version BIGINT NOT NULL,
    body TEXT NOT NULL
);
CREATE INDEX instruction_of_application ON instruction (application, id);

-- Jobs of different lanes do not wait for each other: a sick institution keeps nobody else waiting.
ALTER TABLE job ADD COLUMN lane TEXT NOT NULL DEFAULT 'work';
DROP INDEX job_due;
CREATE INDEX job_due ON job (lane, run_at) WHERE status = 'ready';

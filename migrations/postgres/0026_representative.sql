-- Who acts for an enterprise (经办人), as one aggregate each. A phone in a body is a ciphertext under the organisation's key.
CREATE TABLE representative (
    organisation TEXT PRIMARY KEY REFERENCES organisation (id),
    version BIGINT NOT NULL,
    body TEXT NOT NULL
);

-- Who has logged in for an organisation, registered or not: what their sessions are known by, whom the certificate names, and its last day.
CREATE TABLE logged_in (
    organisation TEXT NOT NULL REFERENCES organisation (id),
    known_by TEXT NOT NULL,
    holder TEXT NOT NULL,
    ends TEXT,
    seen_at BIGINT NOT NULL,
    PRIMARY KEY (organisation, known_by)
);
CREATE INDEX logged_in_last ON logged_in (organisation, seen_at);

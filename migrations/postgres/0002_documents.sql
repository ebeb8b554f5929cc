-- Every file that was handed over with a guarantee, by its SM3: what the verification page looks for first.
CREATE TABLE document (
    digest TEXT PRIMARY KEY,
    guarantee TEXT NOT NULL REFERENCES guarantee (id),
    kind TEXT NOT NULL
);

-- Wordings that were used, with the digest they had then: one that was edited since stops the start.
CREATE TABLE wording (
    id TEXT PRIMARY KEY,
    digest TEXT NOT NULL,
    first_used_at BIGINT NOT NULL
);

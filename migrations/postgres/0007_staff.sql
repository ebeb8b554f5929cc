-- People of institutions by certificate; duties are null until somebody gives them.
CREATE TABLE staff (
    institution TEXT NOT NULL REFERENCES institution (id),
    certificate TEXT NOT NULL,
    name TEXT NOT NULL,
    duties TEXT,
    seen_at BIGINT NOT NULL,
    PRIMARY KEY (institution, certificate)
);

-- Reports go through what an institution issued in a period.
CREATE INDEX guarantee_of_institution ON guarantee (institution, id);

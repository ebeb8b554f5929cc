-- What organisations say of themselves (企业信息). What is personal in a body is a ciphertext under the organisation's key.
CREATE TABLE profile (
    organisation TEXT PRIMARY KEY REFERENCES organisation (id),
    site TEXT,
    state TEXT NOT NULL,
    version BIGINT NOT NULL,
    body TEXT NOT NULL,
    words TEXT NOT NULL
);
CREATE INDEX profile_of_site ON profile (site, organisation COLLATE "binary");

-- Keys of organisations' personal data, each under the vault's own.
CREATE TABLE data_key (
    organisation TEXT PRIMARY KEY REFERENCES organisation (id),
    wrapped TEXT NOT NULL,
    created_at BIGINT NOT NULL
);

-- Files on their way in, part by part.
CREATE TABLE upload (
    id TEXT PRIMARY KEY,
    organisation TEXT NOT NULL REFERENCES organisation (id),
    certificate TEXT NOT NULL,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    mark TEXT NOT NULL,
    size BIGINT NOT NULL,
    arrived BIGINT NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE INDEX upload_of_organisation ON upload (organisation, created_at);
CREATE INDEX upload_begun ON upload (created_at);
CREATE TABLE upload_part (
    upload TEXT NOT NULL REFERENCES upload (id),
    begins BIGINT NOT NULL,
    file TEXT NOT NULL,
    PRIMARY KEY (upload, begins)
);

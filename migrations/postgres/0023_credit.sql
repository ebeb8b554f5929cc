-- Credit lines (授信). What of a line is reserved and used is counted beside its body, by the statement that takes it.
CREATE TABLE credit_line (
    id TEXT PRIMARY KEY,
    applicant TEXT NOT NULL REFERENCES organisation (id),
    grantor TEXT NOT NULL,
    state TEXT NOT NULL,
    credit_limit BIGINT NOT NULL,
    reserved BIGINT NOT NULL CHECK (reserved >= 0),
    used BIGINT NOT NULL CHECK (used >= 0),
    version BIGINT NOT NULL,
    body TEXT NOT NULL,
    words TEXT NOT NULL
);
CREATE INDEX credit_line_of_applicant ON credit_line (applicant, id COLLATE "binary");
CREATE INDEX credit_line_of_pair ON credit_line (applicant, grantor, id COLLATE "binary");
CREATE INDEX credit_line_of_grantor ON credit_line (grantor, id COLLATE "binary") WHERE state <> 'draft';

-- What an application has taken of a line.
CREATE TABLE credit_use (
    application TEXT PRIMARY KEY REFERENCES application (id),
    line TEXT NOT NULL REFERENCES credit_line (id),
    amount BIGINT NOT NULL,
    state TEXT NOT NULL,
    at BIGINT NOT NULL
);
CREATE INDEX credit_use_of_line ON credit_use (line);

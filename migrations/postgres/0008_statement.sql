-- Bank statements taken in by institutions' staff, and their credits until they are recorded as bank lines.
CREATE TABLE statement (
    id TEXT PRIMARY KEY,
    institution TEXT NOT NULL REFERENCES institution (id),
    state TEXT NOT NULL,
    version BIGINT NOT NULL,
    body TEXT NOT NULL
);
CREATE INDEX statement_of_institution ON statement (institution, id);

CREATE TABLE statement_credit (
    statement TEXT NOT NULL REFERENCES statement (id),
    number BIGINT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (statement, number)
);

-- The last line of an institution says whether its bank reports.
CREATE INDEX bank_line_last ON bank_line (institution, id);

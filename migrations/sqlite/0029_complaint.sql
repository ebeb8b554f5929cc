-- Complaints (投诉) about institutions. `heard`: whether the institution was asked, and so sees it; `outcome` is empty while nothing is decided.
CREATE TABLE complaint (
    id TEXT PRIMARY KEY,
    number TEXT NOT NULL UNIQUE,
    complainant TEXT NOT NULL REFERENCES organisation (id),
    institution TEXT NOT NULL REFERENCES institution (id),
    centre TEXT NOT NULL,
    state TEXT NOT NULL,
    heard BIGINT NOT NULL,
    outcome TEXT NOT NULL,
    version BIGINT NOT NULL,
    body TEXT NOT NULL,
    words TEXT NOT NULL
);
CREATE INDEX complaint_of_complainant ON complaint (complainant, id);
CREATE INDEX complaint_of_centre ON complaint (centre, id);
CREATE INDEX complaint_of_institution ON complaint (institution, id) WHERE heard = 1;
CREATE INDEX complaint_decided ON complaint (institution, outcome) WHERE outcome <> '';

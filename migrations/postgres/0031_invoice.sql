-- Invoices (发票) for fees: asked for by an applicant, issued by its institution.
CREATE TABLE invoice (
    id TEXT PRIMARY KEY,
    application TEXT NOT NULL REFERENCES application (id),
    applicant TEXT NOT NULL REFERENCES organisation (id),
    institution TEXT NOT NULL REFERENCES institution (id),
    state TEXT NOT NULL,
    version BIGINT NOT NULL,
    body TEXT NOT NULL,
    words TEXT NOT NULL
);
-- One invoice lives for one fee (INV-19).
CREATE UNIQUE INDEX invoice_live ON invoice (application) WHERE state IN ('requested', 'issued', 'partly_reversed');
CREATE INDEX invoice_of_application ON invoice (application, id COLLATE "binary");
CREATE INDEX invoice_of_applicant ON invoice (applicant, id COLLATE "binary");
CREATE INDEX invoice_of_applicant_state ON invoice (applicant, state, id COLLATE "binary");
CREATE INDEX invoice_of_institution ON invoice (institution, id COLLATE "binary");
CREATE INDEX invoice_of_institution_state ON invoice (institution, state, id COLLATE "binary");

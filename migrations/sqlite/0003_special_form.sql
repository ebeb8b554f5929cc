-- Special forms (特殊格式): asked for by an applicant, drafted by the guarantor.
CREATE TABLE special_form (
    id TEXT PRIMARY KEY,
    application TEXT NOT NULL REFERENCES application (id),
    institution TEXT NOT NULL REFERENCES institution (id),
    state TEXT NOT NULL,
    version BIGINT NOT NULL,
    body TEXT NOT NULL
);
CREATE INDEX special_form_of_application ON special_form (application, id);
CREATE INDEX special_form_of_institution ON special_form (institution, id);

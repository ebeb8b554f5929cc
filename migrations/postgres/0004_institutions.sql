-- Institutions: their way onto a site, how far they are bound, codes sent to mobiles.

CREATE TABLE onboarding (
    id TEXT PRIMARY KEY,
    site TEXT NOT NULL,
    uscc TEXT NOT NULL,
    institution TEXT REFERENCES institution (id),
    state TEXT NOT NULL,
    notice TEXT NOT NULL,
    version BIGINT NOT NULL,
    body TEXT NOT NULL,
    UNIQUE (site, uscc)
);
CREATE INDEX onboarding_of_site ON onboarding (site, state, id);
CREATE INDEX onboarding_of_institution ON onboarding (institution, site);

-- How far an institution is bound: in all (subject '*'), for one applicant (its code), for a group of applicants ('group/…').
CREATE TABLE exposure (
    institution TEXT NOT NULL REFERENCES institution (id),
    subject TEXT NOT NULL,
    amount BIGINT NOT NULL CHECK (amount >= 0),
    PRIMARY KEY (institution, subject)
);

-- What an institution is bound for, one row a guarantee; freed when that ends.
CREATE TABLE exposure_item (
    guarantee TEXT PRIMARY KEY REFERENCES guarantee (id),
    institution TEXT NOT NULL REFERENCES institution (id),
    applicant TEXT NOT NULL,
    applicant_group TEXT,
    amount BIGINT NOT NULL,
    freed_at BIGINT
);

-- Which applicants an institution counts as one group.
CREATE TABLE applicant_group (
    institution TEXT NOT NULL REFERENCES institution (id),
    uscc TEXT NOT NULL,
    name TEXT NOT NULL,
    PRIMARY KEY (institution, uscc)
);

-- Products have a history from here on.
ALTER TABLE product ADD COLUMN version BIGINT NOT NULL DEFAULT 1;

CREATE TABLE phone_code (
    id TEXT PRIMARY KEY,
    purpose TEXT NOT NULL,
    uscc TEXT NOT NULL,
    mobile TEXT NOT NULL,
    address TEXT NOT NULL,
    sent_at BIGINT NOT NULL,
    wrong BIGINT NOT NULL,
    used BIGINT NOT NULL
);
CREATE INDEX phone_code_of_mobile ON phone_code (mobile, sent_at);
CREATE INDEX phone_code_of_address ON phone_code (address, sent_at);

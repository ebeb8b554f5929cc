-- How long institutions took lately from payment to letter, counted at night over lots that have rested since their opening.
CREATE TABLE turnaround (
    institution TEXT NOT NULL REFERENCES institution (id),
    automatic BIGINT NOT NULL,
    letters BIGINT NOT NULL,
    median BIGINT NOT NULL,
    p90 BIGINT NOT NULL,
    PRIMARY KEY (institution, automatic)
);

-- Which text a session was shown before it may be agreed to. A row counts as long as its session.
CREATE TABLE briefing_opening (
    session TEXT NOT NULL,
    application TEXT NOT NULL,
    digest TEXT NOT NULL,
    opened_at BIGINT NOT NULL,
    PRIMARY KEY (session, application)
);
CREATE INDEX briefing_opening_age ON briefing_opening (opened_at);

-- What was typed on a draft's form and is not handed in yet.
CREATE TABLE typed (
    application TEXT PRIMARY KEY,
    body TEXT NOT NULL,
    saved_at BIGINT NOT NULL
);
CREATE INDEX typed_age ON typed (saved_at);

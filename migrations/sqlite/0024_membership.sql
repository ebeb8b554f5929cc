-- Roles an organisation was granted beside its own, by whose word: a row for each ground. `until` is the end of time where nobody ends it.
CREATE TABLE membership (
    organisation TEXT NOT NULL REFERENCES organisation (id),
    role TEXT NOT NULL,
    ground TEXT NOT NULL,
    site TEXT,
    since BIGINT NOT NULL,
    until BIGINT NOT NULL,
    PRIMARY KEY (organisation, role, ground)
);
CREATE INDEX membership_of_ground ON membership (ground, since, organisation);

-- Who acts for a tenderee in one project. `ends_at`: when it counts no longer.
CREATE TABLE mandate (
    id TEXT PRIMARY KEY,
    tenderee TEXT NOT NULL REFERENCES organisation (id),
    agency TEXT NOT NULL REFERENCES organisation (id),
    project TEXT NOT NULL,
    site TEXT NOT NULL,
    ends_at BIGINT NOT NULL,
    version BIGINT NOT NULL,
    body TEXT NOT NULL
);
CREATE INDEX mandate_of_tenderee ON mandate (tenderee, id COLLATE "binary");
CREATE INDEX mandate_of_agency ON mandate (agency, id COLLATE "binary");
CREATE INDEX mandate_of_site ON mandate (site, id COLLATE "binary");
CREATE INDEX mandate_of_project ON mandate (agency, project, ends_at);

-- Whose lot it is, in which project, and from when on bids count as opened: of lots that a trading centre lists, and of no others.
ALTER TABLE lot ADD COLUMN tenderee TEXT NOT NULL DEFAULT '';
ALTER TABLE lot ADD COLUMN project TEXT NOT NULL DEFAULT '';
ALTER TABLE lot ADD COLUMN opened_from BIGINT;
UPDATE lot SET
    tenderee = COALESCE(json_extract(body, '$.tenderee.uscc'), ''),
    project = CASE WHEN length(number) = 23 AND number LIKE 'E%' THEN substr(number, 1, 20) ELSE number END,
    opened_from = CASE COALESCE(json_extract(body, '$.progress.progress'), 'announced')
        WHEN 'announced' THEN json_extract(body, '$.opens_at')
        WHEN 'aborted' THEN CASE WHEN json_extract(body, '$.opened_at') IS NOT NULL
            OR json_extract(body, '$.progress.at') >= json_extract(body, '$.opens_at') THEN 0 END
        ELSE 0 END
WHERE entered_by = '';
CREATE INDEX lot_of_tenderee ON lot (tenderee, project) WHERE tenderee <> '';
CREATE INDEX lot_of_project ON lot (project, tenderee) WHERE project <> '';

-- For whom a guarantee is, by the code, and for which lot.
ALTER TABLE guarantee ADD COLUMN beneficiary TEXT NOT NULL DEFAULT '';
ALTER TABLE guarantee ADD COLUMN lot_number TEXT NOT NULL DEFAULT '';
UPDATE guarantee SET
    beneficiary = COALESCE(json_extract(body, '$.lot.open.tenderee.uscc'), ''),
    lot_number = COALESCE(json_extract(body, '$.lot.open.number'), '');
CREATE INDEX guarantee_of_beneficiary ON guarantee (beneficiary, id COLLATE "binary") WHERE beneficiary <> '';

-- A session has a name of its own, and tells its holder where it began. Everybody logs in again.
DELETE FROM session;
ALTER TABLE session ADD COLUMN id TEXT NOT NULL DEFAULT '';
ALTER TABLE session ADD COLUMN site TEXT;
ALTER TABLE session ADD COLUMN way TEXT NOT NULL DEFAULT 'certificate';
ALTER TABLE session ADD COLUMN address TEXT NOT NULL DEFAULT '';
ALTER TABLE session ADD COLUMN browser TEXT NOT NULL DEFAULT '';
-- The session at the portal that this one ends with.
ALTER TABLE session ADD COLUMN portal_session TEXT NOT NULL DEFAULT '';
CREATE INDEX session_of_person ON session (certificate, id COLLATE "binary");
CREATE INDEX session_of_organisation ON session (organisation);

-- Logins and refusals of an organisation, for whoever manages it.
CREATE INDEX audit_watched ON audit (organisation, id COLLATE "binary")
WHERE action = 'session.log_in' OR outcome = 'denied';

-- A login that was sent to a portal: used once, by the browser that asked, within its time.
CREATE TABLE portal_login (
    handle TEXT PRIMARY KEY,
    browser TEXT NOT NULL,
    body TEXT NOT NULL,
    expires_at BIGINT NOT NULL,
    used_at BIGINT
);
CREATE INDEX portal_login_ends ON portal_login (expires_at);

-- What happens once within a time: a refused login is written once an hour, a portal's word that a session has ended is taken once.
ALTER TABLE audit ADD COLUMN once TEXT;
CREATE UNIQUE INDEX audit_once ON audit (once) WHERE once IS NOT NULL;

-- What a portal has said of its sessions, as long as it could be said again, and as long as a login that it vouched for before may still be on
-- its way: by the digest of the token's own name.
CREATE TABLE portal_logout (
    token TEXT PRIMARY KEY,
    person TEXT NOT NULL,
    portal_session TEXT NOT NULL,
    issued_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX portal_logout_of_person ON portal_logout (person);
CREATE INDEX portal_logout_of_session ON portal_logout (portal_session);
CREATE INDEX portal_logout_ended ON portal_logout (expires_at);

-- Files that nothing names, since when. Those of before are not known here, and stay.
CREATE TABLE loose_file (
    file TEXT PRIMARY KEY,
    since BIGINT NOT NULL
);
CREATE INDEX loose_file_since ON loose_file (since);

-- The trading centre of a site.
CREATE INDEX organisation_of_centre ON organisation (site) WHERE role = 'centre_staff';

-- Logins that went to a portal or a phone are sealed for the browser that went, one for each browser, counted by the digest of the address they
-- were begun at. Those on their way begin again.
DELETE FROM portal_login;
ALTER TABLE portal_login ADD COLUMN address TEXT NOT NULL DEFAULT '';
CREATE INDEX portal_login_of_browser ON portal_login (browser);
CREATE INDEX portal_login_of_address ON portal_login (address, expires_at);
DELETE FROM qr_request;
ALTER TABLE qr_request ADD COLUMN address TEXT NOT NULL DEFAULT '';
CREATE INDEX qr_request_of_browser ON qr_request (browser);
CREATE INDEX qr_request_of_address ON qr_request (address, expires_at);

-- What a portal says of a person's roles is the session's, and no longer the organisation's: who came so logs in again.
DELETE FROM membership WHERE ground LIKE 'portal/%';
DELETE FROM session WHERE way = 'portal';
ALTER TABLE session ADD COLUMN said TEXT NOT NULL DEFAULT '';
CREATE INDEX session_of_portal ON session (portal_session) WHERE portal_session <> '';

-- Since when an organisation's name is vouched for: by the certificate that carries it, 0 by a portal or a register, NULL while it is what somebody
-- else typed. Of names before this, the next certificate says.
ALTER TABLE organisation ADD COLUMN vouched_from BIGINT DEFAULT 0;

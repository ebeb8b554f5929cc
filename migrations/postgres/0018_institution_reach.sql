-- An institution's people are also told about the institution itself, on a site.
CREATE TABLE notice_next (
    id TEXT PRIMARY KEY,
    audience TEXT NOT NULL,
    application TEXT REFERENCES application (id),
    site TEXT,
    kind TEXT NOT NULL,
    at BIGINT NOT NULL,
    read_at BIGINT
);
INSERT INTO notice_next (id, audience, application, kind, at, read_at)
SELECT id, audience, application, kind, at, read_at FROM notice;
DROP TABLE notice;
ALTER TABLE notice_next RENAME TO notice;
CREATE INDEX notice_of_audience ON notice (audience, id COLLATE "binary");
CREATE INDEX notice_unread ON notice (audience, id COLLATE "binary") WHERE read_at IS NULL;
-- The suspense desk also shows what was set aside.
DROP INDEX IF EXISTS bank_line_suspended;
CREATE INDEX bank_line_suspended ON bank_line (institution, id COLLATE "binary")
WHERE state IN ('suspense', 'refund_proposed', 'refunding', 'refund_failed', 'refunded', 'honoured', 'aside_proposed', 'aside');
-- Those an institution's pause, end or return reaches.
CREATE INDEX application_open_of_institution ON application (institution, site, id COLLATE "binary")
WHERE state IN ('draft', 'awaiting_payment', 'under_review', 'issuing');

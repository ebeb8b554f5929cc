-- What was denied is audited too.
ALTER TABLE audit ADD COLUMN outcome TEXT NOT NULL DEFAULT 'done';
-- What people are told: to whose people, about which application, what. The words are chosen when it is read.
CREATE TABLE notice (
    id TEXT PRIMARY KEY,
    audience TEXT NOT NULL,
    application TEXT NOT NULL REFERENCES application (id),
    kind TEXT NOT NULL,
    at BIGINT NOT NULL,
    read_at BIGINT
);
CREATE INDEX notice_of_audience ON notice (audience, id);
CREATE INDEX notice_unread ON notice (audience) WHERE read_at IS NULL;

-- Lots are looked for by place, trade, opening and amount, in three orders (Henan manual 3.1). opens_at says until when one can be applied for;
-- opening says when it is opened. pending says of one that an applicant typed in what its centre has to confirm: a digest of its facts.
ALTER TABLE lot ADD COLUMN place TEXT NOT NULL DEFAULT '';
ALTER TABLE lot ADD COLUMN opening BIGINT NOT NULL DEFAULT 0;
ALTER TABLE lot ADD COLUMN amount BIGINT NOT NULL DEFAULT 0;
ALTER TABLE lot ADD COLUMN pending TEXT NOT NULL DEFAULT '';
UPDATE lot SET
    place = CASE WHEN substr(site, 3) = '0000' AND number ~ '^E[0-9]{22}$' AND substr(number, 2, 2) = substr(site, 1, 2)
        THEN substr(number, 2, 4) || '00' ELSE site END,
    opening = (body::jsonb ->> 'opens_at')::bigint,
    amount = (body::jsonb ->> 'bid_security')::bigint;
CREATE INDEX lot_newest_of_province ON lot (substr(place, 1, 2), entered_by, seq);
CREATE INDEX lot_newest_of_place ON lot (place, entered_by, seq);
CREATE INDEX lot_opening_of_province ON lot (substr(place, 1, 2), entered_by, opening, seq);
CREATE INDEX lot_opening_of_place ON lot (place, entered_by, opening, seq);
CREATE INDEX lot_amount_of_province ON lot (substr(place, 1, 2), entered_by, amount, seq);
CREATE INDEX lot_amount_of_place ON lot (place, entered_by, amount, seq);
CREATE INDEX lot_pending ON lot (site, number, pending) WHERE pending <> '';
CREATE INDEX lot_alike ON lot (pending) WHERE pending <> '';

-- Saved searches: an organisation's own.
CREATE TABLE saved_search (
    id           TEXT PRIMARY KEY,
    organisation TEXT NOT NULL,
    removed      BIGINT NOT NULL,
    version      BIGINT NOT NULL,
    body         TEXT NOT NULL
);
CREATE INDEX saved_search_of_organisation ON saved_search (organisation, id) WHERE removed = 0;

-- Up to which place in the order of arrival lots have been held against them: one row.
CREATE TABLE lots_heard (
    one BIGINT PRIMARY KEY,
    seq BIGINT NOT NULL
);
INSERT INTO lots_heard (one, seq) SELECT 1, COALESCE(MAX(seq), 0) FROM lot;

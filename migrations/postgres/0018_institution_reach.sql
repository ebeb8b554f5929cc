-- An institution's people are also told about the institution itself, on a site.
ALTER TABLE notice ALTER COLUMN application DROP NOT NULL;
ALTER TABLE notice ADD COLUMN site TEXT;
-- The suspense desk also shows what was set aside.
DROP INDEX IF EXISTS bank_line_suspended;
CREATE INDEX bank_line_suspended ON bank_line (institution, id)
WHERE state IN ('suspense', 'refund_proposed', 'refunding', 'refund_failed', 'refunded', 'honoured', 'aside_proposed', 'aside');
-- Those an institution's pause, end or return reaches.
CREATE INDEX application_open_of_institution ON application (institution, site, id)
WHERE state IN ('draft', 'awaiting_payment', 'under_review', 'issuing');

-- Every list and sweep finds its rows by an index, in the order in which they are shown, whichever state they are narrowed to.

-- Lists have an order of their own (store::filter): the primary key must not look like a way to them.
CREATE COLLATION "binary" FROM "C";

-- Desks: all that was submitted, an applicant's orders in one state, and what else an institution sees.
CREATE INDEX application_desk ON application (institution, id COLLATE "binary") WHERE state <> 'draft';
CREATE INDEX application_of_applicant_state ON application (applicant, state, id COLLATE "binary");
DROP INDEX application_of_lot;
CREATE INDEX application_of_lot ON application (lot, id COLLATE "binary") WHERE lot <> '';
CREATE INDEX instruction_of_institution ON instruction (institution, kind, id COLLATE "binary");
CREATE INDEX special_form_desk ON special_form (institution, state, id COLLATE "binary");
CREATE INDEX bank_line_suspended ON bank_line (institution, id COLLATE "binary")
WHERE state IN ('suspense', 'refund_proposed', 'refunding', 'refund_failed', 'refunded', 'honoured');
DROP INDEX bank_line_of_payment;
CREATE INDEX bank_line_of_payment ON bank_line (payment, id);
DROP INDEX notice_unread;
CREATE INDEX notice_unread ON notice (audience, id COLLATE "binary") WHERE read_at IS NULL;
DROP INDEX onboarding_of_site;
CREATE INDEX onboarding_of_site ON onboarding (site, id COLLATE "binary");
DROP INDEX product_of_site;
CREATE INDEX product_of_site ON product (site, kind, id COLLATE "binary");
CREATE INDEX exposure_by_amount ON exposure (institution, amount DESC, subject);
CREATE INDEX applicant_group_by_name ON applicant_group (institution, name, uscc);
CREATE INDEX audit_of_action ON audit (action, outcome, id COLLATE "binary", object);
-- No statement looks for an applicant's guarantees but through its applications.
DROP INDEX guarantee_of_applicant;

-- The indexes that lists had before, in their order.
DROP INDEX application_of_applicant;
CREATE INDEX application_of_applicant ON application (applicant, id COLLATE "binary");
DROP INDEX application_of_institution;
CREATE INDEX application_of_institution ON application (institution, state, id COLLATE "binary");
DROP INDEX bank_line_of_institution;
CREATE INDEX bank_line_of_institution ON bank_line (institution, state, id COLLATE "binary");
DROP INDEX bank_line_last;
CREATE INDEX bank_line_last ON bank_line (institution, id COLLATE "binary");
DROP INDEX special_form_of_institution;
CREATE INDEX special_form_of_institution ON special_form (institution, id COLLATE "binary");
DROP INDEX notice_of_audience;
CREATE INDEX notice_of_audience ON notice (audience, id COLLATE "binary");
DROP INDEX statement_of_institution;
CREATE INDEX statement_of_institution ON statement (institution, id COLLATE "binary");
DROP INDEX conformance_run_of_institution;
CREATE INDEX conformance_run_of_institution ON conformance_run (institution, id COLLATE "binary");
DROP INDEX guarantee_of_institution;
CREATE INDEX guarantee_of_institution ON guarantee (institution, id COLLATE "binary");
DROP INDEX delivery_of_institution;
CREATE INDEX delivery_of_institution ON delivery (institution, state, id COLLATE "binary");
DROP INDEX message_of_institution;
CREATE INDEX message_of_institution ON message (institution, state, id COLLATE "binary");

-- Lots are told apart by number and opening without being read; shelves of a thousand serials say where the newest of them lies.
DROP INDEX lot_of_site;
CREATE INDEX lot_of_site ON lot (site, entered_by, seq, number, opens_at);
CREATE INDEX lot_of_shelf ON lot (site, entered_by, substr(number, 1, 14), seq, opens_at);

-- What waits, in the order it is taken in. What is finished is in neither.
DROP INDEX job_due;
CREATE INDEX job_due ON job (lane, run_at, id) WHERE status = 'ready';
DROP INDEX delivery_of_subject;
CREATE INDEX delivery_of_subject ON delivery (institution, subject, turn, id);

-- What ends by the clock.
CREATE INDEX session_begun ON session (created_at);
CREATE INDEX session_seen ON session (seen_at);
CREATE INDEX login_challenge_ends ON login_challenge (expires_at);
CREATE INDEX phone_code_sent ON phone_code (sent_at);

-- A job that is claimed or finished leaves a dead entry at the head of what is due, which every claim steps over until it is vacuumed away.
-- When that is must not depend on how many jobs were ever finished.
ALTER TABLE job SET (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000, autovacuum_vacuum_cost_delay = 0);

-- Every list and sweep finds its rows by an index, in the order in which they are shown, whichever state they are narrowed to.

-- Desks: all that was submitted, an applicant's orders in one state, and what else an institution sees.
CREATE INDEX application_desk ON application (institution, id) WHERE state <> 'draft';
CREATE INDEX application_of_applicant_state ON application (applicant, state, id);
DROP INDEX application_of_lot;
CREATE INDEX application_of_lot ON application (lot, id) WHERE lot <> '';
CREATE INDEX instruction_of_institution ON instruction (institution, kind, id);
CREATE INDEX special_form_desk ON special_form (institution, state, id);
CREATE INDEX bank_line_suspended ON bank_line (institution, id)
WHERE state IN ('suspense', 'refund_proposed', 'refunding', 'refund_failed', 'refunded', 'honoured');
DROP INDEX bank_line_of_payment;
CREATE INDEX bank_line_of_payment ON bank_line (payment, id);
DROP INDEX notice_unread;
CREATE INDEX notice_unread ON notice (audience, id) WHERE read_at IS NULL;
DROP INDEX onboarding_of_site;
CREATE INDEX onboarding_of_site ON onboarding (site, id);
DROP INDEX product_of_site;
CREATE INDEX product_of_site ON product (site, kind, id);
CREATE INDEX exposure_by_amount ON exposure (institution, amount DESC, subject);
CREATE INDEX applicant_group_by_name ON applicant_group (institution, name, uscc);
CREATE INDEX audit_of_action ON audit (action, outcome, id, object);
-- No statement looks for an applicant's guarantees but through its applications.
DROP INDEX guarantee_of_applicant;

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

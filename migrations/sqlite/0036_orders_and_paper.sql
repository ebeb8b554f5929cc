-- Orders and letters are narrowed to a kind and a guarantor, in the order in which they are shown. Letters are found by their numbers and by
-- how they stand: in force from when bids are opened (never, where the tender was aborted), until the end of their last day.
ALTER TABLE application ADD COLUMN kind TEXT NOT NULL DEFAULT '';
UPDATE application SET kind = json_extract(body, '$.facts.kind');
CREATE INDEX application_of_applicant_kind ON application (applicant, kind, id);
CREATE INDEX application_of_applicant_institution ON application (applicant, institution, id);

ALTER TABLE guarantee ADD COLUMN kind TEXT NOT NULL DEFAULT '';
ALTER TABLE guarantee ADD COLUMN words TEXT NOT NULL DEFAULT '';
ALTER TABLE guarantee ADD COLUMN opens BIGINT NOT NULL DEFAULT 0;
ALTER TABLE guarantee ADD COLUMN ends BIGINT NOT NULL DEFAULT 0;
UPDATE guarantee SET kind = json_extract(body, '$.kind'),
    words = lower(number || ' ' || COALESCE(json_extract(body, '$.issuer_number'), '')),
    opens = CASE
        WHEN json_extract(body, '$.heard.opened') OR json_extract(body, '$.lot.open.subject') IN ('contract', 'project') THEN 0
        WHEN json_extract(body, '$.heard.aborted') THEN 9223372036854775807
        ELSE COALESCE(json_extract(body, '$.heard.opens_at'), json_extract(body, '$.lot.open.opens_at'), json_extract(body, '$.lot.sealed.not_before'))
    END,
    ends = (CAST(strftime('%s', json_extract(body, '$.expiry'), '+1 day') AS INTEGER) - 28800) * 1000000;
CREATE INDEX guarantee_of_applicant_kind ON guarantee (applicant, kind, id);
CREATE INDEX guarantee_of_applicant_institution ON guarantee (applicant, institution, id);

-- What an institution is asked is found by the order's number, of any kind.
ALTER TABLE instruction ADD COLUMN words TEXT NOT NULL DEFAULT '';
UPDATE instruction SET words = lower(json_extract(body, '$.number'));
CREATE INDEX instruction_of_institution_all ON instruction (institution, id);

-- Paper originals (纸质版保函原件) of letters: asked for by an applicant, printed and sent by its guarantor.
CREATE TABLE paper_copy (
    id TEXT PRIMARY KEY,
    guarantee TEXT NOT NULL REFERENCES guarantee (id),
    applicant TEXT NOT NULL REFERENCES organisation (id),
    institution TEXT NOT NULL REFERENCES institution (id),
    state TEXT NOT NULL,
    version BIGINT NOT NULL,
    body TEXT NOT NULL,
    words TEXT NOT NULL
);
-- One is on its way for a letter at a time.
CREATE UNIQUE INDEX paper_copy_live ON paper_copy (guarantee) WHERE state IN ('requested', 'posted');
CREATE INDEX paper_copy_of_guarantee ON paper_copy (guarantee, id);
CREATE INDEX paper_copy_of_applicant ON paper_copy (applicant, id);
CREATE INDEX paper_copy_of_applicant_state ON paper_copy (applicant, state, id);
CREATE INDEX paper_copy_of_institution ON paper_copy (institution, id);
CREATE INDEX paper_copy_of_institution_state ON paper_copy (institution, state, id);

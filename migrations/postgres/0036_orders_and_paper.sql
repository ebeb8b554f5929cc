-- Orders and letters are narrowed to a kind and a guarantor, in the order in which they are shown. Letters are found by their numbers and by
-- how they stand: in force from when bids are opened (never, where the tender was aborted), until the end of their last day.
ALTER TABLE application ADD COLUMN kind TEXT NOT NULL DEFAULT '';
UPDATE application SET kind = body::jsonb #>> '{facts,kind}';
CREATE INDEX application_of_applicant_kind ON application (applicant, kind, id COLLATE "binary");
CREATE INDEX application_of_applicant_institution ON application (applicant, institution, id COLLATE "binary");

ALTER TABLE guarantee ADD COLUMN kind TEXT NOT NULL DEFAULT '';
ALTER TABLE guarantee ADD COLUMN words TEXT NOT NULL DEFAULT '';
ALTER TABLE guarantee ADD COLUMN opens BIGINT NOT NULL DEFAULT 0;
ALTER TABLE guarantee ADD COLUMN ends BIGINT NOT NULL DEFAULT 0;
UPDATE guarantee SET kind = body::jsonb ->> 'kind',
    words = lower(number || ' ' || COALESCE(body::jsonb ->> 'issuer_number', '')),
    opens = CASE
        WHEN (body::jsonb #>> '{heard,opened}')::boolean OR body::jsonb #>> '{lot,open,subject}' IN ('contract', 'project') THEN 0
        WHEN (body::jsonb #>> '{heard,aborted}')::boolean THEN 9223372036854775807
        ELSE COALESCE(body::jsonb #>> '{heard,opens_at}', body::jsonb #>> '{lot,open,opens_at}', body::jsonb #>> '{lot,sealed,not_before}')::bigint
    END,
    ends = (EXTRACT(EPOCH FROM ((body::jsonb ->> 'expiry')::date + 1)::timestamp)::bigint - 28800) * 1000000;
CREATE INDEX guarantee_of_applicant_kind ON guarantee (applicant, kind, id COLLATE "binary");
CREATE INDEX guarantee_of_applicant_institution ON guarantee (applicant, institution, id COLLATE "binary");

-- What an institution is asked is found by the order's number, of any kind.
ALTER TABLE instruction ADD COLUMN words TEXT NOT NULL DEFAULT '';
UPDATE instruction SET words = lower(body::jsonb ->> 'number');
CREATE INDEX instruction_of_institution_all ON instruction (institution, id COLLATE "binary");

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
CREATE INDEX paper_copy_of_guarantee ON paper_copy (guarantee, id COLLATE "binary");
CREATE INDEX paper_copy_of_applicant ON paper_copy (applicant, id COLLATE "binary");
CREATE INDEX paper_copy_of_applicant_state ON paper_copy (applicant, state, id COLLATE "binary");
CREATE INDEX paper_copy_of_institution ON paper_copy (institution, id COLLATE "binary");
CREATE INDEX paper_copy_of_institution_state ON paper_copy (institution, state, id COLLATE "binary");

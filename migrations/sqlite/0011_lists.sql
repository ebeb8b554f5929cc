-- What lists are searched by: words an application, a bank line and an onboarding are found under, and the lot an application is for while
-- that is open (a sealed one has none).
ALTER TABLE application ADD COLUMN lot TEXT NOT NULL DEFAULT '';
ALTER TABLE application ADD COLUMN words TEXT NOT NULL DEFAULT '';
ALTER TABLE bank_line ADD COLUMN words TEXT NOT NULL DEFAULT '';
ALTER TABLE onboarding ADD COLUMN words TEXT NOT NULL DEFAULT '';
UPDATE application SET lot = COALESCE(json_extract(body, '$.facts.lot.open.lot'), ''),
    words = lower(number || ' ' || json_extract(body, '$.facts.applicant.name') || ' ' || json_extract(body, '$.facts.applicant.uscc') || ' ' ||
        json_extract(body, '$.facts.guarantor.name') || ' ' || COALESCE(json_extract(body, '$.facts.lot.open.number'), '') || ' ' ||
        COALESCE(json_extract(body, '$.facts.lot.open.name'), ''));
UPDATE bank_line SET words = lower(COALESCE(json_extract(body, '$.facts.payer_name'), '') || ' ' || COALESCE(json_extract(body, '$.facts.payer_account'), '') ||
    ' ' || COALESCE(json_extract(body, '$.facts.remark'), ''));
UPDATE onboarding SET words = lower(json_extract(body, '$.profile.name') || ' ' || uscc);
CREATE INDEX application_of_lot ON application (lot) WHERE lot <> '';

-- What lists are searched by: words an application, a bank line and an onboarding are found under, and the lot an application is for while
-- that is open (a sealed one has none).
ALTER TABLE application ADD COLUMN lot TEXT NOT NULL DEFAULT '';
ALTER TABLE application ADD COLUMN words TEXT NOT NULL DEFAULT '';
ALTER TABLE bank_line ADD COLUMN words TEXT NOT NULL DEFAULT '';
ALTER TABLE onboarding ADD COLUMN words TEXT NOT NULL DEFAULT '';
UPDATE application SET lot = COALESCE(body::jsonb #>> '{facts,lot,open,lot}', ''),
    words = lower(concat_ws(' ', number, body::jsonb #>> '{facts,applicant,name}', body::jsonb #>> '{facts,applicant,uscc}',
        body::jsonb #>> '{facts,guarantor,name}', body::jsonb #>> '{facts,lot,open,number}', body::jsonb #>> '{facts,lot,open,name}'));
UPDATE bank_line SET words = lower(concat_ws(' ', body::jsonb #>> '{facts,payer_name}', body::jsonb #>> '{facts,payer_account}',
    body::jsonb #>> '{facts,remark}'));
UPDATE onboarding SET words = lower(concat_ws(' ', body::jsonb #>> '{profile,name}', uscc));
CREATE INDEX application_of_lot ON application (lot) WHERE lot <> '';

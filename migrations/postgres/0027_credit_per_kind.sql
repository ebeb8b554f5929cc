-- A line may be limited for a kind of guarantee besides in all: what an application has taken says for which kind.
ALTER TABLE credit_use ADD COLUMN kind TEXT NOT NULL DEFAULT '';
UPDATE credit_use SET kind = COALESCE((SELECT body::jsonb -> 'facts' ->> 'kind' FROM application WHERE application.id = credit_use.application), '');
CREATE INDEX credit_use_of_kind ON credit_use (line, kind) WHERE state <> 'freed';

-- What is true of an application in one state alone stands inside that state: the form a draft waits for, the cashier while the fee is due,
-- who endorsed and what hinders while a person decides. In other states these words were leftovers, which nothing reads.
UPDATE application SET body = (jsonb_set(body::jsonb, '{state,waits_for}', COALESCE(body::jsonb -> 'special_form', 'null')) - 'special_form')::text
WHERE state = 'draft';
UPDATE application SET body = (jsonb_set(body::jsonb, '{state,cashier}', COALESCE(body::jsonb -> 'cashier', 'null')) - 'cashier')::text
WHERE state = 'awaiting_payment';
UPDATE application SET body = (jsonb_set(jsonb_set(body::jsonb, '{state,endorsed_by}', COALESCE(body::jsonb -> 'endorsed_by', 'null')),
    '{state,held}', COALESCE(body::jsonb -> 'held', 'null')) - 'endorsed_by' - 'held')::text
WHERE state = 'under_review';

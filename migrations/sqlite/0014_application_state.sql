-- What is true of an application in one state alone stands inside that state: the form a draft waits for, the cashier while the fee is due,
-- who endorsed and what hinders while a person decides. In other states these words were leftovers, which nothing reads.
UPDATE application SET body = json_remove(json_set(body, '$.state.waits_for', json_extract(body, '$.special_form')), '$.special_form')
WHERE state = 'draft';
UPDATE application SET body = json_remove(json_set(body, '$.state.cashier', json_extract(body, '$.cashier')), '$.cashier')
WHERE state = 'awaiting_payment';
UPDATE application SET body = json_remove(json_set(body, '$.state.endorsed_by', json_extract(body, '$.endorsed_by'),
    '$.state.held', json_extract(body, '$.held')), '$.endorsed_by', '$.held')
WHERE state = 'under_review';

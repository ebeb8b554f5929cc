-- A lot that is over by its centre's word can be applied for until long ago: what searches for open lots ask is one column.
UPDATE lot SET opens_at = 0 WHERE body::jsonb #>> '{progress,progress}' <> 'announced';
-- What a rule has closed is a state of its own, beside what an institution has declined.
UPDATE application SET state = 'closed' WHERE state = 'declined' AND body::jsonb #>> '{state,by}' = 'rule';
-- What trading centres said that waits for a person.
CREATE INDEX message_of_centres ON message (id COLLATE "binary") WHERE institution IS NULL AND state IN ('suspended', 'parked');

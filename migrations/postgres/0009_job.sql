-- Jobs fail, or the world around them does: only failures of their own count towards giving up.
ALTER TABLE job ADD COLUMN failures BIGINT NOT NULL DEFAULT 0;
CREATE INDEX job_dead ON job (id) WHERE status = 'dead';

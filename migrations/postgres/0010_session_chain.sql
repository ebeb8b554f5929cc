-- A session ends when its certificate is revoked: its chain is asked about again. Sessions begun before this have none and are over.
ALTER TABLE session ADD COLUMN chain TEXT NOT NULL DEFAULT '';

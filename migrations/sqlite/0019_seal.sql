-- Seals that were brought with a signature and found to be their makers', base64, by their digest (SHA-256, hexadecimal): each once,
-- however often it is used.
CREATE TABLE seal (
    digest TEXT PRIMARY KEY,
    value TEXT NOT NULL
);
-- The seal that was cut out of the signature, and where; nothing where the signature is kept whole.
ALTER TABLE signature ADD COLUMN seal TEXT;
ALTER TABLE signature ADD COLUMN cut_at BIGINT;

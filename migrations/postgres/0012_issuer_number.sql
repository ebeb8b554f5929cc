-- Letters of institutions' own systems are found by the institution's number too (P5). It is one institution's own: two may use the same.
CREATE TABLE issuer_number (
    number TEXT NOT NULL,
    guarantee TEXT NOT NULL UNIQUE REFERENCES guarantee (id),
    PRIMARY KEY (number, guarantee)
);
INSERT INTO issuer_number (number, guarantee)
SELECT upper(body::jsonb ->> 'issuer_number'), id FROM guarantee WHERE (body::jsonb ->> 'issuer_number') IS NOT NULL;

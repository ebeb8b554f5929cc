-- Ratings (评价) of institutions, one for each letter. Those that are `counted` are public; the others only the applicant and the institution see.
CREATE TABLE rating (
    id TEXT PRIMARY KEY,
    guarantee TEXT NOT NULL UNIQUE REFERENCES guarantee (id),
    institution TEXT NOT NULL REFERENCES institution (id),
    centre TEXT NOT NULL,
    state TEXT NOT NULL,
    stars BIGINT NOT NULL,
    version BIGINT NOT NULL,
    body TEXT NOT NULL,
    words TEXT NOT NULL
);
CREATE INDEX rating_of_institution ON rating (institution, id);
CREATE INDEX rating_of_centre ON rating (centre, id) WHERE state <> 'waiting';
CREATE INDEX rating_public ON rating (institution, id) WHERE state = 'counted';
CREATE INDEX rating_waiting ON rating (id) WHERE state = 'waiting';

-- What institutions have of those that count, added up at night.
CREATE TABLE rating_figure (
    institution TEXT PRIMARY KEY REFERENCES institution (id),
    ratings BIGINT NOT NULL,
    stars BIGINT NOT NULL
);

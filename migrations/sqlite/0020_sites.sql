-- Prefectures: where an institution that a province admitted sells, codes with blanks between; NULL for all there are and will be.
ALTER TABLE onboarding ADD COLUMN prefectures TEXT;
-- What a site's home page says of the letters for lots that were opened long enough ago (HR-10). Written once a day.
CREATE TABLE site_figures (
    site TEXT PRIMARY KEY,
    letters BIGINT NOT NULL,
    amount BIGINT NOT NULL,
    counted_at BIGINT NOT NULL
);
-- How far the count of a night has come: one row while it is under way.
CREATE TABLE letter_count (
    id TEXT PRIMARY KEY,
    body TEXT NOT NULL
);
-- The letters of an applicant (我的保函).
CREATE INDEX guarantee_of_applicant ON guarantee (applicant, id);

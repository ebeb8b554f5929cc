-- What trading centres write for everybody. Lists read `listed` alone, in the order of `place`: the date and the identifier, empty for what
-- nobody may read.
CREATE TABLE article (
    seq INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    site TEXT NOT NULL,
    kind TEXT NOT NULL,
    state TEXT NOT NULL,
    words TEXT NOT NULL,
    place TEXT NOT NULL,
    pinned BIGINT NOT NULL,
    listed TEXT NOT NULL,
    version BIGINT NOT NULL,
    body TEXT NOT NULL
);
CREATE INDEX article_desk ON article (site, id COLLATE "binary");
CREATE INDEX article_desk_state ON article (site, state, id COLLATE "binary");
CREATE INDEX article_shelf ON article (site, kind, pinned, place COLLATE "binary");

-- Bigrams of titles and texts that everybody may read. rowid = article.seq.
CREATE VIRTUAL TABLE article_word USING fts5 (words, text UNINDEXED, content = '', contentless_delete = 1, tokenize = 'ascii');

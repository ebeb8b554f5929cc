-- What of a notice goes out to one person by one channel: tried until the other side has it. Written once for a notice, or for a day.
CREATE TABLE dispatch (
    id TEXT PRIMARY KEY,
    audience TEXT NOT NULL,
    once TEXT NOT NULL UNIQUE,
    state TEXT NOT NULL,
    channel TEXT NOT NULL,
    version BIGINT NOT NULL,
    body TEXT NOT NULL
);
CREATE INDEX dispatch_of_audience ON dispatch (audience, id);

-- What the people of an audience want to be told: of all of them where `person` is empty.
CREATE TABLE notice_choice (
    audience TEXT NOT NULL,
    person TEXT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (audience, person)
);

-- A site's own words for a kind of notice and a channel.
CREATE TABLE notice_template (
    id TEXT PRIMARY KEY,
    site TEXT NOT NULL,
    kind TEXT NOT NULL,
    channel TEXT NOT NULL,
    version BIGINT NOT NULL,
    body TEXT NOT NULL,
    UNIQUE (site, kind, channel)
);

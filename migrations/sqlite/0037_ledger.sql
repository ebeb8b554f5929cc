-- The ledger (资金台账): each posting takes an amount from one account to another, once for each event of a line (INV-07, INV-08).
CREATE TABLE ledger_posting (
    id TEXT PRIMARY KEY,
    line TEXT NOT NULL REFERENCES bank_line (id),
    event BIGINT NOT NULL,
    institution TEXT NOT NULL,
    -- Institution and day: what is listed together.
    book TEXT NOT NULL,
    kind TEXT NOT NULL,
    amount BIGINT NOT NULL CHECK (amount >= 0),
    at BIGINT NOT NULL,
    words TEXT NOT NULL
);
CREATE UNIQUE INDEX ledger_posting_once ON ledger_posting (line, event);
CREATE INDEX ledger_posting_of_book ON ledger_posting (book, id);
CREATE INDEX ledger_posting_of_book_kind ON ledger_posting (book, kind, id);

-- What was posted of each kind on a day, kept by the transactions that post.
CREATE TABLE ledger_day (
    institution TEXT NOT NULL,
    day TEXT NOT NULL,
    kind TEXT NOT NULL,
    postings BIGINT NOT NULL,
    total BIGINT NOT NULL,
    PRIMARY KEY (institution, day, kind)
);

-- What lines had posted before there was a ledger follows from their events.
INSERT INTO ledger_posting (id, line, event, institution, book, kind, amount, at, words)
SELECT 'pst_' || printf('%012x', e.at / 1000) || substr(lower(hex(randomblob(10))), 1, 20), b.id, e.seq, b.institution,
    b.institution || '/' || date((CASE WHEN e.type = 'bank_line.received' THEN json_extract(b.body, '$.facts.booked_at') ELSE e.at END) / 1000000 + 28800, 'unixepoch'),
    CASE e.type
        WHEN 'bank_line.received' THEN 'received'
        WHEN 'bank_line.refunded' THEN 'refunded'
        WHEN 'bank_line.set_aside' THEN 'set_aside'
        WHEN 'bank_line.refund_requested' THEN CASE
            WHEN EXISTS (SELECT 1 FROM event p WHERE p.aggregate = e.aggregate AND p.type IN ('bank_line.matched', 'bank_line.honoured'))
            THEN 'fee_to_refund' ELSE 'suspense_to_refund' END
        ELSE 'recognised' END,
    json_extract(b.body, '$.facts.amount'), e.at, b.words
FROM bank_line b JOIN event e ON e.aggregate = b.id
WHERE e.type IN ('bank_line.received', 'bank_line.matched', 'bank_line.honoured', 'bank_line.refunded', 'bank_line.set_aside')
    OR e.type = 'bank_line.refund_requested' AND NOT EXISTS (
        SELECT 1 FROM event p WHERE p.aggregate = e.aggregate AND p.type = 'bank_line.refund_requested' AND p.seq < e.seq);
INSERT INTO ledger_day (institution, day, kind, postings, total)
SELECT institution, substr(book, length(institution) + 2), kind, COUNT(*), SUM(amount) FROM ledger_posting GROUP BY 1, 2, 3;

-- Vouchers of transfers (转账凭证): each starts a check and settles nothing.
CREATE TABLE voucher (
    id TEXT PRIMARY KEY,
    payment TEXT NOT NULL REFERENCES payment (id),
    institution TEXT NOT NULL REFERENCES institution (id),
    state TEXT NOT NULL,
    version BIGINT NOT NULL,
    body TEXT NOT NULL,
    words TEXT NOT NULL
);
-- One is looked at for one payment.
CREATE UNIQUE INDEX voucher_live ON voucher (payment) WHERE state IN ('uploaded', 'checking');
CREATE INDEX voucher_of_payment ON voucher (payment, id);
CREATE INDEX voucher_of_institution ON voucher (institution, id);
CREATE INDEX voucher_of_institution_state ON voucher (institution, state, id);

-- The day's close (日终对账): the bank's balance against the ledger, by two persons.
CREATE TABLE day_close (
    id TEXT PRIMARY KEY,
    institution TEXT NOT NULL REFERENCES institution (id),
    day TEXT NOT NULL,
    state TEXT NOT NULL,
    version BIGINT NOT NULL,
    body TEXT NOT NULL
);
CREATE UNIQUE INDEX day_close_once ON day_close (institution, day) WHERE state IN ('proposed', 'confirmed');

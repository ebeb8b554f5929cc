\set a random(1, 1000000000)
\set b random(1, 1000000000)
\set n random(1, :count)
SELECT s.organisation, s.role, s.certificate, s.csrf, s.created_at, s.seen_at, o.uscc, o.name, o.role, o.site, i.id FROM session s JOIN organisation o ON o.id = s.organisation LEFT JOIN institution i ON i.organisation = o.id LIMIT 1;
SELECT id, body FROM application WHERE id = (SELECT id FROM bench_application WHERE n = :n) \gset
SELECT body AS institution_body FROM institution LIMIT 1;
BEGIN;
UPDATE application SET state = 'issued', version = 6, body = :body WHERE id = :id AND version > 0;
INSERT INTO event (aggregate, seq, type, payload, role, actor, certificate, at, request) VALUES ('bench_' || :a || '_' || :b, 3, 'application.submitted', repeat('x', 420), 'applicant', '天山北麓建设工程有限公司', repeat('c', 64), 1, 'req_01890000000070008000000000000000');
INSERT INTO event (aggregate, seq, type, payload, role, actor, certificate, at, request) VALUES ('bench_p' || :a || '_' || :b, 1, 'payment.fell_due', repeat('x', 520), 'applicant', '天山北麓建设工程有限公司', repeat('c', 64), 1, 'req_01890000000070008000000000000000');
INSERT INTO outbox (id, topic, payload, created_at, delivered_at) VALUES ('bench_' || :a || '_' || :b, 'payment', repeat('x', 480), 1, NULL);
INSERT INTO job (id, kind, payload, dedupe_key, status, run_at, attempts, last_error) VALUES ('bench_' || :a || '_' || :b, 'lapse_application', repeat('p', 36), 'bench_' || :a || '_' || :b, 'done', 1, 0, '') ON CONFLICT (dedupe_key) DO NOTHING;
INSERT INTO audit (id, at, action, role, organisation, certificate, object, request) VALUES ('bench_' || :a || '_' || :b, 1, 'application.submit', 'applicant', repeat('o', 36), repeat('c', 64), repeat('a', 36), 'req_01890000000070008000000000000000');
COMMIT;

-- A request by QR code: answered to the browser that asked alone, used once, over within minutes. `version` tells who was faster.
CREATE TABLE qr_request (
    id TEXT PRIMARY KEY,
    browser TEXT NOT NULL,
    body TEXT NOT NULL,
    expires_at BIGINT NOT NULL,
    version BIGINT NOT NULL
);
CREATE INDEX qr_request_ends ON qr_request (expires_at);

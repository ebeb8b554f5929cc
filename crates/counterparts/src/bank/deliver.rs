use super::{Bank, LedgerError};
use partners::bank::wire::{BANK_LINES, BankLine};
use protocol::signed::{Identity, Request, Signer, nonce, sign};
use std::time::Duration;

/// How often an unacknowledged line is reported again.
const AGAIN: Duration = Duration::from_secs(2);

/// Reports lines until the platform has acknowledged them, for as long as the bank runs.
pub async fn deliver(bank: Bank) {
    loop {
        // A report that fails is made again; so is one whose books could not be read.
        let _ = round(&bank).await;
        let _ = tokio::time::timeout(AGAIN, bank.0.wake.notified()).await;
    }
}

async fn round(bank: &Bank) -> Result<(), LedgerError> {
    for line in bank.0.ledger.unreported()? {
        if report(bank, &line).await {
            bank.0.ledger.reported(&line.line_id)?;
        }
    }
    Ok(())
}

async fn report(bank: &Bank, line: &BankLine) -> bool {
    let inner = &bank.0;
    let (Ok(body), Some((_, host))) = (serde_json::to_vec(line), inner.platform.split_once("://")) else { return false };
    let request = Request { method: "POST", target: BANK_LINES, host, body: &body };
    let (entropy, seconds) = (inner.entropy.as_ref(), (inner.now)().seconds());
    let identity = Identity { app: "bank".into(), serial: String::new(), signer: Signer::Sm2(inner.key.clone()) };
    let Ok(authorization) = sign(&request, &identity, seconds, &nonce(entropy), entropy) else { return false };
    let sent = inner
        .client
        .post(format!("{}{BANK_LINES}", inner.platform))
        .header("authorization", authorization)
        .header("host", host)
        .header("content-type", "application/json")
        .body(body)
        .send()
        .await;
    sent.is_ok_and(|answer| answer.status().is_success())
}

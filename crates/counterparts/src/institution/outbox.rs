use super::book::{BookError, Waiting};
use super::{Institution, credit, enveloped, letter, paper};
use client::ClientError;
use domain::institution::Wire;
use protocol::message::{ApplicationState, FileFormat, FileKind};
use std::time::Duration;

/// How often what waits is tried again.
const AGAIN: Duration = Duration::from_secs(2);

/// Which file a message is, if it is one.
fn file(topic: &str) -> Option<(FileKind, FileFormat)> {
    let (kind, format) = topic.strip_prefix("file/")?.split_once('/')?;
    let kind = FileKind::ALL.into_iter().find(|known| known.code() == kind)?;
    Some((kind, FileFormat::ALL.into_iter().find(|known| known.code() == format)?))
}

/// Issues the letters that are paid for and sends what waits, for as long as the institution runs.
pub async fn deliver(institution: Institution) {
    loop {
        // What fails is tried again in the next round.
        let _ = institution.round().await;
        let _ = tokio::time::timeout(AGAIN, institution.0.wake.notified()).await;
    }
}

impl Institution {
    /// One round: letters, then messages, oldest first. Gives back how many messages the platform took.
    ///
    /// # Errors
    /// [`BookError`].
    pub async fn round(&self) -> Result<usize, BookError> {
        self.issue().await?;
        let mut sent = 0;
        for waiting in self.book().waiting()? {
            match self.send(&waiting).await {
                Ok(()) => {
                    self.book().sent(&waiting.key, None)?;
                    sent += 1;
                }
                Err(ClientError::Refused(problem)) if !problem.retryable => {
                    self.book().sent(&waiting.key, Some(&problem.title))?;
                }
                Err(ClientError::Refused(_) | ClientError::Unknown(_)) => {}
            }
        }
        Ok(sent)
    }

    /// Makes the letters that are paid for, and sends nothing.
    ///
    /// # Errors
    /// [`BookError`].
    pub async fn issue(&self) -> Result<(), BookError> {
        letter::issue_paid(self).await
    }

    async fn send(&self, waiting: &Waiting) -> Result<(), ClientError> {
        if credit::waits(waiting) {
            return credit::review(self, &waiting.body).await;
        }
        if let Some(topic) = paper::of(waiting) {
            return paper::fetch(self, topic, &waiting.body).await;
        }
        if self.0.setup.wire == Wire::Enveloped {
            return enveloped::send(self, waiting).await;
        }
        let (client, now) = (&self.0.client, self.now().seconds());
        match file(&waiting.topic) {
            Some((kind, format)) => {
                client.push(&waiting.order_number, kind, format, &waiting.key, waiting.body.clone(), now).await.map(|_| ())
            }
            None => {
                let message: serde_json::Value = serde_json::from_slice(&waiting.body).unwrap_or_default();
                client.send(&waiting.topic, &waiting.key, &message, now).await.map(|_| ())
            }
        }
    }

    /// Whether an order is paid for and has no letter yet.
    pub(super) fn is_due(&self, order: &super::book::Order) -> bool {
        order.state == ApplicationState::Paid && order.guarantee.is_none()
    }
}

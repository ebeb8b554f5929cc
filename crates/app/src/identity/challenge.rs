use crate::error::AppError;
use crate::world::World;
use domain::signing::SigningPayload;
use domain::time::Timestamp;

/// How long a challenge counts (research/crypto.md §3.4).
const CHALLENGE_SECONDS: i64 = 120;

/// A challenge to sign.
#[derive(Clone, Debug)]
pub struct Challenge {
    /// What the certificate agent signs.
    pub payload: SigningPayload,
}

/// The payload of a challenge.
pub(super) fn payload(world: &World, nonce: &str, expires: i64) -> SigningPayload {
    SigningPayload::Login { origin: world.origin.to_string(), nonce: nonce.to_owned(), expires }
}

/// Makes a challenge for the browser that holds the secret with this digest. Only that browser can answer it, once.
///
/// # Errors
/// [`AppError::Unavailable`].
pub async fn begin(world: &World, browser: String) -> Result<Challenge, AppError> {
    let now = world.now();
    let nonce = hex::encode(world.random::<32>());
    let expires = now.plus(CHALLENGE_SECONDS * Timestamp::SECOND);
    let payload = payload(world, &nonce, expires.seconds());
    world
        .store
        .write::<_, AppError, _>(move |tx| {
            Box::pin(async move {
                Ok(store::session::create_challenge(
                    tx,
                    &nonce,
                    &browser,
                    Timestamp::from_micros(expires.seconds() * Timestamp::SECOND),
                    now,
                )?)
            })
        })
        .await?;
    Ok(Challenge { payload })
}

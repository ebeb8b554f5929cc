use crate::error::AppError;
use crate::world::World;
use domain::signing::SigningPayload;
use domain::time::Timestamp;

/// How long a challenge counts (SG-5).
const CHALLENGE_SECONDS: i64 = 120;

/// The payload of a challenge.
pub(super) fn payload(world: &World, nonce: &str, expires: i64) -> SigningPayload {
    SigningPayload::Login { origin: world.origin.to_string(), nonce: nonce.to_owned(), expires }
}

/// Makes a challenge for the browser that holds the secret with this digest, and gives back what the certificate agent signs. Only
/// that browser can answer it, once.
///
/// # Errors
/// [`AppError::Unavailable`].
pub async fn begin(world: &World, browser: String) -> Result<SigningPayload, AppError> {
    let now = world.now();
    let nonce = hex::encode(world.random::<32>());
    // Whole seconds, as the payload has them.
    let seconds = now.seconds() + CHALLENGE_SECONDS;
    let (payload, expires) = (payload(world, &nonce, seconds), Timestamp::from_micros(seconds * Timestamp::SECOND));
    world
        .store
        .write::<_, AppError, _>(move |tx| {
            Box::pin(async move { Ok(store::session::create_challenge(tx, &nonce, &browser, expires, now)?) })
        })
        .await?;
    Ok(payload)
}

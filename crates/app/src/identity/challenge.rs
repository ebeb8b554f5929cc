use crate::error::AppError;
use crate::world::World;
use domain::signing::SigningPayload;
use domain::time::Timestamp;

/// How long a challenge counts (SG-5).
const CHALLENGE_SECONDS: i64 = 120;

/// The answer to a challenge.
#[derive(Clone, Debug)]
pub struct SignedChallenge {
    /// The challenge's nonce.
    pub nonce: String,
    /// The challenge's end, UTC seconds.
    pub expires: i64,
    /// The certificate chain, base64 DER, leaf first.
    pub chain: Vec<String>,
    /// The signature, base64 DER.
    pub signature: String,
}

/// The payload of a challenge to log in.
pub(super) fn payload(world: &World, nonce: &str, expires: i64) -> SigningPayload {
    SigningPayload::Login { origin: world.origin.to_string(), nonce: nonce.to_owned(), expires }
}

/// The payload of a challenge that checks a certificate: whoever signs it logs nobody in.
pub(super) fn check_payload(world: &World, nonce: &str, expires: i64) -> SigningPayload {
    SigningPayload::Check { origin: world.origin.to_string(), nonce: nonce.to_owned(), expires }
}

/// Makes a challenge for the browser that holds the secret with this digest, and gives back what the certificate agent signs. Only
/// that browser can answer it, once.
///
/// # Errors
/// [`AppError::Unavailable`].
pub async fn begin(world: &World, browser: String) -> Result<SigningPayload, AppError> {
    made(world, browser, payload).await
}

/// The same to check a certificate.
///
/// # Errors
/// [`AppError::Unavailable`].
pub async fn begin_check(world: &World, browser: String) -> Result<SigningPayload, AppError> {
    made(world, browser, check_payload).await
}

async fn made(world: &World, browser: String, of: fn(&World, &str, i64) -> SigningPayload) -> Result<SigningPayload, AppError> {
    let now = world.now();
    let nonce = hex::encode(world.random::<32>());
    // Whole seconds, as the payload has them.
    let seconds = now.seconds() + CHALLENGE_SECONDS;
    let (payload, expires) = (of(world, &nonce, seconds), Timestamp::from_micros(seconds * Timestamp::SECOND));
    world
        .store
        .write::<_, AppError, _>(move |tx| {
            Box::pin(async move { Ok(store::session::create_challenge(tx, &nonce, &browser, expires, now)?) })
        })
        .await?;
    Ok(payload)
}

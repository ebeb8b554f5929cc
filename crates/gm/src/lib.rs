//! National cryptography: SM2 signatures and encryption, SM3 digests, SM4-GCM, X.509 certificates, PIN-protected key files; and as
//! much of the ordinary algorithms as documents from and for elsewhere need. Knows no business word.
//!
//! The traps of the crates underneath (GM-1 to GM-4) are closed here, once: the user ID is one constant, signatures
//! in certificates are DER, secrets have a redacted `Debug`, decryption returns nothing unless the whole ciphertext is right.

pub mod certificate;
pub mod cipher;
pub mod digest;
pub mod entropy;
mod kept_key;
mod key;
pub mod key_file;
mod mac;
pub mod signature;
mod signing_key;

pub use cipher::CipherKey;
pub use entropy::{Entropy, SystemEntropy};
pub use kept_key::{KEPT_KEY_BYTES, Keeping, KeptKey};
pub use key::{DecryptError, PublicKey, SecretKey, SignatureError, USER_ID};
pub use mac::MacKey;
pub use signing_key::{P256Key, SigningKey};

/// In the subject of every certificate that the demonstration CA signs. A platform that is not a demonstration refuses an
/// anchor that carries it.
pub const DEMONSTRATION_MARK: &str = "NOT FOR PRODUCTION";

use rcgen::generate_simple_self_signed;
use rustls::ServerConfig;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use std::error::Error;
use std::path::Path;
use std::sync::Arc;
use tokio_rustls::TlsAcceptor;

/// The mail server's certificate, which only who is told trusts, and its key.
#[derive(Clone)]
pub struct Identity {
    /// The certificate, PEM.
    pub certificate: String,
    key: String,
}

/// The key is never printed.
impl std::fmt::Debug for Identity {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Identity")
    }
}

impl Identity {
    /// A fresh one for a server on this machine.
    ///
    /// # Errors
    /// When none can be made.
    pub fn fresh() -> Result<Self, Box<dyn Error + Send + Sync>> {
        let made = generate_simple_self_signed(vec!["127.0.0.1".to_owned(), "localhost".to_owned()])?;
        Ok(Self { certificate: made.cert.pem(), key: made.signing_key.serialize_pem() })
    }

    /// The one in `folder` (`mail.pem`, `mail.key`), made there when there is none.
    ///
    /// # Errors
    /// When it cannot be read or written.
    pub fn in_folder(folder: &Path) -> Result<Self, Box<dyn Error + Send + Sync>> {
        let (certificate, key) = (folder.join("mail.pem"), folder.join("mail.key"));
        if !certificate.exists() {
            let fresh = Self::fresh()?;
            std::fs::write(&key, &fresh.key)?;
            std::fs::write(&certificate, &fresh.certificate)?;
        }
        Ok(Self { certificate: std::fs::read_to_string(&certificate)?, key: std::fs::read_to_string(&key)? })
    }

    pub(super) fn acceptor(&self) -> Result<TlsAcceptor, Box<dyn Error + Send + Sync>> {
        let certificate = CertificateDer::from_pem_slice(self.certificate.as_bytes())?;
        let key = PrivateKeyDer::from_pem_slice(self.key.as_bytes())?;
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions()?;
        Ok(TlsAcceptor::from(Arc::new(config.with_no_client_auth().with_single_cert(vec![certificate], key)?)))
    }
}

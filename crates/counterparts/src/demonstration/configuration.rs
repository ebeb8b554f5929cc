use super::VAULT_PIN;
use std::io;
use std::path::{Path, PathBuf};

/// The configuration of a platform over the certificates that [`super::prepare`] put into `data`.
#[derive(Clone, Debug)]
pub struct Configuration<'a> {
    /// Where certificates are and files go; the configuration itself is written here.
    pub data: &'a Path,
    /// The project's folder, for wordings.
    pub root: &'a Path,
    /// Folder of fonts.
    pub fonts: &'a Path,
    /// Folder of site files.
    pub regions: &'a Path,
    /// `sqlite:PATH` or `postgres://…`.
    pub database: &'a str,
    /// Address and port to listen on.
    pub listen: &'a str,
    /// The platform's address as browsers show it.
    pub origin: &'a str,
    /// Where certificate agents listen.
    pub agent: &'a str,
    /// The bank's address.
    pub bank: &'a str,
    /// The time-stamp authority's address.
    pub time_stamps: &'a str,
    /// The text message gateway's address.
    pub text_messages: &'a str,
    /// The mail server's address, and its certificate; none without.
    pub mail: Option<(&'a str, &'a Path)>,
    /// The address of the other side of QR codes; none without.
    pub phones: Option<&'a str>,
    /// Folder of what the platform proves itself with at portals, where a site has one.
    pub portal_secrets: Option<&'a Path>,
}

impl Configuration<'_> {
    /// Writes `kaihan.toml` and the vault's PIN; gives back the configuration's path.
    ///
    /// # Errors
    /// When the folder cannot be written to.
    pub fn write(&self) -> io::Result<PathBuf> {
        let path = |name: &str| self.data.join(name);
        let pin = path("vault.pin");
        std::fs::write(&pin, VAULT_PIN)?;
        let folders = [
            ("files", path("files")),
            ("regions", self.regions.to_owned()),
            ("wordings", self.root.join("wordings")),
            ("fonts", self.fonts.to_owned()),
            ("trust", path("trust")),
            ("vault", path("vault")),
            ("pin_file", pin),
            ("bank_certificate", path("systems/bank.cer")),
            ("platform_key", path("systems/platform.p8")),
            ("platform_certificate", path("systems/platform.cer")),
        ];
        let words = [
            ("listen", self.listen),
            ("origin", self.origin),
            ("database", self.database),
            ("agent", self.agent),
            ("bank", self.bank),
            ("time_stamps", self.time_stamps),
            ("text_messages", self.text_messages),
        ];
        let phones = self.phones.into_iter().flat_map(|address| [("mobile_certificates", address), ("business_licences", address)]);
        let mail = self.mail.map(|(address, trust)| {
            format!("mail = \"{address}\"\nmail_from = \"开函 <noreply@kaihan.test>\"\nmail_trust = \"{}\"\n", trust.display())
        });
        let words: Vec<(&str, &str)> = words.into_iter().chain(phones).collect();
        let folders = folders.iter().map(|(key, path)| format!("{key} = \"{}\"\n", path.display()));
        let words = words.iter().map(|(key, value)| format!("{key} = \"{value}\"\n"));
        let secrets = self.portal_secrets.map(|path| format!("portal_secrets = \"{}\"\n", path.display()));
        let text: String = std::iter::once("demonstration = true\nloopback_institutions = true\n".to_owned())
            .chain(words)
            .chain(folders)
            .chain(secrets)
            .chain(mail)
            .collect();
        let file = path("kaihan.toml");
        std::fs::write(&file, text)?;
        Ok(file)
    }
}

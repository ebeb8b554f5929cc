use gm::Entropy;
use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

/// 统一注册平台 of the demonstration: a provider of its own, by which people of Hunan log in. The sites' files as they are shipped name none; here are copies
/// that do.
#[derive(Clone)]
pub struct Portal {
    /// Site files that name it.
    pub regions: PathBuf,
    /// What the platform proves itself with there, a file a site.
    pub secrets: PathBuf,
    /// What stands in those.
    pub secret: String,
    /// The sites whose people log in by it: the province's and its prefectures'.
    pub sites: Vec<String>,
}

/// The province that has it, and what the divisions of that begin with.
const PROVINCE: &str = "430000";
const DIVISIONS: &str = "43";

impl fmt::Debug for Portal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Portal").field("sites", &self.sites).finish_non_exhaustive()
    }
}

impl Portal {
    /// Copies the site files of `regions` into `data` and names the portal at `address` in them, with a secret of its own at each start.
    ///
    /// # Errors
    /// When a file cannot be read or written.
    pub fn prepare(regions: &Path, data: &Path, address: &str, entropy: &dyn Entropy) -> io::Result<Self> {
        let portal = Self {
            regions: data.join("regions"),
            secrets: data.join("secrets"),
            secret: hex::encode(gm::entropy::bytes::<24>(entropy)),
            sites: sites(regions)?,
        };
        // A site that is no more is not one of the last start's.
        if portal.regions.exists() {
            std::fs::remove_dir_all(&portal.regions)?;
        }
        copy(regions, &portal.regions)?;
        let file = portal.regions.join(format!("{PROVINCE}.toml"));
        std::fs::write(&file, with_portal(&std::fs::read_to_string(&file)?, address))?;
        std::fs::create_dir_all(&portal.secrets)?;
        for site in &portal.sites {
            std::fs::write(portal.secrets.join(format!("{site}.secret")), &portal.secret)?;
        }
        Ok(portal)
    }
}

/// The codes of the province's sites.
fn sites(regions: &Path) -> io::Result<Vec<String>> {
    let names = std::fs::read_dir(regions)?.map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned()));
    let names: Vec<String> = names.collect::<io::Result<_>>()?;
    let mut sites: Vec<String> = names.iter().filter_map(|name| name.strip_suffix(".toml")).map(str::to_owned).collect();
    sites.retain(|site| site.starts_with(DIVISIONS));
    sites.sort();
    Ok(sites)
}

fn copy(from: &Path, to: &Path) -> io::Result<()> {
    std::fs::create_dir_all(to)?;
    for entry in std::fs::read_dir(from)? {
        let (entry, path) = entry.map(|entry| (entry.path(), to.join(entry.file_name())))?;
        if entry.is_dir() {
            copy(&entry, &path)?;
        } else {
            std::fs::copy(entry, path)?;
        }
    }
    Ok(())
}

/// A site's file with the portal's addresses in the place of others, and what is needed to log in by it.
fn with_portal(file: &str, address: &str) -> String {
    let own = file.lines().map(|line| {
        if line.starts_with("portal = ") {
            format!("portal = {{ home = \"{address}/\", register = \"{address}/register\" }}")
        } else {
            line.to_owned()
        }
    });
    let own: Vec<String> = own.collect();
    format!(
        r#"{}

[identity.oidc]
name = "湖南省公共资源交易统一注册平台"
issuer = "{address}"
client_id = "kaihan"
register = "{address}/register"
scopes = ["organisation"]

[identity.oidc.roles]
"投标人" = "applicant"
"招标人" = "tenderee"
"招标代理" = "agency"
"#,
        own.join("\n")
    )
}

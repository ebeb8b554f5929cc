//! Installing what the demo and the tests need: Debian packages by apt-get, fonts and a script by npm.

use crate::Outcome;
use crate::run::{program, root, run, step};
use std::path::{Path, PathBuf};
use std::process::Command;

/// A Debian package, and a path that exists when it is installed.
struct Package {
    name: &'static str,
    sign: &'static str,
}

const FOR_TESTS: [Package; 14] = [
    Package { name: "chromium", sign: "/usr/bin/chromium" },
    Package { name: "clamav-daemon", sign: "/usr/sbin/clamd" },
    Package { name: "fonts-noto-cjk", sign: "/usr/share/doc/fonts-noto-cjk" },
    Package { name: "ghostscript", sign: "/usr/bin/gs" },
    Package { name: "libbcpkix-java", sign: "/usr/share/java/bcpkix.jar" },
    Package { name: "libjaxb-api-java", sign: "/usr/share/java/jaxb-api.jar" },
    Package { name: "libnss3-tools", sign: "/usr/bin/certutil" },
    Package { name: "libpdfbox2-java", sign: "/usr/share/java/preflight.jar" },
    Package { name: "openjdk-17-jdk-headless", sign: "/usr/bin/javac" },
    Package { name: "openssl", sign: "/usr/bin/openssl" },
    Package { name: "poppler-utils", sign: "/usr/bin/pdftotext" },
    Package { name: "postgresql", sign: "/usr/lib/postgresql" },
    Package { name: "qpdf", sign: "/usr/bin/qpdf" },
    Package { name: "zbar-tools", sign: "/usr/bin/zbarimg" },
];

/// The letters' typeface, and the digests of the two weights.
const FONT_PACKAGE: &str = "@expo-google-fonts/noto-serif-sc@0.4.3";
const FONT_FILES: [(&str, &str, &str); 2] = [
    ("package/400Regular", "NotoSerifSC_400Regular.ttf", "c358a69de3df5f423a8946a7b03e3126fb6ba116f1130a463455b4e39e1f0742"),
    ("package/700Bold", "NotoSerifSC_700Bold.ttf", "9c6a2ba736e4b499c84f65ce366bd3625c0401885fd3e585ace50fb738b96ff6"),
];

/// Faces for rare characters, from Debian packages: package, file, digest (P3). Hanazono: Extensions B to F; BabelStone Han: of G and H.
const RARE_FONTS: [(&str, &str, &str); 2] = [
    ("fonts-hanazono", "hanazono/HanaMinB.ttf", "829543436cdf7b4c6730e2af5806fa406f8ddf0d4b656e0cd49c58d4db1c8d3c"),
    ("fonts-babelstone-han", "babelstone/BabelStoneHan.ttf", "a2027ca3606907f6a628e9cd869605e3879beaaa38b37c7fec95b372130628c8"),
];

/// Whether a program answers.
fn answers(name: &str) -> bool {
    Command::new(name).arg("--version").output().is_ok_and(|output| output.status.success())
}

/// Installs the Debian packages that the tests need.
pub(crate) fn packages() -> Outcome {
    let missing: Vec<&str> = FOR_TESTS.iter().filter(|package| !Path::new(package.sign).exists()).map(|package| package.name).collect();
    if missing.is_empty() {
        return Ok(());
    }
    step(&format!("安装 {}", missing.join(" ")));
    let by_hand = format!("缺少 {0}，请运行：sudo apt-get install --no-install-recommends {0}", missing.join(" "));
    let root = Command::new("id").arg("-u").output().is_ok_and(|output| output.stdout.starts_with(b"0"));
    if !root || !answers("apt-get") {
        return Err(by_hand.into());
    }
    run(program("apt-get").args(["update", "-qq"])).map_err(|_| by_hand.clone())?;
    let mut install = program("apt-get");
    install.args(["install", "-y", "-qq", "--no-install-recommends"]).args(&missing).env("DEBIAN_FRONTEND", "noninteractive");
    run(&mut install).map_err(|_| by_hand.into())
}

/// Where the fonts are.
pub(crate) fn fonts_folder() -> PathBuf {
    root().join(".kaihan/fonts")
}

/// Fetches the letters' typeface through npm, and checks its digests.
pub(crate) fn fonts() -> Outcome {
    let folder = fonts_folder();
    if FONT_FILES.iter().all(|(_, file, digest)| sha256(&folder.join(file)).as_deref() == Some(digest)) {
        return rare_fonts();
    }
    if !answers("npm") {
        return Err("缺少 npm（Node.js 20 以上），请先安装".into());
    }
    step("下载保函字体（思源宋体，OFL 许可）");
    std::fs::create_dir_all(&folder)?;
    let files: Vec<String> =
        FONT_FILES.iter().map(|(path, file, _)| format!("{path}/{file}")).chain(["package/LICENSE_FONT".into()]).collect();
    let files: Vec<&str> = files.iter().map(String::as_str).collect();
    unpack(FONT_PACKAGE, &root().join(".kaihan/unpacked"), &files, |unpacked| {
        for (path, file, digest) in FONT_FILES {
            let from = unpacked.join(path).join(file);
            if sha256(&from).as_deref() != Some(digest) {
                return Err(format!("字体文件 {file} 的摘要不符").into());
            }
            std::fs::copy(from, folder.join(file))?;
        }
        std::fs::copy(unpacked.join("package/LICENSE_FONT"), folder.join("LICENSE_FONT"))?;
        Ok(())
    })?;
    rare_fonts()
}

/// Fetches the faces for rare characters out of their Debian packages, without installing them. Where that cannot be done, or the release
/// carries another version, the platform runs without: what it cannot print it refuses where it is typed.
fn rare_fonts() -> Outcome {
    let (folder, unpacked) = (fonts_folder(), root().join(".kaihan/unpacked-rare"));
    for (package, path, digest) in RARE_FONTS {
        let file = path.rsplit('/').next().unwrap_or(path);
        if sha256(&folder.join(file)).as_deref() == Some(digest) {
            continue;
        }
        step(&format!("取生僻字字体 {file}（{package}）"));
        std::fs::create_dir_all(&unpacked)?;
        let fetched = run(program("apt-get").args(["download", "-qq", package]).current_dir(&unpacked)).is_ok();
        let archive = std::fs::read_dir(&unpacked)?.filter_map(Result::ok).map(|entry| entry.path()).find(|path| {
            path.file_name().and_then(|name| name.to_str()).is_some_and(|name| name.starts_with(package) && name.ends_with(".deb"))
        });
        let extracted = archive.is_some_and(|archive| run(program("dpkg-deb").arg("-x").arg(archive).arg(&unpacked)).is_ok());
        let from = unpacked.join("usr/share/fonts/truetype").join(path);
        if fetched && extracted && sha256(&from).as_deref() == Some(digest) {
            std::fs::copy(from, folder.join(file))?;
        } else {
            step(&format!("没有取得 {file}：含扩展区生僻字的名称将在填写时提示无法打印"));
        }
        std::fs::remove_dir_all(&unpacked)?;
    }
    Ok(())
}

/// The script that signs on the phone of the demonstration, as its package carries it.
const PHONE_PACKAGE: &str = "sm-crypto-v2@1.15.1";
const PHONE_FILE: (&str, &str, &str) =
    ("package/dist/index.umd.js", "sm-crypto.js", "ebf69e9ce31eaa744a496903623f0d0668d76befcba6311f5fb4d9feefa1903e");

/// Fetches that script through npm, and checks its digest.
pub(crate) fn phone() -> Outcome {
    let (folder, (path, file, digest)) = (root().join(".kaihan/phone"), PHONE_FILE);
    if sha256(&folder.join(file)).as_deref() == Some(digest) {
        return Ok(());
    }
    if !answers("npm") {
        return Err("缺少 npm（Node.js 20 以上），请先安装".into());
    }
    step("下载手机证书页面的国密脚本（sm-crypto-v2，MIT 许可）");
    unpack(PHONE_PACKAGE, &root().join(".kaihan/unpacked-phone"), &[path, "package/LICENCE_MIT"], |unpacked| {
        let from = unpacked.join(path);
        if sha256(&from).as_deref() != Some(digest) {
            return Err(format!("{file} 的摘要不符").into());
        }
        std::fs::create_dir_all(&folder)?;
        std::fs::copy(unpacked.join("package/LICENCE_MIT"), folder.join("LICENCE_MIT"))?;
        std::fs::copy(from, folder.join(file))?;
        Ok(())
    })
}

/// Fetches a package through npm and unpacks these of its files into `folder`, which is gone again when `take` has taken them.
fn unpack(package: &str, folder: &Path, files: &[&str], take: impl FnOnce(&Path) -> Outcome) -> Outcome {
    std::fs::create_dir_all(folder)?;
    run(program("npm").args(["pack", "--silent", package, "--pack-destination"]).arg(folder))?;
    let archive = std::fs::read_dir(folder)?
        .filter_map(Result::ok)
        .map(|entry| entry.path())
        .find(|path| path.extension().is_some_and(|kind| kind == "tgz"));
    let archive = archive.ok_or_else(|| format!("npm 没有给出 {package}"))?;
    run(program("tar").arg("-xzf").arg(&archive).arg("-C").arg(folder).args(files))?;
    take(folder)?;
    Ok(std::fs::remove_dir_all(folder)?)
}

fn sha256(path: &Path) -> Option<String> {
    let output = Command::new("sha256sum").arg(path).output().ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    text.split_whitespace().next().map(str::to_owned)
}

/// Installs the Python packages that judge our files and are measured beside us.
pub(crate) fn python() -> Outcome {
    environment("文件检验工具（pyHanko 等）", ".kaihan/python", "e2e/python/requirements.txt")
}

/// Installs other people's mail servers, which our mails go through in the tests.
pub(crate) fn mail_servers() -> Outcome {
    environment("对照用的邮件服务器 aiosmtpd", ".kaihan/mail", "e2e/mail/requirements.txt")?;
    node("对照用的邮件服务器 smtp-server", "e2e/mail", "smtp-server")
}

/// Installs other people's stacks, which are measured beside the platform.
pub(crate) fn peers() -> Outcome {
    environment("对比用的 FastAPI", ".kaihan/peers", "e2e/peers/requirements.txt")?;
    node("对比用的 Express", "e2e/peers", "sm-crypto-v2")
}

/// Python packages, pinned by digest, in an environment of their own.
fn environment(what: &str, folder: &str, pinned: &str) -> Outcome {
    let (folder, pinned) = (root().join(folder), root().join(pinned));
    let (installed, wanted) = (folder.join("installed"), sha256(&pinned).ok_or_else(|| format!("{} 无法读取", pinned.display()))?);
    if std::fs::read_to_string(&installed).is_ok_and(|known| known == wanted) {
        return Ok(());
    }
    if !answers("python3") {
        return Err("缺少 python3（3.11 以上，含 venv），请先安装".into());
    }
    step(&format!("安装{what}"));
    run(program("python3").args(["-m", "venv", "--clear"]).arg(&folder))?;
    let mut install = program(folder.join("bin/pip"));
    install.args(["install", "--quiet", "--disable-pip-version-check", "--only-binary", ":all:", "--require-hashes", "-r"]).arg(pinned);
    run(&mut install)?;
    Ok(std::fs::write(installed, wanted)?)
}

/// Installs the browser tests' packages, among them the portal that the demonstration starts.
pub(crate) fn browser_tests() -> Outcome {
    node("浏览器测试工具与统一注册平台", "e2e", "oidc-provider")
}

/// Packages for Node.js from their lock file; `last` is one of them.
fn node(what: &str, folder: &str, last: &str) -> Outcome {
    if !answers("npm") {
        return Err("缺少 npm（Node.js 20 以上），请先安装".into());
    }
    let folder = root().join(folder);
    if std::fs::read_to_string(folder.join("node_modules/.package-lock.json")).is_ok_and(|text| text.contains(last)) {
        return Ok(());
    }
    step(&format!("安装{what}"));
    run(program("npm").args(["ci", "--silent", "--no-audit", "--no-fund"]).current_dir(folder))
}

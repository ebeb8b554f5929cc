//! Lists the manuals' pictures: one that a journey has taken is compiled in without being named a second time.

use std::error::Error;
use std::fmt::Write;
use std::path::{Path, PathBuf};

fn main() -> Result<(), Box<dyn Error>> {
    let folder = Path::new(&std::env::var("CARGO_MANIFEST_DIR")?).join("../../docs/manual/pictures");
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed={}", folder.display());
    let entries = std::fs::read_dir(&folder)?.collect::<Result<Vec<_>, _>>()?;
    let mut pictures: Vec<PathBuf> = entries.into_iter().map(|entry| entry.path()).collect();
    pictures.retain(|path| path.extension().is_some_and(|extension| extension == "jpg"));
    pictures.sort();
    let mut list = String::from("&[");
    for path in &pictures {
        let name = path.file_stem().and_then(|stem| stem.to_str()).ok_or("a picture's name is no text")?;
        write!(list, "({name:?}, include_bytes!({:?}).as_slice()),", path.display().to_string())?;
    }
    list.push(']');
    std::fs::write(PathBuf::from(std::env::var("OUT_DIR")?).join("pictures.rs"), list)?;
    Ok(())
}

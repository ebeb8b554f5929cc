//! The seeds of the fuzz targets. `KAIHAN_SEEDS=$PWD/crates/fuzz/seeds cargo test -p confined seeds` writes them anew.

use crate::parties::Parties;
use crate::samples::{LOT, letter};
use gm::certificate::Certificate;
use std::path::Path;

#[test]
fn seeds_are_written_where_they_are_asked_for() {
    let Some(folder) = std::env::var_os("KAIHAN_SEEDS") else { return };
    let parties = Parties::new();
    let pages = letter(LOT, true).unwrap();
    let (ofd, pdf) = (parties.letter_ofd(&pages), parties.letter_pdf(&pages));
    let entries = documents::package::read(&ofd).unwrap();
    let signature = entries.into_iter().find(|(path, _)| path.ends_with("SignedValue.dat")).unwrap().1;
    let start = pdf.windows(10).rposition(|part| part == b"/Contents<").unwrap() + 10;
    let end = start + pdf[start..].iter().position(|byte| *byte == b'>').unwrap();
    let message = hex::decode(&pdf[start..end]).unwrap();
    let length = 4 + usize::from(message[2]) * 256 + usize::from(message[3]);
    let pem = |certificates: &[&Certificate]| certificates.iter().map(|certificate| certificate.to_pem().unwrap()).collect::<String>();
    let signers = pem(&[parties.root.certificate(), parties.ordinary_root.certificate()]);
    for (name, bytes) in [
        ("letter.ofd", ofd.as_slice()),
        ("letter.pdf", &pdf),
        ("seal.esl", parties.guarantor_seal.der()),
        ("signature.dat", &signature),
        ("message.der", &message[..length]),
        ("signers.pem", signers.as_bytes()),
        ("makers.pem", pem(&[parties.maker_root.certificate()]).as_bytes()),
        ("now", (parties.now + 60).to_string().as_bytes()),
    ] {
        std::fs::write(Path::new(&folder).join(name), bytes).unwrap();
    }
}

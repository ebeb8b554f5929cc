//! What a wording that is wrong, or written to do harm, cannot do.

use crate::samples::{BID, LOT, letter_in, typeset, wordings};
use documents::typesetting::{Sheet, TypesetError};

fn sheet(source: &str) -> Sheet {
    let source = format!("#set document(date: datetime(year: 2026, month: 1, day: 1))\n{source}");
    Sheet { source, pdf: true, ..Sheet::default() }
}

#[test]
fn a_wording_reaches_no_file_and_no_package() {
    for source in ["#read(\"/etc/passwd\")", "#read(\"../../etc/passwd\")", "#import \"@preview/cetz:0.3.0\"", "#image(\"/etc/passwd\")"] {
        assert!(matches!(typeset(&sheet(source)), Err(TypesetError::Failed(_))), "{source}");
    }
}

#[test]
fn a_wording_that_eats_memory_dies_and_the_next_letter_is_set() {
    assert_eq!(typeset(&sheet("#(\"a\" * 2000000000)")), Err(TypesetError::Exhausted));
    let good = letter_in(BID, LOT, true);
    assert!(typeset(&good.sheet(wordings().get(BID).unwrap()).unwrap()).is_ok());
}

#[test]
fn a_wording_that_never_ends_is_ended() {
    let endless = "#{ let n = 0; for i in range(200000) { for j in range(200000) { n += 1 } } }";
    // Where the machine is so busy that the clock runs out before the processor time is used up, it is ended all the same.
    assert!(matches!(typeset(&sheet(endless)), Err(TypesetError::Exhausted | TypesetError::Busy(_))));
}

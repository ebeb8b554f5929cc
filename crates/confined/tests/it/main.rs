//! Documents as files: checked by poppler, qpdf, pyHanko, PDFBox, ofd-core and ofdrw, not by ourselves alone.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on fails here")]

mod alone;
mod bounds;
mod forged;
mod ofd;
mod others;
mod parties;
mod pdf;
mod pictures;
mod samples;
mod seals;
mod seeds;
mod signatures;
mod tools;
mod wordings;
mod workers;

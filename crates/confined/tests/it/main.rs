//! Documents as files: checked by poppler, qpdf, pyHanko, PDFBox, ofd-core and ofdrw, not by ourselves alone.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on fails here")]

mod alone;
mod bounds;
mod bundles;
mod forged;
mod good;
mod manuals;
mod ofd;
mod others;
mod parties;
mod pdf;
mod pictures;
mod reasons;
mod samples;
mod seals;
mod seeds;
mod signatures;
mod strangers;
mod svg;
mod tools;
mod wordings;
mod workers;

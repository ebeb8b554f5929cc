use super::wire::{Material, Question, digest, read_report};
use super::{Budget, FILES_MAX, RESIDENT_GROWTH_MAX};
use crate::verify::{DocumentTrust, Flaw, Report};
use child::{Child, Priority, write, write_block};
use std::io::{self, Write};
use std::path::Path;

/// One process and what is known of it from outside.
pub(super) struct Worker {
    child: Child,
    /// Which trust it was told last.
    trust: Option<[u8; 32]>,
    served: u32,
    /// Its memory after the first file, by the kernel's word.
    resident: u64,
}

/// What is asked.
#[derive(Clone, Copy)]
pub(super) struct Inquiry<'a> {
    pub(super) bytes: &'a [u8],
    pub(super) trust: &'a DocumentTrust,
    pub(super) now: i64,
    pub(super) budget: Budget,
    pub(super) words: bool,
}

impl Worker {
    pub(super) fn start(program: &Path, priority: Priority) -> io::Result<Self> {
        Ok(Self { child: Child::start(program, &[], priority)?, trust: None, served: 0, resident: 0 })
    }

    fn ask(&mut self, inquiry: &Inquiry<'_>) -> io::Result<()> {
        let told = digest(inquiry.trust);
        let trust_follows = self.trust != Some(told);
        let question = Question { now: inquiry.now, budget: inquiry.budget, trust_follows, words: inquiry.words, unpack: false };
        write(&mut self.child, &question)?;
        if trust_follows {
            write(&mut self.child, &Material::from(inquiry.trust))?;
            self.trust = Some(told);
        }
        write_block(&mut self.child, inquiry.bytes)?;
        self.child.flush()
    }

    /// What it says of a file, with the file's digest, which is reckoned here meanwhile: by it a file is found to be one of ours, so
    /// that it must not be the word of a program that has read the file. `None` when it died of the file, or said something else.
    pub(super) fn judge(&mut self, inquiry: &Inquiry<'_>) -> Option<Report> {
        self.served += 1;
        self.child.within(inquiry.budget.patience());
        self.ask(inquiry).ok()?;
        let digest = gm::digest::sm3_hex(inquiry.bytes);
        let report = read_report(&mut self.child).ok()?;
        // One question, one answer about that very file.
        let fits = report.size == inquiry.bytes.len() && report.digest.is_empty() && self.child.is_quiet();
        fits.then_some(Report { digest, ..report })
    }

    /// Whether it may look at another file after it said this.
    pub(super) fn stays(&mut self, report: &Report) -> bool {
        let resident = self.child.resident();
        if self.served == 1 {
            self.resident = resident;
        }
        let grown = resident.saturating_sub(self.resident) > RESIDENT_GROWTH_MAX;
        self.served < FILES_MAX && !grown && report.reasons().all(says_nothing_of_the_reader)
    }
}

/// Reasons that a file which was read to its end, as the standard has it, can be refused for. Any other, known or to come, is taken as a
/// sign that the file was made to be misread.
const fn says_nothing_of_the_reader(flaw: Flaw) -> bool {
    matches!(
        flaw,
        Flaw::NotSigned
            | Flaw::ContentAltered
            | Flaw::SignatureWrong
            | Flaw::CertificateUntrusted
            | Flaw::CertificateExpired
            | Flaw::CertificateNotYetValid
            | Flaw::CertificateRevoked
            | Flaw::CertificateUnfit
            | Flaw::CertificateOfAnother
            | Flaw::SealExpired
            | Flaw::TimeStampUntrusted
    )
}

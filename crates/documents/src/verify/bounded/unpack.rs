use super::wire::{Question, read_inside};
use super::{Budget, Findings, Flaw, Format, Report, Verifier, VerifierError};
use crate::package::Entry;
use child::{Child, Priority, Urgency, Wanted, write, write_block};
use std::io::{self, Write};

/// An archive of documents that was opened.
#[derive(Debug)]
pub enum Unpacked {
    /// The documents in it, by name, none of them judged yet.
    Files(Vec<Entry>),
    /// Why it was not opened.
    Refused(Box<Report>),
}

impl Verifier {
    /// Opens an archive that anybody brought ([`is_bundle`](crate::verify::is_bundle)), in a process that opens it alone. Blocks; call it
    /// off the asynchronous threads. One that used up its budget is [`Flaw::Exhausting`].
    ///
    /// # Errors
    /// [`VerifierError`].
    pub fn unpack(&self, bytes: &[u8]) -> Result<Unpacked, VerifierError> {
        let found = if bytes.len() > super::FILE_MAX { Err(Flaw::TooLarge) } else { self.open(bytes)? };
        Ok(found.map_or_else(
            |flaw| {
                let findings = Findings { flaws: vec![flaw], ..Findings::default() };
                Unpacked::Refused(Box::new(findings.report(Format::Unknown, bytes, gm::digest::sm3_hex(bytes))))
            },
            Unpacked::Files,
        ))
    }

    fn open(&self, bytes: &[u8]) -> io::Result<Result<Vec<Entry>, Flaw>> {
        // A place among those that read strangers' files; whatever process is idle there is left alone.
        let Some(_place) = self.0.anyone.take(Urgency::First, &Wanted::default()) else { return Ok(Err(Flaw::Exhausting)) };
        let mut child = Child::start(&self.0.program, &[], Priority::Back)?;
        let budget = Budget::Small;
        child.within(budget.patience());
        let question = Question { now: 0, budget, trust_follows: false, words: false, unpack: true };
        let asked = write(&mut child, &question).and_then(|()| write_block(&mut child, bytes)).and_then(|()| child.flush());
        let answer = asked.ok().and_then(|()| read_inside(&mut child).ok());
        Ok(answer.unwrap_or(Err(Flaw::Exhausting)))
    }
}

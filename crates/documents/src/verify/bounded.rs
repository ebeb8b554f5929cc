use super::{DocumentTrust, Findings, Format, Refusal, Report, verify};
use crate::child::{self, read_block, write_block};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use gm::certificate::{Certificate, RevocationList, Trust};
use serde::{Deserialize, Serialize};
use std::io::{self, BufReader, BufWriter, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::time::Duration;

/// How long a file may take before its process is killed; the process itself counts processor time.
const PATIENCE: Duration = Duration::from_secs(20);

/// Verifies each file in a process of its own, `kaihan-verifier`, with bounded memory and time: whatever a hostile file does to the
/// programs that read it ends there. Whoever takes files from strangers bounds how many are looked at at a time.
#[derive(Clone, Debug)]
pub struct Verifier {
    program: PathBuf,
}

/// The verifying program cannot be started.
#[derive(Debug, thiserror::Error)]
#[error("核验程序无法启动：{0}")]
pub struct VerifierError(#[from] io::Error);

/// Anchors and lists as they go through the pipe.
#[derive(Serialize, Deserialize)]
struct Packed {
    anchors: Vec<String>,
    lists: Vec<String>,
}

/// What is asked about a file.
#[derive(Serialize, Deserialize)]
struct Question {
    signers: Packed,
    makers: Packed,
    stamps: Packed,
    people: Packed,
    now: i64,
}

impl From<&Trust> for Packed {
    fn from(trust: &Trust) -> Self {
        Self {
            anchors: trust.anchors().iter().map(|anchor| STANDARD.encode(anchor.der())).collect(),
            lists: trust.lists().iter().map(|list| STANDARD.encode(list.der())).collect(),
        }
    }
}

impl Packed {
    fn unpack(&self) -> Option<Trust> {
        let der = |text: &String| STANDARD.decode(text).ok();
        let anchors: Option<_> = self.anchors.iter().map(|text| Certificate::from_der(&der(text)?).ok()).collect();
        let lists: Option<_> = self.lists.iter().map(|text| RevocationList::from_der(&der(text)?).ok()).collect();
        Some(Trust::new(anchors?, lists?))
    }
}

impl Question {
    /// Lists go along once: they prove themselves, whatever purpose they were found under.
    fn new(trust: &DocumentTrust, now: i64) -> Self {
        let anchors = |trust: &Trust| Packed { lists: Vec::new(), ..Packed::from(trust) };
        let [makers, stamps, people] = [&trust.makers, &trust.stamps, &trust.people].map(anchors);
        let mut signers = Packed::from(&trust.signers);
        for other in [&trust.makers, &trust.stamps, &trust.people] {
            signers.lists.extend(Packed::from(other).lists);
        }
        signers.lists.sort();
        signers.lists.dedup();
        Self { signers, makers, stamps, people, now }
    }

    fn trust(&self) -> Option<DocumentTrust> {
        let signers = self.signers.unpack()?;
        let lists = std::sync::Arc::new(signers.lists().to_vec());
        let of = |packed: &Packed| Some(Trust::sharing(packed.unpack()?.anchors().to_vec(), std::sync::Arc::clone(&lists)));
        Some(DocumentTrust { makers: of(&self.makers)?, stamps: of(&self.stamps)?, people: of(&self.people)?, signers })
    }
}

/// Answers the one question that comes through `input`: what `kaihan-verifier` does.
///
/// # Errors
/// When the pipe is gone or carries something else.
pub fn answer(input: &mut impl Read, output: &mut impl Write) -> io::Result<()> {
    let mut block = || -> io::Result<Vec<u8>> { read_block(input)?.ok_or_else(|| io::ErrorKind::UnexpectedEof.into()) };
    let (question, bytes) = (block()?, block()?);
    let question: Question = serde_json::from_slice(&question)?;
    let trust = question.trust().ok_or(io::ErrorKind::InvalidData)?;
    let report = verify(&bytes, &trust, question.now);
    write_block(output, &serde_json::to_vec(&report)?)?;
    output.flush()
}

impl Verifier {
    /// A verifier that runs `program`.
    #[must_use]
    pub fn new(program: &Path) -> Self {
        Self { program: program.to_owned() }
    }

    /// The verifying program beside the running one.
    #[must_use]
    pub fn beside_this_program() -> Self {
        Self::new(&child::beside_this_program("kaihan-verifier"))
    }

    /// Looks at a file. Blocks; call it off the asynchronous threads. A file that used up the process's bounds is
    /// [`Refusal::Exhausting`].
    ///
    /// # Errors
    /// [`VerifierError`].
    pub fn verify(&self, bytes: &[u8], trust: &DocumentTrust, now: i64) -> Result<Report, VerifierError> {
        let refused = |refusal| Findings { refusals: vec![refusal], ..Findings::default() }.report(Format::of(bytes), bytes);
        if bytes.len() > super::FILE_MAX {
            return Ok(refused(Refusal::TooLarge));
        }
        Ok(self.ask(bytes, trust, now)?.unwrap_or_else(|| refused(Refusal::Exhausting)))
    }

    /// What the process answered; nothing when it died of the file or took too long.
    fn ask(&self, bytes: &[u8], trust: &DocumentTrust, now: i64) -> io::Result<Option<Report>> {
        let (running, input, output) = child::start(&self.program, &[])?;
        let (sender, answers) = mpsc::channel();
        std::thread::spawn(move || drop(sender.send(read_block(&mut BufReader::new(output)))));
        let question = Question::new(trust, now);
        let mut input = BufWriter::new(input);
        let sent = write_block(&mut input, &serde_json::to_vec(&question)?)
            .and_then(|()| write_block(&mut input, bytes))
            .and_then(|()| input.flush());
        let answer = match answers.recv_timeout(PATIENCE) {
            Ok(answer) => answer.ok().flatten(),
            Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => None,
        };
        drop(running);
        Ok(answer.filter(|_| sent.is_ok()).and_then(|answer| serde_json::from_slice(&answer).ok()))
    }
}

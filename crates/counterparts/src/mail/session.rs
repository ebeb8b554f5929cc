//! One SMTP session (RFC 5321), as far as a letter box needs it. Before TLS nothing is taken; what was sent ahead of the handshake is forgotten (RFC 3207, 6).

use super::inbox::TakenMail;
use crate::text_message::InboxError;
use std::io;
use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;
use tokio_rustls::TlsAcceptor;

/// Most bytes of a mail.
const SIZE_MAX: usize = 1024 * 1024;
/// Most bytes of a command.
const LINE_MAX: u64 = 1000;

/// How a part of a session ended.
enum Ended {
    /// The client wants TLS.
    StartTls,
    /// The client is done, or gone.
    Over,
}

pub(super) async fn run(mut stream: TcpStream, tls: &TlsAcceptor, take: impl Fn(TakenMail) -> Result<(), InboxError>) -> io::Result<()> {
    stream.write_all(b"220 kaihan-mail ESMTP\r\n").await?;
    match talk(&mut stream, false, &take).await? {
        Ended::Over => Ok(()),
        Ended::StartTls => {
            let mut secured = tls.accept(stream).await?;
            talk(&mut secured, true, &take).await?;
            secured.shutdown().await
        }
    }
}

/// The address in `MAIL FROM:<…>` and `RCPT TO:<…>`.
fn address(line: &str) -> Option<String> {
    let (_, rest) = line.split_once('<')?;
    let (address, _) = rest.split_once('>')?;
    Some(address.to_owned())
}

async fn talk<S: AsyncRead + AsyncWrite + Unpin>(
    stream: &mut S,
    secured: bool,
    take: &impl Fn(TakenMail) -> Result<(), InboxError>,
) -> io::Result<Ended> {
    let mut stream = BufReader::new(stream);
    let (mut from, mut to) = (None, Vec::new());
    loop {
        let mut line = String::new();
        if (&mut stream).take(LINE_MAX).read_line(&mut line).await? == 0 {
            return Ok(Ended::Over);
        }
        let verb = line.get(..4).unwrap_or_default().to_ascii_uppercase();
        let answer: &[u8] = match (verb.as_str(), secured) {
            ("EHLO", false) => b"250-kaihan-mail\r\n250-SIZE 1048576\r\n250 STARTTLS\r\n",
            ("EHLO", true) => b"250-kaihan-mail\r\n250 SIZE 1048576\r\n",
            ("HELO" | "NOOP", _) => b"250 kaihan-mail\r\n",
            ("STAR", false) => {
                stream.get_mut().write_all(b"220 go ahead\r\n").await?;
                return Ok(Ended::StartTls);
            }
            ("QUIT", _) => {
                stream.get_mut().write_all(b"221 bye\r\n").await?;
                return Ok(Ended::Over);
            }
            ("MAIL" | "RCPT" | "DATA", false) => b"530 Must issue a STARTTLS command first\r\n",
            ("MAIL", true) => {
                (from, to) = (address(&line), Vec::new());
                b"250 sender ok\r\n"
            }
            ("RCPT", true) if from.is_some() => {
                to.extend(address(&line));
                b"250 recipient ok\r\n"
            }
            ("RSET", _) => {
                (from, to) = (None, Vec::new());
                b"250 ok\r\n"
            }
            ("DATA", true) if !to.is_empty() => {
                stream.get_mut().write_all(b"354 go ahead\r\n").await?;
                let outcome = data(&mut stream).await?;
                let taken = outcome.map(|raw| to.drain(..).try_for_each(|to| take(TakenMail { to, raw: raw.clone() })));
                from = None;
                match taken {
                    Some(Ok(())) => b"250 taken\r\n",
                    Some(Err(_)) => b"451 cannot be kept\r\n",
                    None => b"552 too large\r\n",
                }
            }
            ("RCPT" | "DATA", true) => b"503 not in this order\r\n",
            _ => b"500 not understood\r\n",
        };
        stream.get_mut().write_all(answer).await?;
    }
}

/// The bytes up to the line that is a full stop; `None` when they are too many.
async fn data<S: AsyncRead + Unpin>(stream: &mut BufReader<S>) -> io::Result<Option<Vec<u8>>> {
    let (mut raw, mut size) = (Vec::new(), 0);
    loop {
        let mut line = Vec::new();
        if stream.take(SIZE_MAX as u64).read_until(b'\n', &mut line).await? == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        if line == b".\r\n" {
            return Ok((size <= SIZE_MAX).then_some(raw));
        }
        size += line.len();
        // A full stop that begins a line was doubled on the way (RFC 5321, 4.5.2).
        let line = if line.starts_with(b".") { &line[1..] } else { &line[..] };
        if size <= SIZE_MAX {
            raw.extend_from_slice(line);
        }
    }
}

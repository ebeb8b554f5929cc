//! An institution's system as it should not be: the modes of RT-05, each over a bare socket, because no web framework answers like this.

use super::Now;
use clap::ValueEnum;
use client::serial;
use gm::{Entropy, SecretKey};
use protocol::message::{ApplicationReport, ApplicationState, Paid, Receipt};
use protocol::signed::{ANSWER_HEADER, Identity, Signer, sign_answer};
use std::fmt;
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// How it misbehaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, ValueEnum)]
pub enum Mode {
    /// Sends a header's bytes one by one, for ever.
    Slowloris,
    /// Sends the body one byte a second.
    OneByteASecond,
    /// Sends ten gigabytes.
    Endless,
    /// Sends a little that unpacks to a lot.
    GzipBomb,
    /// Promises more than it sends.
    WrongLength,
    /// Says 200 and means an error.
    ErrorBody,
    /// Sends a page for people.
    Html,
    /// Sends what is no text.
    InvalidUtf8,
    /// Sends ten thousand brackets.
    DeepJson,
    /// Says a field twice.
    DuplicateKeys,
    /// Talks TLS where there is none.
    Tls,
    /// Breaks off in the middle of the body.
    Reset,
    /// Sends one in a circle.
    RedirectLoop,
    /// Sends one to where only this machine gets.
    RedirectInside,
    /// Signs with another's key.
    WrongSignature,
    /// Signs with an old time.
    StaleAnswer,
    /// Says that a fen more was paid.
    AmountOff,
    /// Answers about another order.
    OtherOrder,
    /// Takes the first message, then fails.
    SuccessThenFail,
    /// Never answers.
    Stall,
    /// Answers every second time.
    Flapping,
    /// Takes the message and never says so.
    TakesAndStalls,
    /// Hangs up.
    HangUp,
    /// Has had enough.
    TooManyRequests,
}

impl Mode {
    /// Every mode.
    #[must_use]
    pub fn all() -> &'static [Self] {
        Self::value_variants()
    }
}

/// The system.
pub struct Hostile {
    /// How it misbehaves.
    pub mode: Mode,
    /// Its code.
    pub uscc: String,
    /// The key it is known by.
    pub key: SecretKey,
    /// Randomness.
    pub entropy: Arc<dyn Entropy>,
    /// The time.
    pub now: Now,
}

impl fmt::Debug for Hostile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Hostile({:?})", self.mode)
    }
}

/// What it read of a request.
struct Asked {
    nonce: String,
    order_number: String,
    query: bool,
}

/// Time between two bytes of those who dawdle.
const DRIP: Duration = Duration::from_secs(1);
/// How often the endless body is sent: ten gigabytes of these.
static BLOCK: [u8; 65_536] = [b' '; 65_536];

impl Hostile {
    /// Answers whoever connects, for as long as it is let.
    pub async fn serve(self, listener: TcpListener) {
        let (this, count) = (Arc::new(self), Arc::new(AtomicUsize::new(0)));
        while let Ok((stream, _)) = listener.accept().await {
            let (this, number) = (Arc::clone(&this), count.fetch_add(1, Ordering::Relaxed));
            tokio::spawn(async move {
                // Whoever hangs up on it has had enough.
                let _ = this.answer(stream, number).await;
            });
        }
    }

    async fn answer(&self, mut stream: TcpStream, number: usize) -> io::Result<()> {
        if self.mode == Mode::HangUp {
            return Ok(());
        }
        if self.mode == Mode::Tls {
            return stream.write_all(&[0x15, 3, 3, 0, 2, 2, 40]).await;
        }
        let asked = read(&mut stream).await?;
        match self.mode {
            Mode::Slowloris => {
                stream.write_all(b"HTTP/1.1 200 OK\r\nx-slow: ").await?;
                drip(&mut stream).await
            }
            Mode::OneByteASecond => {
                stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n").await?;
                drip(&mut stream).await
            }
            Mode::Endless => {
                stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 10000000000\r\n\r\n").await?;
                loop {
                    stream.write_all(&BLOCK).await?;
                }
            }
            Mode::GzipBomb => {
                let head = "content-encoding: gzip\r\n";
                self.signed(&mut stream, &asked, 200, head, &[0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 0xed, 0xc1], 0).await
            }
            Mode::WrongLength => stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 500\r\n\r\n{\"receipt_id\":").await,
            Mode::ErrorBody => self.signed(&mut stream, &asked, 200, "", b"{\"code\":\"500\",\"msg\":\"error\"}", 0).await,
            Mode::Html => {
                let page = b"HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-length: 13\r\n\r\n<h1>404</h1>\n";
                stream.write_all(page).await
            }
            Mode::InvalidUtf8 => self.signed(&mut stream, &asked, 200, "", b"{\"receipt_id\":\"\xff\xfe\"}", 0).await,
            Mode::DeepJson => self.signed(&mut stream, &asked, 200, "", "[".repeat(10_000).as_bytes(), 0).await,
            Mode::DuplicateKeys => {
                let body = b"{\"receipt_id\":\"A\",\"receipt_id\":\"B\",\"received_at\":\"2026-11-21 10:00:00\"}";
                self.signed(&mut stream, &asked, 200, "", body, 0).await
            }
            Mode::Reset => {
                stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{\"rec").await?;
                stream.set_zero_linger()
            }
            Mode::RedirectLoop => stream.write_all(b"HTTP/1.1 307 Go\r\nlocation: /v1/applications\r\ncontent-length: 0\r\n\r\n").await,
            Mode::RedirectInside => {
                let head = b"HTTP/1.1 302 Go\r\nlocation: http://169.254.169.254/latest\r\ncontent-length: 0\r\n\r\n";
                stream.write_all(head).await
            }
            Mode::WrongSignature => {
                let other = Self {
                    mode: self.mode,
                    uscc: self.uscc.clone(),
                    key: SecretKey::generate(self.entropy.as_ref()),
                    entropy: Arc::clone(&self.entropy),
                    now: Arc::clone(&self.now),
                };
                other.good(&mut stream, &asked, 0).await
            }
            Mode::StaleAnswer => self.good(&mut stream, &asked, 3_600).await,
            Mode::SuccessThenFail if number > 0 => stream.write_all(b"HTTP/1.1 500 No\r\ncontent-length: 0\r\n\r\n").await,
            Mode::Flapping if number.is_multiple_of(2) => Ok(()),
            Mode::TakesAndStalls if asked.query => self.good(&mut stream, &asked, 0).await,
            Mode::Stall | Mode::TakesAndStalls => {
                tokio::time::sleep(DRIP * 300).await;
                Ok(())
            }
            Mode::TooManyRequests => stream.write_all(b"HTTP/1.1 429 Later\r\nretry-after: 0\r\ncontent-length: 0\r\n\r\n").await,
            Mode::AmountOff | Mode::OtherOrder | Mode::SuccessThenFail | Mode::Flapping | Mode::HangUp | Mode::Tls => {
                self.good(&mut stream, &asked, 0).await
            }
        }
    }

    /// The answer of one who behaves, but for the mode's own lies and a clock that is behind by so many seconds.
    async fn good(&self, stream: &mut TcpStream, asked: &Asked, behind: i64) -> io::Result<()> {
        let body = if asked.query {
            let number = if self.mode == Mode::OtherOrder { "D000000000000000000" } else { &asked.order_number };
            let paid = Paid {
                order_number: number.to_owned(),
                amount: "600.01".into(),
                payee_account: "4301000011112222333".into(),
                payer_name: "天山北麓建设工程有限公司".into(),
                payer_account: "6217000011112222333".into(),
                transaction_id: "HOSTILE".into(),
                paid_at: (self.now)().to_seconds(),
            };
            let paid = (self.mode == Mode::AmountOff).then_some(paid);
            let state = if paid.is_some() { ApplicationState::Paid } else { ApplicationState::Received };
            serde_json::to_vec(&ApplicationReport { order_number: number.to_owned(), state, paid, guarantee: None })
        } else {
            serde_json::to_vec(&Receipt { receipt_id: "RI1".into(), received_at: (self.now)().to_seconds() })
        };
        self.signed(stream, asked, 200, "", &body.unwrap_or_default(), behind).await
    }

    async fn signed(&self, stream: &mut TcpStream, asked: &Asked, status: u16, head: &str, body: &[u8], behind: i64) -> io::Result<()> {
        let identity = Identity { app: self.uscc.clone(), serial: serial(&self.key.public_key()), signer: Signer::Sm2(self.key.clone()) };
        let signature = sign_answer(status, &asked.nonce, body, &identity, (self.now)().seconds() - behind, self.entropy.as_ref());
        let signature = signature.map_err(|error| io::Error::other(error.to_string()))?;
        let head = format!("HTTP/1.1 {status} X\r\n{head}{ANSWER_HEADER}: {signature}\r\ncontent-length: {}\r\n\r\n", body.len());
        stream.write_all(head.as_bytes()).await?;
        stream.write_all(body).await
    }
}

async fn drip(stream: &mut TcpStream) -> io::Result<()> {
    loop {
        tokio::time::sleep(DRIP).await;
        stream.write_all(b"a").await?;
    }
}

/// Reads a request to the end of its body.
async fn read(stream: &mut TcpStream) -> io::Result<Asked> {
    let (mut bytes, mut block) = (Vec::new(), [0; 4_096]);
    loop {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let length = head.to_lowercase().split("content-length: ").nth(1).and_then(|rest| rest.lines().next()?.trim().parse().ok());
            if body.len() >= length.unwrap_or(0) {
                let within = |text: &str, mark: &str| text.split(mark).nth(1).and_then(|rest| rest.split('"').next()).map(str::to_owned);
                let target = head.split(' ').nth(1).unwrap_or_default();
                let of_body = within(body, "\"order_number\":\"");
                return Ok(Asked {
                    nonce: within(head, "nonce=\"").unwrap_or_default(),
                    order_number: of_body.unwrap_or_else(|| target.rsplit('/').next().unwrap_or_default().to_owned()),
                    query: head.starts_with("GET"),
                });
            }
        }
        match stream.read(&mut block).await? {
            0 => return Err(io::ErrorKind::UnexpectedEof.into()),
            read => bytes.extend_from_slice(block.get(..read).unwrap_or_default()),
        }
    }
}

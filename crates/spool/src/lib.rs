//! Requests on their way in: their bodies, and the line before the door ([`Line`]). A short one is kept in memory, a long one goes to a file without a name as it comes; either has to arrive within a
//! time that grows with its length. Only when all of it is here is it handed on, a few long ones at a time.

mod line;

use axum::body::{Body, Bytes};
use axum::http::StatusCode;
use futures_util::stream;
use http_body_util::BodyExt;
use hyper::body::{Body as _, Incoming};
use std::collections::HashMap;
use std::fs::File;
use std::io::{self, Read, Seek, Write};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::Duration;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::Instant;

pub use line::{Admission, Line, Ticket};

/// What of a body is kept in memory, in bytes.
const MEMORY_MAX: usize = 64 * 1024;
/// Largest body, in bytes: the largest upload that any page takes, with its envelope.
const BODY_MAX: u64 = 68 << 20;
/// Most bytes of all bodies on the disk.
const DISK_MAX: u64 = 4 << 30;
/// Long bodies that are worked on at a time: whoever works on one holds it in memory.
const LONG_MAX: usize = 6;
/// How many of them may be one address's, so that nobody's many files stand before another's one (L2).
const LONG_OF_ONE_MAX: usize = 2;
/// How long a long body waits on the disk to be worked on before its sender is told to come again.
const PLACE_MAX: Duration = Duration::from_secs(30);
/// How long any body may take, and what it must bring a second beyond that, in bytes.
const GRACE: Duration = Duration::from_secs(30);
const RATE_MIN: u64 = 16 * 1024;
/// Bytes that are read back at a time.
const CHUNK: usize = 64 * 1024;

/// Where long bodies go.
#[derive(Debug)]
pub struct Spool {
    stored: Arc<AtomicU64>,
    places: Arc<Semaphore>,
    /// The places of each address that has a long body here.
    of: Mutex<HashMap<String, Weak<Semaphore>>>,
    grace: Duration,
    patience: Duration,
}

/// A place among the long bodies, one of the address's and one of all; given back when it is dropped.
#[derive(Debug)]
pub struct Place {
    _permits: [OwnedSemaphorePermit; 2],
}

/// A body that is all here.
#[derive(Debug)]
pub struct Spooled {
    /// The body.
    pub body: Body,
    /// Its place among the long ones; given back when its request has been answered.
    pub place: Option<Place>,
}

/// Why a body was not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refused {
    /// Longer than anything that is taken.
    TooLarge,
    /// It falls behind the time that its length is given, or is silent.
    TooSlow,
    /// The connection broke.
    Broken,
    /// No room on the disk, or no place among the long ones in time.
    NoRoom,
}

impl Refused {
    /// The status it is answered with.
    #[must_use]
    pub const fn status(self) -> StatusCode {
        match self {
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::TooSlow => StatusCode::REQUEST_TIMEOUT,
            Self::Broken => StatusCode::BAD_REQUEST,
            Self::NoRoom => StatusCode::SERVICE_UNAVAILABLE,
        }
    }

    /// What the person who sent it is told.
    #[must_use]
    pub const fn message(self) -> &'static str {
        match self {
            Self::TooLarge => "上传内容过大，请压缩或拆分后重试。",
            Self::TooSlow => "上传过慢已中断，请在网络良好时重试。",
            Self::Broken => "连接已中断，请重试。",
            Self::NoRoom => "同时上传的人较多，请几秒后重试。",
        }
    }
}

/// Bytes on the disk, counted until this is dropped.
struct Stored {
    file: File,
    bytes: u64,
    counter: Arc<AtomicU64>,
}

impl Drop for Stored {
    fn drop(&mut self) {
        self.counter.fetch_sub(self.bytes, Ordering::Relaxed);
    }
}

impl Stored {
    fn write(&mut self, bytes: &[u8]) -> Result<(), Refused> {
        let length = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        self.bytes += length;
        if self.counter.fetch_add(length, Ordering::Relaxed) + length > DISK_MAX {
            return Err(Refused::NoRoom);
        }
        // Into the system's memory of files, which writes it out by itself.
        self.file.write_all(bytes).map_err(|_| Refused::NoRoom)
    }

    /// The bytes again, a chunk at a time.
    fn body(mut self) -> io::Result<Body> {
        self.file.rewind()?;
        let chunks = stream::unfold(self, |mut stored| async move {
            let mut chunk = vec![0; CHUNK];
            match stored.file.read(&mut chunk) {
                Ok(0) => None,
                Ok(read) => {
                    chunk.truncate(read);
                    Some((Ok(Bytes::from(chunk)), stored))
                }
                Err(error) => Some((Err(error), stored)),
            }
        });
        Ok(Body::from_stream(chunks))
    }
}

impl Default for Spool {
    fn default() -> Self {
        Self { stored: Arc::default(), places: Arc::new(Semaphore::new(LONG_MAX)), of: Mutex::default(), grace: GRACE, patience: PLACE_MAX }
    }
}

impl Spool {
    /// Bytes on the disk now.
    #[cfg(test)]
    fn stored(&self) -> u64 {
        self.stored.load(Ordering::Relaxed)
    }

    /// Waits for a place among the long bodies; addresses stand in line by themselves before they stand in line together.
    async fn place(&self, address: &str) -> Result<Place, Refused> {
        let own = {
            let mut of = self.of.lock().unwrap_or_else(PoisonError::into_inner);
            of.retain(|_, places| places.strong_count() > 0);
            let known = of.get(address).and_then(Weak::upgrade);
            known.unwrap_or_else(|| {
                let places = Arc::new(Semaphore::new(LONG_OF_ONE_MAX));
                of.insert(address.to_owned(), Arc::downgrade(&places));
                places
            })
        };
        let both = async {
            let own = own.acquire_owned().await;
            let all = Arc::clone(&self.places).acquire_owned().await;
            own.and_then(|own| Ok(Place { _permits: [own, all?] }))
        };
        let placed = tokio::time::timeout(self.patience, both).await.map_err(|_| Refused::NoRoom)?;
        placed.map_err(|_| Refused::NoRoom)
    }

    /// Takes a body in to its end; `address` says whose it is, and `silence` how long it may say nothing.
    ///
    /// # Errors
    /// [`Refused`].
    pub async fn take(&self, incoming: Incoming, silence: Duration, address: &str) -> Result<Spooled, Refused> {
        if incoming.is_end_stream() {
            return Ok(Spooled { body: Body::empty(), place: None });
        }
        if incoming.size_hint().lower() > BODY_MAX {
            return Err(Refused::TooLarge);
        }
        self.gather(incoming, silence, address).await
    }

    async fn gather<B>(&self, mut incoming: B, silence: Duration, address: &str) -> Result<Spooled, Refused>
    where
        B: hyper::body::Body<Data = Bytes> + Unpin,
    {
        let (begun, mut length, mut memory, mut stored) = (Instant::now(), 0_u64, Vec::new(), None::<Stored>);
        loop {
            let frame = match tokio::time::timeout(silence, incoming.frame()).await {
                Err(_) => return Err(Refused::TooSlow),
                Ok(None) => break,
                Ok(Some(Err(_))) => return Err(Refused::Broken),
                Ok(Some(Ok(frame))) => frame,
            };
            // Trailers say nothing to us.
            let Ok(bytes) = frame.into_data() else { continue };
            length += u64::try_from(bytes.len()).unwrap_or(u64::MAX);
            if length > BODY_MAX {
                return Err(Refused::TooLarge);
            }
            if begun.elapsed() > self.grace + Duration::from_secs(length / RATE_MIN) {
                return Err(Refused::TooSlow);
            }
            match &mut stored {
                Some(stored) => stored.write(&bytes)?,
                None if memory.len() + bytes.len() <= MEMORY_MAX => memory.extend_from_slice(&bytes),
                None => {
                    let file = tempfile::tempfile().map_err(|_| Refused::NoRoom)?;
                    let new = stored.insert(Stored { file, bytes: 0, counter: Arc::clone(&self.stored) });
                    new.write(&std::mem::take(&mut memory))?;
                    new.write(&bytes)?;
                }
            }
        }
        match stored {
            None => Ok(Spooled { body: Body::from(memory), place: None }),
            Some(stored) => {
                let place = self.place(address).await?;
                Ok(Spooled { body: stored.body().map_err(|_| Refused::NoRoom)?, place: Some(place) })
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use http_body_util::{Full, StreamBody};
    use hyper::body::Frame;

    async fn all(body: Body) -> Vec<u8> {
        body.collect().await.unwrap().to_bytes().to_vec()
    }

    #[tokio::test]
    async fn a_long_body_comes_through_the_disk_as_it_was_and_leaves_nothing_l1() {
        let spool = Spool::default();
        for length in [0, 10, MEMORY_MAX, MEMORY_MAX + 1, 3 << 20] {
            let sent: Vec<u8> = (0..length).map(|byte| u8::try_from(byte % 251).unwrap()).collect();
            let taken = spool.gather(Full::new(Bytes::from(sent.clone())), Duration::from_secs(1), "a").await.unwrap();
            assert_eq!(taken.place.is_some(), length > MEMORY_MAX);
            assert_eq!(all(taken.body).await, sent, "{length} bytes");
        }
        assert_eq!(spool.stored(), 0);
    }

    #[tokio::test]
    async fn a_body_that_dribbles_or_falls_silent_is_cut_off_l1() {
        let hasty = Spool { grace: Duration::ZERO, ..Spool::default() };
        let drops = stream::iter((0..3).map(|_| Ok::<_, io::Error>(Frame::data(Bytes::from_static(b"x")))));
        assert_eq!(hasty.gather(StreamBody::new(drops), Duration::from_secs(1), "a").await.err(), Some(Refused::TooSlow));
        let silent = StreamBody::new(stream::pending::<Result<Frame<Bytes>, io::Error>>());
        assert_eq!(Spool::default().gather(silent, Duration::ZERO, "a").await.err(), Some(Refused::TooSlow));
    }

    #[tokio::test]
    async fn one_address_leaves_room_for_the_others_long_bodies_l2() {
        let spool = Spool { patience: Duration::ZERO, ..Spool::default() };
        let long = |address: &'static str| spool.gather(Full::new(Bytes::from(vec![0; MEMORY_MAX + 1])), Duration::from_secs(1), address);
        let held = [long("a").await.unwrap(), long("a").await.unwrap()];
        assert_eq!(long("a").await.err(), Some(Refused::NoRoom), "a third of the same address waits, and is told to come again");
        let others: Vec<_> = ["b", "b", "c", "d"].map(long).into();
        for other in others {
            drop(other.await.unwrap());
        }
        drop(held);
        drop(long("a").await.unwrap());
        assert_eq!(spool.of.lock().unwrap().len(), 1, "who has nothing here is forgotten");
    }
}

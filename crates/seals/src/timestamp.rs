//! Time stamps (RFC 3161; GM/T 0033 is the same with SM3 and SM2): asking for one, making one, reading one.

use crate::asn1::{BOOLEAN, Elements, INTEGER, SEQUENCE, algorithm, element, integer, octets, oid, sequence, time};
use crate::cms::{Content, Draft, SignedData, SignedDataError};
use crate::hash::Hash;
use der::asn1::ObjectIdentifier;
use gm::certificate::{Certificate, CertificateError, Scheme};

/// What a requester asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// The digest's algorithm.
    pub hash: Hash,
    /// The digest.
    pub digest: Vec<u8>,
    /// Told back in the answer.
    pub nonce: u64,
}

/// Why a request, an answer or a stamp is not accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TimeStampError {
    /// Not a request, not an answer to it, or a stamp over something else.
    #[error("时间戳服务的应答不正确")]
    Wrong,
    /// A stamp whose algorithms are not accepted, SHA-1 above all.
    #[error("时间戳使用了不被接受的算法")]
    Weak,
}

impl From<crate::asn1::Malformed> for TimeStampError {
    fn from(_: crate::asn1::Malformed) -> Self {
        Self::Wrong
    }
}

fn imprint(hash: Hash, digest: &[u8]) -> Vec<u8> {
    sequence(&[&algorithm(hash.oid()), &octets(digest)])
}

fn read_imprint(elements: &mut Elements<'_>) -> Result<(Hash, Vec<u8>), TimeStampError> {
    let mut imprint = elements.sequence()?;
    let hash = Hash::from_oid(imprint.sequence()?.oid()?).ok_or(TimeStampError::Wrong)?;
    let digest = imprint.octets()?.to_vec();
    imprint.end()?;
    Ok((hash, digest))
}

impl Request {
    /// The request as it is sent; the authority's certificate is asked for.
    #[must_use]
    pub fn der(&self) -> Vec<u8> {
        sequence(&[&integer(1), &imprint(self.hash, &self.digest), &integer(self.nonce), &element(BOOLEAN, &[0xff])])
    }

    /// Reads a request.
    ///
    /// # Errors
    /// [`TimeStampError::Wrong`], also for a digest of the wrong length or without a nonce.
    pub fn from_der(der: &[u8]) -> Result<Self, TimeStampError> {
        let mut outer = Elements::inside(der, SEQUENCE)?;
        if outer.integer()? != 1 {
            return Err(TimeStampError::Wrong);
        }
        let (hash, digest) = read_imprint(&mut outer)?;
        outer.optional(crate::asn1::OID)?;
        let nonce = outer.integer()?;
        outer.optional(BOOLEAN)?;
        outer.end()?;
        if digest.len() == hash.digest(&[]).len() { Ok(Self { hash, digest, nonce }) } else { Err(TimeStampError::Wrong) }
    }

    /// The token inside an answer, once it is found to be about this request.
    ///
    /// # Errors
    /// [`TimeStampError::Wrong`].
    pub fn accept(&self, answer: &[u8]) -> Result<Vec<u8>, TimeStampError> {
        let mut outer = Elements::inside(answer, SEQUENCE)?;
        let status = outer.sequence()?.integer()?;
        // 0 granted, 1 granted with modifications.
        if status > 1 {
            return Err(TimeStampError::Wrong);
        }
        let token = outer.take(SEQUENCE)?.whole;
        outer.end()?;
        let (stamp, _) = TimeStamp::read(token).map_err(|_| TimeStampError::Wrong)?;
        if (stamp.hash, &stamp.digest, stamp.nonce) == (self.hash, &self.digest, Some(self.nonce)) {
            Ok(token.to_vec())
        } else {
            Err(TimeStampError::Wrong)
        }
    }
}

/// What an authority answers when it cannot: rejection.
#[must_use]
pub fn rejection() -> Vec<u8> {
    sequence(&[&sequence(&[&integer(2)])])
}

/// A time stamp being made by an authority.
#[derive(Clone, Debug)]
pub struct Stamping {
    draft: Draft,
    chain: Vec<Certificate>,
}

impl Stamping {
    /// The stamp that answers `request` at `now` (UTC seconds) under `policy` with the number `serial`.
    ///
    /// # Errors
    /// [`CertificateError`].
    pub fn new(
        request: &Request,
        scheme: Scheme,
        chain: Vec<Certificate>,
        policy: ObjectIdentifier,
        serial: u64,
        now: i64,
    ) -> Result<Self, CertificateError> {
        let information = sequence(&[
            &integer(1),
            &oid(policy),
            &imprint(request.hash, &request.digest),
            &integer(serial),
            &time(now),
            &integer(request.nonce),
        ]);
        let holder = chain.first().ok_or(CertificateError::Malformed)?;
        Ok(Self { draft: Draft::new(scheme, holder, Content::TimeStamp(&information))?, chain })
    }

    /// The bytes to sign.
    #[must_use]
    pub fn to_be_signed(&self) -> Vec<u8> {
        self.draft.to_be_signed()
    }

    /// The answer to the requester.
    #[must_use]
    pub fn finish(&self, value: &[u8]) -> Vec<u8> {
        sequence(&[&sequence(&[&integer(0)]), &self.draft.finish(value, &self.chain, None)])
    }
}

/// A time stamp that was read. Whether its authority is trusted is decided elsewhere.
#[derive(Clone, Debug)]
pub struct TimeStamp {
    /// When, UTC seconds.
    pub time: i64,
    hash: Hash,
    digest: Vec<u8>,
    nonce: Option<u64>,
}

impl TimeStamp {
    fn read(token: &[u8]) -> Result<(Self, SignedData), TimeStampError> {
        // An algorithm that is not accepted says nothing about the stamp but that it is weak, or not known here.
        let weak = |error| {
            let unknown = matches!(error, SignedDataError::DigestMethod | SignedDataError::Algorithm);
            if unknown { TimeStampError::Weak } else { TimeStampError::Wrong }
        };
        let message = SignedData::from_der(token).map_err(weak)?;
        message.verify(&[]).map_err(weak)?;
        let information = message.content.as_deref().ok_or(TimeStampError::Wrong)?;
        let parse = || -> Result<Self, TimeStampError> {
            let mut inside = Elements::inside(information, SEQUENCE)?;
            inside.integer()?;
            inside.oid()?;
            let (hash, digest) = read_imprint(&mut inside)?;
            inside.take(INTEGER)?;
            let time = inside.time()?;
            inside.optional(SEQUENCE)?;
            inside.optional(BOOLEAN)?;
            let nonce = match inside.optional(INTEGER)? {
                Some(nonce) => Elements::of(nonce.whole).integer().ok(),
                None => None,
            };
            Ok(Self { time, hash, digest, nonce })
        };
        match parse() {
            Ok(stamp) => Ok((stamp, message)),
            Err(_) if weakly_imprinted(information) => Err(TimeStampError::Weak),
            Err(_) => Err(TimeStampError::Wrong),
        }
    }

    /// Reads the stamp over `value`, in DER or BER, and verifies its own signature; gives back the message for the path to its authority.
    ///
    /// # Errors
    /// [`TimeStampError::Wrong`], also when it is over something else; [`TimeStampError::Weak`] when its algorithms are not accepted.
    pub fn over(value: &[u8], token: &[u8]) -> Result<(Self, SignedData), TimeStampError> {
        let (stamp, message) = Self::read(token)?;
        if stamp.digest == stamp.hash.digest(&[value]) { Ok((stamp, message)) } else { Err(TimeStampError::Wrong) }
    }
}

/// Whether a stamp's digest is by an algorithm that is not accepted, SHA-1 above all.
fn weakly_imprinted(information: &[u8]) -> bool {
    let read = || -> Result<ObjectIdentifier, TimeStampError> {
        let mut inside = Elements::inside(information, SEQUENCE)?;
        inside.integer()?;
        inside.oid()?;
        Ok(inside.sequence()?.sequence()?.oid()?)
    };
    read().is_ok_and(|algorithm| Hash::from_oid(algorithm).is_none())
}

//! What a signature is made of, whatever document it stands in: electronic seals (GB/T 38540), signature messages (CMS), time stamps
//! (RFC 3161), and the certificates kept beside them. Whoever signs or asks for a stamp needs no PDF or OFD.
//!
//! Architecture Invariant: pure, and knows no file format. Every structure is read strictly and keeps its very bytes, as those are signed.

pub mod asn1;
pub mod cms;
pub mod eseal;
pub mod evidence;
pub mod hash;
pub mod timestamp;

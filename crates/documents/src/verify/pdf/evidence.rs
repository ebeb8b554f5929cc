//! The national signature attached as evidence: over a beginning of the file that no signature reaches into, and between which and the
//! first signature nothing came but itself (K3).

use super::catalog::Comes;
use super::places::Place;
use super::revisions::between;
use super::structure::{ends_at_its_end, load};
use super::{DocumentTrust, Flaw, Signature};
use crate::pdf::Evidence;
use crate::verify::signer::Evidence as Kept;
use gm::certificate::Scheme;

/// Judges the evidence; `later` is what is wrong with anything signed before the first signature.
///
/// # Errors
/// [`Flaw::EvidenceWrong`].
pub(super) fn national(
    bytes: &[u8],
    evidence: &[u8],
    places: &[Place],
    later: &[Flaw],
    kept: &Kept,
    context: (&DocumentTrust, i64),
) -> Result<Signature, Flaw> {
    let evidence = Evidence::from_json(evidence)?;
    let verified = evidence.verify(bytes)?;
    let mut found = Signature::of(&verified.certificate, Scheme::Sm2Sm3, evidence.covered_bytes);
    let inside = bytes.get(..evidence.covered_bytes).unwrap_or_default();
    let first = places.first().map_or(0, |place| place.hole.start);
    if evidence.covered_bytes > first || !ends_at_its_end(inside) {
        found.refuse(Flaw::EvidenceWrong);
    } else {
        let signed = places.first().and_then(|place| bytes.get(..place.end)).unwrap_or_default();
        let followed = load(inside).and_then(|before| between(&before, &load(signed)?, Comes::Evidence));
        if followed.is_err() {
            found.refuse(Flaw::AlteredAfterSigning);
        }
    }
    later.iter().for_each(|flaw| found.refuse(*flaw));
    found.judge(&verified.certificate, &verified.value, verified.time_stamp.as_deref(), kept, context);
    Ok(found)
}

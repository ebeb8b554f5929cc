#!/usr/bin/env bash
# x509-cert: the identifier of IssuingDistributionPoint is another extension's.
set -euo pipefail
command -v cargo >/dev/null || { echo "needs cargo" >&2; exit 2; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/src"
cat >"$work/Cargo.toml" <<'TOML'
[package]
name = "scope"
version = "0.0.0"
edition = "2021"
[dependencies]
x509-cert = "=0.3.0"
[workspace]
TOML
cat >"$work/src/main.rs" <<'RUST'
use x509_cert::der::oid::AssociatedOid;
use x509_cert::ext::pkix::{CrlDistributionPoints, IssuingDistributionPoint};

fn main() {
    println!("CrlDistributionPoints {}", CrlDistributionPoints::OID);
    println!("IssuingDistributionPoint {}", IssuingDistributionPoint::OID);
}
RUST
cat <<'TEXT'
subject:    the Rust crate x509-cert, IssuingDistributionPoint (the extension of a revocation list that limits its scope)
version:    0.3.0
guess:      its AssociatedOid is id-ce-issuingDistributionPoint, 2.5.29.28 (RFC 5280, section 5.2.5), so that the generic
            "get the extension of this type" of the crate finds it in a list
behaviour:  its AssociatedOid is 1.3.6.1.5.5.7.1.11, id-pe-subjectInfoAccess; the generic look-up finds nothing in a list that is
            limited in scope
why:        who verifies guarantees must know whether a list speaks of the signer's certificate at all. Taken by type, the scope of a
            list is never found; take the extension by its number, 2.5.29.28, decode it with this type, and conclude nothing from a
            list with a critical extension that is not known
source:     RFC 5280, sections 5.2.5 and 4.2.2.2; the crate's own constant, printed below
TEXT
echo "output:"
(cd "$work" && CARGO_TARGET_DIR="$work/target" cargo run --quiet) | tee "$work/output"
grep -qx 'CrlDistributionPoints 2.5.29.31' "$work/output"
grep -qx 'IssuingDistributionPoint 1.3.6.1.5.5.7.1.11' "$work/output"

#!/usr/bin/env bash
# pyHanko: renewing an archival time stamp rewrites an earlier validation record with less in it.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/python"
"$work/python/bin/pip" install --quiet --disable-pip-version-check \
  pyhanko==0.38.0 pyhanko-certvalidator==0.33.0 cryptography==49.0.0 reportlab==5.1.0
cat >"$work/renew.py" <<'PYTHON'
import datetime
import io

from asn1crypto import keys
from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import PdfSignatureMetadata, PdfSigner, PdfTimeStamper, SimpleSigner
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.timestamps import DummyTimeStamper
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.registry import SimpleCertificateStore
from reportlab.pdfgen import canvas

NOW, DAY = datetime.datetime.now(datetime.timezone.utc), datetime.timedelta(days=1)


def named(text):
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def issue(text, authority=None, stamps=False):
    key, root = rsa.generate_private_key(65537, 2048), authority is None
    usage = x509.KeyUsage(not root, not root, False, False, False, root, root, False, False)
    builder = x509.CertificateBuilder(named("root"), named(text), key.public_key(), x509.random_serial_number(), NOW - DAY, NOW + 900 * DAY)
    builder = builder.add_extension(x509.BasicConstraints(root, None), True).add_extension(usage, True)
    if stamps:
        builder = builder.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), True)
    certificate = builder.sign(authority or key, hashes.SHA256()).public_bytes(serialization.Encoding.DER)
    private = key.private_bytes(serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    return key, asn1.Certificate.load(certificate), keys.PrivateKeyInfo.load(private)


root_key, root, _ = issue("root")
_, signer, signer_key = issue("signer", root_key)
_, stamper, stamper_key = issue("stamper", root_key, stamps=True)
revoked = x509.CertificateRevocationListBuilder(named("root"), NOW - DAY, NOW + 90 * DAY).sign(root_key, hashes.SHA256())
store = SimpleCertificateStore()
store.register(root)


def context():
    return ValidationContext(trust_roots=[root], crls=[revoked.public_bytes(serialization.Encoding.DER)], allow_fetching=False)


stamps = DummyTimeStamper(stamper, stamper_key, store)
page = io.BytesIO()
drawn = canvas.Canvas(page)
drawn.drawString(72, 720, "letter")
drawn.save()
signed, renewed = io.BytesIO(), io.BytesIO()
wanted = PdfSignatureMetadata(field_name="S", subfilter=SigSeedSubFilter.PADES, embed_validation_info=True, use_pades_lta=True, validation_context=context())
PdfSigner(wanted, SimpleSigner(signer, signer_key, store), timestamper=stamps).sign_pdf(IncrementalPdfFileWriter(page), output=signed)
PdfTimeStamper(stamps).update_archival_timestamp_chain(PdfFileReader(signed), context(), output=renewed)
reader = PdfFileReader(renewed)
records, order = {}, []
for revision in range(reader.xrefs.total_revisions):
    catalog = reader.get_historical_root(revision)
    if "/DSS" not in catalog:
        continue
    vri = catalog["/DSS"]["/VRI"]
    for key in vri:
        if key not in order:
            order.append(key)
        seen = (vri.raw_get(key).idnum, len(vri[key]["/Cert"]))
        if not records.get(key) or records[key][-1] != seen:
            records.setdefault(key, []).append(seen)
for number, key in enumerate(order, 1):
    history = records[key]
    print(f"record {number}: certificates {' then '.join(str(count) for _, count in history)}; same object: {'yes' if len({name for name, _ in history}) == 1 else 'no'}")
PYTHON
cat <<'TEXT'
subject:    pyHanko, PdfTimeStamper.update_archival_timestamp_chain (renewing a PAdES B-LTA signature)
version:    pyhanko 0.38.0 with pyhanko-certvalidator 0.33.0
guess:      a document security store only grows when it is renewed: an earlier VRI record keeps its object and its certificates, and
            a new one is added (ETSI EN 319 142-1, section 5.4.2)
behaviour:  the record of the time stamp that is being covered becomes another object with fewer certificates than before; the old
            record stays in the file with nothing leading to it
why:        a verifier of guarantees that takes "a record changed, certificates went away" for tampering refuses letters that were
            rightly renewed. It must compare what the whole store has (certificates and lists, by their bytes), not records by name
source:     ETSI EN 319 142-1, section 5.4.2; the history of the store, revision by revision, printed below
TEXT
echo "output:"
"$work/python/bin/python" "$work/renew.py" 2>/dev/null | tee "$work/output"
grep -qE 'certificates 3 then 2; same object: no' "$work/output"

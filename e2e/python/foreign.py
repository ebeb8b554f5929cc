"""Makes what another institution would send: PDFs drawn by reportlab, signed by pyHanko under an authority of its own.

foreign.py FOLDER MOMENT writes anchor.pem, the files that are good, and those whose names begin with "bad-".
"""

import asyncio
import datetime
import hashlib
import io
import pathlib
import sys

from asn1crypto import cms, keys, x509 as asn1
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
import pikepdf
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import PdfSignatureMetadata, PdfSigner, SimpleSigner
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.timestamps import DummyTimeStamper
from pyhanko_certvalidator.registry import SimpleCertificateStore
from reportlab.pdfgen import canvas

folder, moment = pathlib.Path(sys.argv[1]), datetime.datetime.fromtimestamp(int(sys.argv[2]), datetime.timezone.utc)
DAY = datetime.timedelta(days=1)


def name(common):
    return x509.Name([
        x509.NameAttribute(NameOID.COUNTRY_NAME, "CN"),
        x509.NameAttribute(NameOID.ORGANIZATION_NAME, common),
        x509.NameAttribute(NameOID.COMMON_NAME, common),
    ])


def issue(common, key, issuer, issuer_key, usages, days=(-1, 365), authority=False, stamping=False, code=None):
    subject = name(common)
    if code:
        subject = x509.Name([*subject, x509.NameAttribute(x509.ObjectIdentifier("2.5.4.97"), code)])
    builder = (
        x509.CertificateBuilder().subject_name(subject).issuer_name(issuer.subject if issuer else subject)
        .public_key(key.public_key()).serial_number(x509.random_serial_number())
        .not_valid_before(moment + days[0] * DAY).not_valid_after(moment + days[1] * DAY)
        .add_extension(x509.BasicConstraints(authority, 0 if authority else None), True)
    )
    flags = ["digital_signature", "content_commitment", "key_encipherment", "data_encipherment", "key_agreement", "key_cert_sign", "crl_sign", "encipher_only", "decipher_only"]
    if usages:
        builder = builder.add_extension(x509.KeyUsage(**{flag: flag in usages for flag in flags}), True)
    if stamping:
        builder = builder.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), True)
    return builder.sign(issuer_key or key, hashes.SHA256())


def der(certificate):
    return asn1.Certificate.load(certificate.public_bytes(serialization.Encoding.DER))


def private(key):
    return keys.PrivateKeyInfo.load(key.private_bytes(serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()))


def store(*certificates):
    registry = SimpleCertificateStore()
    registry.register_multiple(certificates)
    return registry


root_key = rsa.generate_private_key(65537, 2048)
root = issue("Foreign root", root_key, None, None, ["key_cert_sign", "crl_sign"], (-100, 3000), authority=True)
(folder / "anchor.pem").write_bytes(root.public_bytes(serialization.Encoding.PEM))
SIGN = ["digital_signature", "content_commitment"]


def signer(key, pss=False, **options):
    certificate = issue("江南农商银行股份有限公司", key, root, root_key, SIGN, code="91320500MA1MABCD31", **options)
    return SimpleSigner(signing_cert=der(certificate), signing_key=private(key), cert_registry=store(der(root)), prefer_pss=pss)


stamp_key = rsa.generate_private_key(65537, 2048)
stamp_certificate = issue("Foreign time stamps", stamp_key, root, root_key, ["digital_signature"], stamping=True)
stamper = DummyTimeStamper(der(stamp_certificate), private(stamp_key), store(der(root)), fixed_dt=moment)


def page():
    out = io.BytesIO()
    sheet = canvas.Canvas(out)
    sheet.drawString(72, 720, "Tender guarantee of another institution, CNY 500,000.00")
    sheet.save()
    return out.getvalue()


def signed(pdf, by, field="Signature1", digest="sha256", pades=True, stamped=True, reserved=None):
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    kind = SigSeedSubFilter.PADES if pades else SigSeedSubFilter.ADOBE_PKCS7_DETACHED
    metadata = PdfSignatureMetadata(field_name=field, md_algorithm=digest, subfilter=kind)
    out = io.BytesIO()
    PdfSigner(metadata, by, timestamper=stamper if stamped else None).sign_pdf(writer, output=out, bytes_reserved=reserved)
    return out.getvalue()


def save(file, pdf):
    (folder / file).write_bytes(pdf)


rsa_key = rsa.generate_private_key(65537, 2048)
by_rsa = signer(rsa_key)
good = signed(page(), by_rsa)
save("rsa.pdf", good)
save("rsa-sha512.pdf", signed(page(), by_rsa, digest="sha512"))
save("p256.pdf", signed(page(), signer(ec.generate_private_key(ec.SECP256R1()))))
save("p384.pdf", signed(page(), signer(ec.generate_private_key(ec.SECP384R1())), digest="sha384"))
save("pkcs7.pdf", signed(page(), by_rsa, pades=False))
save("without-stamp.pdf", signed(page(), by_rsa, stamped=False))
save("twice.pdf", signed(good, signer(rsa.generate_private_key(65537, 2048)), field="Signature2"))

save("bad-sha1.pdf", signed(page(), by_rsa, digest="sha1"))
save("bad-unsigned.pdf", page())
save("bad-expired.pdf", signed(page(), signer(rsa_key, days=(-90, -30))))
save("bad-own-root.pdf", signed(page(), SimpleSigner(
    signing_cert=der(issue("Unknown", rsa_key, None, None, SIGN)), signing_key=private(rsa_key), cert_registry=store())))
with pikepdf.open(io.BytesIO(good)) as changed:
    out = io.BytesIO()
    changed.save(out)
    save("bad-rewritten.pdf", out.getvalue())
writer = IncrementalPdfFileWriter(io.BytesIO(good))
writer.root["/Lang"] = generic.pdf_string("en")
writer.update_root()
out = io.BytesIO()
writer.write(out)
save("bad-updated.pdf", out.getvalue())


def stamp_over(value, imprint="sha256", digest=None, certificate=stamp_certificate):
    """A time stamp over a signature's value, whose imprint and own signature may be weak (33)."""
    by = DummyTimeStamper(der(certificate), private(stamp_key), store(der(root)), fixed_dt=moment, override_md=digest)
    return asyncio.run(by.async_timestamp(hashlib.new(imprint, value).digest(), imprint))


def stamped_by(attributes):
    """A signature with these time stamps, a list an attribute, each made of the signature's value."""
    pdf = signed(page(), by_rsa, stamped=False, reserved=40_000)
    start = pdf.rindex(b"/Contents <") + len(b"/Contents <")
    end = pdf.index(b">", start)
    message = cms.ContentInfo.load(bytes.fromhex(pdf[start:end].decode()), strict=False)
    signer_info = message["content"]["signer_infos"][0]
    value = signer_info["signature"].native
    signer_info["unsigned_attrs"] = cms.CMSAttributes([
        cms.CMSAttribute({"type": "signature_time_stamp_token", "values": [make(value) for make in makers]}) for makers in attributes
    ])
    text = message.dump(force=True).hex().encode()
    return pdf[:start] + text.ljust(end - start, b"0") + pdf[end:]


# Two time stamps over one signature (34).
save("two-stamps.pdf", stamped_by([[stamp_over, stamp_over]]))
save("two-stamp-attributes.pdf", stamped_by([[stamp_over], [stamp_over]]))
save("bad-second-stamp.pdf", stamped_by([[stamp_over, lambda value: stamp_over(b"x")]]))
save("bad-stamp-sha1.pdf", stamped_by([[lambda value: stamp_over(value, "sha1")]]))
save("bad-stamp-sha1-imprint.pdf", stamped_by([[lambda value: stamp_over(value, "sha1", "sha256")]]))
save("bad-second-stamp-sha1.pdf", stamped_by([[stamp_over], [lambda value: stamp_over(value, "sha1")]]))
# An authority of time whose certificate has the purpose and no key usage (32).
only_purpose = issue("Foreign time stamps", stamp_key, root, root_key, [], stamping=True)
save("stamp-without-usage.pdf", stamped_by([[lambda value: stamp_over(value, certificate=only_purpose)]]))
save("bad-rsa1024.pdf", signed(page(), signer(rsa.generate_private_key(65537, 1024))))
save("bad-p521.pdf", signed(page(), signer(ec.generate_private_key(ec.SECP521R1())), digest="sha512"))
save("bad-p256-sha512.pdf", signed(page(), signer(ec.generate_private_key(ec.SECP256R1())), digest="sha512"))
save("long-salt.pdf", signed(page(), signer(rsa_key, pss=True)))

"""Makes PDFs that other producers rightly sign, in many settings: goodpdfs.py FOLDER MOMENT writes anchor.pem, the files, and files.tsv
(file, producer, setting, number of signatures). Pages come from reportlab, qpdf, Ghostscript and WeasyPrint; signatures from pyHanko and
OpenSSL.
"""

import datetime
import io
import pathlib
import subprocess
import sys

import pikepdf
import weasyprint
from asn1crypto import cms, crl as asn1crl, keys, x509 as asn1
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from pyhanko import stamp
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import PdfSignatureMetadata, PdfSigner, PdfTimeStamper, SimpleSigner, fields
from pyhanko.sign.fields import FieldMDPAction, FieldMDPSpec, MDPPerm, SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.signers.pdf_signer import DSSContentSettings, SigDSSPlacementPreference
from pyhanko.sign.timestamps import DummyTimeStamper
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.registry import SimpleCertificateStore
from reportlab.pdfgen import canvas

folder, moment = pathlib.Path(sys.argv[1]), datetime.datetime.fromtimestamp(int(sys.argv[2]), datetime.timezone.utc)
DAY = datetime.timedelta(days=1)
listed = []


def name(common):
    return x509.Name([x509.NameAttribute(NameOID.COUNTRY_NAME, "CN"), x509.NameAttribute(NameOID.COMMON_NAME, common)])


def issue(common, key, issuer, issuer_key, usages, authority=False, stamping=False, code=None):
    subject = name(common)
    if code:
        subject = x509.Name([*subject, x509.NameAttribute(x509.ObjectIdentifier("2.5.4.97"), code)])
    builder = (
        x509.CertificateBuilder().subject_name(subject).issuer_name(issuer.subject if issuer else subject)
        .public_key(key.public_key()).serial_number(x509.random_serial_number())
        .not_valid_before(moment - 30 * DAY).not_valid_after(moment + 7300 * DAY)
        .add_extension(x509.BasicConstraints(authority, 0 if authority else None), True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), False)
    )
    flags = ["digital_signature", "content_commitment", "key_encipherment", "data_encipherment", "key_agreement", "key_cert_sign", "crl_sign", "encipher_only", "decipher_only"]
    builder = builder.add_extension(x509.KeyUsage(**{flag: flag in usages for flag in flags}), True)
    if stamping:
        builder = builder.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), True)
    return builder.sign(issuer_key or key, hashes.SHA256())


def pem(certificate):
    return certificate.public_bytes(serialization.Encoding.PEM)


def der(certificate):
    return asn1.Certificate.load(certificate.public_bytes(serialization.Encoding.DER))


def private(key):
    return keys.PrivateKeyInfo.load(key.private_bytes(serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()))


def store(*certificates):
    registry = SimpleCertificateStore()
    registry.register_multiple(certificates)
    return registry


root_key = rsa.generate_private_key(65537, 2048)
root = issue("Good root", root_key, None, None, ["key_cert_sign", "crl_sign"], authority=True)
(folder / "anchor.pem").write_bytes(pem(root))
revoked = (
    x509.CertificateRevocationListBuilder().issuer_name(root.subject).last_update(moment - DAY).next_update(moment + 3650 * DAY)
    .add_extension(x509.CRLNumber(1), False).sign(root_key, hashes.SHA256())
)
revoked = asn1crl.CertificateList.load(revoked.public_bytes(serialization.Encoding.DER))
SIGN = ["digital_signature", "content_commitment"]
rsa_keys = {size: rsa.generate_private_key(65537, size) for size in (2048, 3072, 4096)}
curves = {"P-256": ec.generate_private_key(ec.SECP256R1()), "P-384": ec.generate_private_key(ec.SECP384R1())}


def certified(key):
    return issue("江南农商银行股份有限公司", key, root, root_key, SIGN, code="91320500MA1MABCD31")


def signer(key, pss=False):
    return SimpleSigner(signing_cert=der(certified(key)), signing_key=private(key), cert_registry=store(der(root)), prefer_pss=pss)


stamp_key = rsa.generate_private_key(65537, 2048)
stamp_certificate = issue("Good time stamps", stamp_key, root, root_key, ["digital_signature"], stamping=True)
stamper = DummyTimeStamper(der(stamp_certificate), private(stamp_key), store(der(root)), fixed_dt=moment)
by_rsa, by_p256 = signer(rsa_keys[2048]), signer(curves["P-256"])


def context():
    return ValidationContext(trust_roots=[der(root)], crls=[revoked], allow_fetching=False, moment=moment, revocation_mode="soft-fail")


def reportlab(pages=1, compressed=True):
    out = io.BytesIO()
    sheet = canvas.Canvas(out, pageCompression=int(compressed))
    for page in range(pages):
        sheet.drawString(72, 720, f"Tender guarantee of another institution, CNY 500,000.00, page {page + 1}")
        sheet.line(72, 700, 400, 700)
        sheet.showPage()
    sheet.save()
    return out.getvalue()


def qpdf(pdf, **options):
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as document:
        document.save(out, **options)
    return out.getvalue()


def ghostscript(pdf):
    run = subprocess.run(["gs", "-q", "-dNOPAUSE", "-dBATCH", "-dSAFER", "-sDEVICE=pdfwrite", "-sOutputFile=-", "-"], input=pdf, capture_output=True, check=True)
    return run.stdout


def weasy(**options):
    page = "<html lang='zh'><title>Guarantee</title><body style='margin:2cm'><h1>Guarantee</h1><p>CNY 500,000.00</p></body></html>"
    return weasyprint.HTML(string=page).write_pdf(**options)


BASES = {
    "reportlab 5.1.0": reportlab(),
    "reportlab 5.1.0, uncompressed": reportlab(compressed=False),
    "reportlab 5.1.0, three pages": reportlab(3),
    "pikepdf 10.17.0 (qpdf), object streams": qpdf(reportlab(), object_stream_mode=pikepdf.ObjectStreamMode.generate),
    "pikepdf 10.17.0 (qpdf), linearised": qpdf(reportlab(2), linearize=True),
    "Ghostscript, pdfwrite": ghostscript(reportlab()),
    "WeasyPrint 70.0": weasy(),
    "WeasyPrint 70.0, PDF/UA with structure": weasy(pdf_variant="pdf/ua-1"),
    "WeasyPrint 70.0, PDF/A-3b with metadata": weasy(pdf_variant="pdf/a-3b"),
}
PLAIN = BASES["reportlab 5.1.0"]


def signed(pdf, by=by_rsa, field="Signature1", digest="sha256", pades=True, stamped=stamper, place=None, stamp_style=None, new_field=None, **options):
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    kind = SigSeedSubFilter.PADES if pades else SigSeedSubFilter.ADOBE_PKCS7_DETACHED
    metadata = PdfSignatureMetadata(field_name=field, md_algorithm=digest, subfilter=kind, **options)
    out = io.BytesIO()
    if place:
        new_field = SigFieldSpec(field, box=place)
    PdfSigner(metadata, by, timestamper=stamped, stamp_style=stamp_style, new_field_spec=new_field).sign_pdf(writer, output=out)
    return out.getvalue()


def long_term(pdf, **options):
    return signed(pdf, embed_validation_info=True, validation_context=context(), **options)


def archived(pdf, **options):
    return long_term(pdf, use_pades_lta=True, **options)


def renewed(pdf):
    out = io.BytesIO()
    PdfTimeStamper(stamper).update_archival_timestamp_chain(PdfFileReader(io.BytesIO(pdf)), context(), output=out)
    return out.getvalue()


def time_stamped(pdf):
    writer, out = IncrementalPdfFileWriter(io.BytesIO(pdf)), io.BytesIO()
    PdfTimeStamper(stamper).timestamp_pdf(writer, "sha256", output=out)
    return out.getvalue()


def with_fields(pdf, *specifications):
    writer, out = IncrementalPdfFileWriter(io.BytesIO(pdf)), io.BytesIO()
    for specification in specifications:
        fields.append_signature_field(writer, specification)
    writer.write(out)
    return out.getvalue()


def save(setting, pdf, signatures, producer="pyHanko 0.38.0"):
    file = f"good-{len(listed):03}.pdf"
    (folder / file).write_bytes(pdf)
    listed.append((file, producer, setting, signatures))


def with_unused(pdf, **options):
    """As iText signs: with a font, an appearance and a widget that nothing uses."""
    writer, out = IncrementalPdfFileWriter(io.BytesIO(pdf)), io.BytesIO()
    named = lambda **entries: generic.DictionaryObject({generic.pdf_name("/" + key): generic.pdf_name("/" + value) for key, value in entries.items()})
    writer.add_object(named(Type="Font", Subtype="Type1", BaseFont="Helvetica"))
    writer.add_object(generic.StreamObject(named(Type="XObject", Subtype="Form"), stream_data=b"q Q"))
    writer.add_object(named(Type="Annot", Subtype="Widget"))
    metadata = PdfSignatureMetadata(field_name="Signature2", subfilter=SigSeedSubFilter.PADES)
    PdfSigner(metadata, by_p256, timestamper=stamper).sign_pdf(writer, output=out)
    return out.getvalue()


TEXT = stamp.TextStampStyle(stamp_text="Signed by %(signer)s")
BLANK, ELSEWHERE = (100, 100, 260, 150), (300, 100, 460, 150)

for base, pdf in BASES.items():
    save(f"B-T on {base}", signed(pdf), 1)
    save(f"two signers on {base}", signed(signed(pdf), by_p256, "Signature2"), 2)
    save(f"B-LTA on {base}", archived(pdf), 2)
    save(f"second signer visible on {base}", signed(signed(pdf), by_p256, "Signature2", place=BLANK, stamp_style=TEXT), 2)

for size, digest in ((2048, "sha256"), (2048, "sha384"), (2048, "sha512"), (3072, "sha256"), (3072, "sha384"), (3072, "sha512"), (4096, "sha256"), (4096, "sha512")):
    save(f"RSA {size} with {digest}", signed(PLAIN, signer(rsa_keys[size]), digest=digest), 1)
    save(f"RSA-PSS {size} with {digest}, the longest salt", signed(PLAIN, signer(rsa_keys[size], pss=True), digest=digest), 1)
for curve, key in curves.items():
    for digest in ("sha256", "sha384"):
        save(f"ECDSA {curve} with {digest}", signed(PLAIN, signer(key), digest=digest), 1)
        save(f"adbe.pkcs7.detached, ECDSA {curve} with {digest}", signed(PLAIN, signer(key), digest=digest, pades=False), 1)
save("B-B", signed(PLAIN, stamped=None), 1)
save("adbe.pkcs7.detached", signed(PLAIN, pades=False), 1)
save("adbe.pkcs7.detached without time stamp", signed(PLAIN, pades=False, stamped=None), 1)
save("with reason, place and name", signed(PLAIN, reason="Guarantee", location="Nanjing", name="Bank", contact_info="tel"), 1)
save("visible", signed(PLAIN, place=BLANK, stamp_style=TEXT), 1)
save("B-LT", long_term(PLAIN), 1)
for placement in SigDSSPlacementPreference:
    settings = DSSContentSettings(placement=placement)
    try:
        save(f"B-LT, store placed {placement.name}", long_term(PLAIN, dss_settings=settings), 1)
    except Exception:  # a placement that pyHanko has no use for here
        pass
save("B-LT without VRI", long_term(PLAIN, dss_settings=DSSContentSettings(include_vri=False)), 1)
once = archived(PLAIN)
save("B-LTA", once, 2)
save("B-LTA, renewed", renewed(once), 3)
save("B-LTA, renewed twice", renewed(renewed(once)), 4)
save("B-T, then a document time stamp", time_stamped(signed(PLAIN)), 2)
save("B-LT, then a document time stamp", time_stamped(long_term(PLAIN)), 2)
save("second signer with a font, an appearance and a widget that nothing uses", with_unused(signed(PLAIN)), 2)
save("B-LT, then a second signer", signed(long_term(PLAIN), by_p256, "Signature2"), 2)
save("B-LT, then a second signer's B-LT", long_term(long_term(PLAIN), by=by_p256, field="Signature2"), 2)
save("B-LTA, then a second signer's B-LTA", archived(once, by=by_p256, field="Signature2"), 4)
three = signed(signed(signed(PLAIN), by_p256, "Signature2"), by_rsa, "Signature3")
save("three signers", three, 3)
save("three signers, then a document time stamp", time_stamped(three), 4)
for level in MDPPerm:
    first = signed(PLAIN, certify=True, docmdp_permissions=level)
    save(f"certified, {level.name}", first, 1)
    save(f"certified, {level.name}, then a document time stamp", time_stamped(first), 2)
    save(f"certified, {level.name}, B-LTA", archived(PLAIN, certify=True, docmdp_permissions=level), 2)
    if level != MDPPerm.NO_CHANGES:
        save(f"certified, {level.name}, then a second signer", signed(first, by_p256, "Signature2"), 2)
        prepared = with_fields(PLAIN, SigFieldSpec("Later", box=BLANK))
        first = signed(prepared, certify=True, docmdp_permissions=level)
        save(f"certified, {level.name}, then a prepared field signed visibly", signed(first, by_p256, "Later", stamp_style=TEXT), 2)
two = with_fields(PLAIN, SigFieldSpec("Signature1", box=BLANK), SigFieldSpec("Signature2", box=ELSEWHERE))
save("two prepared fields, the first signed", signed(two, stamp_style=TEXT), 1)
save("two prepared fields signed", signed(signed(two, stamp_style=TEXT), by_p256, "Signature2", stamp_style=TEXT), 2)
empty = with_fields(PLAIN, SigFieldSpec("Signature1"), SigFieldSpec("Signature2"))
save("two prepared fields without size signed", signed(signed(empty), by_p256, "Signature2"), 2)
for action, names in ((FieldMDPAction.INCLUDE, ["Other"]), (FieldMDPAction.EXCLUDE, ["Signature2"]), (FieldMDPAction.ALL, None)):
    lock = FieldMDPSpec(action, names)
    locked = with_fields(PLAIN, SigFieldSpec("Signature1", box=BLANK, field_mdp_spec=lock), SigFieldSpec("Signature2", box=ELSEWHERE))
    first = signed(locked, stamp_style=TEXT)
    save(f"field lock, {action.name}", first, 1)
    save(f"field lock, {action.name}, then a document time stamp", time_stamped(first), 2)
    if action != FieldMDPAction.ALL:
        save(f"field lock, {action.name}, then the field that it leaves signed", signed(first, by_p256, "Signature2", stamp_style=TEXT), 2)
second_page = SigFieldSpec("Signature2", on_page=1, box=BLANK)
many = BASES["reportlab 5.1.0, three pages"]
save("second signer visible on the second page", signed(signed(many), by_p256, "Signature2", stamp_style=TEXT, new_field=second_page), 2)
save("two signers visible beside one another", signed(signed(PLAIN, place=BLANK, stamp_style=TEXT), by_p256, "Signature2", place=ELSEWHERE, stamp_style=TEXT), 2)
with pikepdf.open(io.BytesIO(PLAIN)) as document:
    document.attachments["signed.pdf"] = signed(PLAIN)
    out = io.BytesIO()
    document.save(out, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)
save("another signed PDF attached", signed(out.getvalue()), 1)
with pikepdf.open(io.BytesIO(PLAIN)) as document:
    out = io.BytesIO()
    document.save(out, encryption=pikepdf.Encryption(owner="owner", user="", R=6))
writer = IncrementalPdfFileWriter(io.BytesIO(out.getvalue()))
writer.encrypt("")
out = io.BytesIO()
PdfSigner(PdfSignatureMetadata(field_name="Signature1", subfilter=SigSeedSubFilter.PADES), by_rsa, timestamper=stamper).sign_pdf(writer, output=out)
save("encrypted with the empty password, AES-256", out.getvalue(), 1)


# Messages by OpenSSL, put into the place that pyHanko kept free.
def hole(pdf):
    start = pdf.rindex(b"/Contents <") + len(b"/Contents ")
    return start, pdf.index(b">", start) + 1


def rewritten(pdf, message):
    start, end = hole(pdf)
    text = message.hex().encode()
    assert len(text) <= end - start - 2
    return pdf[:start] + b"<" + text.ljust(end - start - 2, b"0") + b">" + pdf[end:]


def openssl(key, *arguments):
    # A file signed with a place large enough; the message over the same bytes is exchanged for OpenSSL's.
    pdf = signed(PLAIN, pades=False)
    start, end = hole(pdf)
    certificate = certified(key)
    (folder / "content").write_bytes(pdf[:start] + pdf[end:])
    (folder / "certificate.pem").write_bytes(pem(certificate))
    (folder / "key.pem").write_bytes(key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()))
    command = ["openssl", "cms", "-sign", "-binary", "-outform", "DER", "-signer", "certificate.pem", "-inkey", "key.pem", "-in", "content", *arguments]
    run = subprocess.run(command, cwd=folder, capture_output=True, check=True)
    return rewritten(pdf, run.stdout)


for what, key in (("RSA 2048", rsa_keys[2048]), ("ECDSA P-384", curves["P-384"])):
    for setting, arguments in (
        ("", []), (", without signed attributes", ["-noattr"]), (", signer named by key", ["-keyid"]), (", without attributes, named by key", ["-noattr", "-keyid"]), (", SHA-384", ["-md", "sha384"]),
        (", with CAdES attributes", ["-cades"]), (", without capabilities", ["-nosmimecap"]),
    ):
        save(f"cms -sign, {what}{setting}", openssl(key, *arguments), 1, "OpenSSL 3.0")
for setting, arguments in (("digest", "digest"), ("max", "max"), ("100", "100"), ("20", "20")):
    save(f"cms -sign, RSA-PSS with a salt of {setting}", openssl(rsa_keys[2048], "-keyopt", "rsa_padding_mode:pss", "-keyopt", f"rsa_pss_saltlen:{arguments}"), 1, "OpenSSL 3.0")


# The same messages with open lengths, as streaming libraries write them.
def ber(element, levels):
    tag, rest = element[:1], element[1:]
    if rest[0] < 0x80:
        content = rest[1:]
    else:
        content = rest[1 + (rest[0] & 0x7F):]
    if not tag[0] & 0x20 or levels == 0:
        return element
    parts = []
    while content:
        length, head = content[1], 2
        if length & 0x80:
            head = 2 + (length & 0x7F)
            length = int.from_bytes(content[2:head], "big")
        parts.append(ber(content[: head + length], levels - 1))
        content = content[head + length:]
    return tag + b"\x80" + b"".join(parts) + b"\0\0"


def message(pdf):
    start, end = hole(pdf)
    raw = bytes.fromhex(pdf[start + 1:end - 1].decode())
    return cms.ContentInfo.load(raw, strict=False).dump()


for levels in (1, 2, 3, 4):
    for setting, pdf in (("B-T", signed(PLAIN)), ("adbe.pkcs7.detached", signed(PLAIN, pades=False))):
        save(f"{setting}, {levels} levels of open lengths", rewritten(pdf, ber(message(pdf), levels)), 1, "pyHanko 0.38.0, re-encoded as BER")

# Our own letter, when it is there, signed once more by others.
if (folder / "letter.pdf").exists():
    letter = (folder / "letter.pdf").read_bytes()
    save("our letter, then a document time stamp", time_stamped(letter), 3)
    save("our letter, countersigned", signed(letter, by_p256, "Countersignature"), 3)
    save("our letter, countersigned, then a document time stamp", time_stamped(signed(letter, field="Countersignature")), 4)
    save("our letter, countersigned with B-LT", long_term(letter, field="Countersignature"), 3)
    save("our letter, countersigned with B-LTA", archived(letter, field="Countersignature"), 4)

# An offset that leads to the white space before the table, as a widely used signer writes it: into the file and, as /Prev, beyond.
early = PLAIN.replace(b"\nxref\n", b"\n \n\nxref\n", 1)
save("startxref and /Prev point to white space before the table", signed(early), 1)
save("the same, then a second signer", signed(signed(early), by_p256, "Signature2"), 2)
save("the same, B-LTA", archived(early), 2)

# What the next signers need: pages, and a key as PKCS #12.
for index, (base, pdf) in enumerate(BASES.items()):
    (folder / f"base-{index}.pdf").write_bytes(pdf)
    (folder / f"base-{index}.txt").write_text(base)
(folder / "key.p12").write_bytes(pkcs12.serialize_key_and_certificates(
    b"good", rsa_keys[2048], certified(rsa_keys[2048]), [root], serialization.BestAvailableEncryption(b"good")))
for what, key in (("RSA 2048", rsa_keys[2048]), ("ECDSA P-384", curves["P-384"])):
    for arguments in ([], ["-noattr"], ["-keyid"]):
        pdf = openssl(key, *arguments)
        save(f"cms -sign, {what} {' '.join(arguments)}, open lengths", rewritten(pdf, ber(message(pdf), 3)), 1, "OpenSSL 3.0, re-encoded as BER")
(folder / "prepared.pdf").write_bytes(with_fields(PLAIN, SigFieldSpec("Prepared", box=BLANK)))
for file in ("content", "certificate.pem", "key.pem"):
    (folder / file).unlink()
(folder / "files.tsv").write_text("".join("\t".join(map(str, row)) + "\n" for row in listed))

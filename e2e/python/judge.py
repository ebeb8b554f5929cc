"""Judges a signed PDF with pyHanko: judge.py FILE MOMENT ANCHOR.pem... prints one JSON line a signature."""

import datetime
import json
import sys

from asn1crypto import pem, x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext


def certificate(path):
    with open(path, "rb") as file:
        _, _, der = pem.unarmor(file.read())
    return x509.Certificate.load(der)


path, moment, *anchors = sys.argv[1:]
moment = datetime.datetime.fromtimestamp(int(moment), datetime.timezone.utc)
context = ValidationContext(trust_roots=[certificate(anchor) for anchor in anchors], allow_fetching=False, moment=moment)
with open(path, "rb") as file:
    reader = PdfFileReader(file)
    for signature in reader.embedded_signatures:
        status = validate_pdf_signature(signature, context, context)
        stamp = status.timestamp_validity
        print(json.dumps({
            "intact": status.intact,
            "valid": status.valid,
            "trusted": status.trusted,
            "coverage": status.coverage.name,
            "changes": str(status.modification_level),
            "stamped": bool(stamp and stamp.valid and stamp.trusted),
            "acceptable": status.bottom_line,
        }))

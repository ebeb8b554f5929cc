"""Damaged copies of strangers' files: damage.py FOLDER COUNT FILE... flips one byte that some signature covers in each, and prints "copy<TAB>file"."""

import hashlib
import io
import random
import re
import sys
import zipfile
from pathlib import Path

RANGE = re.compile(rb"/ByteRange\s*\[\s*(\d+)\s+(\d+)\s+(\d+)\s+(\d+)\s*\]")
SIZE_MAX = 20 << 20


def pdf(data, chance):
    """Within the ranges of any signature, but not white space and not behind the last range's end."""
    ranges = [(int(a), int(b)) for found in RANGE.findall(data) for a, b in (found[:2], found[2:]) if int(a) + int(b) <= len(data) and int(b)]
    if not ranges:
        return None
    start, length = chance.choice(ranges)
    at = start + chance.randrange(length)
    out = bytearray(data)
    out[at] ^= 1 << chance.randrange(8)
    return bytes(out)


def ofd(data, chance):
    """In the content of an entry that a signature lists."""
    archive = zipfile.ZipFile(io.BytesIO(data))
    files = {info.filename: archive.read(info) for info in archive.infolist()}
    listed = b"".join(content for name, content in files.items() if name.endswith("Signature.xml"))
    signed = [name for name, content in files.items() if content and (b"/" + name.lstrip("/").encode() + b'"') in listed]
    if not signed:
        return None
    name = chance.choice(sorted(signed))
    changed = bytearray(files[name])
    changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    files[name] = bytes(changed)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as again:
        for each, content in files.items():
            if not each.endswith("/"):
                again.writestr(each, content)
    return out.getvalue()


folder, count, *paths = sys.argv[1:]
for path in map(Path, paths):
    data = path.read_bytes()
    if len(data) > SIZE_MAX:
        continue
    chance = random.Random(hashlib.sha256(data).digest())
    flip, kind = (ofd, ".ofd") if data[:2] == b"PK" else (pdf, ".pdf")
    for number in range(int(count)):
        try:
            copy = flip(data, chance)
        except (zipfile.BadZipFile, NotImplementedError, RuntimeError, ValueError):
            copy = None
        if copy is not None:
            place = Path(folder) / f"{hashlib.sha256(str(path).encode()).hexdigest()[:16]}-{number}{kind}"
            place.write_bytes(copy)
            print(place, path, sep="\t")

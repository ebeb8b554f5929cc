"""Damaged copies of strangers' files: damage.py FOLDER COUNT FILE... makes so many of each, by turns with one bit of what some signature
covers flipped, cut off within it, and with more bytes in a part of its content; prints "copy<TAB>file"."""

import hashlib
import io
import random
import re
import sys
import zipfile
from pathlib import Path

RANGE = re.compile(rb"/ByteRange\s*\[\s*(\d+)\s+(\d+)\s+(\d+)\s+(\d+)\s*\]")
SIZE_MAX = 20 << 20
WAYS = ("flipped", "cut", "more")
# White space where a part is XML or a page's content: what it shows may stay the same, and what was signed does not.
MORE = b"\n \n"


def flip(data, start, length, chance):
    out = bytearray(data)
    out[start + chance.randrange(length)] ^= 1 << chance.randrange(8)
    return bytes(out)


def pdf(data, way, chance):
    """Within the ranges of any signature; more bytes stand at the end of a stream there."""
    ranges = [(int(a), int(b)) for found in RANGE.findall(data) for a, b in (found[:2], found[2:]) if int(a) + int(b) <= len(data) and int(b)]
    if not ranges:
        return None
    if way == "flipped":
        return flip(data, *chance.choice(ranges), chance)
    if way == "cut":
        start, length = max(ranges, key=lambda one: one[0] + one[1])
        return data[: start + chance.randrange(max(length - 64, 1))]
    ends = [found.start() for found in re.finditer(rb"endstream", data) if any(a <= found.start() < a + b for a, b in ranges)]
    at = chance.choice(ends) if ends else sum(chance.choice(ranges)) - 1
    return data[:at] + MORE + data[at:]


def ofd(data, way, chance):
    """In the content of an entry that a signature lists."""
    if way == "cut":
        return data[: chance.randrange(len(data) // 4, len(data) - 64)]
    archive = zipfile.ZipFile(io.BytesIO(data))
    files = {info.filename: archive.read(info) for info in archive.infolist()}
    listed = b"".join(content for name, content in files.items() if name.endswith("Signature.xml"))
    signed = [name for name, content in files.items() if content and (b"/" + name.lstrip("/").encode() + b'"') in listed]
    if not signed:
        return None
    name = chance.choice(sorted(signed))
    files[name] = flip(files[name], 0, len(files[name]), chance) if way == "flipped" else files[name] + MORE
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
    damage, kind = (ofd, ".ofd") if data[:2] == b"PK" else (pdf, ".pdf")
    for number in range(int(count)):
        try:
            copy = damage(data, WAYS[number % len(WAYS)], chance)
        except (zipfile.BadZipFile, NotImplementedError, RuntimeError, ValueError):
            copy = None
        if copy is not None:
            place = Path(folder) / f"{hashlib.sha256(str(path).encode()).hexdigest()[:16]}-{number}{kind}"
            place.write_bytes(copy)
            print(place, path, sep="\t")

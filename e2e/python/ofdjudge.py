"""Judges strangers' OFDs: digests, seals and signature values, by OpenSSL and again by arithmetic of its own, without asking whom to trust.

usage: ofdjudge.py SECONDS FILE...   prints one JSON line a file; nothing here is shared with the program under test
"""

import base64
import hashlib
import json
import posixpath
import signal
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as tree
import zipfile
from pathlib import Path

P = 0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF00000000FFFFFFFFFFFFFFFF
A = P - 3
B = 0x28E9FA9E9D9F5E344D5A9E4BCF6509A7F39789F515AB8F92DDBCBD414D940E93
N = 0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFF7203DF6B21C6052B53BBF40939D54123
G = (0x32C4AE2C1F1981195F9904466A39C9948FE30BBFF2660BE1715A4589334C74C7, 0xBC3736A2F4F6779C59BDCEE36B692153D0A9877CC62A474002DF32E52139F0A0)
UNPACKED_MAX, ENTRIES_MAX = 200 << 20, 20_000
DIGESTS = {
    "1.2.156.10197.1.401": "sm3", "sm3": "sm3", "1.3.14.3.2.26": "sha1", "sha1": "sha1", "sha-1": "sha1",
    "2.16.840.1.101.3.4.2.1": "sha256", "sha256": "sha256", "sha-256": "sha256", "1.2.840.113549.2.5": "md5", "md5": "md5",
}


class Broken(Exception):
    pass


class Unknown(Exception):
    pass


# DER, as far as it is needed: a value is (tag, content, whole).
def values(data):
    out, at = [], 0
    while at < len(data):
        start, tag, length = at, data[at], data[at + 1]
        at += 2
        if length == 0x80 or tag & 31 == 31:
            raise Unknown("encoding")
        if length > 0x80:
            count = length & 127
            length, at = int.from_bytes(data[at : at + count], "big"), at + count
        if at + length > len(data):
            raise Unknown("encoding")
        out.append((tag, data[at : at + length], data[start : at + length]))
        at += length
    return out


def one(data):
    got = values(data)
    if not got:
        raise Unknown("encoding")
    return got[0]


def dotted(content):
    arcs, value = [], 0
    for byte in content:
        value = value << 7 | byte & 127
        if not byte & 128:
            arcs.append(value)
            value = 0
    first = min(arcs[0] // 40, 2)
    return ".".join(map(str, [first, arcs[0] - 40 * first, *arcs[1:]]))


def sequence(whole):
    tag, content, _ = one(whole)
    if tag != 0x30:
        raise Unknown("encoding")
    return values(content)


def bits(value):
    if value[0] != 3:
        raise Unknown("encoding")
    return value[1][1:]


class Certificate:
    def __init__(self, der):
        self.der = one(der)[2]
        body = [value for value in sequence(sequence(self.der)[0][2]) if value[0] != 0xA0]
        self.serial, self.issuer, self.spki = body[0][1], body[2][2], body[5][2]
        algorithm, key = sequence(self.spki)
        names = [dotted(value[1]) for value in sequence(algorithm[2]) if value[0] == 6]
        self.sm2 = any(name.startswith("1.2.156.10197.1.301") for name in names)
        self.point = bits(key)


# Values, two ways.
def add(p, q):
    if p is None or q is None:
        return p or q
    if p[0] == q[0]:
        if (p[1] + q[1]) % P == 0:
            return None
        slope = (3 * p[0] * p[0] + A) * pow(2 * p[1], -1, P)
    else:
        slope = (q[1] - p[1]) * pow(q[0] - p[0], -1, P)
    x = (slope * slope - p[0] - q[0]) % P
    return x, (slope * (p[0] - x) - p[1]) % P


def times(k, p):
    out = None
    while k:
        if k & 1:
            out = add(out, p)
        p, k = add(p, p), k >> 1
    return out


def number(n):
    return n.to_bytes(32, "big")


def pair(signature):
    if len(signature) == 64 and signature[:1] != b"\x30":
        return int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:], "big")
    try:
        r, s = sequence(signature)
        return int.from_bytes(r[1], "big"), int.from_bytes(s[1], "big")
    except (Unknown, ValueError, IndexError):
        if len(signature) == 64:
            return int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:], "big")
        raise


def by_arithmetic(point, message, r, s):
    q = int.from_bytes(point[1:33], "big"), int.from_bytes(point[33:65], "big")
    identity = b"1234567812345678"
    za = hashlib.new("sm3", b"\0\x80" + identity + b"".join(map(number, (A, B, *G, *q)))).digest()
    e = int.from_bytes(hashlib.new("sm3", za + message).digest(), "big")
    t = (r + s) % N
    if not (0 < r < N and 0 < s < N and t):
        return False
    there = add(times(s, G), times(t, q))
    return there is not None and (e + there[0]) % N == r


def der_integer(n):
    content = n.to_bytes(n.bit_length() // 8 + 1, "big")
    return bytes([2, len(content)]) + content


SM2_KEY = bytes.fromhex("3059301306072a8648ce3d020106082a811ccf5501822d034200")


def by_openssl(spki, message, signature, options):
    with tempfile.TemporaryDirectory() as folder:
        key, data, value = (Path(folder) / name for name in ("key", "data", "value"))
        key.write_bytes(spki)
        data.write_bytes(message)
        value.write_bytes(signature)
        command = ["openssl", "pkeyutl", "-verify", "-pubin", "-keyform", "DER", "-inkey", key, "-rawin", "-in", data, "-sigfile", value]
        ran = subprocess.run([*command, *options], capture_output=True, timeout=20, check=False)
        return ran.returncode == 0


def holds(certificate, message, signature, digest="sm3"):
    """Whether the value is right, as both ways see it; they must agree."""
    if certificate.sm2:
        r, s = pair(signature)
        body = der_integer(r) + der_integer(s)
        value = bytes([0x30, len(body)]) + body
        first = by_openssl(SM2_KEY + certificate.point, message, value, ["-digest", "sm3", "-pkeyopt", "distid:1234567812345678"])
        second = by_arithmetic(certificate.point, message, r, s)
        if first != second:
            raise Unknown("the two ways differ")
        return first
    return by_openssl(certificate.spki, message, signature, ["-digest", digest])


# Packages.
def local(element):
    return element.tag.rsplit("}", 1)[-1]


def find(element, *names):
    for name in names:
        element = next((child for child in element if local(child) == name), None)
        if element is None:
            return None
    return element


def inside(base, text):
    text = text.strip().replace("\\", "/")
    return posixpath.normpath(text.lstrip("/") if text.startswith("/") else posixpath.join(posixpath.dirname(base), text))


class Package:
    def __init__(self, path):
        with zipfile.ZipFile(path) as archive:
            infos = archive.infolist()
            if len(infos) > ENTRIES_MAX or sum(info.file_size for info in infos) > UNPACKED_MAX:
                raise Unknown("size")
            self.files = {info.filename.replace("\\", "/").lstrip("/"): archive.read(info) for info in infos if not info.is_dir()}

    def read(self, path):
        if path in self.files:
            return self.files[path]
        raise Broken("missing")

    def place(self, base, text):
        """Locations are relative to the file that has them; some producers count from the root or the document's folder."""
        folders = [posixpath.join(base.split("/")[0], "x"), "x"]
        return next((path for path in [inside(base, text), *(inside(folder, text) for folder in folders)] if path in self.files), inside(base, text))


def seal_signed(seal, faults):
    parts = sequence(seal)
    information = parts[0][2]
    if len(parts) == 2:
        who, algorithm, value = sequence(parts[1][2])[:3]
    else:
        who, algorithm, value = parts[1:4]
    maker = Certificate(who[1])
    joined = information + who[2] + algorithm[2]
    length = len(joined)
    head = bytes([0x30, 0x82]) + length.to_bytes(2, "big") if length > 255 else bytes([0x30, 0x81, length])
    digest = "sm3" if maker.sm2 else "sha256"
    if not any(holds(maker, message, bits(value), digest) for message in (information, head + joined)):
        faults.add("seal value")
    return information


def sealed(value, description, beside, faults):
    parts = sequence(value)
    body = sequence(parts[0][2])
    if len(parts) >= 4:
        who, signature = parts[1][1], bits(parts[3])
    else:
        who, signature = body[5][1], bits(parts[1])
    seal, digest = body[1][2], bits(body[3])
    certificate = Certificate(who)
    if len(digest) not in (20, 32):
        raise Unknown("digest")
    names = ("sm3", "sha256") if len(digest) == 32 else ("sha1",)
    if not any(hashlib.new(name, description).digest() == digest for name in names):
        faults.add("description")
    if not holds(certificate, parts[0][2], signature, "sm3" if certificate.sm2 else "sha256"):
        faults.add("value")
    information = seal_signed(seal, faults)
    if certificate.der not in information and not any(hashlib.new(name, certificate.der).digest() in information for name in ("sm3", "sha1", "sha256")):
        faults.add("seal of another")
    if beside is not None and one(beside)[2] != seal:
        faults.add("seal swapped")


def message(value, description, faults):
    """GM/T 0010 or RFC 5652, one signer."""
    outer = sequence(value)
    data = sequence(outer[1][1])
    contents = [one(part[1])[1] for part in sequence(data[2][2])[1:]]
    certificates = [Certificate(item[2]) for part in data if part[0] == 0xA0 for item in values(part[1])]
    signers = values(data[-1][1])
    if not certificates or len(signers) != 1:
        raise Unknown("message")
    info = sequence(signers[0][2])
    serial = sequence(info[1][2])[1][1]
    certificate = next((item for item in certificates if item.serial == serial), None)
    if certificate is None:
        raise Broken("certificate")
    digest = DIGESTS.get(dotted(sequence(info[2][2])[0][1]))
    if digest is None:
        raise Unknown("digest")
    hashed = hashlib.new(digest, description).digest()
    over = [description, hashed]
    if contents and contents[0] not in over:
        faults.add("description")
    attributes = next((part for part in info if part[0] == 0xA0), None)
    signature = next(part[1] for part in info[3:] if part[0] == 4)
    if attributes is not None:
        said = [one(sequence(item[2])[1][1])[1] for item in values(attributes[1]) if dotted(sequence(item[2])[0][1]) == "1.2.840.113549.1.9.4"]
        if not said or said[0] not in [hashlib.new(digest, item).digest() for item in over]:
            faults.add("description")
        over = [b"\x31" + attributes[2][1:]]
    if not any(holds(certificate, item, signature, digest) for item in over):
        faults.add("value")


def signature(package, path, faults):
    description = package.read(path)
    root = tree.fromstring(description)
    references = find(root, "SignedInfo", "References")
    if references is None:
        raise Broken("references")
    method = DIGESTS.get((references.get("CheckMethod") or "md5").lower())
    if method is None:
        raise Unknown("digest")
    covered = set()
    for reference in references:
        if local(reference) != "Reference":
            continue
        target = package.place(path, reference.get("FileRef", ""))
        covered.add(target)
        value = find(reference, "CheckValue")
        if target not in package.files:
            faults.add("missing")
        elif value is None or base64.b64decode("".join((value.text or "").split())) != hashlib.new(method, package.files[target]).digest():
            faults.add("digest")
    place = find(root, "SignedValue")
    if place is None:
        raise Broken("value")
    value = package.read(package.place(path, place.text or ""))
    beside = find(root, "SignedInfo", "Seal", "BaseLoc")
    named = package.place(path, beside.text or "") if beside is not None else None
    first = sequence(value)[0]
    if first[0] == 6:
        message(value, description, faults)
    else:
        sealed(value, description, package.files.get(named) if named else None, faults)
    return method, covered, {path, package.place(path, place.text or "")} | ({named} if named else set())


def look(path):
    package, faults, found, weak, missed = Package(path), set(), 0, False, set()
    for body in tree.fromstring(package.read("OFD.xml")):
        listed = find(body, "Signatures") if local(body) == "DocBody" else None
        if listed is None or not (listed.text or "").strip():
            continue
        place = package.place("OFD.xml", listed.text)
        for item in tree.fromstring(package.read(place)):
            if local(item) == "Signature":
                found += 1
                method, covered, own = signature(package, package.place(place, item.get("BaseLoc", "")), faults)
                weak |= method in ("md5", "sha1")
                # What came later adds its own files, and only those.
                missed = (missed - own) | (set(package.files) - covered - own - {place})
    if not found:
        return {"verdict": "unsigned"}
    # Right as far as it goes, and not the whole of what is shown.
    return {"verdict": "broken" if faults else "partial" if missed else "intact", "why": sorted(faults), "weak": weak}


def judge(path, seconds):
    signal.alarm(seconds)
    try:
        return look(path)
    except Broken as error:
        return {"verdict": "broken", "why": [str(error)]}
    except Unknown as error:
        return {"verdict": "unknown", "why": [str(error)]}
    except Exception as error:
        return {"verdict": "unknown", "why": [type(error).__name__]}
    finally:
        signal.alarm(0)


def late(*_):
    raise Unknown("time")


if __name__ == "__main__":
    signal.signal(signal.SIGALRM, late)
    for file_ in sys.argv[2:]:
        print(json.dumps({"file": file_, **judge(file_, int(sys.argv[1]))}), flush=True)

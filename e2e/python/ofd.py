"""Good OFD packages as other producers write them, signed by an SM2 of its own: nothing here is shared with the program under test.

usage: ofd.py FOLDER NOW   writes the packages, files.tsv (file, producer, setting, signatures), root.pem and maker.pem
"""

import base64
import hashlib
import io
import secrets
import struct
import sys
import zipfile
from datetime import datetime, timedelta, timezone
from pathlib import Path

# SM2 (GB/T 32918.5), affine and slow.
P = 0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF00000000FFFFFFFFFFFFFFFF
A = P - 3
B = 0x28E9FA9E9D9F5E344D5A9E4BCF6509A7F39789F515AB8F92DDBCBD414D940E93
N = 0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFF7203DF6B21C6052B53BBF40939D54123
G = (0x32C4AE2C1F1981195F9904466A39C9948FE30BBFF2660BE1715A4589334C74C7, 0xBC3736A2F4F6779C59BDCEE36B692153D0A9877CC62A474002DF32E52139F0A0)


def add(p, q):
    if p is None or q is None:
        return p or q
    if p[0] == q[0]:
        if (p[1] + q[1]) % P == 0:
            return None
        m = (3 * p[0] * p[0] + A) * pow(2 * p[1], -1, P)
    else:
        m = (q[1] - p[1]) * pow(q[0] - p[0], -1, P)
    x = (m * m - p[0] - q[0]) % P
    return x, (m * (p[0] - x) - p[1]) % P


def times(k, p):
    out = None
    while k:
        if k & 1:
            out = add(out, p)
        p, k = add(p, p), k >> 1
    return out


def sm3(data):
    return hashlib.new("sm3", data).digest()


def number(n):
    return n.to_bytes(32, "big")


class Key:
    def __init__(self):
        self.d = secrets.randbelow(N - 2) + 1
        self.q = times(self.d, G)

    def sign(self, message):
        identity = b"1234567812345678"
        za = sm3(struct.pack(">H", len(identity) * 8) + identity + b"".join(map(number, (A, B, *G, *self.q))))
        e = int.from_bytes(sm3(za + message), "big")
        while True:
            k = secrets.randbelow(N - 1) + 1
            r = (e + times(k, G)[0]) % N
            s = pow(1 + self.d, -1, N) * (k - r * self.d) % N
            if r and s and r + k != N:
                return r, s


# DER.
def tlv(tag, *parts):
    content = b"".join(parts)
    n = len(content)
    head = bytes([n]) if n < 128 else (lambda b: bytes([0x80 | len(b)]) + b)(n.to_bytes((n.bit_length() + 7) // 8, "big"))
    return bytes([tag]) + head + content


def seq(*parts):
    return tlv(0x30, *parts)


def integer(n):
    return tlv(2, n.to_bytes(n.bit_length() // 8 + 1, "big"))


def oid(text):
    first, second, *rest = map(int, text.split("."))
    out = bytearray([40 * first + second])
    for arc in rest:
        group = [arc & 127]
        while arc := arc >> 7:
            group.insert(0, arc & 127 | 128)
        out += bytes(group)
    return tlv(6, bytes(out))


def bits(data, unused=0):
    return tlv(3, bytes([unused]), data)


def octets(data):
    return tlv(4, data)


def utf8(text):
    return tlv(12, text.encode())


def ia5(text):
    return tlv(22, text.encode())


def generalized(t):
    return tlv(24, t.strftime("%Y%m%d%H%M%SZ").encode())


def utc(t):
    return tlv(23, t.strftime("%y%m%d%H%M%SZ").encode())


SM2_SM3, SM3_OID = "1.2.156.10197.1.501", "1.2.156.10197.1.401"


def plain(r, s):
    return seq(integer(r), integer(s))


def raw(r, s):
    return number(r) + number(s)


def padded(r, s):
    one = lambda n: tlv(2, b"\0\0" + number(n))
    return seq(one(r), one(s))


def unsigned(r, s):
    return seq(tlv(2, number(r)), tlv(2, number(s)))


def name(common, kind=utf8, organisation=None):
    part = lambda arc, value: tlv(0x31, seq(oid(arc), value))
    return seq(part("2.5.4.6", tlv(19, b"CN")), part("2.5.4.10", kind(organisation or common)), part("2.5.4.3", kind(common)))


def bmp(text):
    return tlv(30, text.encode("utf-16-be"))


def printable(text):
    return tlv(19, text.encode())


def extension(arc, value, critical=False):
    return seq(oid(arc), *([tlv(1, b"\xff")] if critical else []), octets(value))


def usage(*numbers):
    mask = sum(1 << (7 - n) for n in numbers)
    unused = 7 - max(numbers)
    return extension("2.5.29.15", bits(bytes([mask]), unused), True)


SIGNS, VOUCHES, CERTIFIES = usage(0, 1), usage(1), usage(5, 6)


def certificate(subject, key, issuer, issuer_key, extensions, spki="1.2.840.10045.2.1", encode=plain, serial=None):
    curve = oid("1.2.156.10197.1.301")
    algorithm = seq(oid(spki), curve) if spki == "1.2.840.10045.2.1" else seq(oid(spki))
    point = bits(b"\4" + number(key.q[0]) + number(key.q[1]))
    valid = seq(utc(NOW - timedelta(days=30)), utc(NOW + timedelta(days=365)))
    serial = serial or secrets.randbits(100)
    body = seq(tlv(0xA0, integer(2)), integer(serial), seq(oid(SM2_SM3)), issuer, valid, subject, seq(algorithm, point), *([tlv(0xA3, seq(*extensions))] if extensions else []))
    return seq(body, seq(oid(SM2_SM3)), bits(encode(*issuer_key.sign(body))))


def pem(der):
    text = base64.b64encode(der).decode()
    lines = [text[at : at + 64] for at in range(0, len(text), 64)]
    return "\n".join(["-----BEGIN CERTIFICATE-----", *lines, "-----END CERTIFICATE-----", ""])


NOW = datetime.fromtimestamp(int(sys.argv[2]), timezone.utc)
FOLDER = Path(sys.argv[1])
AUTHORITY = extension("2.5.29.19", seq(tlv(1, b"\xff")), True)
ROOT_NAME, MAKER_ROOT_NAME = name("other root", printable), name("other maker root", printable)
ROOT, MAKER_ROOT, MAKER, FIRST, SECOND = Key(), Key(), Key(), Key(), Key()
HOLDER, OTHER = "江南农商银行股份有限公司", "淮上工程担保有限公司"
FIRST_CERT = certificate(name(HOLDER), FIRST, ROOT_NAME, ROOT, [SIGNS])
SECOND_CERT = certificate(name(OTHER), SECOND, ROOT_NAME, ROOT, [SIGNS])
MAKER_CERT = certificate(name("制章中心"), MAKER, MAKER_ROOT_NAME, MAKER_ROOT, [SIGNS])
PICTURE = base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==")


def seal(holders, version=4, time=generalized, digests=False, typed=False, encode=plain, together=None, title=None, more=()):
    if digests:
        one = lambda der: seq(oid(SM3_OID), octets(sm3(der))) if typed else octets(sm3(der))
        listed = [integer(2), seq(*map(one, holders))]
    else:
        listed = [integer(1), seq(*map(octets, holders))]
    if version == 1:
        listed = listed[1:]
    times_ = [time(NOW - timedelta(days=1)), time(NOW - timedelta(days=1)), time(NOW + timedelta(days=300))]
    information = seq(
        seq(ia5("ES"), integer(version), ia5("other")), ia5("1101010000001"),
        seq(integer(1), utf8(title or HOLDER), *listed, *times_),
        seq(ia5("png"), octets(PICTURE), integer(40), integer(40)),
        *more,
    )
    whole = seq(information, octets(MAKER_CERT), oid(SM2_SM3))
    together = version == 1 if together is None else together
    value = bits(encode(*MAKER.sign(whole if together else information)))
    behind = [octets(MAKER_CERT), oid(SM2_SM3), value]
    return seq(information, seq(*behind)) if version == 1 else seq(information, *behind)


def sealed(seal_der, cert, key, description, path, version=4, time=generalized, encode=plain, text=ia5):
    digest = bits(sm3(description))
    if version == 1:
        body = seq(integer(1), seal_der, bits(time(NOW)), digest, text(path), octets(cert), oid(SM2_SM3))
        return seq(body, bits(encode(*key.sign(body))))
    body = seq(integer(version), seal_der, time(NOW), digest, text(path))
    return seq(body, octets(cert), oid(SM2_SM3), bits(encode(*key.sign(body))))


def message(cert, key, description, inside=None, attributes=False, over=None, algorithm="1.2.156.10197.1.301.1", rfc=False):
    signed_data, data = ("1.2.840.113549.1.7.2", "1.2.840.113549.1.7.1") if rfc else ("1.2.156.10197.6.1.4.2.2", "1.2.156.10197.6.1.4.2.1")
    content = over if over is not None else (inside if inside is not None else description)
    digest_algorithm = seq(oid(SM3_OID), tlv(5))
    signed, parts = content, []
    if attributes:
        each = [seq(oid("1.2.840.113549.1.9.3"), tlv(0x31, oid(data))), seq(oid("1.2.840.113549.1.9.4"), tlv(0x31, octets(sm3(content))))]
        each.sort()
        signed, parts = tlv(0x31, *each), [tlv(0xA0, *each)]
    body = cert[4:] if cert[1] == 0x82 else cert[2:]
    tbs = body[: 4 + int.from_bytes(body[2:4], "big")]
    inner = tbs[4:]
    inner = inner[5:]  # version
    serial = inner[: 2 + inner[1]]
    issuer = ROOT_NAME
    info = seq(integer(1), seq(issuer, serial), digest_algorithm, *parts, seq(oid(algorithm), tlv(5)), octets(plain(*key.sign(signed))))
    content_info = seq(oid(data), *([tlv(0xA0, octets(inside))] if inside is not None else []))
    return seq(oid(signed_data), tlv(0xA0, seq(integer(1), tlv(0x31, digest_algorithm), content_info, tlv(0xA0, cert), tlv(0x31, info))))


# Packages.
NEW, OLD = "http://www.ofdspec.org/2016", "http://www.ofdspec.org"
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'


class Package:
    def __init__(self, space=NEW, prefix="ofd:", document="", resources="", page="", common=""):
        self.space, self.prefix = space, prefix
        self.files = {}
        self.tag("OFD.xml", "OFD", "<o:DocBody><o:DocInfo><o:DocID>0123456789abcdef0123456789abcdef</o:DocID></o:DocInfo><o:DocRoot>Doc_0/Document.xml</o:DocRoot><o:Signatures>Doc_0/Signs/Signatures.xml</o:Signatures></o:DocBody>", ' Version="1.1" DocType="OFD"')
        self.tag("Doc_0/Document.xml", "Document", f'<o:CommonData><o:MaxUnitID>90</o:MaxUnitID><o:PageArea><o:PhysicalBox>0 0 210 297</o:PhysicalBox></o:PageArea><o:PublicRes>PublicRes.xml</o:PublicRes>{common}</o:CommonData><o:Pages><o:Page ID="1" BaseLoc="Pages/Page_0/Content.xml"/></o:Pages>{document}')
        self.tag("Doc_0/PublicRes.xml", "Res", f'<o:Fonts><o:Font ID="3" FontName="宋体" FamilyName="宋体"/></o:Fonts>{resources}', ' BaseLoc="Res"')
        self.tag("Doc_0/Pages/Page_0/Content.xml", "Page", f'<o:Content><o:Layer ID="4">{self.text(5, "20 20 170 10", "履约保函，担保金额人民币壹拾万元整")}{self.text(6, "120 215 60 8", OTHER + "（盖章）")}{page}</o:Layer></o:Content>')

    def text(self, number_, boundary, words):
        return f'<o:TextObject ID="{number_}" Boundary="{boundary}" Font="3" Size="6"><o:TextCode X="0" Y="6">{words}</o:TextCode></o:TextObject>'

    def markup(self, root, inside, attributes="", space=None):
        spaced = ' xmlns:ofd="{}"' if self.prefix else ' xmlns="{}"'
        text = f"<o:{root}{spaced.format(space or self.space)}{attributes}>{inside}</o:{root}>"
        return (HEAD + text.replace("<o:", "<" + self.prefix).replace("</o:", "</" + self.prefix)).encode()

    def tag(self, path, root, inside, attributes="", space=None):
        self.files[path] = self.markup(root, inside, attributes, space)

    def sign(self, make, index=0, kind=None, listed=True, seal_file=None, method=True, check=SM3_OID, stamps='<o:StampAnnot ID="6" PageRef="1" Boundary="120 150 40 40"/>', relative=False, digest=sm3, covers=lambda path: True):
        folder = f"Doc_0/Signs/Sign_{index}"
        self.lines = getattr(self, "lines", []) + [f'<o:Signature ID="{index + 1}"{f" Type={chr(34)}{kind}{chr(34)}" if kind else ""} BaseLoc="{"Sign_%d/Signature.xml" % index if relative else "/" + folder + "/Signature.xml"}"/>']
        if seal_file:
            self.files[f"{folder}/Seal.esl"] = seal_file
        self.files.pop("Doc_0/Signs/Signatures.xml", None)
        listing = self.markup("Signatures", f"<o:MaxSignId>{index + 1}</o:MaxSignId>{''.join(self.lines)}")
        covered = dict(self.files)
        if listed:
            covered["Doc_0/Signs/Signatures.xml"] = listing
        references = "".join(f'<o:Reference FileRef="/{path}"><o:CheckValue>{base64.b64encode(digest(data)).decode()}</o:CheckValue></o:Reference>' for path, data in covered.items() if covers(path))
        method = f"<o:SignatureMethod>{method if isinstance(method, str) else SM2_SM3}</o:SignatureMethod>" if method else ""
        place = "Seal.esl" if relative else f"/{folder}/Seal.esl"
        own = f"<o:Seal><o:BaseLoc>{place}</o:BaseLoc></o:Seal>" if seal_file else ""
        value = "SignedValue.dat" if relative else f"/{folder}/SignedValue.dat"
        description = self.markup("Signature", f'<o:SignedInfo><o:Provider ProviderName="other" Version="1.0" Company="other"/>{method}<o:SignatureDateTime>{NOW:%Y%m%d%H%M%SZ}</o:SignatureDateTime><o:References CheckMethod="{check}">{references}</o:References>{stamps}{own}</o:SignedInfo><o:SignedValue>{value}</o:SignedValue>')
        self.files[f"{folder}/SignedValue.dat"] = make(description, f"/{folder}/Signature.xml")
        self.files[f"{folder}/Signature.xml"] = description
        self.files["Doc_0/Signs/Signatures.xml"] = listing
        return self


def usual(package, index=0, version=4, cert=None, key=None, esl=None, signing={}, **how):
    cert, key = cert or FIRST_CERT, key or FIRST
    esl = esl or seal([cert], version=version)
    how.setdefault("seal_file", esl)
    make = lambda description, path: sealed(esl, cert, key, description, path, version=version, **signing)
    return package.sign(make, index=index, **how)


# Archives.
def archive(files, method=zipfile.ZIP_DEFLATED, zip64=False, folders=False, last=False):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as z:
        for folder in ["Doc_0/", "Doc_0/Pages/"] if folders else []:
            z.writestr(zipfile.ZipInfo(folder, (2026, 1, 1, 0, 0, 0)), b"")
        for path, data in sorted(files.items(), key=lambda item: (item[0] == "OFD.xml") == last):
            info = zipfile.ZipInfo(path, (2026, 1, 1, 0, 0, 0))
            info.compress_type = method
            with z.open(info, "w", force_zip64=zip64) as entry:
                entry.write(data)
    return out.getvalue()


class Pipe(io.RawIOBase):
    """Not seekable, so that sizes stand behind the data."""

    def __init__(self):
        self.data = bytearray()

    def writable(self):
        return True

    def write(self, data):
        self.data += data
        return len(data)


def streamed(files):
    out = Pipe()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as z:
        for path, data in files.items():
            z.writestr(zipfile.ZipInfo(path, (2026, 1, 1, 0, 0, 0)), data, zipfile.ZIP_DEFLATED)
    return bytes(out.data)


def flagged(data, everywhere):
    """The flag of UTF-8 names, in local headers alone or in both."""
    data = bytearray(data)
    at = 0
    while (at := data.find(b"PK\3\4", at)) >= 0:
        data[at + 7] |= 8
        at += 4
    at = 0
    while everywhere and (at := data.find(b"PK\1\2", at)) >= 0:
        data[at + 9] |= 8
        at += 4
    return bytes(data)


def ending64(data):
    """With the ending of Zip64 before the usual one."""
    at = data.rfind(b"PK\5\6")
    count, size, start = struct.unpack_from("<HII", data, at + 10)
    long = struct.pack("<4sQHHIIQQQQ", b"PK\6\6", 44, 45, 45, 0, 0, count, count, size, start)
    locator = struct.pack("<4sIQI", b"PK\6\7", 0, at, 1)
    short = struct.pack("<4sHHHHIIH", b"PK\5\6", 0, 0, 0xFFFF, 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 0)
    return data[:at] + long + locator + short


FILES = []


def give(producer, setting, package, signatures=1, pack=archive):
    file = f"{len(FILES):03}.ofd"
    (FOLDER / file).write_bytes(pack(package.files) if isinstance(package, Package) else package)
    FILES.append((file, producer, setting, signatures))


def attached(name_, data, **how):
    package = Package(document="<o:Attachments>Attachs/Attachments.xml</o:Attachments>", **how)
    package.tag("Doc_0/Attachs/Attachments.xml", "Attachments", f'<o:Attachment ID="9" Name="{name_}" Format="xml"><o:FileLoc>{name_}</o:FileLoc></o:Attachment>')
    package.files[f"Doc_0/Attachs/{name_}"] = data
    return package


def contents():
    who = "packages by hand"
    give(who, "one page, one seal", usual(Package()))
    give(who, "default namespace without prefix", usual(Package(prefix="")))
    give(who, "namespace before 2016", usual(Package(space=OLD)))
    mixed = Package()
    mixed.tag("Doc_0/PublicRes.xml", "Res", '<o:Fonts><o:Font ID="3" FontName="宋体"/></o:Fonts>', ' BaseLoc="Res"', OLD)
    give(who, "one list of resources in the namespace before 2016", usual(mixed))
    give(who, "outline to a page", usual(Package(document='<o:Outlines><o:OutlineElem Title="正文"><o:Actions><o:Action Event="CLICK"><o:Goto><o:Dest Type="XYZ" PageID="1" Left="0" Top="0" Zoom="1"/></o:Goto></o:Action></o:Actions></o:OutlineElem></o:Outlines>')))
    give(who, "link to an address on a text", usual(Package(page='<o:TextObject ID="8" Boundary="20 60 90 8" Font="3" Size="4"><o:Actions><o:Action Event="CLICK"><o:URI URI="https://bank.example/verify"/></o:Action></o:Actions><o:TextCode X="0" Y="5">核验</o:TextCode></o:TextObject>')))
    give(who, "bookmarks and permissions", usual(Package(document='<o:Permissions><o:Edit>false</o:Edit><o:Print Printable="true"/></o:Permissions><o:Bookmarks><o:Bookmark Name="正文"><o:Dest Type="Fit" PageID="1"/></o:Bookmark></o:Bookmarks>')))
    template = Package(common='<o:TemplatePage ID="7" BaseLoc="Tpls/Tpl_0/Content.xml"/>')
    template.tag("Doc_0/Tpls/Tpl_0/Content.xml", "Page", '<o:Content><o:Layer ID="31"/></o:Content>')
    give(who, "page template", usual(template))
    notes = Package(document="<o:Annotations>Annots/Annotations.xml</o:Annotations>")
    notes.tag("Doc_0/Annots/Annotations.xml", "Annotations", '<o:Page PageID="1"><o:FileLoc>Page_0/Annotation.xml</o:FileLoc></o:Page>')
    notes.tag("Doc_0/Annots/Page_0/Annotation.xml", "PageAnnot", '<o:Annot ID="41" Type="Link" Creator="x" LastModDate="2026-11-01"><o:Appearance Boundary="0 0 9 9"/></o:Annot>')
    give(who, "annotation", usual(notes))
    picture = Package(resources='<o:MultiMedias><o:MultiMedia ID="51" Type="Image" Format="PNG"><o:MediaFile>a.png</o:MediaFile></o:MultiMedia></o:MultiMedias>', page='<o:ImageObject ID="52" Boundary="20 40 10 10" ResourceID="51"/>')
    picture.files["Doc_0/Res/a.png"] = PICTURE
    give(who, "picture", usual(picture))
    gone = Package(resources='<o:MultiMedias><o:MultiMedia ID="51" Type="Image" Format="PNG"><o:MediaFile>gone.png</o:MediaFile></o:MultiMedia></o:MultiMedias>')
    give(who, "picture that is not there", usual(gone))
    resources = Package()
    resources.tag("Doc_0/Pages/Page_0/PageRes.xml", "Res", "<o:DrawParams/>", ' BaseLoc="Res"')
    resources.tag("Doc_0/Pages/Page_0/Content.xml", "Page", "<o:PageRes>PageRes.xml</o:PageRes><o:Content/>")
    give(who, "resources of one page", usual(resources))
    lost = Package()
    del lost.files["Doc_0/PublicRes.xml"]
    give(who, "list of resources that is not there", usual(lost))
    absolute = Package()
    absolute.files["Doc_0/Document.xml"] = absolute.files["Doc_0/Document.xml"].replace(b'BaseLoc="Pages', b'BaseLoc="/Doc_0/Pages').replace(b">PublicRes.xml", b">/Doc_0/PublicRes.xml")
    give(who, "absolute locations", usual(absolute))
    marked = Package()
    marked.files = {path: b"\xef\xbb\xbf" + data for path, data in marked.files.items()}
    give(who, "byte order marks", usual(marked))
    give(who, "attached XML in GBK", usual(attached("list.xml", '<?xml version="1.0" encoding="GBK"?><清单/>'.encode("gbk"))))
    give(who, "attached UBL with addresses and a document type", usual(attached("ubl.xml", b'<!DOCTYPE Invoice><Invoice xmlns:cbc="urn:x"><cbc:URI>https://x.example</cbc:URI><Action Event="DO"/></Invoice>')))
    give(who, "attached file that is no XML by the name of one", usual(attached("broken.xml", b"<:eInvoice xmlns:=\"\">\xff\xfe")))
    give(who, "attached PDF", usual(attached("scan.pdf", b"%PDF-1.7\n%%EOF\n")))
    give(who, "attached file with a Chinese name", usual(attached("清单.bin", b"\1\2\3")))
    tags = Package(document="<o:CustomTags>Tags/CustomTags.xml</o:CustomTags>")
    tags.tag("Doc_0/Tags/CustomTags.xml", "CustomTags", '<o:CustomTag NameSpace="x"><o:FileLoc>CustomTag.xml</o:FileLoc></o:CustomTag>')
    tags.files["Doc_0/Tags/CustomTag.xml"] = b'<:eInvoice xmlns:="">x</:eInvoice>'
    give(who, "custom tags that are not well-formed", usual(tags))


def signatures():
    who = "signatures by hand"
    give(who, "no seal file", usual(Package(), seal_file=None))
    give(who, "no signature method", usual(Package(), method=None))
    give(who, "signature method by name", usual(Package(), method="SM3WithSM2"))
    give(who, "digest method by name", usual(Package(), check="SM3"))
    give(who, "digest method by name in small letters", usual(Package(), check="sm3"))
    give(who, "relative locations", usual(Package(), relative=True))
    give(who, "list of signatures not covered", usual(Package(), listed=False))
    give(who, "no place on a page", usual(Package(), stamps=""))
    give(who, "certificate digests in the seal", usual(Package(), esl=seal([FIRST_CERT], digests=True)))
    give(who, "certificate digests with their algorithm", usual(Package(), esl=seal([FIRST_CERT], digests=True, typed=True)))
    extension_ = seq(oid("1.2.156.10197.6.7.2.2.1"), tlv(1, b"\0"), octets(b"2.1"))
    give(who, "seal with a bare list of extensions", usual(Package(), esl=seal([FIRST_CERT], more=[seq(extension_)])))
    give(who, "seal with a tagged list of extensions", usual(Package(), esl=seal([FIRST_CERT], more=[tlv(0xA0, seq(extension_))])))
    give(who, "seal for two certificates", usual(Package(), esl=seal([SECOND_CERT, FIRST_CERT])))
    give(who, "seal with UTCTime", usual(Package(), esl=seal([FIRST_CERT], time=utc)))
    give(who, "seal signed over information, certificate and algorithm", usual(Package(), esl=seal([FIRST_CERT], together=True)))
    give(who, "path as UTF8String", usual(Package(), signing={"text": utf8}))
    give(who, "path as PrintableString", usual(Package(), signing={"text": printable}))
    for title, encode in [("64 bare bytes", raw), ("padded integers", padded), ("integers without sign byte", unsigned)]:
        give(who, f"signature value: {title}", usual(Package(), signing={"encode": encode}))
        give(who, f"seal's value: {title}", usual(Package(), esl=seal([FIRST_CERT], encode=encode)))
        give(who, f"certificate's value: {title}", usual(Package(), cert=certificate(name(HOLDER), FIRST, ROOT_NAME, ROOT, [SIGNS], encode=encode)))
    give(who, "GM/T 0031-2014", usual(Package(), version=1, esl=seal([FIRST_CERT], 1, utc), signing={"time": utc}))
    give(who, "GM/T 0031-2014 with GeneralizedTime", usual(Package(), version=1, esl=seal([FIRST_CERT], 1), signing={}))
    give(who, "GM/T 0031-2014, seal signed over information alone", usual(Package(), version=1, esl=seal([FIRST_CERT], 1, utc, together=False), signing={"time": utc}))
    give(who, "GM/T 0031-2014 in the namespace before 2016", usual(Package(space=OLD), version=1, esl=seal([FIRST_CERT], 1, utc), signing={"time": utc}))
    plainly = lambda **how: lambda description, path: message(FIRST_CERT, FIRST, description, **how)
    for title, how in [
        ("detached, without attributes", {}),
        ("detached, with attributes", {"attributes": True}),
        ("algorithm SM2 with SM3", {"algorithm": SM2_SM3}),
        ("identifiers of RFC 5652", {"rfc": True}),
    ]:
        give(who, f"without seal, GM/T 0010 {title}", Package().sign(plainly(**how), kind="Sign", stamps=""))
    inside = lambda take, **how: lambda description, path: message(FIRST_CERT, FIRST, description, inside=take(description), **how)
    give(who, "without seal, description inside", Package().sign(inside(lambda d: d), kind="Sign", stamps=""))
    give(who, "without seal, digest inside", Package().sign(inside(sm3), kind="Sign", stamps=""))
    give(who, "without seal, digest inside, with attributes", Package().sign(inside(sm3, attributes=True), kind="Sign", stamps=""))
    give(who, "without seal, over the digest, left out", Package().sign(lambda d, p: message(FIRST_CERT, FIRST, d, over=sm3(d)), kind="Sign", stamps=""))


def certificates():
    who = "certificates by hand"
    for title, extensions in [("non-repudiation alone", [VOUCHES]), ("no extensions", []), ("digital signature alone", [usage(0)])]:
        give(who, title, usual(Package(), cert=certificate(name(HOLDER), FIRST, ROOT_NAME, ROOT, extensions)))
    give(who, "names in BMPString", usual(Package(), cert=certificate(name(HOLDER, bmp), FIRST, ROOT_NAME, ROOT, [SIGNS])))
    give(who, "issuer named in another string type", usual(Package(), cert=certificate(name(HOLDER), FIRST, name("other root"), ROOT, [SIGNS])))
    give(who, "issuer named in other letters and blanks", usual(Package(), cert=certificate(name(HOLDER), FIRST, name("Other  Root", organisation="OTHER ROOT "), ROOT, [SIGNS])))
    for title, arc in [("the curve's identifier", "1.2.156.10197.1.301"), ("the identifier for signing", "1.2.156.10197.1.301.1")]:
        give(who, f"key named by {title}", usual(Package(), cert=certificate(name(HOLDER), FIRST, ROOT_NAME, ROOT, [SIGNS], spki=arc)))
    give(who, "serial number of 21 bytes", usual(Package(), cert=certificate(name(HOLDER), FIRST, ROOT_NAME, ROOT, [SIGNS], serial=(1 << 160) - 1)))
    second = lambda package, **how: usual(package, 1, cert=SECOND_CERT, key=SECOND, esl=seal([SECOND_CERT], title=OTHER), **how)
    give(who, "two signers beside one another", second(usual(Package(), listed=False), stamps='<o:StampAnnot ID="9" PageRef="1" Boundary="20 150 40 40"/>'), 2)
    give(who, "the second signer's seal on its own name", second(usual(Package(), listed=False), stamps='<o:StampAnnot ID="9" PageRef="1" Boundary="125 200 40 40"/>'), 2)
    give(who, "the second signer without a place", second(usual(Package(), listed=False), stamps=""), 2)
    partly = usual(Package(), listed=False, covers=lambda path: path != "OFD.xml")
    give(who, "one signer twice, the second time over all", usual(partly, 1, stamps=""), 2)
    give(who, "one signer twice, one seal on the other", usual(usual(Package(), listed=False), 1, stamps='<o:StampAnnot ID="9" PageRef="1" Boundary="120 150 40 40"/>'), 2)


def archives():
    who = "archives by zipfile"
    package = lambda: usual(Package())
    give(who, "stored", package(), pack=lambda files: archive(files, zipfile.ZIP_STORED))
    give(who, "main entry last", package(), pack=lambda files: archive(files, last=True))
    give(who, "entries for folders", package(), pack=lambda files: archive(files, folders=True))
    give(who, "Zip64 in local headers", package(), pack=lambda files: archive(files, zip64=True))
    give(who, "sizes behind the data", package(), pack=streamed)
    give(who, "ending of Zip64", package(), pack=lambda files: ending64(archive(files)))
    give(who, "Zip64 in local headers and at the end", package(), pack=lambda files: ending64(archive(files, zip64=True)))
    give(who, "flag of UTF-8 names in local headers alone", package(), pack=lambda files: flagged(archive(files), False))
    give(who, "flag of UTF-8 names everywhere", package(), pack=lambda files: flagged(archive(files), True))
    white = Package(resources='<o:MultiMedias><o:MultiMedia ID="51" Type="Image" Format="BMP"><o:MediaFile>white.bmp</o:MediaFile></o:MultiMedia></o:MultiMedias>')
    white.files["Doc_0/Res/white.bmp"] = b"BM" + b"\xff" * 6_000_000
    give(who, "a white picture of 6 MB", usual(white))


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for author, subject, file in [(ROOT, ROOT_NAME, "root.pem"), (MAKER_ROOT, MAKER_ROOT_NAME, "maker.pem")]:
        (FOLDER / file).write_text(pem(certificate(subject, author, subject, author, [AUTHORITY, CERTIFIES])))
    contents()
    signatures()
    certificates()
    archives()
    (FOLDER / "files.tsv").write_text("".join("\t".join(map(str, row)) + "\n" for row in FILES))

"""Makes the bench's two-page letter with another engine: peers.py weasyprint|reportlab COUNT LETTER.json FONTS.

Prints the median processor milliseconds a letter, the number of pages, and the most memory in MiB.
"""

import html
import io
import json
import pathlib
import resource
import sys
import time

import pikepdf

engine, count, letter, fonts = sys.argv[1], int(sys.argv[2]), json.load(open(sys.argv[3], encoding="utf-8")), pathlib.Path(sys.argv[4])
REGULAR, BOLD = fonts / "NotoSerifSC_400Regular.ttf", fonts / "NotoSerifSC_700Bold.ttf"


def paragraphs(number):
    """The letter's paragraphs as runs of (text, bold), no two letters alike."""
    runs = lambda parts: [(text + (f"（第 {number} 份）" if kind == "f" else ""), kind == "f") for kind, text in parts]
    yield from ([(f"{name}：{value} {number}", False)] for name, value in letter["head"])
    yield runs(letter["salutation"])
    for part in [letter, letter["english"]]:
        yield from (runs(paragraph) for paragraph in part["opening"])
        yield from ([(clause["title"] + "　", True)] + runs(clause["text"]) for clause in part["clauses"])


def weasyprint():
    from weasyprint import CSS, HTML
    from weasyprint.text.fonts import FontConfiguration

    configuration = FontConfiguration()
    style = CSS(string=f"""
        @font-face {{ font-family: S; font-weight: 400; src: url({REGULAR.resolve().as_uri()}) }}
        @font-face {{ font-family: S; font-weight: 700; src: url({BOLD.resolve().as_uri()}) }}
        @page {{ size: A4; margin: 22mm 25mm 20mm 27mm; @bottom-right {{ content: counter(page) }} }}
        body {{ font: 11pt/1.75 S; text-align: justify }} h1 {{ text-align: center; font-size: 22pt }} p {{ margin: 0; text-indent: 2em }}
    """, font_config=configuration)

    def make(number):
        tag = lambda text, bold: f"<b>{html.escape(text)}</b>" if bold else html.escape(text)
        body = "".join("<p>" + "".join(tag(*run) for run in paragraph) for paragraph in paragraphs(number))
        return HTML(string=f"<html lang=zh><h1>{letter['title']}</h1>{body}").write_pdf(stylesheets=[style], font_config=configuration)

    return make


def reportlab():
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.lib.units import mm
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.platypus import Paragraph, SimpleDocTemplate

    pdfmetrics.registerFont(TTFont("S", str(REGULAR)))
    pdfmetrics.registerFont(TTFont("S-Bold", str(BOLD)))
    pdfmetrics.registerFontFamily("S", normal="S", bold="S-Bold")
    plain = ParagraphStyle("p", fontName="S", fontSize=11, leading=19, firstLineIndent=22, wordWrap="CJK", alignment=4)
    title = ParagraphStyle("h", fontName="S-Bold", fontSize=22, leading=30, alignment=1)

    def make(number):
        out = io.BytesIO()
        sheet = SimpleDocTemplate(out, pagesize=A4, leftMargin=27 * mm, rightMargin=25 * mm, topMargin=22 * mm, bottomMargin=20 * mm)
        tag = lambda text, bold: f"<b>{html.escape(text)}</b>" if bold else html.escape(text)
        flow = [Paragraph("".join(tag(*run) for run in paragraph), plain) for paragraph in paragraphs(number)]
        sheet.build([Paragraph(letter["title"], title), *flow])
        return out.getvalue()

    return make


make = {"weasyprint": weasyprint, "reportlab": reportlab}[engine]()
for number in range(3):
    pdf = make(-number)
times = []
for number in range(count):
    begun = time.process_time()
    pdf = make(number)
    times.append(time.process_time() - begun)
times.sort()
memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
with pikepdf.open(io.BytesIO(pdf)) as made:
    print(json.dumps({"milliseconds": times[len(times) // 2] * 1000, "pages": len(made.pages), "memory": memory}))

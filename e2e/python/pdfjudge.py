"""Judges strangers' PDFs with pyHanko, without asking whom to trust: pdfjudge.py SECONDS FILE... prints one JSON line a file."""

import json
import logging
import resource
import signal
import sys
import warnings
from multiprocessing import get_context

MEMORY_MAX = 2 << 30
LEVELS = ("NONE", "LTA_UPDATES", "FORM_FILLING")


def look(path):
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.validation import validate_pdf_signature, validate_pdf_timestamp
    from pyhanko_certvalidator import ValidationContext

    context = ValidationContext(trust_roots=[], allow_fetching=False)
    faults, weak, covered, filled = [], False, 0, False
    with open(path, "rb") as file:
        reader = PdfFileReader(file, strict=False)
        signatures = list(reader.embedded_signatures)
        for one in signatures:
            if one.sig_object.get("/Type", "/Sig") == "/DocTimeStamp":
                status = validate_pdf_timestamp(one, context)
            else:
                status = validate_pdf_signature(one, context, context)
            weak |= one.md_algorithm.lower() in ("sha1", "md5")
            level = status.modification_level
            if (end := one.byte_range[2] + one.byte_range[3]) > covered:
                covered, filled = end, level is not None and level.name == "FORM_FILLING"
            if not status.intact:
                faults.append("digest")
            elif not status.valid:
                faults.append("value")
            elif (stamp := getattr(status, "timestamp_validity", None)) is not None and not (stamp.intact and stamp.valid):
                faults.append("time stamp")
            elif getattr(status, "docmdp_ok", True) is False:
                faults.append("permissions")
            elif level is not None and level.name not in LEVELS:
                faults.append("changed")
            elif level is None and status.coverage.name != "ENTIRE_FILE":
                faults.append("coverage")
    if not signatures:
        return {"verdict": "unsigned"}
    # Fields were filled behind the last signature: nobody signed what they say.
    return {"verdict": "broken" if faults else "partial" if filled else "intact", "why": sorted(set(faults)), "weak": weak}


def work(path, seconds, pipe):
    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore")
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_MAX, MEMORY_MAX))
    signal.alarm(seconds)
    try:
        pipe.send(look(path))
    except Exception as error:
        pipe.send({"verdict": "unknown", "why": [type(error).__name__]})


def judge(path, seconds, processes):
    ours, theirs = processes.Pipe(False)
    child = processes.Process(target=work, args=(path, seconds, theirs))
    child.start()
    theirs.close()
    try:
        said = ours.recv()
    except EOFError:
        said = {"verdict": "unknown", "why": ["time"]}
    child.join()
    return said


if __name__ == "__main__":
    # Loaded once, so that the children share it.
    import pyhanko.sign.validation  # noqa: F401

    forks = get_context("fork")
    for file_ in sys.argv[2:]:
        print(json.dumps({"file": file_, **judge(file_, int(sys.argv[1]), forks)}), flush=True)

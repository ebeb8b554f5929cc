#!/usr/bin/env bash
# Subject:   PyPI mt-940 4.30.0 (wolph/mt940), a reader of SWIFT MT940 customer statements.
# Input:     a valid statement of one movement (61 with its own 86), the closing balance (62F), and behind it an 86 about the whole
#            statement, as the standard allows.
# Guess:     the last 86 belongs to the statement and is told apart from the movement's.
# Behaviour: it is appended to the details of the last movement, on a line of its own.
# Matters:   matching looks for the payment's reference in the details. What the bank says at the end of a statement (a notice, an example,
#            the reference of somebody else's pending payment) becomes part of the last payer's remark: with two references in one remark
#            nothing matches, with one it may be the wrong one. An 86 counts for a movement only directly behind its 61.
# Source:    found by running it while writing crates/tables; SWIFT MT940, field 86 at the end of the message.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check mt-940==4.30.0
"$work/venv/bin/python" - <<'PY'
import importlib.metadata, sys
import mt940

statement = (":20:ST261121\n:25:4301000011112222333\n:28C:1/1\n:60F:C261120CNY1000,00\n"
             ":61:2611211121C600,60NTRFNONREF//B77\n:86:FEE KH341268802567\n:62F:C261121CNY1600,60\n:86:NOTICE TO ALL CUSTOMERS\n")
details = [row.data["transaction_details"] for row in mt940.parse(statement)]
print("mt-940", importlib.metadata.version("mt-940"), details)
sys.exit(0 if details == ["FEE KH341268802567\nNOTICE TO ALL CUSTOMERS"] else 1)
PY

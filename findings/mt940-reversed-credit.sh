#!/usr/bin/env bash
# Subject:   PyPI mt-940 4.30.0 (wolph/mt940), a reader of SWIFT MT940 customer statements.
# Input:     a valid statement of four movements of the same amount in field 61: C (credit), D (debit), RC (reversal of a credit:
#            money that had come is taken back) and RD (reversal of a debit).
# Guess:     the amount carries the effect on the balance: C and RD above zero, D and RC below it, as it does for C and D.
# Behaviour: only D is negative. RC comes out as +600.60, like a credit, so that the amounts add up to 1201.20 where the statement's
#            own balances say 0.00; only the status field ("RC") tells.
# Matters:   a premium that the bank booked and took back again looks paid; a letter issued on it secures a debt that nobody paid. Read the
#            mark, not the sign, count only C as a payment, and hold the sum against the opening and closing balance.
# Source:    found by running it while writing crates/tables; SWIFT MT940 field 61, subfield 3 (D, C, RC, RD).
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check mt-940==4.30.0
"$work/venv/bin/python" - <<'PY'
import importlib.metadata, sys
import mt940

movements = "".join(f":61:2611211121{mark}600,60NTRFNONREF//B{number}\n:86:movement {number}\n" for number, mark in enumerate(["C", "D", "RC", "RD"]))
statement = f":20:ST261121\n:25:4301000011112222333\n:28C:1/1\n:60F:C261120CNY1000,00\n{movements}:62F:C261121CNY1000,00\n"
read = {row.data["status"]: row.data["amount"].amount for row in mt940.parse(statement)}
print("mt-940", importlib.metadata.version("mt-940"), {mark: str(amount) for mark, amount in read.items()}, "sum", sum(read.values()))
seen = read["C"] > 0 and read["D"] < 0 and read["RC"] > 0 and read["RD"] > 0
print("balance changes by 0.00 by the statement, by", sum(read.values()), "by the amounts")
sys.exit(0 if seen and sum(read.values()) != 0 else 1)
PY

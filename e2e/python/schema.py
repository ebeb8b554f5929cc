"""Checks values against a JSON schema: schema.py SCHEMA VALUES prints one fault a line."""

import json
import sys

from jsonschema import Draft202012Validator

schema, values = (json.load(open(path, encoding="utf-8")) for path in sys.argv[1:])
Draft202012Validator.check_schema(schema)
for fault in Draft202012Validator(schema).iter_errors(values):
    print(fault.message)

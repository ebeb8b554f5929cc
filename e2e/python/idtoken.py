"""Judges ID tokens as a client of another OpenID Connect library does.

Standard input: {"keys": JWKS, "issuer", "client", "given": [{"token", "nonce", "now"}]}; printed: for each null, or what it was refused for.
"""

import json
import sys

from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

asked = json.load(sys.stdin)
keys = KeySet.import_key_set(asked["keys"])
options = {"iss": {"essential": True, "values": [asked["issuer"]]}, "aud": {"essential": True, "values": [asked["client"]]}}


def refused(given):
    try:
        read = jwt.decode(given["token"], keys, algorithms=["RS256", "ES256"])
        claims = CodeIDToken(read.claims, read.header, options, {"nonce": given["nonce"], "client_id": asked["client"]})
        claims.validate(now=given["now"], leeway=120)
    except (JoseError, ValueError) as error:
        return str(error) or type(error).__name__
    return None


print(json.dumps([refused(given) for given in asked["given"]]))

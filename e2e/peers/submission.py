"""A submission as FastAPI, asyncpg and OpenSSL would do it: submission.py PORT DATABASE SCHEMA STATEMENTS.json.

One SM2 verification, then the statements of the file, the writes in one transaction. As many workers as there are cores.
"""

import base64
import contextlib
import ctypes
import ctypes.util
import json
import os
import re
import sys

import asyncpg
import uvicorn
from fastapi import FastAPI, Response
from pydantic import BaseModel

PORT, DATABASE, SCHEMA, STATEMENTS = int(sys.argv[1]), sys.argv[2], sys.argv[3], json.load(open(sys.argv[4], encoding="utf-8"))
WORKERS = os.cpu_count() or 1
CONNECTIONS = 16

crypto = ctypes.CDLL(ctypes.util.find_library("crypto"))
for name in ["EVP_PKEY_CTX_new_from_name", "OSSL_PARAM_BLD_new", "OSSL_PARAM_BLD_to_param", "EVP_MD_CTX_new", "EVP_sm3", "EVP_PKEY_CTX_new"]:
    getattr(crypto, name).restype = ctypes.c_void_p
USER = b"1234567812345678"
EVP_PKEY_PUBLIC_KEY = 0x86


def check(done):
    if done != 1:
        raise ValueError("OpenSSL")


def public_key(point):
    """The key object of an uncompressed point."""
    builder = ctypes.c_void_p(crypto.OSSL_PARAM_BLD_new())
    check(crypto.OSSL_PARAM_BLD_push_utf8_string(builder, b"group", b"SM2", ctypes.c_size_t(0)))
    check(crypto.OSSL_PARAM_BLD_push_octet_string(builder, b"pub", point, ctypes.c_size_t(len(point))))
    parameters = ctypes.c_void_p(crypto.OSSL_PARAM_BLD_to_param(builder))
    context = ctypes.c_void_p(crypto.EVP_PKEY_CTX_new_from_name(None, b"SM2", None))
    key = ctypes.c_void_p()
    check(crypto.EVP_PKEY_fromdata_init(context))
    check(crypto.EVP_PKEY_fromdata(context, ctypes.byref(key), EVP_PKEY_PUBLIC_KEY, parameters))
    crypto.EVP_PKEY_CTX_free(context)
    crypto.OSSL_PARAM_free(parameters)
    crypto.OSSL_PARAM_BLD_free(builder)
    return key


def verified(point, message, signature):
    """Whether the SM2 signature (DER) over the message is the key's."""
    key = public_key(point)
    context = ctypes.c_void_p(crypto.EVP_PKEY_CTX_new(key, None))
    digest = ctypes.c_void_p(crypto.EVP_MD_CTX_new())
    try:
        check(crypto.EVP_PKEY_CTX_set1_id(context, USER, ctypes.c_int(len(USER))))
        crypto.EVP_MD_CTX_set_pkey_ctx(digest, context)
        check(crypto.EVP_DigestVerifyInit(digest, None, ctypes.c_void_p(crypto.EVP_sm3()), None, key))
        return crypto.EVP_DigestVerify(digest, signature, ctypes.c_size_t(len(signature)), message, ctypes.c_size_t(len(message))) == 1
    finally:
        crypto.EVP_MD_CTX_free(digest)
        crypto.EVP_PKEY_CTX_free(context)
        crypto.EVP_PKEY_free(key)


def positional(statement):
    """The statement with numbered parameters, and their names in order."""
    names = []

    def number(match):
        if match[1] not in names:
            names.append(match[1])
        return f"${names.index(match[1]) + 1}"

    return re.sub(r":(n|tag)\b", number, statement), names


READS, WRITES = ([positional(statement) for statement in STATEMENTS[kind]] for kind in ("reads", "writes"))


class Submission(BaseModel):
    n: int
    tag: int
    message: str
    signature: str
    key: str


@contextlib.asynccontextmanager
async def connected(app):
    settings = {"search_path": SCHEMA}
    async with asyncpg.create_pool(DATABASE, min_size=CONNECTIONS, max_size=CONNECTIONS, server_settings=settings) as app.state.pool:
        yield


app = FastAPI(lifespan=connected)


@app.get("/submissions")
async def ready():
    return Response(status_code=204)


@app.post("/submissions")
async def submit(submission: Submission):
    if not verified(bytes.fromhex(submission.key), submission.message.encode(), base64.b64decode(submission.signature)):
        return Response(status_code=422)
    values = {"n": submission.n, "tag": str(submission.tag)}
    async with app.state.pool.acquire() as connection:
        for statement, names in READS:
            await connection.fetch(statement, *(values[name] for name in names))
        async with connection.transaction():
            for statement, names in WRITES:
                await connection.fetch(statement, *(values[name] for name in names))
    return Response(status_code=204)


if __name__ == "__main__":
    sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
    uvicorn.run("submission:app", host="127.0.0.1", port=PORT, workers=WORKERS, log_level="error", loop="uvloop", http="httptools")

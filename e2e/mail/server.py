"""A second mail server that is none of ours (aiosmtpd), read by Python's own MIME reader. Says its port, then each mail it has, a line of JSON each.

python server.py CERTIFICATE KEY
"""

import asyncio
import email
import email.policy
import json
import ssl
import sys

from aiosmtpd.smtp import SMTP


def say(what):
    print(json.dumps(what), flush=True)


class Reader:
    async def handle_DATA(self, server, session, envelope):
        mail = email.message_from_bytes(envelope.content, policy=email.policy.default)
        body, html = mail.get_body(("plain",)), mail.get_body(("html",))
        say({
            "secure": session.ssl is not None,
            "subject": mail["subject"],
            "from": str(mail["from"]),
            "to": mail["to"].addresses[0].display_name,
            "address": envelope.rcpt_tos[0],
            "text": body.get_content(),
            "html": html.get_content(),
            "messageId": mail["message-id"],
            "date": mail["date"].datetime.isoformat(),
            "auto": mail["auto-submitted"],
            "ascii": envelope.content.isascii(),
            "defects": [str(defect) for part in mail.walk() for defect in part.defects],
        })
        return "250 taken"


async def main(certificate, key):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(Reader(), tls_context=context, require_starttls=True, loop=loop), "127.0.0.1", 0)
    say({"port": server.sockets[0].getsockname()[1]})
    await server.serve_forever()


asyncio.run(main(*sys.argv[1:]))

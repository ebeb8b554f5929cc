"""向平台发送一份报文并核对答复的签名：Python 3 标准库，SM2 由 OpenSSL 3 计算。

用法：quote.py 报文文件 幂等键；环境变量同 quote.sh。
"""
import base64, os, re, secrets, subprocess, sys, tempfile, time, urllib.error, urllib.request

SM2 = ["-rawin", "-digest", "sm3", "-pkeyopt", "distid:1234567812345678"]


def openssl(*arguments, files):
    with tempfile.TemporaryDirectory() as folder:
        for name, content in files.items():
            with open(os.path.join(folder, name), "wb") as out:
                out.write(content)
        return subprocess.run(["openssl", *arguments], cwd=folder, check=True, capture_output=True).stdout


def sm3(content):
    return openssl("dgst", "-sm3", "-r", "content", files={"content": content}).split()[0].decode()


def lines(*parts):
    return "".join(f"{part}\n" for part in parts).encode()


platform, target = os.environ["KAIHAN"], "/api/v1/institution/quotes"
with open(sys.argv[1], "rb") as file:
    body = file.read()
seconds = os.environ.get("KAIHAN_TIME") or str(int(time.time()))
nonce = secrets.token_hex(16)
text = lines("POST", target, platform.split("://")[1], seconds, nonce, sm3(body))
key = os.path.abspath(os.environ["KEY"])
sig = openssl("pkeyutl", "-sign", *SM2, "-inkey", key, "-passin", "env:PIN", "-in", "lines", files={"lines": text})
header = (
    f'KAIHAN1-SM2-SM3 app="{os.environ["USCC"]}",serial="{os.environ["SERIAL"]}",'
    f'ts="{seconds}",nonce="{nonce}",sig="{base64.b64encode(sig).decode()}"'
)
headers = {"Authorization": header, "Idempotency-Key": sys.argv[2], "Content-Type": "application/json"}
try:
    answer = urllib.request.urlopen(urllib.request.Request(platform + target, body, headers))
except urllib.error.HTTPError as refused:
    answer = refused
content = answer.read()
fields = dict(re.findall(r'(\w+)="([^"]*)"', answer.headers["Kaihan-Signature"]))
openssl(
    "pkeyutl", "-verify", *SM2, "-certin", "-inkey", os.path.abspath(os.environ["PLATFORM"]), "-sigfile", "sig", "-in", "lines",
    files={"sig": base64.b64decode(fields["sig"]), "lines": lines(answer.status, nonce, fields["ts"], sm3(content))},
)
print(content.decode())

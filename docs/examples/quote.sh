#!/bin/sh
# 向平台发送一份报文并核对答复的签名：curl 与 OpenSSL 3。
# 用法：quote.sh 报文文件 幂等键
# 环境变量：KAIHAN 平台地址，USCC 机构代码，SERIAL 密钥序号，KEY 私钥文件（PEM），PIN 私钥口令，PLATFORM 平台证书文件
#           KAIHAN_TIME（可选）测试用的时间，UTC 秒
set -eu
body=$1 target=/api/v1/institution/quotes work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
sm2="-rawin -digest sm3 -pkeyopt distid:1234567812345678"
digest() { openssl dgst -sm3 -r "$1" | cut -d' ' -f1; }
host=${KAIHAN#*://}
ts=${KAIHAN_TIME:-$(date +%s)}
nonce=$(openssl rand -hex 16)

printf 'POST\n%s\n%s\n%s\n%s\n%s\n' "$target" "$host" "$ts" "$nonce" "$(digest "$body")" >"$work/lines"
sig=$(openssl pkeyutl -sign $sm2 -inkey "$KEY" -passin env:PIN -in "$work/lines" | openssl base64 -A)
curl -sS -D "$work/head" -o "$work/answer" "$KAIHAN$target" --data-binary "@$body" \
  -H "Authorization: KAIHAN1-SM2-SM3 app=\"$USCC\",serial=\"$SERIAL\",ts=\"$ts\",nonce=\"$nonce\",sig=\"$sig\"" \
  -H "Idempotency-Key: $2" -H 'Content-Type: application/json'

status=$(sed -n '1s/^[^ ]* \([0-9]*\).*/\1/p' "$work/head")
field() { tr -d '\r' <"$work/head" | sed -n "s/^[Kk]aihan-[Ss]ignature:.*$1=\"\([^\"]*\)\".*/\1/p"; }
printf '%s\n%s\n%s\n%s\n' "$status" "$nonce" "$(field ts)" "$(digest "$work/answer")" >"$work/lines"
field sig | openssl base64 -d -A >"$work/sig"
openssl pkeyutl -verify $sm2 -certin -inkey "$PLATFORM" -sigfile "$work/sig" -in "$work/lines" >/dev/null
cat "$work/answer"

//! 向平台发送一份报文并核对答复的签名：用本仓库的 `client`。

use client::{Client, ClientError, Platform};
use gm::{Entropy, SecretKey};
use protocol::message::{Quote, Receipt};
use std::sync::Arc;

/// 以 `key` 为幂等键发送报价；答复的签名由 `client` 核对。
pub async fn send(
    platform: Platform,
    uscc: &str,
    signing: SecretKey,
    entropy: Arc<dyn Entropy>,
    (key, quote): (&str, &Quote),
    seconds: i64,
) -> Result<Receipt, ClientError> {
    Client::new(platform, uscc, signing, entropy)?.send("quote", key, quote, seconds).await
}

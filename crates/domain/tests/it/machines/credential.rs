//! A key of an organisation's system.

use super::{Command, Machine, Table, next};
use crate::samples::{institution, now};
use domain::Refusal;
use domain::credential::{Credential, CredentialKey, retire};
use domain::id::{CredentialId, RANDOM_BYTES};

pub(super) fn section() -> String {
    let added = |retired_at| Credential {
        id: CredentialId::new(now(), &[1; RANDOM_BYTES]),
        organisation: institution().organisation,
        serial: "a".into(),
        key: CredentialKey::Hmac,
        added_at: now(),
        retired_at,
        version: 1,
    };
    let commands: Vec<Command<'_, Credential>> =
        vec![("Retire", Box::new(|credential| next(credential, retire(credential, now()), Credential::apply)))];
    Machine {
        title: "Credential 接口密钥",
        about: "Two of an organisation count at a time, so that one replaces the other without a gap; none comes back.",
        begins: ("Add", "counts"),
        named: |credential: &Credential| if credential.retired_at.is_some() { ("retired", "已停用") } else { ("counts", "使用中") },
        ordinary: Some(Refusal::CredentialRetired),
        tables: vec![Table { title: "", states: vec![("counts", added(None)), ("retired", added(Some(now())))], commands }],
    }
    .section()
}

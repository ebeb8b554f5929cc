//! The second face: the register of electronic business licences, at its one address.

use super::Cloud;
use super::requests::{Face, Request};
use axum::Json;
use axum::extract::State;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use domain::time::Timestamp;
use partners::phone::licence::wire::{
    APP_CODE, APPLY, Applied, DONE, Envelope, Made, QUERY, Queried, RESULT, Reply, Resulted, Status, UNKNOWN, UNSIGNED,
};
use partners::phone::mobile::wire::{Carried, Stands, Told};
use serde::Serialize;

/// How old an envelope may be, in seconds.
const AGE_MAX: i64 = 300;

fn reply(code: &str, message: &str) -> Json<Reply> {
    Json(Reply { ret_code: code.into(), ret_msg: message.into(), ret_data: serde_json::Value::Null })
}

fn done(matter: &impl Serialize) -> Json<Reply> {
    let data = serde_json::to_value(matter).unwrap_or_default();
    Json(Reply { ret_code: DONE.into(), ret_msg: "成功".into(), ret_data: data })
}

/// The second that a civil time in China names, `yyyyMMddHHmmss`.
fn second(text: &str) -> Option<i64> {
    let part = |from: usize, to: usize| text.get(from..to);
    let (date, time) = ([part(0, 4)?, part(4, 6)?, part(6, 8)?].join("-"), [part(8, 10)?, part(10, 12)?, part(12, 14)?].join(":"));
    Timestamp::parse_civil(&format!("{date} {time}")).map(|at| at.seconds())
}

fn is_platforms(cloud: &Cloud, envelope: &Envelope) -> bool {
    let fresh = second(&envelope.req_time).is_some_and(|at| (cloud.now().seconds() - at).abs() <= AGE_MAX);
    let signature = STANDARD.decode(&envelope.sign).unwrap_or_default();
    let signed = cloud.0.parts.platform_key.verify(envelope.signed().as_bytes(), &signature).is_ok();
    envelope.app_code == APP_CODE && fresh && signed
}

pub(super) async fn gateway(State(cloud): State<Cloud>, Json(envelope): Json<Envelope>) -> Json<Reply> {
    if !is_platforms(&cloud, &envelope) {
        return reply(UNSIGNED, "签名验证未通过");
    }
    let matter = envelope.biz_data.as_str();
    let answered = match envelope.service.as_str() {
        APPLY => serde_json::from_str(matter).ok().and_then(|applied| apply(&cloud, applied)),
        QUERY => serde_json::from_str(matter).ok().and_then(|queried| query(&cloud, &queried)),
        RESULT => serde_json::from_str(matter).ok().and_then(|resulted| result(&cloud, resulted)),
        _ => None,
    };
    answered.unwrap_or_else(|| reply(UNKNOWN, "二维码不存在或已失效"))
}

fn apply(cloud: &Cloud, applied: Applied) -> Option<Json<Reply>> {
    let (until, parts) = (second(&applied.expire_time)?, &cloud.0.parts);
    let payload = Carried::Open(applied.auth_data);
    let qr_id = cloud.0.requests.open(Face::Licence, payload, until, cloud.now(), parts.entropy.as_ref())?;
    Some(done(&Made { qr_url: format!("{}/q/{qr_id}", parts.address), qr_id }))
}

fn status(request: &Request) -> Status {
    let state = request.state();
    let digit = match state.state {
        Stands::Waiting => "0",
        Stands::Scanned => "1",
        Stands::Answered => "2",
        Stands::Declined => "3",
    };
    let given = state.answer.as_ref();
    Status {
        qr_status: digit.into(),
        scan_tool: state.device,
        confirm_times: given.map_or(0, |given| given.attempt + 1),
        verify_code: given.map(|given| given.code.clone()).unwrap_or_default(),
        licence_cert: given.and_then(|given| given.chain.first().cloned()).unwrap_or_default(),
        sign_value: given.map(|given| given.signature.clone()).unwrap_or_default(),
    }
}

fn query(cloud: &Cloud, queried: &Queried) -> Option<Json<Reply>> {
    cloud.0.requests.with(&queried.qr_id, cloud.now(), |request| done(&status(request)))
}

fn result(cloud: &Cloud, resulted: Resulted) -> Option<Json<Reply>> {
    let told = Told {
        request: resulted.qr_id.clone(),
        attempt: resulted.confirm_times.checked_sub(1)?,
        taken: resulted.result_code == "0",
        tries: resulted.remain_times,
        message: resulted.result_msg,
    };
    cloud.0.requests.with(&resulted.qr_id, cloud.now(), |request| request.told = Some(told)).map(|()| done(&()))
}

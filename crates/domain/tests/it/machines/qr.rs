//! A request by QR code.

use super::{Command, Machine, Table, next};
use crate::samples::now;
use domain::Refusal;
use domain::id::{QrRequestId, RANDOM_BYTES};
use domain::qr::{
    Approval, Channel, ENTER, LIFE, MatchCode, QrDenial, QrRequest, QrRequestFacts, QrRequestState, approve, deny, enter, scan, show,
};
use domain::signing::PhonePayload;
use domain::time::Timestamp;

const DEVICE: &str = "Chrome 126（Android）";

fn facts() -> QrRequestFacts {
    QrRequestFacts {
        id: QrRequestId::new(now(), &[1; RANDOM_BYTES]),
        channel: Channel::Mobile,
        site: "650000".parse().unwrap(),
        browser: "digest".into(),
        payload: PhonePayload::Login {
            origin: "https://platform.example".into(),
            platform: "电子保函平台".into(),
            centre: "公共资源交易中心".into(),
            from: "Chrome 126（Windows）".into(),
            nonce: "00".into(),
            expires: now().seconds(),
            code: String::new(),
        },
        ticket: "t".into(),
        address: "https://vendor.example/q/0".into(),
        code: MatchCode::draw([0; 8]),
        errand: String::new(),
        issued_at: now(),
    }
}

fn at(state: QrRequestState) -> QrRequest {
    QrRequest { facts: facts(), state }
}

fn approval(at: Timestamp) -> Approval {
    Approval { chain: vec!["leaf".into()], encryption: None, seal: None, at }
}

fn shown(wrong: u8) -> QrRequestState {
    QrRequestState::Shown { device: DEVICE.into(), wrong }
}

pub(super) fn section() -> String {
    let answered = |typed: &'static str| {
        move |request: &QrRequest| next(request, approve::approve(request, typed, approval(now()), now()), QrRequest::apply)
    };
    let late = now().plus(LIFE);
    let commands: Vec<Command<'_, QrRequest>> = vec![
        ("Scan", Box::new(|request| next(request, scan::scan(request, DEVICE, now()), QrRequest::apply))),
        ("Show the digits", Box::new(|request| next(request, show::show(request, now()), QrRequest::apply))),
        ("Agree, right digits", Box::new(answered("10"))),
        ("Agree, wrong digits", Box::new(answered("11"))),
        ("Decline on the phone", Box::new(|request| next(request, deny::deny(request, QrDenial::Declined, now()), QrRequest::apply))),
        ("Enter", Box::new(|request| next(request, enter::enter(request, now()).map(|(event, _)| event), QrRequest::apply))),
        ("Scan after 120 seconds", Box::new(move |request| next(request, scan::scan(request, DEVICE, late), QrRequest::apply))),
        (
            "Enter after 120 seconds",
            Box::new(move |request| next(request, enter::enter(request, late).map(|(event, _)| event), QrRequest::apply)),
        ),
    ];
    Machine {
        title: "Request by QR code 扫码",
        about: "Asked on one screen, agreed to on a phone, come for once by the browser that asked. Over after 120 seconds; what was agreed to\n\
                waits a minute more. That it has expired is no state.",
        begins: ("Issue", "issued"),
        named: |request: &QrRequest| match &request.state {
            QrRequestState::Issued => ("issued", "待扫码"),
            QrRequestState::Scanned { .. } => ("scanned", "已扫码"),
            QrRequestState::Shown { .. } => ("shown", "待手机确认"),
            QrRequestState::Approved(_) => ("approved", "手机已确认"),
            QrRequestState::Used => ("used", "已使用"),
            QrRequestState::Denied(_) => ("denied", "已拒绝"),
        },
        ordinary: Some(Refusal::QrStateForbids),
        tables: vec![Table {
            title: "",
            states: vec![
                ("issued", at(QrRequestState::Issued)),
                ("scanned", at(QrRequestState::Scanned { device: DEVICE.into() })),
                ("shown", at(shown(0))),
                ("shown, two mistakes", at(shown(2))),
                ("approved", at(QrRequestState::Approved(approval(now())))),
                ("used", at(QrRequestState::Used)),
                ("denied", at(QrRequestState::Denied(QrDenial::WrongCode))),
            ],
            commands,
        }],
    }
    .section()
}

#[test]
fn what_was_agreed_to_in_the_last_second_waits_a_minute_for_its_browser() {
    let last = now().plus(LIFE - Timestamp::SECOND);
    let request = at(QrRequestState::Approved(approval(last)));
    assert!(enter::enter(&request, last.plus(ENTER - 1)).is_ok());
    assert_eq!(enter::enter(&request, last.plus(ENTER)).err(), Some(Refusal::QrExpired));
    let early = at(QrRequestState::Approved(approval(now())));
    assert!(enter::enter(&early, now().plus(LIFE - 1)).is_ok(), "and never less than the code itself");
}

#[test]
fn digits_that_nobody_can_have_read_agree_to_nothing() {
    for state in [QrRequestState::Issued, QrRequestState::Scanned { device: DEVICE.into() }] {
        assert_eq!(approve::approve(&at(state), "10", approval(now()), now()).err(), Some(Refusal::QrStateForbids));
    }
}

#[test]
fn what_a_phone_says_of_itself_is_kept_short_and_plain() {
    let mut request = at(QrRequestState::Issued);
    let event = scan::scan(&request, &format!("a\u{1b}[2J{}", "长".repeat(100)), now()).unwrap();
    request.apply(&event);
    let QrRequestState::Scanned { device } = request.state else { unreachable!("scanned") };
    assert!(device.chars().count() == 40 && !device.contains('\u{1b}'), "{device}");
}

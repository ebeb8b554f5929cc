//! Invoices: what may be asked for when, what is issued of it, and what takes it back (INV-19).

use crate::samples::*;
use domain::Refusal;
use domain::application::{Application, ApplicationEvent};
use domain::document::StoredFile;
use domain::id::*;
use domain::invoice::request::{Invoiced, check, request};
use domain::invoice::{
    Confirming, Invoice, InvoiceAsked, InvoiceEvent, InvoiceFile, InvoiceFormat, InvoiceItem, InvoiceKind, InvoiceMedium, InvoiceNumber,
    InvoiceSays, InvoiceState, InvoiceTitle, IssuedInvoice, Post, RedConfirmation, RedInvoice, RedReason, VatRule, confirm_red, issue,
    refund, reverse,
};
use domain::lot::{KnownLot, LotProgress};
use domain::money::Cny;
use domain::party::Concealed;
use domain::site::{InvoiceAfter, SiteRules};
use domain::time::Timestamp;

const NUMBER: &str = "26432000000000000001";

fn concealed(shown: &str) -> Concealed {
    Concealed { shown: shown.into(), cipher: "c2VjcmV0".into() }
}

pub(crate) fn asked(kind: InvoiceKind, medium: InvoiceMedium) -> InvoiceAsked {
    let title = InvoiceTitle {
        address: Some("长沙市岳麓区麓谷大道 1 号".parse().unwrap()),
        phone: Some(concealed("0731 **** 0000")),
        bank: Some("长川银行长沙麓谷支行".parse().unwrap()),
        account: Some(concealed("6222 **** 7890")),
    };
    InvoiceAsked { kind, medium, title, contact_phone: concealed("138 **** 8000"), email: "caiwu@example.com".parse().unwrap() }
}

/// An application whose letter is out.
fn out() -> Application {
    after(&[described(), submitted(), settled(true), ApplicationEvent::Issued { guarantee: GuaranteeId::new(now(), &[7; RANDOM_BYTES]) }])
}

fn id() -> InvoiceId {
    InvoiceId::new(now(), &[9; RANDOM_BYTES])
}

fn requested(asked: InvoiceAsked) -> InvoiceEvent {
    let (application, lot, rules) = (out(), known(), rules());
    let of = Invoiced { application: &application, lot: &lot, refunded: Cny::ZERO, earlier: &[], rules: &rules };
    request(&of, id(), asked, now()).unwrap()
}

fn after_events(asked: InvoiceAsked, events: &[InvoiceEvent]) -> Invoice {
    let mut invoice = Invoice::born(&requested(asked)).unwrap();
    events.iter().for_each(|event| invoice.apply(event));
    invoice
}

/// An ordinary electronic one after the events.
pub(crate) fn invoice(events: &[InvoiceEvent]) -> Invoice {
    after_events(asked(InvoiceKind::Ordinary, InvoiceMedium::Electronic), events)
}

/// One that an own system is asked for.
pub(crate) fn of_own_system(events: &[InvoiceEvent]) -> Invoice {
    let mut invoice = invoice(&[]);
    invoice.facts.own_system = true;
    events.iter().for_each(|event| invoice.apply(event));
    invoice
}

/// A special one on paper.
pub(crate) fn special(events: &[InvoiceEvent]) -> Invoice {
    after_events(asked(InvoiceKind::Special, InvoiceMedium::Paper), events)
}

fn numbered(number: &str, amount: &str) -> IssuedInvoice {
    let file = StoredFile { file: FileId::new(now(), &[7; RANDOM_BYTES]), digest: "00".into(), size: 1 };
    let files = vec![InvoiceFile { format: InvoiceFormat::Xml, file }];
    IssuedInvoice { number: number.parse().unwrap(), amount: yuan(amount), tax: None, issued_on: now().date(), files, checked: false }
}

pub(crate) fn said(amount: &str) -> IssuedInvoice {
    numbered(NUMBER, amount)
}

pub(crate) fn issued() -> InvoiceEvent {
    InvoiceEvent::Issued { issued: Box::new(said("600")) }
}

pub(crate) fn red(amount: &str) -> RedInvoice {
    let number = format!("264320000000000{:05}", yuan(amount).fen() % 100_000);
    RedInvoice { reverses: NUMBER.parse().unwrap(), reason: RedReason::Ended, invoice: numbered(&number, amount) }
}

pub(crate) fn sent_back() -> InvoiceEvent {
    InvoiceEvent::SentBack { reason: "抬头有误".into() }
}

pub(crate) fn posted() -> Post {
    Post { courier: "顺丰速运".into(), tracking: "SF1234567890".into() }
}

fn may(
    application: &Application,
    lot: &KnownLot,
    rules: &SiteRules,
    earlier: &[Invoice],
    refunded: &str,
    at: Timestamp,
) -> Result<(), Refusal> {
    check(&Invoiced { application, lot, refunded: yuan(refunded), earlier, rules }, at)
}

#[test]
fn an_invoice_is_asked_for_once_the_letter_is_out_and_over_what_was_not_given_back() {
    let (out, lot, rules) = (out(), known(), rules());
    assert_eq!(may(&out, &lot, &rules, &[], "0", now()), Ok(()));
    for (name, application) in every_state().into_iter().filter(|(name, _)| *name != "issued") {
        assert_eq!(may(&application, &lot, &rules, &[], "0", now()), Err(Refusal::InvoiceBeforeIssue), "{name}");
    }
    assert_eq!(may(&out, &lot, &rules, &[], "600", now()), Err(Refusal::InvoiceNothingLeft));
    let part = Invoiced { application: &out, lot: &lot, refunded: yuan("70"), earlier: &[], rules: &rules };
    assert_eq!(part.amount(), yuan("530"));
}

#[test]
fn one_lives_for_a_fee_and_another_is_asked_for_once_it_does_not() {
    let (out, lot, rules) = (out(), known(), rules());
    let beside = |invoice: Invoice| may(&out, &lot, &rules, &[invoice], "0", now());
    let part = InvoiceEvent::Reversed { red: Box::new(red("70")) };
    for living in [invoice(&[]), invoice(&[issued()]), invoice(&[issued(), part])] {
        assert_eq!(beside(living), Err(Refusal::InvoiceUnderWay));
    }
    let all = InvoiceEvent::Reversed { red: Box::new(red("600")) };
    for over in [invoice(&[sent_back()]), invoice(&[InvoiceEvent::Cancelled]), invoice(&[issued(), all])] {
        assert_eq!(beside(over), Ok(()));
    }
}

#[test]
fn where_the_site_waits_for_the_opening_nothing_is_asked_for_a_microsecond_before() {
    let waits = SiteRules { invoice_after: InvoiceAfter::Opening, ..rules() };
    let (out, announced, opens_at) = (out(), known(), lot().opens_at);
    let early = Err(Refusal::InvoiceBeforeOpening);
    assert_eq!(may(&out, &announced, &waits, &[], "0", opens_at.plus(-Timestamp::SECOND)), early);
    // By the clock alone two hours after it, by which a centre that puts it off has said so.
    assert_eq!(may(&out, &announced, &waits, &[], "0", opens_at.plus(2 * Timestamp::HOUR - 1)), early);
    assert_eq!(may(&out, &announced, &waits, &[], "0", opens_at.plus(2 * Timestamp::HOUR)), Ok(()));
    // By the centre's word at once.
    let opened = known_as(&domain::lot::Lot { progress: LotProgress::Opened { at: opens_at }, opened_at: Some(opens_at), ..lot() });
    assert_eq!(may(&out, &opened, &waits, &[], "0", opens_at), Ok(()));
    assert_eq!(may(&out, &announced, &rules(), &[], "0", now()), Ok(()), "and elsewhere nobody waits");
}

#[test]
fn a_special_one_says_all_of_its_buyer_and_a_paper_one_where_it_goes() {
    use InvoiceItem as I;
    let bare = |kind, medium| InvoiceAsked { title: InvoiceTitle::default(), ..asked(kind, medium) }.missing();
    assert_eq!(bare(InvoiceKind::Special, InvoiceMedium::Electronic), [I::Address, I::Phone, I::Bank, I::Account]);
    assert_eq!(bare(InvoiceKind::Ordinary, InvoiceMedium::Paper), [I::Address]);
    assert!(bare(InvoiceKind::Ordinary, InvoiceMedium::Electronic).is_empty());
    let (application, lot, rules) = (out(), known(), rules());
    let of = Invoiced { application: &application, lot: &lot, refunded: Cny::ZERO, earlier: &[], rules: &rules };
    let lacking = InvoiceAsked { title: InvoiceTitle::default(), ..asked(InvoiceKind::Special, InvoiceMedium::Electronic) };
    assert_eq!(request(&of, id(), lacking, now()), Err(Refusal::InvoiceTitleMissing));
}

#[test]
fn one_fen_more_or_less_is_not_issued() {
    let requested = invoice(&[]);
    assert!(issue::issue(&requested, said("600")).is_ok());
    for amount in ["600.01", "599.99"] {
        assert_eq!(issue::issue(&requested, said(amount)), Err(Refusal::InvoiceAmountDiffers), "{amount}");
    }
    let taxed = |tax| issue::issue(&requested, IssuedInvoice { tax: Some(yuan(tax)), ..said("600") }).map(drop);
    assert_eq!((taxed("33.96"), taxed("600")), (Ok(()), Err(Refusal::InvoiceAmountDiffers)));
}

#[test]
fn an_invoice_is_taken_back_in_parts_and_not_one_fen_beyond() {
    let mut issued = invoice(&[issued()]);
    let refused = Err(Refusal::InvoiceIrreversible);
    assert_eq!(reverse::reverse(&invoice(&[]), red("1"), now()), refused, "nothing was issued");
    let other = RedInvoice { reverses: "26432000000000000009".parse().unwrap(), ..red("1") };
    assert_eq!(reverse::reverse(&issued, other, now()), refused, "another invoice");
    assert_eq!(reverse::reverse(&issued, red("0"), now()), refused, "nothing");
    let event = reverse::reverse(&issued, red("200"), now()).unwrap().unwrap();
    issued.apply(&event);
    assert_eq!(reverse::reverse(&issued, red("200"), now()), Ok(None), "the same again");
    let reused = RedInvoice { invoice: IssuedInvoice { amount: yuan("100"), ..red("200").invoice }, ..red("200") };
    assert_eq!(reverse::reverse(&issued, reused, now()), refused, "its number is used");
    assert_eq!(reverse::reverse(&issued, red("400.01"), now()), refused);
    assert_eq!((issued.state.code(), issued.state.left()), ("partly_reversed", yuan("400")));
    let event = reverse::reverse(&issued, red("400"), now()).unwrap().unwrap();
    issued.apply(&event);
    assert_eq!((issued.state.code(), issued.state.lives()), ("reversed", false));
}

#[test]
fn a_fee_that_goes_back_cancels_what_is_not_issued_and_wants_a_red_one_of_what_is() {
    assert_eq!(refund::refund(&invoice(&[]), yuan("70")), Some(InvoiceEvent::Cancelled));
    assert_eq!(refund::refund(&invoice(&[]), Cny::ZERO), None, "nothing went back");
    let mut issued = invoice(&[issued()]);
    for (back, wanted) in [("70", "70"), ("30", "100"), ("9999", "600")] {
        let event = refund::refund(&issued, yuan(back)).unwrap();
        assert_eq!(event, InvoiceEvent::RedWanted { amount: yuan(wanted), reason: RedReason::Ended });
        issued.apply(&event);
    }
    assert_eq!(refund::refund(&issued, yuan("1")), None, "more than all of it is not wanted");
    issued.apply(&InvoiceEvent::Reversed { red: Box::new(red("70")) });
    assert_eq!(issued.state.wanted().map(|wanted| wanted.amount), Some(yuan("530")));
    issued.apply(&InvoiceEvent::Reversed { red: Box::new(red("530")) });
    assert_eq!(issued.state.wanted(), None);
    assert_eq!(refund::refund(&invoice(&[sent_back()]), yuan("70")), None);
}

#[test]
fn a_refund_and_an_own_systems_invoice_end_alike_in_whichever_order_they_are_heard_of() {
    let wanted = |amount: &str| InvoiceEvent::RedWanted { amount: yuan(amount), reason: RedReason::Ended };
    let asked = of_own_system(&[]);
    assert_eq!(refund::refund(&asked, yuan("70")), Some(wanted("70")));
    let (before, after) = (of_own_system(&[wanted("70"), issued()]), of_own_system(&[issued(), wanted("70")]));
    assert_eq!(before.state, after.state);
    let refunded = of_own_system(&[wanted("70")]);
    assert!(refunded.state.lives() && refund::refund(&refunded, yuan("600")) == Some(wanted("600")));
    assert!(issue::issue(&refunded, said("530")).is_ok(), "a system that knows of it invoices what is left");
    assert_eq!(issue::issue(&refunded, said("70")), Err(Refusal::InvoiceAmountDiffers));
    let left = of_own_system(&[wanted("70"), InvoiceEvent::Issued { issued: Box::new(said("530")) }]);
    assert_eq!((left.state.wanted(), left.state.left()), (None, yuan("530")));
    assert_eq!(issue::issue(&of_own_system(&[wanted("600")]), said("0")), Err(Refusal::InvoiceAmountDiffers), "nothing is no invoice");
}

#[test]
fn a_confirmation_that_nobody_confirms_in_72_hours_is_void_and_another_is_begun() {
    use RedConfirmation as R;
    let confirm = |invoice: &Invoice, state, at| confirm_red::confirm_red(invoice, RedReason::Ended, state, at);
    let mut issued = invoice(&[issued()]);
    let event = confirm(&issued, R::AwaitsBuyer, now()).unwrap();
    issued.apply(&event);
    let end = now().plus(72 * Timestamp::HOUR);
    let confirming = issued.state.wanted().unwrap().confirming.unwrap();
    assert_eq!((confirming.standing(end.plus(-1)), confirming.standing(end)), (R::AwaitsBuyer, R::TimedOut));
    assert_eq!(reverse::reverse(&issued, red("600"), now()), Err(Refusal::RedUnconfirmed));
    assert_eq!(confirm(&issued, R::Applying, end.plus(-1)), Err(Refusal::RedContradicts), "one is under way");
    assert_eq!(confirm(&issued, R::DeniedBySeller, now()), Err(Refusal::RedContradicts), "the buyer was asked");
    assert_eq!(confirm(&issued, R::DeniedByBuyer, end), Err(Refusal::RedContradicts), "it is void");
    assert!(confirm(&issued, R::Confirmed, end).is_ok(), "it was confirmed in time, and is recorded late");
    assert!(confirm(&issued, R::AwaitsBuyer, end).is_ok(), "another begins");
    let event = confirm(&issued, R::Confirmed, end.plus(-1)).unwrap();
    issued.apply(&event);
    assert!(reverse::reverse(&issued, red("600"), end.plus(99 * Timestamp::HOUR)).unwrap().is_some());
    assert_eq!(confirm(&invoice(&[]), R::Applying, now()), Err(Refusal::InvoiceStateForbids));
    assert_eq!(R::ALL.map(R::code), ["01", "02", "03", "04", "05", "06", "07", "08", "09", "10"]);
    assert_eq!(Confirming { state: R::Confirmed, at: now() }.until(), None);
}

fn vat(from: &str, rate: u32) -> VatRule {
    let rate_ppm = domain::money::Ppm::new(rate).unwrap();
    VatRule { from: from.parse().unwrap(), rate_ppm, source: "增值税法 第十条".into() }
}

#[test]
fn the_tax_inside_a_fee_is_right_to_the_fen_and_parts_add_up() {
    let rule = vat("2026-01-01", 60_000);
    let inside = |amount: &str| {
        let (net, tax) = rule.inside(yuan(amount));
        assert_eq!(net.fen() + tax.fen(), yuan(amount).fen());
        (net.plain(), tax.plain())
    };
    for (amount, net, tax) in [("600", "566.04", "33.96"), ("700", "660.38", "39.62"), ("70", "66.04", "3.96"), ("630", "594.34", "35.66")]
    {
        assert_eq!(inside(amount), (net.to_owned(), tax.to_owned()), "{amount}");
    }
    inside("0.01");
    inside("100000000000");
    let rules = [vat("2016-05-01", 60_000), vat("2026-01-01", 50_000)];
    let on = |day: &str| VatRule::on(&rules, day.parse().unwrap()).map(|rule| rule.rate_ppm.get());
    assert_eq!((on("2016-04-30"), on("2025-12-31"), on("2026-01-01")), (None, Some(60_000), Some(50_000)));
}

#[test]
fn a_number_is_twenty_digits_or_an_older_one_as_it_is_written() {
    let read = |text: &str| text.parse::<InvoiceNumber>().ok();
    assert!(read("2643 2000 0000 0000 0001").is_some_and(|number| number.is_digital()));
    assert!(read("043001900111-12345678").is_some_and(|number| !number.is_digital()));
    for wrong in ["", "1234567", "发票12345678", "12345678/9"] {
        assert!(read(wrong).is_none(), "{wrong}");
    }
}

#[test]
fn what_a_file_says_is_held_against_what_the_institution_says() {
    let facts = invoice(&[]).facts;
    let says = InvoiceSays {
        number: Some(NUMBER.into()),
        seller: Some(facts.guarantor.uscc.to_string()),
        net: Some("566.04".into()),
        tax: Some("33.96".into()),
        total: Some("600.00".into()),
        codes: vec![facts.guarantor.uscc.to_string(), facts.applicant.uscc.to_string()],
    };
    let taxed = IssuedInvoice { tax: Some(yuan("33.96")), ..said("600") };
    assert!(says.contradicts(&facts, &taxed).is_empty() && says.contradicts(&facts, &said("600")).is_empty());
    let wrong = |says: InvoiceSays| says.contradicts(&facts, &taxed);
    assert_eq!(wrong(InvoiceSays { number: Some("26432000000000000002".into()), ..says.clone() }), ["发票号码"]);
    assert_eq!(wrong(InvoiceSays { seller: Some(facts.applicant.uscc.to_string()), ..says.clone() }), ["销售方税号"]);
    assert_eq!(wrong(InvoiceSays { codes: vec![facts.guarantor.uscc.to_string()], ..says.clone() }), ["购买方税号"]);
    assert_eq!(wrong(InvoiceSays { total: Some("600.01".into()), ..says.clone() }), ["价税合计"]);
    assert_eq!(wrong(InvoiceSays { tax: Some("33.97".into()), ..says.clone() }), ["税额", "不含税金额与税额之和"]);
    let red = InvoiceSays { net: Some("-566.04".into()), tax: Some("-33.96".into()), total: Some("-600.00".into()), ..says };
    assert!(red.contradicts(&facts, &taxed).is_empty(), "a red one is below zero");
    let strange = InvoiceSays::default();
    assert!(strange.contradicts(&facts, &taxed).is_empty() && !strange.is_known(), "of what is not known nothing is made up");
    assert!(matches!(invoice(&[]).state, InvoiceState::Requested { .. }));
}

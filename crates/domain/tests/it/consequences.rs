//! What each event sets off, as a table that a product person can read. An event that is not named here is missing from the page, and one that
//! `follows` does not answer for does not compile.

use crate::machines::guarantee::issued;
use crate::machines::instruction;
use crate::samples::*;
use crate::special_form::{edited, form};
use domain::application::{Application, ApplicationEvent, Cashier, Decliner, Halt, HeardLot};
use domain::bank_line::{BankLine, BankLineEvent, LineSource, SuspenseReason};
use domain::complaint::{ComplaintEvent, ComplaintOutcome};
use domain::consequence::{Consequence, Follows};
use domain::credit_line::{Correction, CreditDecision, CreditLineEvent, CreditProposal};
use domain::duty::{Duties, Duty};
use domain::guarantee::{GuaranteeEvent, LotHeard};
use domain::id::*;
use domain::instruction::{Answer, Asked, Done, InstructionEvent};
use domain::invoice::{Confirming, InvoiceEvent, RedConfirmation, RedReason, RedWanted};
use domain::lot::{Lot, LotCommitment, LotEvent, LotOrigin, LotProgress, TenderedLot};
use domain::mandate::{Mandate, MandateEvent, MandateSide};
use domain::onboarding::{Decision, OnboardingEvent};
use domain::payment::Settlement;
use domain::product::PaymentStyle;
use domain::profile::{ProfileEvent, ProfileItem};
use domain::rating::RatingEvent;
use domain::representative::{Person, PersonKey, RepresentativesEvent};
use domain::special_form::SpecialFormEvent;
use domain::time::Timestamp;
use expect_test::expect_file;
use std::fmt::Write;

/// Who makes the letter, how the fee is paid, whether the lot is known: the columns.
const COLUMNS: [(&str, bool, PaymentStyle, bool); 6] = [
    ("hosted, transfer, open", false, PaymentStyle::Transfer, false),
    ("hosted, transfer, sealed", false, PaymentStyle::Transfer, true),
    ("own system, transfer, open", true, PaymentStyle::Transfer, false),
    ("own system, transfer, sealed", true, PaymentStyle::Transfer, true),
    ("own system, cashier, open", true, PaymentStyle::Cashier, false),
    ("own system, cashier, sealed", true, PaymentStyle::Cashier, true),
];

fn message() -> MessageId {
    MessageId::new(now(), &[5; RANDOM_BYTES])
}

fn form_id() -> SpecialFormId {
    SpecialFormId::new(now(), &[4; RANDOM_BYTES])
}

/// Every event of an application, by the state it happens in. Settlement is by what the payment style pays with.
fn of_application(style: PaymentStyle) -> Vec<(&'static str, Application, ApplicationEvent)> {
    let by = match style {
        PaymentStyle::Transfer => Settlement::Line(line_id()),
        PaymentStyle::Cashier => Settlement::Message(message()),
    };
    let settle = |automatic| ApplicationEvent::Settled { by, automatic };
    let in_time = |in_time| ApplicationEvent::Honoured { line: line_id(), in_time };
    let reviewed = |mut application: Application| {
        application.facts.automatic = false;
        application
    };
    let (draft, waits) = (after(&[described()]), after(&[described(), ApplicationEvent::FormRequested { form: form_id() }]));
    let awaiting = after(&[described(), submitted()]);
    let review = after(&[described(), submitted(), settle(false)]);
    let issuing = after(&[described(), submitted(), settle(true)]);
    let lapsed = after(&[described(), submitted(), ApplicationEvent::Lapsed]);
    let decline = |by| ApplicationEvent::Declined { reason: "资料不符".into(), by };
    let cashier = Cashier { url: "https://pay.example.com/1".into(), until: now() };
    let moved = |until| ApplicationEvent::OpeningMoved { opens_at: now().plus(10 * Timestamp::MINUTE), until };
    let heard = HeardLot { lot: TenderedLot::open(&lot()), amount: yuan("40000") };
    let lot = Box::new(TenderedLot::open(&lot()));
    vec![
        ("drafted", draft.clone(), drafted(&crate::samples::lot(), &product())),
        ("described", draft.clone(), described()),
        ("form requested", draft.clone(), ApplicationEvent::FormRequested { form: form_id() }),
        ("reworded", waits.clone(), ApplicationEvent::Reworded { wording: "special/x".into() }),
        ("lot changed, of a draft", draft.clone(), ApplicationEvent::LotChanged { lot, expiry: draft.facts.expiry }),
        ("declined by rule, a draft", draft.clone(), decline(Decliner::Rule)),
        ("declined by rule, waiting for a special form", waits.clone(), decline(Decliner::Rule)),
        ("withdrawn, a draft", draft.clone(), ApplicationEvent::Withdrawn),
        ("withdrawn, waiting for a special form (B3)", waits, ApplicationEvent::Withdrawn),
        ("submitted", draft.clone(), submitted()),
        ("accepted", awaiting.clone(), ApplicationEvent::Accepted),
        ("cashier opened", awaiting.clone(), ApplicationEvent::CashierOpened { cashier }),
        ("opening moved, unpaid", awaiting.clone(), moved(Some(now()))),
        ("withdrawn, unpaid", awaiting.clone(), ApplicationEvent::Withdrawn),
        ("lapsed", awaiting.clone(), ApplicationEvent::Lapsed),
        ("settled, product issues automatically", awaiting.clone(), settle(true)),
        ("settled, product is reviewed", awaiting.clone(), settle(false)),
        ("honoured", lapsed.clone(), ApplicationEvent::Honoured { line: line_id(), in_time: false }),
        ("taken up as paid in time, product issues automatically", lapsed.clone(), in_time(true)),
        ("taken up as paid in time, product is reviewed", reviewed(lapsed), in_time(true)),
        ("halted, a draft (institution paused or taken down)", draft.clone(), ApplicationEvent::Halted { halt: Halt::Paused }),
        ("resumed, a draft", draft.clone(), ApplicationEvent::Resumed),
        ("halted, paid (institution taken down)", issuing.clone(), ApplicationEvent::Halted { halt: Halt::Gone }),
        ("resumed, paid and not released", review.clone(), ApplicationEvent::Resumed),
        ("resumed, paid and released", issuing.clone(), ApplicationEvent::Resumed),
        ("endorsed", review.clone(), endorsed()),
        ("approved", review.clone(), ApplicationEvent::Approved),
        ("held", issuing.clone(), ApplicationEvent::Held { refusal: "exposure-total".into() }),
        ("opening moved, paid", review.clone(), moved(None)),
        ("lot heard, paid", review.clone(), ApplicationEvent::LotHeard { heard: Box::new(heard) }),
        ("declined by the institution's system, unpaid", awaiting.clone(), decline(Decliner::Institution)),
        ("declined by the institution's system, paid", issuing.clone(), decline(Decliner::Institution)),
        ("declined by the guarantor's staff (B1, B2)", review.clone(), decline(Decliner::Staff)),
        ("declined by rule, unpaid", awaiting, decline(Decliner::Rule)),
        ("declined by rule, paid (F-2)", review, decline(Decliner::Rule)),
        ("issued", issuing, ApplicationEvent::Issued { guarantee: GuaranteeId::new(now(), &[7; RANDOM_BYTES]) }),
    ]
}

fn cell(follows: &[Consequence]) -> String {
    if follows.is_empty() { "–".into() } else { follows.iter().map(Consequence::label).collect::<Vec<_>>().join("; ") }
}

/// The other aggregates: one column is enough.
fn others() -> Vec<(&'static str, String, Vec<Consequence>)> {
    let mut rows = Vec::new();
    let (bank, mut statement) = (line(), line());
    statement.facts.source = LineSource::Statement;
    let mut tied: BankLine = line();
    tied.apply(&BankLineEvent::Matched { payment: payment_id() });
    let requested = BankLineEvent::RefundRequested { reason: "金额有误".into() };
    let mut of_line =
        |what: &str, line: &BankLine, event: BankLineEvent| rows.push(("Bank line 到账", what.to_owned(), line.follows(&event)));
    of_line("received", &bank, BankLineEvent::Received { facts: Box::new(bank.facts.clone()) });
    of_line("matched", &bank, BankLineEvent::Matched { payment: payment_id() });
    let suspended = |payment| BankLineEvent::Suspended { reason: SuspenseReason::AmountDiffers, payment };
    of_line("suspended, the order is known", &bank, suspended(Some(payment_id())));
    of_line("suspended, the order is not known", &bank, suspended(None));
    let elsewhere = BankLineEvent::Suspended { reason: SuspenseReason::PayeeDiffers, payment: Some(payment_id()) };
    of_line("suspended, on another's account or nobody's", &bank, elsewhere);
    of_line("refund proposed", &bank, BankLineEvent::RefundProposed { reason: "金额有误".into(), by: "a".into() });
    of_line("refund rejected", &bank, BankLineEvent::RefundRejected);
    of_line("aside proposed", &bank, BankLineEvent::AsideProposed { reason: "利息".into(), by: "a".into() });
    of_line("aside rejected", &bank, BankLineEvent::AsideRejected);
    of_line("set aside", &bank, BankLineEvent::SetAside { reason: "利息".into() });
    of_line("refund requested, reported by the bank", &tied, requested.clone());
    of_line("refund requested, from a statement", &statement, requested);
    of_line("refund failed", &tied, BankLineEvent::RefundFailed { reason: "账户已销户".into() });
    of_line("refunded", &tied, BankLineEvent::Refunded);
    of_line("honoured", &bank, BankLineEvent::Honoured { application: payment().application, in_time: None });
    of_line("taken up as paid in time", &bank, BankLineEvent::Honoured { application: payment().application, in_time: Some(payment_id()) });
    let asked = form(&[]);
    let drafted = form(&[edited()]);
    let approved = form(&[edited(), SpecialFormEvent::Approved]);
    let facts = Box::new(asked.facts.clone());
    for (what, form, event) in [
        ("requested", &asked, SpecialFormEvent::Requested { facts, note: "招标文件要求见索即付".into() }),
        ("edited", &asked, edited()),
        ("approved", &drafted, SpecialFormEvent::Approved),
        ("sent back", &approved, SpecialFormEvent::SentBack { note: "再改".into() }),
        ("confirmed", &approved, SpecialFormEvent::Confirmed),
        ("refused", &asked, SpecialFormEvent::Refused { reason: "不出具".into() }),
        ("abandoned", &asked, SpecialFormEvent::Abandoned),
    ] {
        rows.push(("Special form 特殊格式", what.to_owned(), form.follows(&event)));
    }
    let guarantee = issued();
    rows.push(("Guarantee 保函", "issued".into(), guarantee.follows(&GuaranteeEvent::Issued { guarantee: Box::new(guarantee.clone()) })));
    let heard = |opens_at, needed, opened, aborted| GuaranteeEvent::LotHeard {
        heard: LotHeard { opens_at, needed, differs: false, opened, aborted, reason: None },
    };
    let dearer = LotHeard { opens_at: guarantee.opens_at(), needed: None, differs: true, opened: false, aborted: false, reason: None };
    let (as_known, later) = (guarantee.opens_at(), guarantee.opens_at().plus(Timestamp::HOUR));
    for (what, event) in [
        ("lot heard, opening moved", heard(later, None, false, false)),
        ("lot heard, the letter ends too early", heard(as_known, Some(guarantee.expiry), false, false)),
        ("lot heard, opening moved and the letter ends too early", heard(later, Some(guarantee.expiry), false, false)),
        ("lot heard, it asks for another sum or names somebody else", GuaranteeEvent::LotHeard { heard: dearer }),
        ("lot heard, aborted", heard(later, None, false, true)),
        ("lot heard, opened or nothing that matters", heard(as_known, None, true, false)),
    ] {
        rows.push(("Guarantee 保函", what.into(), guarantee.follows(&event)));
    }
    let known = Lot { origin: LotOrigin::Feed, ..lot() };
    for (what, event) in [
        ("reported otherwise", LotEvent::Reported { lot: Box::new(known.clone()) }),
        ("opening changed", LotEvent::OpeningChanged { opens_at: now(), announced_at: now() }),
        ("validity changed", LotEvent::ValidityChanged { valid_days: 120, announced_at: now() }),
        ("candidates announced", LotEvent::CandidatesAnnounced { candidates: Vec::new(), announced_at: now() }),
        ("opened, awarded, contracted, aborted", LotEvent::Progressed { progress: LotProgress::Opened { at: now() } }),
        ("listed, after applicants had typed in its number", LotEvent::Listed { lot: Box::new(known.clone()) }),
        ("entered by an applicant", LotEvent::Entered { lot: Box::new(known.clone()) }),
        ("corrected by an applicant", LotEvent::Corrected { lot: Box::new(known.clone()) }),
        ("removed by an applicant", LotEvent::Removed),
    ] {
        rows.push(("Lot 标段", what.into(), known.follows(&event)));
    }
    let asked_for = instruction::given(instruction::invoice(), None);
    let surrender = instruction::given(instruction::surrender(), None);
    let release = instruction::given(Asked::Release { reason: "合同已订立".into(), materials: Vec::new() }, None);
    let given = InstructionEvent::Given { instruction: Box::new(surrender.clone()) };
    let done = |done| InstructionEvent::Answered { answer: Answer::Done { done } };
    let refused = || InstructionEvent::Answered { answer: instruction::refused() };
    let invoiced = done(Done::Invoiced { invoice: Box::new(crate::invoice::said("600")) });
    for (what, of, event) in [
        ("given", &surrender, given),
        ("given, release", &release, InstructionEvent::Given { instruction: Box::new(release.clone()) }),
        ("answered, surrendered", &surrender, done(Done::Surrendered { refund: yuan("600") })),
        ("answered, invoiced", &asked_for, invoiced),
        ("answered, not invoiced", &asked_for, refused()),
        ("answered, anything else", &surrender, refused()),
    ] {
        rows.push(("Instruction 保后事项", what.into(), of.follows(&event)));
    }
    let (requested, issued) = (crate::invoice::invoice(&[]), crate::invoice::invoice(&[crate::invoice::issued()]));
    let asks = |own_system| {
        let mut facts = requested.facts.clone();
        facts.own_system = own_system;
        InvoiceEvent::Requested { facts: Box::new(facts) }
    };
    let confirming = |state| InvoiceEvent::RedConfirming {
        wanted: RedWanted { amount: yuan("600"), reason: RedReason::Ended, confirming: Some(Confirming { state, at: now() }) },
    };
    for (what, of, event) in [
        ("requested, hosted", &requested, asks(false)),
        ("requested, own system", &requested, asks(true)),
        ("issued", &requested, crate::invoice::issued()),
        ("sent back", &requested, crate::invoice::sent_back()),
        ("cancelled", &requested, InvoiceEvent::Cancelled),
        ("red wanted", &issued, InvoiceEvent::RedWanted { amount: yuan("600"), reason: RedReason::Ended }),
        ("confirmation of a red one, the buyer is to confirm", &issued, confirming(RedConfirmation::AwaitsBuyer)),
        ("confirmation of a red one, anything else", &issued, confirming(RedConfirmation::Confirmed)),
        ("reversed", &issued, InvoiceEvent::Reversed { red: Box::new(crate::invoice::red("600")) }),
        ("posted", &issued, InvoiceEvent::Posted { post: crate::invoice::posted() }),
    ] {
        rows.push(("Invoice 发票", what.into(), of.follows(&event)));
    }
    let onboarding = crate::onboarding::under_acceptance();
    let decided = |decision| OnboardingEvent::Decided { decision };
    for (what, event) in [
        ("put live", decided(Decision::PutLive)),
        ("paused", decided(Decision::Pause { notice: "系统升级".into() })),
        ("taken down", decided(Decision::TakeDown { reason: "退出".into() })),
        ("prefectures chosen", OnboardingEvent::PrefecturesChosen { prefectures: None }),
        ("any other event", decided(Decision::Accept)),
    ] {
        rows.push(("Onboarding 机构接入", what.into(), onboarding.follows(&event)));
    }
    let statement = crate::statement::begun();
    let confirmed = domain::statement::StatementEvent::Confirmed {
        by: "second person".into(),
        balances: domain::statement::Balances { opening: 0, closing: 0 },
    };
    rows.push(("Bank statement 对账单", "confirmed".into(), statement.follows(&confirmed)));
    rows.push(("Bank statement 对账单", "any other event".into(), statement.follows(&domain::statement::StatementEvent::Discarded)));
    let asked = crate::credit_line::line(&[CreditLineEvent::Submitted { by_system: false }]);
    let proposal = CreditProposal { decision: CreditDecision::Resume, by: "first person".into() };
    let correction = Correction { marks: [].into(), comment: "看不清".into() };
    let decided = |decision| CreditLineEvent::Decided { decision };
    let reason = || "涉诉".to_owned();
    let granted = crate::credit_line::granted("1000000");
    let by_system = |decision| CreditLineEvent::SystemDecided { decision, at: now() };
    let mut suspended = granted.clone();
    suspended.apply(&decided(CreditDecision::Suspend { reason: reason() }));
    for (what, line, event) in [
        ("submitted", &asked, CreditLineEvent::Submitted { by_system: false }),
        ("sent back", &asked, CreditLineEvent::SentBack { correction }),
        ("proposed", &asked, CreditLineEvent::Proposed { proposal }),
        ("granted", &asked, decided(CreditDecision::Grant { terms: crate::credit_line::terms("1000000") })),
        ("refused", &asked, decided(CreditDecision::Refuse { reason: reason() })),
        ("changed", &granted, decided(CreditDecision::Change { terms: crate::credit_line::terms("1000000") })),
        ("suspended", &granted, decided(CreditDecision::Suspend { reason: reason() })),
        ("resumed", &granted, decided(CreditDecision::Resume)),
        ("cancelled", &granted, decided(CreditDecision::Cancel { reason: reason() })),
        ("submitted to its grantor's own system", &asked, CreditLineEvent::Submitted { by_system: true }),
        ("granted by its grantor's own system", &asked, by_system(CreditDecision::Grant { terms: crate::credit_line::terms("1000000") })),
        ("resumed by that, suspended before", &suspended, by_system(CreditDecision::Resume)),
        ("resumed by that, in use", &granted, by_system(CreditDecision::Resume)),
        ("reminded", &granted, CreditLineEvent::Reminded { due: None }),
        ("any other event", &asked, CreditLineEvent::Rejected),
    ] {
        rows.push(("Credit line 授信", what.into(), line.follows(&event)));
    }
    rows.extend(of_complaint());
    rows.extend(of_mandate());
    let rated = crate::rating::rating(&[]);
    let first = RatingEvent::Rated { facts: Box::new(rated.facts.clone()), opinion: rated.opinion.clone() };
    for (what, event) in [
        ("given", first),
        ("changed", RatingEvent::Changed { opinion: rated.opinion.clone() }),
        ("answered", RatingEvent::Answered { answer: "感谢评价".into() }),
        ("hidden", RatingEvent::Hidden { reason: "与服务无关".into() }),
        ("shown again", RatingEvent::Restored),
        ("any other event", RatingEvent::Counted),
    ] {
        rows.push(("Rating 评价", what.into(), rated.follows(&event)));
    }
    let needs = |mut application: Application| {
        application.facts.needs_credit = true;
        application
    };
    let of_orders: Vec<_> = of_application(PaymentStyle::Transfer)
        .into_iter()
        .map(|(what, application, event)| (what, needs(application).follows(&event)))
        .filter(|(_, follows)| cell(follows).contains("credit"))
        .collect();
    for (what, follows) in of_orders {
        rows.push(("Order that needs credit, hosted, transfer, open", what.to_owned(), follows));
    }
    let submitted =
        crate::profile::whole(&[ProfileEvent::Submitted { site: crate::profile::site(), certificate_ends: None, holder: None }]);
    let verified = ProfileEvent::Verified { at: now(), until: now().date() };
    let sent_back = ProfileEvent::SentBack { reason: "看不清".into() };
    let removed = ProfileEvent::Removed { file: submitted.files[0].id, item: ProfileItem::LegalCard };
    let instead = |of| ProfileEvent::Attached { file: Box::new(submitted.files[0].clone()), instead_of: of };
    for (what, event) in [
        ("verified", verified),
        ("sent back", sent_back),
        ("file removed", removed),
        ("file handed in, instead of another", instead(Some(submitted.files[0].id))),
        ("any other event", instead(None)),
    ] {
        rows.push(("Enterprise profile 企业信息", what.into(), submitted.follows(&event)));
    }
    let second = crate::representative::person(2, &[Duty::Drafter]);
    let registered = crate::representative::people(&[crate::representative::person(1, &[Duty::Manager]), second.clone()]);
    let renewed = Person { keys: vec![PersonKey { by: "renewed".into(), ends: None }], ..second.clone() };
    let fewer = Person { duties: Duties::default(), ..second.clone() };
    for (what, event) in [
        ("registered", RepresentativesEvent::Registered { person: Box::new(second.clone()) }),
        ("changed, known by something else", RepresentativesEvent::Changed { person: Box::new(renewed) }),
        ("changed, other rights", RepresentativesEvent::Changed { person: Box::new(fewer) }),
        ("left", RepresentativesEvent::Left { person: second.id, at: now() }),
        ("any other event", RepresentativesEvent::TwoPersonsSet { above: None }),
    ] {
        rows.push(("Representatives 经办人", what.into(), registered.follows(&event)));
    }
    rows
}

fn of_mandate() -> Vec<(&'static str, String, Vec<Consequence>)> {
    use crate::machines::mandate::{accepted, recorded};
    let (waiting, mut listed) = (recorded(), accepted());
    let recorded = |mandate: &Mandate| MandateEvent::Recorded { facts: Box::new(mandate.facts.clone()) };
    listed.facts.by = MandateSide::Centre;
    let rows = [
        ("recorded by the tenderee", waiting.follows(&recorded(&waiting))),
        ("recorded by the centre", listed.follows(&recorded(&listed))),
        ("accepted", waiting.follows(&MandateEvent::Accepted { name: waiting.facts.agency.name.clone(), at: now() })),
        ("ended", listed.follows(&MandateEvent::Ended { at: now(), by: MandateSide::Centre })),
    ];
    rows.map(|(what, follows)| ("Mandate 招标代理授权", what.to_owned(), follows)).into()
}

fn of_complaint() -> Vec<(&'static str, String, Vec<Consequence>)> {
    use crate::complaint::{accepted, answered, asked, complaint, decided, reopened};
    let decided = || decided(ComplaintOutcome::Upheld);
    let (filed, taken, waiting) = (complaint(&[]), complaint(&[accepted()]), complaint(&[accepted(), asked()]));
    let (heard, over) = (complaint(&[accepted(), asked(), answered()]), complaint(&[accepted(), asked(), answered(), decided()]));
    let reminded = |late| ComplaintEvent::Reminded { due: now().date(), late };
    let first = ComplaintEvent::Filed { facts: Box::new(filed.facts.clone()), content: Box::new(filed.content.clone()) };
    let rows = [
        ("filed", &filed, first),
        ("accepted", &filed, accepted()),
        ("not accepted", &filed, ComplaintEvent::Refused { reason: "不属于受理范围".into() }),
        ("institution asked", &taken, asked()),
        ("answered", &waiting, answered()),
        ("decided, institution was not asked", &taken, decided()),
        ("decided", &heard, decided()),
        ("withdrawn, institution was not asked", &taken, ComplaintEvent::Withdrawn),
        ("withdrawn", &heard, ComplaintEvent::Withdrawn),
        ("reopened", &over, reopened()),
        ("reminded", &taken, reminded(false)),
        ("reminded, too late", &taken, reminded(true)),
        ("reminded, institution has to answer", &waiting, reminded(false)),
        ("reminded, institution is too late", &waiting, reminded(true)),
        ("any other event", &filed, ComplaintEvent::Assigned { handler: "周明远".into() }),
    ];
    rows.into_iter().map(|(what, complaint, event)| ("Complaint 投诉", what.to_owned(), complaint.follows(&event))).collect()
}

#[test]
fn what_follows_from_each_event_is_reviewed() {
    let mut text = String::from(
        "# What each event sets off\n\nGenerated by `domain/tests/it/consequences.rs` from the `follows.rs` of each aggregate; `cargo xtask gen` rewrites it.\n\
         All of a cell is carried out in the transaction of the event (`app::commit`); a consequence that is itself an event of another aggregate\n\
         sets off what its own row says. `–`: nothing follows. `=`: as in the column before.\n\n## Application 申请（订单）\n\n| event |",
    );
    for (column, ..) in COLUMNS {
        write!(text, " {column} |").unwrap();
    }
    writeln!(text, "\n|---|{}", "---|".repeat(COLUMNS.len())).unwrap();
    for index in 0..of_application(PaymentStyle::Transfer).len() {
        let (name, ..) = of_application(PaymentStyle::Transfer).swap_remove(index);
        write!(text, "| {name} |").unwrap();
        let mut before = String::new();
        for (_, own_system, style, sealed) in COLUMNS {
            let (_, mut application, event) = of_application(style).swap_remove(index);
            application.facts.own_system = own_system;
            application.facts.payment_style = style;
            if sealed {
                application.facts.lot = TenderedLot::sealed(LotCommitment([1; 32]), lot().opens_at);
            }
            let follows = cell(&application.follows(&event));
            write!(text, " {} |", if follows == before { "=" } else { &follows }).unwrap();
            before = follows;
        }
        text.push('\n');
    }
    let mut title = "";
    for (of, what, follows) in others() {
        if of != title {
            write!(text, "\n## {of}\n\n| event | what follows |\n|---|---|\n").unwrap();
            title = of;
        }
        writeln!(text, "| {what} | {} |", cell(&follows)).unwrap();
    }
    text.push_str(
        "\nPayments, products and credentials set nothing off: what happens to them is part of what happened to something else. Nor do articles.\n",
    );
    expect_file!["../../../../docs/reference/consequences.md"].assert_eq(&text);
}

/// Nothing that follows from an event names a lot, whoever it is told to (HR-10): of a sealed one nobody here knows it.
#[test]
fn what_follows_names_no_lot() {
    for style in PaymentStyle::ALL {
        for (name, application, event) in of_application(style) {
            let text = format!("{:?}", application.follows(&event));
            assert!(!text.contains(lot().number.as_str()) && !text.contains(&lot().name), "{name}: {text}");
        }
    }
}

//! Invoices: asked for after issue, on some sites after the opening, issued at the desk or by an own system, taken back by red ones (INV-19).

use crate::consequences::{id, load, told};
use crate::profile::pdf;
use app::instruction::give::{Asked, give};
use domain::access::Action;
use domain::id::{ApplicationId, InvoiceId};
use domain::invoice::{Invoice, InvoiceEvent, InvoiceFormat, RedReason};
use domain::notice::NoticeKind;
use domain::time::Timestamp;
use protocol::message as wire;
use testkit::{Browser, Fetched, TestWorld, on_both_engines};

const INSURER: &str = "江海财产保险股份有限公司";
const NUMBER: &str = "26432000000000000001";
const ACCOUNT: &str = "4301230045600099999";
const PHONE: &str = "0991-5550000";
const CONTACT: &str = "13800000002";

/// What a special invoice is asked for with.
pub(crate) const SPECIAL: [(&str, &str); 8] = [
    ("kind", "special"),
    ("medium", "electronic"),
    ("address", "乌鲁木齐市天山大道 1 号"),
    ("phone", PHONE),
    ("bank", "参考银行乌鲁木齐支行"),
    ("account", ACCOUNT),
    ("contact_phone", CONTACT),
    ("email", "caiwu@example.com"),
];

fn with<'a>(changes: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let changed = |field: &(&'a str, &'a str)| changes.iter().find(|change| change.0 == field.0).copied().unwrap_or(*field);
    SPECIAL.iter().map(changed).collect()
}

/// An order whose letter is out.
async fn issued(world: &TestWorld, bidder: &mut Browser, site: &str) -> String {
    let order = world.submitted(bidder, "1-bidder", site, INSURER).await;
    world.pay(bidder, &order).await;
    world.run_jobs().await;
    assert!(bidder.get(&order).await.body.contains("保函已出具"));
    order
}

/// The centre says that the bids for an order's lot were opened.
pub(crate) async fn opened(world: &TestWorld, application: ApplicationId) {
    let application = load(world, &format!("/applications/{application}")).await;
    let lot_number = application.facts.lot.title().unwrap().0.to_string();
    let opening = wire::LotOpening { lot_number, opened_at: world.world.now().to_seconds() };
    let centre = world.centres_hand("6-centre-xj").await;
    assert_eq!(centre.send("lot.opening", "opened-for-invoice", &opening).await.status, 200);
    world.run_jobs().await;
}

/// Asks for an invoice.
async fn ask(bidder: &mut Browser, order: &str, fields: &[(&str, &str)]) -> Fetched {
    let form = format!("{order}/invoice");
    bidder.submit(&form, &form, fields).await
}

/// A special invoice is asked for of an order of an institution with its own system, whose lot is opened; gives back the invoice.
pub(crate) async fn asked(world: &TestWorld, application: ApplicationId) -> InvoiceId {
    opened(world, application).await;
    let mut bidder = world.logged_in("1-bidder").await;
    let answer = ask(&mut bidder, &format!("/applications/{application}"), &SPECIAL).await;
    assert_eq!(answer.status, 303, "{}", answer.body);
    answer.location.rsplit('/').next().unwrap().parse().unwrap()
}

/// An invoice is asked for of an order on a site that does not wait for the opening; gives back the form as it was, and the address of the invoice.
pub(crate) async fn requested(world: &TestWorld, bidder: &mut Browser) -> (Fetched, String) {
    let order = issued(world, bidder, "430000").await;
    let form = bidder.get(&format!("{order}/invoice")).await;
    let answer = ask(bidder, &order, &SPECIAL).await;
    assert_eq!(answer.status, 303, "{}", answer.body);
    (form, answer.location)
}

pub(crate) async fn stored(world: &TestWorld, id: InvoiceId) -> Invoice {
    store::invoice::load(&mut world.parts.store.reader(), id).await.unwrap().unwrap()
}

fn named(page: &str) -> InvoiceId {
    page.rsplit('/').next().unwrap().parse().unwrap()
}

/// An XML as the accounting data standard names its elements.
fn xml(number: &str, seller: &str, buyer: &str, total: &str) -> Vec<u8> {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><x:xbrl xmlns:x=\"urn:x\" xmlns:einv=\"urn:einv\"><einv:InvoiceNumber>{number}</einv:InvoiceNumber>\
         <einv:SellerIdNum>{seller}</einv:SellerIdNum><y>{buyer}</y><einv:TotalTax-includedAmount>{total}</einv:TotalTax-includedAmount></x:xbrl>"
    )
    .into_bytes()
}

/// Hands an invoice, or a red one, in at the desk.
async fn hand_in(staff: &mut Browser, desk: &str, verb: &str, fields: &[(&str, &str)], files: &[(&str, &str, &[u8])]) -> Fetched {
    let page = staff.get(desk).await;
    let token = page.field("token");
    let mut all = vec![("token", token.as_str())];
    all.extend_from_slice(fields);
    staff.upload(&format!("{desk}/{verb}"), &all, files).await
}

/// What the forms at the desk begin with.
fn begun(page: &str, name: &str) -> String {
    page.split(&format!("name=\"{name}\" value=\"")).nth(1).unwrap().split('"').next().unwrap().to_owned()
}

/// What an invoice or a red one is handed in with: number, the amount and tax its form begins with, today.
async fn filled(world: &TestWorld, staff: &mut Browser, desk: &str, number: &str) -> Vec<(&'static str, String)> {
    let page = staff.get(desk).await.body;
    let today = world.world.now().date().to_string();
    vec![("number", number.to_owned()), ("amount", begun(&page, "amount")), ("tax", begun(&page, "tax")), ("issued_on", today)]
}

fn borrowed<'a>(fields: &'a [(&'static str, String)]) -> Vec<(&'a str, &'a str)> {
    fields.iter().map(|(name, value)| (*name, value.as_str())).collect()
}

/// Everything that people do to the invoices of an order whose bids are opened: sent back, asked for again on paper, issued, posted, taken back
/// once the buyer has agreed.
pub(crate) async fn all_that_people_do(world: &TestWorld, order: &str) {
    let (mut bidder, mut staff) = (world.logged_in("1-bidder").await, world.logged_in("3-insurer").await);
    let desk = format!("/workbench{}", ask(&mut bidder, order, &SPECIAL).await.location);
    assert_eq!(staff.submit(&desk, &format!("{desk}/return"), &[("reason", "开户行与账号不符")]).await.status, 303);
    let desk = format!("/workbench{}", ask(&mut bidder, order, &with(&[("medium", "paper")])).await.location);
    let issued = filled(world, &mut staff, &desk, "043001900111-12345678").await;
    assert_eq!(hand_in(&mut staff, &desk, "issue", &borrowed(&issued), &[]).await.status, 303);
    let posted = [("courier", "顺丰速运"), ("tracking", "SF1234567890")];
    assert_eq!(staff.submit(&desk, &format!("{desk}/post"), &posted).await.status, 303);
    for state in ["02", "04"] {
        assert_eq!(staff.submit(&desk, &format!("{desk}/confirmation"), &[("why", "1"), ("state", state)]).await.status, 303);
    }
    let mut red = filled(world, &mut staff, &desk, "26432000000000000009").await;
    red.push(("reason", "1".to_owned()));
    assert_eq!(hand_in(&mut staff, &desk, "reverse", &borrowed(&red), &[]).await.status, 303);
}

on_both_engines! {
    async fn an_invoice_waits_for_the_opening_is_issued_at_the_desk_and_comes_back_with_its_files(world: TestWorld) {
        let mut bidder = world.logged_in("1-bidder").await;
        let order = issued(&world, &mut bidder, "650000").await;
        let page = bidder.get(&order).await.body;
        assert!(page.contains("开标后才能申请开票") && !page.contains(&format!("{order}/invoice")), "{page}");
        let early = bidder.get(&format!("{order}/invoice")).await;
        assert!(early.status == 409 && early.body.contains("开标后才能申请开票"), "{}", early.body);
        opened(&world, id(&order)).await;
        let page = bidder.get(&order).await.body;
        assert!(page.contains(&format!("href=\"{order}/invoice\">发票申请")), "{page}");

        // What is missing is said at each field, and what was typed is given back.
        let form = bidder.get(&format!("{order}/invoice")).await.body;
        assert!(form.contains("账单金额") && form.contains("支付手续费金额") && form.contains("增值税法 第十条"), "{form}");
        let faulty = ask(&mut bidder, &order, &with(&[("account", ""), ("bank", ""), ("email", "nobody")])).await;
        assert!(faulty.status == 422 && faulty.body.contains("电子邮箱格式不正确") && faulty.body.contains(PHONE), "{}", faulty.body);
        let lacking = ask(&mut bidder, &order, &with(&[("account", ""), ("bank", "")])).await;
        for part in ["专用发票须填写开户行名称", "专用发票须填写开户行账号", "乌鲁木齐市天山大道 1 号", CONTACT] {
            assert!(lacking.body.contains(part), "{part}: {}", lacking.body);
        }
        let asked = ask(&mut bidder, &order, &SPECIAL).await;
        assert_eq!(asked.status, 303, "{}", asked.body);
        let own = asked.location;
        let seen = bidder.get(&own).await.body;
        assert!(seen.contains("您的发票申请已提交，将自动为您处理") && seen.contains("4301 **** 9999") && !seen.contains(ACCOUNT), "{seen}");
        assert!(bidder.get("/invoices?state=requested").await.body.contains("处理中"));
        let again = bidder.submit("/650000", &format!("{order}/invoice"), &SPECIAL).await;
        assert!(again.status == 409 && again.body.contains("一笔费用只开一张发票"), "{}", again.body);

        // The desk: masked until it is asked for, which is written down.
        let mut staff = world.logged_in("3-insurer").await;
        assert!(staff.get("/notices").await.body.contains("有开票申请待办理"));
        let desk = format!("/workbench/invoices/{}", staff.get("/workbench/invoices").await.between("href=\"/workbench/invoices/", "\""));
        let page = staff.get(&desk).await.body;
        assert!(page.contains("开具发票") && !page.contains(ACCOUNT), "{page}");
        let shown = staff.submit(&desk, &format!("{desk}/reveal"), &[]).await.body;
        assert!(shown.contains(ACCOUNT) && shown.contains(CONTACT), "{shown}");
        let seen = store::event::audited(&mut world.parts.store.reader(), Action::RevealInvoice, false).await.unwrap();
        assert_eq!(seen.len(), 1);

        // What does not fit is said beside its field; the files that were fine stay.
        let (amount, tax) = (begun(&page, "amount"), begun(&page, "tax"));
        let (seller, buyer) = (world.persona("3-insurer").uscc(), world.persona("1-bidder").uscc());
        let today = world.world.now().date().to_string();
        let fields = [("number", NUMBER), ("amount", amount.as_str()), ("tax", tax.as_str()), ("issued_on", today.as_str()), ("kept", "")];
        let bare = hand_in(&mut staff, &desk, "issue", &fields, &[]).await;
        assert!(bare.status == 422 && bare.body.contains("请上传发票文件") && bare.body.contains(NUMBER), "{}", bare.body);
        let letter = pdf(10);
        let disguised = hand_in(&mut staff, &desk, "issue", &fields, &[("ofd", "发票.ofd", letter.as_slice())]).await;
        assert!(disguised.status == 422 && disguised.body.contains("不是 OFD 文件"), "{}", disguised.body);
        let other = xml("26432000000000000002", &seller, &buyer, &amount);
        let files = [("xml", "发票.xml", other.as_slice()), ("pdf", "发票.pdf", letter.as_slice())];
        let wrong = hand_in(&mut staff, &desk, "issue", &fields, &files).await;
        assert!(wrong.status == 422 && wrong.body.contains("XML 中的发票号码与填写的内容"), "{}", wrong.body);
        assert!(wrong.body.contains("PDF 文件已收到，不更换请留空"), "{}", wrong.body);
        let kept = begun(&wrong.body, "kept");
        let right = xml(NUMBER, &seller, &buyer, &amount);
        let mut fields = fields;
        fields[4] = ("kept", kept.as_str());
        let done = hand_in(&mut staff, &desk, "issue", &fields, &[("xml", "发票.xml", right.as_slice())]).await;
        assert_eq!(done.status, 303, "{}", done.body);
        let late = hand_in(&mut staff, &desk, "issue", &fields, &[]).await;
        assert_eq!(late.status, 409, "it is issued");

        let invoice = stored(&world, named(&own)).await;
        let formats: Vec<_> = invoice.state.files().map(|file| file.format).collect();
        assert_eq!((invoice.state.code(), formats), ("issued", vec![InvoiceFormat::Xml, InvoiceFormat::Pdf]));
        let page = bidder.get(&own).await;
        assert!(page.body.contains("已开票") && page.body.contains(NUMBER) && page.body.contains("已与 XML 核对一致"), "{}", page.body);
        let file = page.between(&format!("href=\"{own}/files/"), "\"");
        let given = bidder.get(&format!("{own}/files/{file}")).await;
        assert_eq!((given.status, &given.bytes[..]), (200, right.as_slice()));
        assert!(given.headers["content-disposition"].starts_with("attachment"), "{:?}", given.headers);
        assert!(told(&world, &order).await.contains(&NoticeKind::InvoiceIssued));
        assert!(bidder.get(&format!("/invoices?q={NUMBER}")).await.body.contains(NUMBER));
        assert!(bidder.get("/invoices?as=xlsx").await.bytes.starts_with(b"PK"));
        assert!(bidder.get("/account").await.body.contains("href=\"/invoices\""));
        for persona in ["2-bidder", "4-bank", "6-centre-xj"] {
            let mut stranger = world.logged_in(persona).await;
            for path in [own.clone(), desk.clone(), format!("{own}/files/{file}")] {
                assert_eq!(stranger.get(&path).await.status, 404, "{persona} {path}");
            }
        }
    }

    async fn what_the_profile_has_is_not_asked_again_and_no_number_lies_open(world: TestWorld) {
        let mut bidder = world.logged_in("1-bidder").await;
        crate::profile::complete(&mut bidder).await;
        let order = issued(&world, &mut bidder, "430000").await;
        let form = bidder.get(&format!("{order}/invoice")).await.body;
        assert!(form.contains("郑州市金水区纬五路 8 号") && form.contains("已从企业信息取得 6222 **** 7890"), "{form}");
        let fields = with(&[("phone", ""), ("account", ""), ("contact_phone", ""), ("address", "郑州市金水区纬五路 8 号")]);
        let asked = ask(&mut bidder, &order, &fields).await;
        assert_eq!(asked.status, 303, "{}", asked.body);
        let shown = bidder.submit(&asked.location, &format!("{}/reveal", asked.location), &[]).await.body;
        for number in ["6222021234567890", "0371-85550000", "13900139000"] {
            assert!(shown.contains(number), "{number}: {shown}");
        }
        let row = serde_json::to_string(&stored(&world, named(&asked.location)).await).unwrap();
        let history = store::event::history(&mut world.parts.store.reader(), &named(&asked.location).to_string()).await.unwrap();
        let kept = history.iter().fold(row, |text, entry| text + &entry.payload);
        for number in ["6222021234567890", "85550000", "13900139000"] {
            assert!(!kept.contains(number), "{number}");
        }
        let log: Vec<InvoiceEvent> = history.iter().map(|entry| serde_json::from_str(&entry.payload).unwrap()).collect();
        assert_eq!(Invoice::born(&log[0]), Some(stored(&world, named(&asked.location)).await));
    }

    async fn before_the_opening_no_list_no_notice_and_no_export_of_an_invoice_names_the_lot(world: TestWorld) {
        let mut bidder = world.logged_in("1-bidder").await;
        let order = issued(&world, &mut bidder, "430000").await;
        assert_eq!(ask(&mut bidder, &order, &SPECIAL).await.status, 303);
        let application = load(&world, &order).await;
        let (number, name) = application.facts.lot.title().unwrap();
        let mut staff = world.logged_in("3-insurer").await;
        for page in [
            bidder.get("/invoices").await.body,
            bidder.get("/notices").await.body,
            staff.get("/workbench/invoices").await.body,
            staff.get("/notices").await.body,
        ] {
            assert!(!page.contains(number.as_str()) && !page.contains(name), "{page}");
        }
        for words in [number.as_str(), name] {
            let found = bidder.get(&format!("/invoices?{}", serde_urlencoded::to_string([("q", words)]).unwrap())).await.body;
            assert!(found.contains("没有符合条件的记录"), "{found}");
        }
        assert_eq!(world.logged_in("6-centre-xj").await.get("/workbench/invoices").await.status, 404, "a centre sees none");
    }

    async fn of_two_requests_at_once_one_lives_inv_19(world: TestWorld) {
        let mut bidder = world.logged_in("1-bidder").await;
        let order = issued(&world, &mut bidder, "430000").await;
        let form = format!("{order}/invoice");
        let mut other = world.logged_in("1-bidder").await;
        let (token, second) = (bidder.get(&form).await.field("token"), other.get(&form).await.field("token"));
        let [one, two] = [&token, &second].map(|token| with(&[]).into_iter().chain([("token", token.as_str())]).collect::<Vec<_>>());
        let (left, right) = tokio::join!(bidder.post(&form, &one), other.post(&form, &two));
        let mut statuses = [left.status, right.status];
        statuses.sort_unstable();
        assert_eq!(statuses, [303, 409], "{} {}", left.body, right.body);
        let known = store::invoice::list_of_application(&mut world.parts.store.reader(), id(&order)).await.unwrap();
        assert_eq!(known.len(), 1);
    }

    async fn what_is_sent_back_is_asked_for_again_and_paper_is_followed_on_its_way(world: TestWorld) {
        let mut bidder = world.logged_in("1-bidder").await;
        let order = issued(&world, &mut bidder, "430000").await;
        let first = ask(&mut bidder, &order, &SPECIAL).await.location;
        let mut staff = world.logged_in("3-insurer").await;
        let desk = format!("/workbench{first}");
        let bare = staff.submit(&desk, &format!("{desk}/return"), &[("reason", " ")]).await;
        assert!(bare.status == 422 && bare.body.contains("请填写原因"), "{}", bare.body);
        assert_eq!(staff.submit(&desk, &format!("{desk}/return"), &[("reason", "开户行与账号不符")]).await.status, 303);
        assert!(bidder.get(&first).await.body.contains("开户行与账号不符"));
        let second = ask(&mut bidder, &order, &with(&[("medium", "paper")])).await;
        assert_eq!(second.status, 303, "{}", second.body);
        let (own, desk) = (second.location.clone(), format!("/workbench{}", second.location));
        let unissued = staff.submit(&desk, &format!("{desk}/post"), &[("courier", "顺丰速运"), ("tracking", "SF1234567890")]).await;
        assert_eq!(unissued.status, 409);
        let page = staff.get(&desk).await.body;
        let (amount, tax, today) = (begun(&page, "amount"), begun(&page, "tax"), world.world.now().date().to_string());
        let fields = [("number", "043001900111-12345678"), ("amount", amount.as_str()), ("tax", tax.as_str()), ("issued_on", today.as_str()), ("kept", "")];
        let done = hand_in(&mut staff, &desk, "issue", &fields, &[]).await;
        assert_eq!(done.status, 303, "a paper one needs no file: {}", done.body);
        let lacking = staff.submit(&desk, &format!("{desk}/post"), &[("courier", "顺丰速运"), ("tracking", "")]).await;
        assert!(lacking.status == 422 && lacking.body.contains("顺丰速运"), "{}", lacking.body);
        assert_eq!(staff.submit(&desk, &format!("{desk}/post"), &[("courier", "顺丰速运"), ("tracking", "SF1234567890")]).await.status, 303);
        assert!(bidder.get(&own).await.body.contains("SF1234567890"));
        let mut heard = told(&world, &order).await;
        heard.sort();
        assert_eq!(heard, [NoticeKind::Issued, NoticeKind::InvoiceIssued, NoticeKind::InvoiceReturned, NoticeKind::InvoicePosted]);
        let known = store::invoice::list_of_application(&mut world.parts.store.reader(), id(&order)).await.unwrap();
        // Asked for at one instant, so that neither is the newer.
        let mut states: Vec<_> = known.iter().map(|invoice| invoice.state.code()).collect();
        states.sort_unstable();
        assert_eq!(states, ["issued", "returned"]);
    }

    async fn a_red_invoice_waits_for_its_confirmation_and_leaves_room_for_another(world: TestWorld) {
        let mut bidder = world.logged_in("1-bidder").await;
        let order = issued(&world, &mut bidder, "430000").await;
        let own = ask(&mut bidder, &order, &SPECIAL).await.location;
        let (mut staff, desk) = (world.logged_in("3-insurer").await, format!("/workbench{own}"));
        let page = staff.get(&desk).await.body;
        let (amount, tax, today) = (begun(&page, "amount"), begun(&page, "tax"), world.world.now().date().to_string());
        let letter = pdf(10);
        let files = [("pdf", "发票.pdf", letter.as_slice())];
        let fields = [("number", NUMBER), ("amount", amount.as_str()), ("tax", tax.as_str()), ("issued_on", today.as_str()), ("kept", "")];
        assert_eq!(hand_in(&mut staff, &desk, "issue", &fields, &files).await.status, 303);
        let none = staff.submit(&desk, &format!("{desk}/confirmation"), &[("why", ""), ("state", "02")]).await;
        assert!(none.status == 422 && none.body.contains("请选择冲红原因"), "{}", none.body);
        assert_eq!(staff.submit(&desk, &format!("{desk}/confirmation"), &[("why", "1"), ("state", "02")]).await.status, 303);
        assert!(bidder.get(&own).await.body.contains("销方录入待购方确认"));
        assert!(told(&world, &order).await.contains(&NoticeKind::RedToConfirm));
        let red = [("reason", "1"), ("number", "26432000000000000009"), ("amount", amount.as_str()), ("tax", tax.as_str()), ("issued_on", today.as_str()), ("kept", "")];
        let unconfirmed = hand_in(&mut staff, &desk, "reverse", &red, &files).await;
        assert!(unconfirmed.status == 422 && unconfirmed.body.contains("尚未确认"), "{}", unconfirmed.body);
        world.clock.advance(72 * Timestamp::HOUR);
        let (mut staff, mut bidder) = (world.logged_in("3-insurer").await, world.logged_in("1-bidder").await);
        assert!(staff.get(&desk).await.body.contains("作废（超过 72 小时未确认）"));
        for state in ["02", "04"] {
            assert_eq!(staff.submit(&desk, &format!("{desk}/confirmation"), &[("state", state)]).await.status, 303, "{state}");
        }
        let done = hand_in(&mut staff, &desk, "reverse", &red, &files).await;
        assert_eq!(done.status, 303, "{}", done.body);
        let invoice = stored(&world, named(&own)).await;
        assert_eq!((invoice.state.code(), invoice.state.reversals()[0].reason), ("reversed", RedReason::Mistaken));
        assert!(bidder.get("/invoices?state=reversed").await.body.contains("已红冲"));
        assert_eq!(ask(&mut bidder, &order, &SPECIAL).await.status, 303, "a new one may be asked for");
    }

    async fn a_fee_that_goes_back_before_an_own_system_has_issued_ends_as_if_it_had_gone_back_after(world: TestWorld) {
        let institution = world.own_system("transfer").await;
        let application = crate::instruction::issued(&world, &institution).await;
        let invoice = asked(&world, application).await;
        let surrender = Asked::Surrender { reason: "放弃投标".into(), explanation: "不再投标".into(), refund_to: None };
        world.prove(domain::institution::InterfaceVersion::V1_1).await;
        let given = give(&world.world, application, surrender).await.unwrap();
        let order = format!("/applications/{application}");
        let fee = load(&world, &order).await.facts.fee;
        let refunded = wire::SurrenderResult {
            instruction_id: given.id.to_string(),
            order_number: given.number.to_string(),
            outcome: wire::Outcome::Done,
            reason: String::new(),
            refund: fee.plain(),
            decided_at: world.world.now().to_seconds(),
        };
        assert_eq!(world.newcomers_hand().send("surrender.result", "early", &refunded).await.status, 200);
        world.run_jobs().await;
        let known = stored(&world, invoice).await;
        assert_eq!((known.state.code(), known.due().fen()), ("requested", 0), "its system may have issued it: nobody here pretends that it has not");
        assert!(world.logged_in("a-newcomer").await.get("/notices").await.body.contains("费用已退回，请开具红字发票"));
        // Its system had begun to issue it: as if it had gone back after, a red one is wanted of all of it, and no other lives beside it.
        world.exchange(&institution).await;
        let known = stored(&world, invoice).await;
        let wanted = known.state.wanted().map(|wanted| (wanted.amount, wanted.reason));
        assert_eq!((known.state.code(), wanted), ("issued", Some((fee, RedReason::Ended))), "{known:?} {:?}", institution.book().refusals());
        let mut bidder = world.logged_in("1-bidder").await;
        let another = bidder.get(&format!("{order}/invoice")).await;
        assert!(another.status == 409 && another.body.contains("一笔费用只开一张发票"), "INV-19: {}", another.body);
    }
}

//! Paying by transfer: what the payer is told of money that does not fit, vouchers, the ledger and the day's close.

use crate::consequences::{again, load, money, told};
use crate::profile::{pdf, png};
use domain::application::ApplicationState;
use domain::bank_line::{BankLineState, SuspenseReason};
use domain::id::InstitutionId;
use domain::ledger::{LedgerAccount, PostingKind, place};
use domain::notice::NoticeKind;
use domain::time::{Date, Timestamp};
use partners::bank::wire::BankLine;
use testkit::{Browser, Fetched, TestWorld, on_both_engines};

const INSURER: &str = "江海财产保险股份有限公司";
const SUSPENSE: &str = "/workbench/suspense";

async fn submitted(world: &TestWorld) -> (Browser, String, (String, String, String)) {
    let mut bidder = world.logged_in("1-bidder").await;
    let order = world.submitted(&mut bidder, "1-bidder", "650000", INSURER).await;
    let due = bidder.due(&order).await;
    (bidder, order, due)
}

async fn report(world: &TestWorld, line: &BankLine) {
    assert_eq!(world.report(line).await.status, 200);
    world.run_jobs().await;
}

async fn hand_in(bidder: &mut Browser, order: &str, name: &str, bytes: &[u8]) -> Fetched {
    let token = bidder.get(order).await.field("token");
    let files: &[(&str, &str, &[u8])] = if name.is_empty() { &[] } else { &[("file", name, bytes)] };
    bidder.upload(&format!("{order}/vouchers"), &[("token", &token)], files).await
}

/// The page of the voucher that waits, at the institution's desk.
async fn desk(staff: &mut Browser) -> String {
    format!("/workbench/vouchers/{}", staff.get("/workbench/vouchers").await.between("href=\"/workbench/vouchers/", "\""))
}

/// The first candidate of a voucher is said to be it.
async fn found(staff: &mut Browser, voucher: &str) -> Fetched {
    let page = staff.get(voucher).await;
    let line = page.between("name=\"line\" value=\"", "\"");
    staff.submit(voucher, &format!("{voucher}/find"), &[("line", &line), ("seen", &page.field("seen"))]).await
}

/// Holds the ledger against the lines themselves: every fen in exactly one place (INV-07), the days against the postings (INV-08).
async fn adds_up(world: &TestWorld, institution: InstitutionId, lines: &[BankLine]) {
    let mut reader = world.parts.store.reader();
    let today = world.world.now().date();
    let sum = store::ledger::sum_up_to(&mut reader, institution, today).await.unwrap();
    let mut known = Vec::new();
    for line in lines {
        known.extend(store::bank_line::load_by_bank_reference(&mut reader, &line.line_id).await.unwrap());
    }
    let of = |account| -> i64 { known.iter().filter(|line| place(&line.state) == Some(account)).map(|line| line.facts.amount.fen()).sum() };
    let mut held = 0;
    for account in [LedgerAccount::Recognised, LedgerAccount::Suspense, LedgerAccount::RefundPending, LedgerAccount::Aside] {
        assert_eq!(sum.balance(account), of(account), "{account:?}");
        held += of(account);
    }
    assert_eq!(sum.balance(LedgerAccount::Bank), held, "the bank has what the ledger says");
    let received: i64 = known.iter().map(|line| line.facts.amount.fen()).sum();
    assert_eq!(received, held + sum.of(PostingKind::Refunded), "nothing is lost");
    for line in &known {
        let kinds = store::ledger::list_of_line(&mut reader, line.facts.id).await.unwrap();
        let mut once = kinds.clone();
        once.dedup();
        assert_eq!((kinds.first(), &once), (Some(&PostingKind::Received), &kinds), "an event posts once");
    }
}

async fn institution(world: &TestWorld, order: &str) -> InstitutionId {
    load(world, order).await.facts.guarantor.institution
}

on_both_engines! {
    async fn a_voucher_starts_a_check_and_only_a_second_person_lets_it_pay(world: TestWorld) {
        let (mut bidder, order, (account, amount, _)) = submitted(&world).await;
        report(&world, &world.transfer(&account, &amount, "忘记写识别码")).await;
        let answer = hand_in(&mut bidder, &order, "回单.png", &png()).await;
        assert_eq!(answer.status, 303, "{}", answer.body);
        again(&world).await;
        assert!(bidder.get(&order).await.body.contains("等待支付"), "a picture settles nothing (HR-9)");
        let mut first = world.logged_in("3-insurer").await;
        assert!(first.get("/notices").await.body.contains("有转账凭证待核实"));
        let voucher = desk(&mut first).await;
        let page = first.get(&voucher).await;
        assert!(page.body.contains("<img class=\"voucher\"") && page.body.contains("忘记写识别码"), "beside what could be it: {}", page.body);
        assert_eq!(first.submit(&voucher, &format!("{voucher}/check"), &[]).await.status, 303);
        assert!(bidder.get(&order).await.body.contains("核实中"));
        assert_eq!(found(&mut first, &voucher).await.status, 303);
        again(&world).await;
        assert!(matches!(load(&world, &order).await.state, ApplicationState::AwaitingPayment { .. }), "one person settles nothing");
        assert_eq!(money(&world, &order).await, [BankLineState::Suspense { reason: SuspenseReason::UnknownReference }]);
        assert!(bidder.get(&order).await.body.contains("待出函机构另一人复核"), "the payer knows whose turn it is");
        let line = first.get(SUSPENSE).await.between("/workbench/suspense/bln_", "/");
        let honour = format!("{SUSPENSE}/bln_{line}/honour");
        assert!(!first.get(SUSPENSE).await.body.contains("/honour"), "not offered to whoever named it");
        assert_eq!(first.submit(SUSPENSE, &honour, &[]).await.status, 409);
        let mut second = world.logged_in("8-insurer").await;
        assert_eq!(second.submit(SUSPENSE, &honour, &[]).await.status, 303);
        again(&world).await;
        assert!(bidder.get(&order).await.body.contains("保函已出具"));
        assert!(told(&world, &order).await.contains(&NoticeKind::VoucherFound));
        assert_eq!(second.submit(SUSPENSE, &honour, &[]).await.status, 409, "once");
    }

    async fn whose_transfer_is_not_found_is_told_why_and_may_hand_in_another(world: TestWorld) {
        let (mut bidder, order, _) = submitted(&world).await;
        assert_eq!(hand_in(&mut bidder, &order, "回单.pdf", &pdf(10)).await.status, 303);
        let again = hand_in(&mut bidder, &order, "又一份.png", &png()).await;
        assert_eq!(again.status, 409, "one is looked at at a time: {}", again.body);
        let mut staff = world.logged_in("3-insurer").await;
        let voucher = desk(&mut staff).await;
        let page = staff.get(&voucher).await;
        assert!(page.body.contains("没有相近的到账"), "{}", page.body);
        let miss = format!("{voucher}/miss");
        let seen = page.field("seen");
        let empty = staff.submit(&voucher, &miss, &[("reason", " "), ("seen", &seen)]).await;
        assert!(empty.status == 422 && empty.body.contains("请填写原因"), "{}", empty.body);
        assert_eq!(staff.submit(&voucher, &miss, &[("reason", "截至今日没有该金额的到账"), ("seen", &seen)]).await.status, 303);
        assert_eq!(staff.submit(&voucher, &miss, &[("reason", "再说一次"), ("seen", &seen)]).await.status, 409);
        let page = bidder.get(&order).await.body;
        assert!(page.contains("未找到到账") && page.contains("截至今日没有该金额的到账"), "{page}");
        assert!(bidder.get("/notices").await.body.contains("未找到转账凭证对应的到账"));
        world.clock.advance(Timestamp::SECOND);
        assert_eq!(hand_in(&mut bidder, &order, "银行回单.png", &png()).await.status, 303);
        let file = bidder.get(&order).await.between("href=\"/vouchers/", "/file\"");
        let picture = staff.get(&format!("/vouchers/{file}/file")).await;
        assert_eq!((picture.status, picture.headers["content-type"].as_str()), (200, "application/pdf"));
        for stranger in ["4-bank", "2-bidder", "6-centre-xj"] {
            assert_eq!(world.logged_in(stranger).await.get(&format!("/vouchers/{file}/file")).await.status, 404, "{stranger}");
        }
    }

    async fn a_file_that_is_none_is_said_to_be_so_beside_its_field(world: TestWorld) {
        let (mut bidder, order, _) = submitted(&world).await;
        for (name, bytes, says) in [
            ("", b"".as_slice(), "请先选择转账回单或截图"),
            ("空.png", b"", "空文件"),
            ("回单.png", b"<svg onload=alert(1)>", "不是 PDF、PNG 或 JPG"),
            ("回单.png", b"\x89PNG\r\n\x1a\nbroken", "回单.png"),
        ] {
            let answer = hand_in(&mut bidder, &order, name, bytes).await;
            assert!(answer.status == 422 && answer.body.contains(says), "{name}: {} {}", answer.status, answer.body);
        }
        assert!(!bidder.get(&order).await.body.contains("待核实</span>"));
    }

    async fn two_uploads_at_once_are_one_check(world: TestWorld) {
        let (mut bidder, order, _) = submitted(&world).await;
        let token = bidder.get(&order).await.field("token");
        let (mut left, mut right) = (bidder.clone(), bidder.clone());
        let (path, fields, png) = (format!("{order}/vouchers"), [("token", token.as_str())], png());
        let files = [("file", "回单.png", png.as_slice())];
        let (one, other) = tokio::join!(left.upload(&path, &fields, &files), right.upload(&path, &fields, &files));
        let mut answers = [one.status, other.status];
        answers.sort_unstable();
        assert_eq!(answers, [303, 409], "{} {}", one.body, other.body);
        let payment = load(&world, &order).await.payment().unwrap();
        assert_eq!(store::voucher::list_of_payment(&mut world.parts.store.reader(), payment).await.unwrap().len(), 1);
    }

    async fn the_payer_is_told_what_came_and_what_to_do(world: TestWorld) {
        let (mut bidder, order, (account, amount, reference)) = submitted(&world).await;
        let fen: i64 = amount.replace('.', "").parse().unwrap();
        let yuan = |fen: i64| format!("{}.{:02}", fen / 100, fen % 100);
        let half = yuan(fen / 2);
        for other in [&half, &half, &yuan(fen + 1)] {
            report(&world, &world.transfer(&account, other, &reference)).await;
        }
        let page = bidder.get(&order).await.body;
        assert!(page.matches("分次转账不能合并支付").count() == 2 && page.contains("多付 0.01 元"), "{page}");
        let another = BankLine { payer_name: "湘江中路市政工程有限公司".into(), ..world.transfer(&account, &amount, &reference) };
        report(&world, &another).await;
        assert!(matches!(load(&world, &order).await.state, ApplicationState::AwaitingPayment { .. }), "what others pay settles nothing");
        assert!(bidder.get(&order).await.body.contains("请由申请企业自己的对公账户付款"));
        assert!(bidder.get("/notices").await.body.contains("收到一笔转账，但未能支付订单"));
        world.pay(&mut bidder, &order).await;
        world.run_jobs().await;
        report(&world, &world.transfer(&account, &amount, &reference)).await;
        let page = bidder.get(&order).await.body;
        assert!(page.contains("保函已出具") && page.contains("本订单已经付清，这是又一笔转账"), "{page}");
    }

    async fn a_minute_before_the_end_the_page_says_so(world: TestWorld) {
        let mut bidder = world.logged_in("1-bidder").await;
        let order = world.submitted(&mut bidder, "1-bidder", "430000", INSURER).await;
        assert!(!bidder.get(&order).await.body.contains("不足 1 分钟"));
        let until = load(&world, &order).await.due_until().unwrap();
        world.clock.advance(until.micros() - world.world.now().micros() - Timestamp::MINUTE);
        let page = world.logged_in("1-bidder").await.get(&order).await.body;
        assert!(page.contains("距付款截止不足 1 分钟") && page.contains(&until.to_seconds()), "{page}");
    }

    async fn the_code_on_the_page_reads_as_what_is_to_be_transferred(world: TestWorld) {
        let (mut bidder, order, (account, amount, reference)) = submitted(&world).await;
        let page = bidder.get(&order).await;
        let svg = page.between("aria-label=\"收款信息二维码\">", "</svg>");
        let payee = page.between("<dt>收款户名</dt><dd>", "<");
        let bank = page.between("<dt>开户银行</dt><dd>", "<");
        let said = format!("收款户名：{payee}\n收款账号：{account}\n开户银行：{bank}\n转账金额：{amount}\n转账附言：{reference}");
        let wanted = qrcode::QrCode::new(said.as_bytes()).unwrap();
        let drawn = wanted.render::<qrcode::render::svg::Color<'_>>().min_dimensions(232, 232).build();
        assert!(drawn.contains(svg.trim()), "{svg}");
    }

    async fn the_ledger_adds_up_to_the_fen_whatever_happens(world: TestWorld) {
        let (mut bidder, order, (account, amount, reference)) = submitted(&world).await;
        let ours = institution(&world, &order).await;
        let mut lines = Vec::new();
        for (what, remark) in [("300.00", reference.as_str()), ("0.01", "无"), (amount.as_str(), &reference), (&amount, &reference), ("5.00", "利息")] {
            let line = world.transfer(&account, what, remark);
            assert_eq!(world.report(&line).await.status, 200);
            again(&world).await;
            lines.push(line);
            adds_up(&world, ours, &lines).await;
        }
        assert!(bidder.get(&order).await.body.contains("保函已出具"));
        let (mut first, mut second) = (world.logged_in("3-insurer").await, world.logged_in("8-insurer").await);
        let of = async |line: &BankLine| {
            let found = store::bank_line::load_by_bank_reference(&mut world.parts.store.reader(), &line.line_id).await.unwrap();
            format!("{SUSPENSE}/{}", found.unwrap().facts.id)
        };
        for (line, propose, agree) in [(0, "refund", "approve"), (1, "refund", "approve"), (4, "aside", "aside/approve")] {
            let line = of(&lines[line]).await;
            assert_eq!(first.submit(SUSPENSE, &format!("{line}/{propose}"), &[("reason", "金额有误")]).await.status, 303);
            adds_up(&world, ours, &lines).await;
            assert_eq!(second.submit(SUSPENSE, &format!("{line}/{agree}"), &[]).await.status, 303);
            adds_up(&world, ours, &lines).await;
            again(&world).await;
            adds_up(&world, ours, &lines).await;
        }
        let day = world.world.now().date();
        let page = first.get("/workbench/ledger").await;
        for part in ["<dt>账上余额</dt>", "<dt>待核款项</dt>", "300.01", "5.00", &format!("/workbench/ledger/{day}")] {
            assert!(page.body.contains(part), "{part} in {}", page.body);
        }
        let postings = first.get(&format!("/workbench/ledger/{day}?state=refunded")).await;
        assert!(postings.body.contains("共 2 条符合条件") && !postings.body.contains("与平台无关</td>"), "{}", postings.body);
        for sheet in ["/workbench/ledger.xlsx".to_owned(), format!("/workbench/ledger/{day}?as=xlsx")] {
            let sheet = first.get(&sheet).await;
            assert!(sheet.status == 200 && sheet.bytes.starts_with(b"PK"), "{}", sheet.status);
        }
        assert_eq!(world.logged_in("4-bank").await.get(&format!("/workbench/ledger/{day}")).await.body.matches("300.01").count(), 0);
    }

    async fn racing_refunds_and_payments_are_posted_once(world: TestWorld) {
        let (_, order, (account, amount, reference)) = submitted(&world).await;
        let ours = institution(&world, &order).await;
        let lines: Vec<BankLine> = (0..4).map(|_| world.transfer(&account, &amount, &reference)).collect();
        let (one, two, three, four) =
            tokio::join!(world.report(&lines[0]), world.report(&lines[1]), world.report(&lines[2]), world.report(&lines[3]));
        assert!([one, two, three, four].iter().all(|answer| answer.status == 200));
        again(&world).await;
        adds_up(&world, ours, &lines).await;
        let states = money(&world, &order).await;
        assert_eq!(states.iter().filter(|state| **state == BankLineState::Matched).count(), 1, "INV-11: {states:?}");
        let (mut first, second) = (world.logged_in("3-insurer").await, world.logged_in("8-insurer").await);
        for line in &lines {
            let found = store::bank_line::load_by_bank_reference(&mut world.parts.store.reader(), &line.line_id).await.unwrap().unwrap();
            if !matches!(found.state, BankLineState::Suspense { .. }) {
                continue;
            }
            let line = format!("{SUSPENSE}/{}", found.facts.id);
            assert_eq!(first.submit(SUSPENSE, &format!("{line}/refund"), &[("reason", "重复付款")]).await.status, 303);
            let token = second.clone().get(SUSPENSE).await.field("token");
            let (mut left, mut right) = (second.clone(), second.clone());
            let fields = [("token", token.as_str()), ("seen", "3")];
            let (path, reject) = (format!("{line}/approve"), format!("{line}/reject"));
            let (agreed, undone) = tokio::join!(left.post(&path, &fields), right.post(&reject, &fields));
            assert!((agreed.status == 303) != (undone.status == 303), "one of them: {} {}", agreed.status, undone.status);
            again(&world).await;
            adds_up(&world, ours, &lines).await;
        }
    }

    async fn a_day_is_closed_against_the_banks_own_balance_by_two_persons(world: TestWorld) {
        let (_, _, (account, amount, reference)) = submitted(&world).await;
        report(&world, &world.transfer(&account, &amount, &reference)).await;
        report(&world, &world.transfer(&account, "7.77", "没有识别码")).await;
        let day: Date = world.world.now().date();
        let page = format!("/workbench/ledger/{day}");
        let close = async |staff: &mut Browser, balance: &str, reason: &str| {
            staff.submit(&page, "/workbench/closes", &[("day", &day.to_string()), ("balance", balance), ("reason", reason)]).await
        };
        let mut first = world.logged_in("3-insurer").await;
        assert!(!first.get(&page).await.body.contains("提交对账"), "the day is not over");
        let early = first.submit("/workbench/ledger", "/workbench/closes", &[("day", &day.to_string()), ("balance", ""), ("reason", "")]).await;
        assert_eq!(early.status, 422, "{}", early.body);
        world.clock.advance(24 * Timestamp::HOUR);
        let (mut first, mut second) = (world.logged_in("3-insurer").await, world.logged_in("8-insurer").await);
        let odd = close(&mut first, "一千", "").await;
        assert!(odd.status == 422 && odd.body.contains("一千"), "what was typed is kept: {}", odd.body);
        let off = close(&mut first, "１，０００．０１", "").await;
        assert!(off.status == 422 && off.body.contains("须说明差额原因"), "{}", off.body);
        assert_eq!(close(&mut first, "", "").await.status, 303, "the bank says it itself");
        let shown = first.get(&page).await;
        assert!(shown.body.contains("银行接口查询") && shown.body.contains("<dt>差额（元）</dt><dd class=\"mono\">0.00"), "{}", shown.body);
        assert!(shown.body.contains("待另一人复核"));
        let verb = format!("/workbench/closes/{}/confirm", shown.between("action=\"/workbench/closes/", "/withdraw"));
        assert_eq!(first.submit(&page, &verb, &[("seen", "1")]).await.status, 409, "not by whoever drew it up");
        assert_eq!(second.submit(&page, &verb, &[("seen", "1")]).await.status, 303);
        assert_eq!(second.submit(&page, &verb, &[("seen", "1")]).await.status, 409);
        assert!(second.get("/workbench/ledger").await.body.contains("已对账，差额 0.00"));
        let again = close(&mut first, "", "").await;
        assert_eq!(again.status, 422, "a day is closed once: {}", again.body);
    }

    async fn two_who_close_a_day_at_once_close_it_once(world: TestWorld) {
        let (_, order, (account, amount, reference)) = submitted(&world).await;
        report(&world, &world.transfer(&account, &amount, &reference)).await;
        let day = world.world.now().date().to_string();
        world.clock.advance(24 * Timestamp::HOUR);
        let (mut first, mut second) = (world.logged_in("3-insurer").await, world.logged_in("8-insurer").await);
        let (one, other) = (first.get("/workbench/suspense").await.field("token"), second.get("/workbench/suspense").await.field("token"));
        let (mine, theirs) = ([("token", one.as_str()), ("day", &day)], [("token", other.as_str()), ("day", &day)]);
        let (left, right) = tokio::join!(first.post("/workbench/closes", &mine), second.post("/workbench/closes", &theirs));
        assert!((left.status == 303) != (right.status == 303), "{} {}", left.body, right.body);
        let ours = institution(&world, &order).await;
        let last = store::day_close::load_last_of(&mut world.parts.store.reader(), ours).await.unwrap().unwrap();
        assert_eq!(last.facts.difference(), 0);
    }
}

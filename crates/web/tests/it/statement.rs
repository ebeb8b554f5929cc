//! Bank statements taken in by an institution's staff.

use crate::consequences::load;
use domain::time::Timestamp;
use rust_xlsxwriter::Workbook;
use testkit::{Browser, Fetched, TestWorld, on_both_engines};

const INSURER: &str = "江海财产保险股份有限公司";
const PAGE: &str = "/workbench/statements";

async fn submitted(world: &TestWorld) -> (Browser, String, (String, String, String)) {
    let mut bidder = world.logged_in("1-bidder").await;
    let order = world.submitted(&mut bidder, "1-bidder", "650000", INSURER).await;
    let due = bidder.due(&order).await;
    (bidder, order, due)
}

/// How long the order may still be paid.
async fn due_in(world: &TestWorld, order: &str) -> i64 {
    load(world, order).await.due_until().unwrap().micros() - world.world.now().micros()
}

/// Taken in by the first person; the page with what was read.
pub(crate) async fn import(world: &TestWorld, name: &str, bytes: &[u8]) -> (Browser, Fetched) {
    let mut staff = world.logged_in("3-insurer").await;
    let token = staff.get(PAGE).await.field("token");
    let answer = staff.upload(PAGE, &[("token", &token)], &[("file", name, bytes)]).await;
    if answer.status != 303 {
        return (staff, answer);
    }
    let page = staff.get(&answer.location).await;
    (staff, Fetched { location: answer.location, ..page })
}

/// Confirmed by the second person, with balances that fit what was read; the page afterwards.
async fn confirm(world: &TestWorld, read: &Fetched) -> Fetched {
    let net = read.between("<dt>收入减支出</dt><dd>", " 元").replace(',', "");
    let mut second = world.logged_in("8-insurer").await;
    let verb = format!("{}/confirm", read.location);
    // An account that stood at 1000.00 before.
    let closing = (100_000 + net.replace('.', "").replace('−', "-").parse::<i64>().unwrap()).to_string();
    let closing = format!("{}.{}", &closing[..closing.len() - 2], &closing[closing.len() - 2..]);
    let balances =
        if read.body.contains("<dt>期末余额</dt>") { vec![] } else { vec![("opening", "1000.00"), ("closing", closing.as_str())] };
    let answer = second.submit(&read.location, &verb, &balances).await;
    assert_eq!(answer.status, 303, "{}", answer.body);
    world.run_jobs().await;
    second.get(&read.location).await
}

pub(crate) fn csv(rows: &[[&str; 5]]) -> Vec<u8> {
    let mut text = "交易时间,贷方发生额,对方户名,附言,流水号\n".to_owned();
    for row in rows {
        text.push_str(&row.join(","));
        text.push('\n');
    }
    text.into_bytes()
}

on_both_engines! {
    async fn a_fee_found_on_a_statement_settles_its_order_once(world: TestWorld) {
        let (mut bidder, order, (_, amount, reference)) = submitted(&world).await;
        let file = csv(&[["2026-11-21 10:00:00", &amount, "天山北麓建设工程有限公司", &reference, "S1"], ["2026-11-21", "", "手续费", "", "S2"]]);
        let (mut staff, read) = import(&world, "a.csv", &file).await;
        assert!(read.body.contains("<dt>支出与冲正（不处理）</dt><dd>1 笔</dd>"), "{}", read.body);
        assert!(!bidder.get(&order).await.body.contains("保函已出具"), "one person alone settles nothing (K11)");
        let taken = confirm(&world, &read).await;
        assert!(taken.body.contains("<dt>新增到账</dt><dd>1 笔</dd>"), "{}", taken.body);
        assert!(bidder.get(&order).await.body.contains("保函已出具"));
        let (_, read) = import(&world, "a.csv", &file).await;
        let again = confirm(&world, &read).await;
        assert!(again.body.contains("<dt>已有到账</dt><dd>1 笔</dd>"), "{}", again.body);
        assert!(!staff.get("/workbench/suspense").await.body.contains("重复付款"));
    }

    async fn somebody_elses_payment_waits_is_sent_back_by_hand_and_said_so(world: TestWorld) {
        let (mut bidder, order, (_, amount, reference)) = submitted(&world).await;
        let (mut staff, read) = import(&world, "a.csv", &csv(&[["20261121", &amount, "某个人", &reference, "S1"]])).await;
        confirm(&world, &read).await;
        assert!(!bidder.get(&order).await.body.contains("保函已出具"));
        let suspense = staff.get("/workbench/suspense").await;
        assert!(suspense.body.contains("付款人不是申请企业"), "{}", suspense.body);
        let refund = format!("/workbench/suspense/{}/refund", suspense.between("action=\"/workbench/suspense/", "/refund"));
        assert!(bidder.get(&order).await.body.contains("付款人不是申请企业"), "the payer sees what came of it (P1)");
        assert_eq!(staff.submit("/workbench/suspense", &refund, &[("reason", "非申请企业付款")]).await.status, 303);
        let approve = refund.replace("/refund", "/approve");
        assert_eq!(staff.submit("/workbench/suspense", &approve, &[]).await.status, 409, "not by whoever proposed it (P10)");
        let mut second = world.logged_in("8-insurer").await;
        assert_eq!(second.submit("/workbench/suspense", &approve, &[]).await.status, 303);
        world.run_jobs().await;
        let waiting = staff.get("/workbench/suspense").await.body;
        assert!(waiting.contains("登记已退款") && waiting.contains("退款原因：非申请企业付款"), "whoever sends it knows why: {waiting}");
        assert_eq!(staff.submit("/workbench/suspense", &format!("{refund}ed"), &[]).await.status, 303);
        assert!(staff.get("/workbench/suspense").await.body.contains("已退款"));
    }

    async fn faults_are_told_by_row_and_the_rest_is_taken_in(world: TestWorld) {
        let mut workbook = Workbook::new();
        let sheet = workbook.add_worksheet();
        for (row, cells) in [
            ["参考银行对公账户明细", "", "", "", ""],
            ["交易日期", "收入金额", "对方户名", "附言", "交易流水号"],
            ["2026-11-21", "12.00", "甲", "一", "X1"],
            ["昨天", "12.00", "乙", "二", "X2"],
            ["2026-11-21", "十二", "丙", "三", "X3"],
        ].iter().enumerate() {
            for (column, cell) in cells.iter().enumerate() {
                sheet.write_string(u32::try_from(row).unwrap(), u16::try_from(column).unwrap(), *cell).unwrap();
            }
        }
        let (mut staff, answer) = import(&world, "a.xlsx", &workbook.save_to_buffer().unwrap()).await;
        for part in ["<dt>到账</dt><dd>1 笔", "class=\"n\">4</th><td>交易时间“昨天”无法识别", "class=\"n\">5</th><td>金额“十二”", "无法核对余额"] {
            assert!(answer.body.contains(part), "{part} in {}", answer.body);
        }
        let mut second = world.logged_in("8-insurer").await;
        let refused = second.submit(&answer.location, &format!("{}/confirm", answer.location), &[("opening", "0"), ("closing", "12")]).await;
        assert_eq!(refused.status, 409, "what cannot be reckoned up settles nothing");
        assert_eq!(staff.submit(&answer.location, &format!("{}/discard", answer.location), &[]).await.status, 303);
        assert!(staff.get(PAGE).await.body.contains("已作废"));
        let (_, nothing) = import(&world, "a.csv", b"a,b\n1,2\n").await;
        assert!(nothing.status == 422 && nothing.body.contains("没有找到表头"), "{}", nothing.body);
        let other = world.logged_in("1-bidder").await.get(PAGE).await;
        assert_eq!(other.status, 404);
    }

    async fn three_credits_in_one_statement_are_three_1(world: TestWorld) {
        let (mut bidder, order, (_, amount, reference)) = submitted(&world).await;
        let rows = [["2026-11-21 09:00:00", "5.00", "甲公司", "无关", "S1"], ["2026-11-21 10:00:00", &amount, "天山北麓建设工程有限公司", &reference, "S2"], ["2026-11-21 11:00:00", "7.00", "乙公司", "无关", "S3"]];
        let (_, read) = import(&world, "s01.csv", &csv(&rows)).await;
        let taken = confirm(&world, &read).await;
        assert!(taken.body.contains("<dt>新增到账</dt><dd>3 笔</dd>"), "{}", taken.body);
        assert!(bidder.get(&order).await.body.contains("保函已出具"));
    }

    async fn two_equal_payments_are_two_and_the_second_waits_5(world: TestWorld) {
        let (_, _, (_, amount, reference)) = submitted(&world).await;
        let row = format!("2026-11-21,{amount},天山北麓建设工程有限公司,6217000011112222,{reference}\n");
        let file = format!("交易日期,贷方发生额,对方户名,对方账号,附言\n{row}{row}");
        let (mut staff, read) = import(&world, "s04.csv", file.as_bytes()).await;
        let taken = confirm(&world, &read).await;
        assert!(taken.body.contains("<dt>新增到账</dt><dd>2 笔</dd>"), "{}", taken.body);
        assert!(staff.get("/workbench/suspense").await.body.contains("同一订单重复付款"));
        let (_, read) = import(&world, "s04.csv", file.as_bytes()).await;
        let again = confirm(&world, &read).await;
        assert!(again.body.contains("<dt>已有到账</dt><dd>2 笔</dd>"), "{}", again.body);
    }

    async fn a_serial_number_that_numbers_nothing_loses_no_credit_5(world: TestWorld) {
        let (mut bidder, order, (_, amount, reference)) = submitted(&world).await;
        let rows = [["2026-11-21 09:00:00", "5.00", "甲公司", "无关", "7"], ["2026-11-21 10:00:00", &amount, "天山北麓建设工程有限公司", &reference, "7"]];
        let (_, read) = import(&world, "a.csv", &csv(&rows)).await;
        let taken = confirm(&world, &read).await;
        assert!(taken.body.contains("<dt>新增到账</dt><dd>2 笔</dd>"), "{}", taken.body);
        assert!(bidder.get(&order).await.body.contains("保函已出具"));
    }

    async fn two_orders_paid_in_one_batch_under_one_serial_number_are_both_paid(world: TestWorld) {
        let mut bidder = world.logged_in("1-bidder").await;
        let first = world.submitted(&mut bidder, "1-bidder", "650000", INSURER).await;
        let second = world.submitted(&mut bidder, "1-bidder", "650000", INSURER).await;
        let ((_, amount, one), (_, _, two)) = (bidder.due(&first).await, bidder.due(&second).await);
        let row = |code: &str| ["2026-11-21 10:00:00", &amount, "天山北麓建设工程有限公司", code, "S1"].map(str::to_owned);
        let rows = [row(&one), row(&two), row("KH-无关"), row("KH-无关")];
        let rows = rows.each_ref().map(|row| row.each_ref().map(String::as_str));
        for said in ["<dt>新增到账</dt><dd>4 笔</dd>", "<dt>已有到账</dt><dd>4 笔</dd>"] {
            let (_, read) = import(&world, "a.csv", &csv(&rows)).await;
            let taken = confirm(&world, &read).await;
            assert!(taken.body.contains(said), "{said}: {}", taken.body);
        }
        for order in [&first, &second] {
            assert!(bidder.get(order).await.body.contains("保函已出具"));
        }
    }

    async fn what_another_export_says_otherwise_of_a_serial_number_settles_nothing_5(world: TestWorld) {
        let (mut bidder, order, (_, amount, reference)) = submitted(&world).await;
        // An export without payers, which waits; then one with them, of the same movement.
        let without = format!("交易时间,贷方发生额,附言,流水号\n2026-11-21 10:00:00,{amount},{reference},B77\n");
        let (_, read) = import(&world, "a.csv", without.as_bytes()).await;
        confirm(&world, &read).await;
        let (mut staff, read) = import(&world, "b.csv", &csv(&[["2026-11-21 10:00:00", &amount, "天山北麓建设工程有限公司", &reference, "B77"]])).await;
        confirm(&world, &read).await;
        assert!(!bidder.get(&order).await.body.contains("保函已出具"), "one payment may not settle and be sent back as well");
        let suspense = staff.get("/workbench/suspense").await.body;
        assert!(suspense.contains("对账单没有写明付款人") && suspense.contains("以同一流水号先后报送了不同内容"), "{suspense}");
    }

    async fn a_row_that_is_not_understood_is_its_own_fault_alone_1(world: TestWorld) {
        let (mut bidder, order, (_, amount, reference)) = submitted(&world).await;
        let fee: i64 = amount.replace(['.', ','], "").parse().unwrap();
        let after = |fen: i64| format!("{}.{:02}", fen / 100, fen % 100);
        let rows = format!(
            "账号,交易时间,收支,金额,余额,对方户名,附言,流水号\n,2026-11-21 09:00:00,收,5.00,{},甲公司,无关,S1\n,2026-11-21 09:30:00,转账,2.00,{},乙公司,无关,S2\n62170000999,2026-11-21 09:40:00,收,9.00,9.00,丙公司,无关,S3\n,2026-11-21 10:00:00,收,{amount},{},天山北麓建设工程有限公司,{reference},S4\n",
            after(100_500), after(100_300), after(100_300 + fee),
        );
        let (_, read) = import(&world, "a.csv", rows.as_bytes()).await;
        assert!(read.body.contains("收支方向“转账”无法识别") && read.body.contains("账号 62170000999 不是本机构登记的收款账号"), "{}", read.body);
        let taken = confirm(&world, &read).await;
        assert!(taken.body.contains("<dt>新增到账</dt><dd>2 笔"), "{}", taken.body);
        assert!(bidder.get(&order).await.body.contains("保函已出具"));
    }

    async fn two_equal_payments_on_two_statements_are_two_or_are_asked_about(world: TestWorld) {
        submitted(&world).await;
        let file = |balance: &str| format!("交易日期,贷方发生额,余额,对方户名,附言,流水号\n2026-11-21,500.00,{balance},甲公司,货款,S2\n").into_bytes();
        for (balance, said) in [("5000.00", "新增到账</dt><dd>1 笔"), ("5500.00", "新增到账</dt><dd>1 笔"), ("5500.00", "已有到账</dt><dd>1 笔")] {
            let (_, read) = import(&world, "a.csv", &file(balance)).await;
            let taken = confirm(&world, &read).await;
            assert!(taken.body.contains(said), "{balance}: {}", taken.body);
        }
        // Without the balance behind each row, but one ends where the other begins.
        let mut second = world.logged_in("8-insurer").await;
        let text = "交易日期,贷方发生额,对方户名,附言,流水号\n2026-11-22,500.00,甲公司,货款,S3\n";
        for (nth, opening, closing, status) in [(1, "5500", "6000", 303), (2, "6000", "6500", 409), (3, "5500", "6000", 303)] {
            // Another file each time.
            let (_, read) = import(&world, "a.csv", format!("{text}{}", "\n".repeat(nth)).as_bytes()).await;
            let verb = format!("{}/confirm", read.location);
            let answer = second.submit(&read.location, &verb, &[("opening", opening), ("closing", closing)]).await;
            assert_eq!(answer.status, status, "{opening}: {}", answer.body);
            assert!(status == 303 || answer.body.contains("无法判断是同一笔还是另一笔") && answer.body.contains("余额列"), "{}", answer.body);
            world.run_jobs().await;
        }
    }

    async fn who_paid_in_time_waits_for_the_statement_and_is_not_cancelled(world: TestWorld) {
        let (_, first) = import(&world, "a.csv", &csv(&[["2026-11-20 10:00:00", "3.00", "甲公司", "无关", "S0"]])).await;
        confirm(&world, &first).await;
        let (mut bidder, order, (_, amount, reference)) = submitted(&world).await;
        let page = bidder.get(&order).await.body;
        assert!(page.contains("导入银行对账单") && !page.contains("由银行直接通知平台"), "{page}");
        world.clock.advance(Timestamp::MINUTE);
        let booked = world.world.now();
        let minutes = 35 * Timestamp::MINUTE;
        world.clock.advance(due_in(&world, &order).await + minutes);
        world.run_jobs().await;
        let mut bidder = world.logged_in("1-bidder").await;
        let page = bidder.get(&order).await.body;
        assert!(page.contains("付款期限已过，正在核对到账，请勿再付款") && page.contains("等待支付"), "{page}");
        let row = [booked.to_seconds(), amount.clone(), "天山北麓建设工程有限公司".into(), reference.clone(), "S1".into()];
        let row = row.each_ref().map(String::as_str);
        let (_, read) = import(&world, "b.csv", &csv(&[row])).await;
        confirm(&world, &read).await;
        assert!(bidder.get(&order).await.body.contains("保函已出具"));
    }

    async fn who_did_not_pay_is_cancelled_when_the_statement_is_in_or_after_a_day(world: TestWorld) {
        let (_, first) = import(&world, "a.csv", &csv(&[["2026-11-20 10:00:00", "3.00", "甲公司", "无关", "S0"]])).await;
        confirm(&world, &first).await;
        let (_, covered, _) = submitted(&world).await;
        world.clock.advance(due_in(&world, &covered).await);
        world.clock.advance(Timestamp::MINUTE);
        let later = world.world.now().to_seconds();
        let (_, read) = import(&world, "b.csv", &csv(&[[&later, "4.00", "乙公司", "无关", "S1"]])).await;
        confirm(&world, &read).await;
        world.clock.advance(10 * Timestamp::MINUTE);
        world.run_jobs().await;
        let (_, alone, _) = submitted(&world).await;
        world.clock.advance(due_in(&world, &alone).await + domain::application::lapse::STATEMENT_WAIT);
        world.run_jobs().await;
        let mut bidder = world.logged_in("1-bidder").await;
        for order in [covered, alone] {
            assert!(bidder.get(&order).await.body.contains("已取消"), "{order}");
        }
    }

    async fn interest_leaves_suspense_without_a_refund(world: TestWorld) {
        let file = "交易时间,贷方发生额,对方户名,附言,流水号\n2026-11-21,1.23,,利息,S1\n";
        let (mut staff, read) = import(&world, "a.csv", file.as_bytes()).await;
        confirm(&world, &read).await;
        let page = staff.get("/workbench/suspense").await;
        assert!(!page.body.contains("付款人不是申请企业"), "{}", page.body);
        let aside = format!("/workbench/suspense/{}/aside", page.between("action=\"/workbench/suspense/", "/refund"));
        assert_eq!(staff.submit("/workbench/suspense", &aside, &[("reason", "账户利息")]).await.status, 303);
        assert_eq!(staff.submit("/workbench/suspense", &format!("{aside}/approve"), &[]).await.status, 409, "not by whoever proposed it");
        let mut second = world.logged_in("8-insurer").await;
        let old = second.get("/workbench/suspense").await.field("seen");
        assert_eq!(second.submit("/workbench/suspense", &format!("{aside}/reject"), &[]).await.status, 303);
        assert_eq!(staff.submit("/workbench/suspense", &aside, &[("reason", "账户利息")]).await.status, 303);
        let late = second.submit("/workbench/suspense", &format!("{aside}/approve"), &[("seen", &old)]).await;
        assert_eq!(late.status, 409, "not by the page of the proposal before");
        assert_eq!(second.submit("/workbench/suspense", &format!("{aside}/approve"), &[]).await.status, 303);
        world.run_jobs().await;
        let page = staff.get("/workbench/suspense?state=aside").await.body;
        assert!(page.contains("账户利息") && page.contains("与平台无关") && !page.contains("登记已退款"), "{page}");
    }

    async fn an_empty_file_is_called_empty(world: TestWorld) {
        let (_, answer) = import(&world, "a.csv", b"").await;
        assert!(answer.status == 422 && answer.body.contains("“a.csv”是空文件"), "{}", answer.body);
    }

    async fn money_that_went_never_pays_for_a_letter_2(world: TestWorld) {
        let (mut bidder, order, (_, amount, reference)) = submitted(&world).await;
        for (name, text) in [
            ("two columns", format!("交易日期,摘要,交易金额(收入),交易金额(支出),余额,对方户名,附言\n2026-11-21,转账,,{amount},1000.00,天山北麓建设工程有限公司,{reference}\n")),
            ("借方", format!("交易时间,借贷标志,交易金额,对方户名,附言,流水号\n2026-11-21 10:00:00,借方,{amount},天山北麓建设工程有限公司,{reference},S1\n")),
        ] {
            let (_, read) = import(&world, "a.csv", text.as_bytes()).await;
            assert!(read.body.contains("<dt>到账</dt><dd>0 笔"), "{name}: {}", read.body);
        }
        world.run_jobs().await;
        assert!(!bidder.get(&order).await.body.contains("保函已出具"));
    }

    async fn an_account_whose_bank_reports_takes_no_statements_k11(world: TestWorld) {
        let (mut bidder, order, (_, amount, reference)) = submitted(&world).await;
        world.pay(&mut bidder, &order).await;
        world.run_jobs().await;
        let (_, refused) = import(&world, "a.csv", &csv(&[["20261121", &amount, "天山北麓建设工程有限公司", &reference, "S1"]])).await;
        assert!(refused.status == 409 && refused.body.contains("由开户银行直接报送平台"), "{}", refused.body);
    }

    async fn balances_that_do_not_fit_settle_nothing_k11(world: TestWorld) {
        let (mut bidder, order, (_, amount, reference)) = submitted(&world).await;
        let (mut staff, read) = import(&world, "a.csv", &csv(&[["20261121", &amount, "天山北麓建设工程有限公司", &reference, "S1"]])).await;
        let verb = format!("{}/confirm", read.location);
        let mut second = world.logged_in("8-insurer").await;
        for (opening, closing, said) in [("", "", "没有可核对的余额"), ("0.00", "1.00", "与期末余额不符"), ("x", "1", "期初余额：金额只能包含数字")] {
            let answer = second.submit(&read.location, &verb, &[("opening", opening), ("closing", closing)]).await;
            assert!(answer.status == 422 && answer.body.contains(said), "{said}: {}", answer.body);
        }
        assert_eq!(staff.submit(&read.location, &verb, &[("opening", "0"), ("closing", &amount)]).await.status, 409, "not the first person");
        world.run_jobs().await;
        assert!(!bidder.get(&order).await.body.contains("保函已出具"));
        let mut stranger = world.logged_in("4-bank").await;
        assert_eq!(stranger.get(&read.location).await.status, 404);
    }

    async fn a_report_that_comes_again_with_another_amount_is_a_persons_k11(world: TestWorld) {
        let (mut bidder, order, (account, amount, reference)) = submitted(&world).await;
        let mut line = world.transfer(&account, "1.00", "无关");
        assert_eq!(world.report(&line).await.status, 200);
        (line.amount, line.remark) = (amount, reference);
        for _ in 0..2 {
            assert_eq!(world.report(&line).await.status, 200);
        }
        world.run_jobs().await;
        assert!(!bidder.get(&order).await.body.contains("保函已出具"));
        let body = world.logged_in("3-insurer").await.get("/workbench/suspense").await.body;
        assert_eq!(body.matches("先后报送了不同内容").count(), 1, "{body}");
    }
}

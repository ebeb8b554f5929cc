//! Bank statements taken in by an institution's staff.

use rust_xlsxwriter::Workbook;
use testkit::{Answer, Browser, TestWorld, on_both_engines};

const INSURER: &str = "江海财产保险股份有限公司";
const PAGE: &str = "/workbench/statements";

async fn submitted(world: &TestWorld) -> (Browser, String, (String, String, String)) {
    let mut bidder = world.logged_in("1-bidder").await;
    let order = world.submitted(&mut bidder, "1-bidder", "650000", INSURER).await;
    let due = bidder.due(&order).await;
    (bidder, order, due)
}

async fn import(world: &TestWorld, name: &str, bytes: &[u8]) -> (Browser, Answer) {
    let mut staff = world.logged_in("3-insurer").await;
    let token = staff.get(PAGE).await.field("token");
    let answer = staff.upload(PAGE, &[("token", &token)], &[("file", name, bytes)]).await;
    world.run_jobs().await;
    (staff, answer)
}

fn csv(rows: &[[&str; 5]]) -> Vec<u8> {
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
        let (mut staff, first) = import(&world, "a.csv", &file).await;
        assert!(first.status == 200 && first.body.contains("<dt>新增到账</dt><dd>1 笔</dd>"), "{}", first.body);
        assert!(first.body.contains("<dt>支出（不处理）</dt><dd>1 笔</dd>"), "{}", first.body);
        assert!(bidder.get(&order).await.body.contains("保函已出具"));
        let token = staff.get(PAGE).await.field("token");
        let again = staff.upload(PAGE, &[("token", &token)], &[("file", "a.csv", &file)]).await;
        assert!(again.body.contains("<dt>已有到账</dt><dd>1 笔</dd>"), "{}", again.body);
        world.run_jobs().await;
        assert!(!staff.get("/workbench/suspense").await.body.contains("重复付款"));
    }

    async fn somebody_elses_payment_waits_is_sent_back_by_hand_and_said_so(world: TestWorld) {
        let (mut bidder, order, (_, amount, reference)) = submitted(&world).await;
        let (mut staff, _) = import(&world, "a.csv", &csv(&[["20261121", &amount, "某个人", &reference, "S1"]])).await;
        assert!(!bidder.get(&order).await.body.contains("保函已出具"));
        let suspense = staff.get("/workbench/suspense").await;
        assert!(suspense.body.contains("付款人不是申请企业"), "{}", suspense.body);
        let refund = format!("/workbench/suspense/{}/refund", suspense.between("action=\"/workbench/suspense/", "/refund"));
        assert_eq!(staff.submit("/workbench/suspense", &refund, &[("reason", "非申请企业付款")]).await.status, 303);
        world.run_jobs().await;
        assert!(staff.get("/workbench/suspense").await.body.contains("登记已退款"));
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
        for part in ["新增到账</dt><dd>1 笔", "class=\"n\">4</th><td>交易时间“昨天”无法识别", "class=\"n\">5</th><td>金额“十二”"] {
            assert!(answer.body.contains(part), "{part} in {}", answer.body);
        }
        assert!(staff.get("/workbench/suspense").await.body.contains("付款识别码缺失"));
        let (_, nothing) = import(&world, "a.csv", b"a,b\n1,2\n").await;
        assert!(nothing.status == 422 && nothing.body.contains("没有找到表头"), "{}", nothing.body);
        let other = world.logged_in("1-bidder").await.get(PAGE).await;
        assert_eq!(other.status, 404);
    }
}

use domain::time::Timestamp;
use testkit::{Browser, TestWorld, on_both_engines};

const INSURER: &str = "江海财产保险股份有限公司";

/// A submitted application on Hunan's site, where the period is 30 minutes.
async fn submitted(world: &TestWorld) -> (Browser, String, (String, String, String)) {
    let mut bidder = world.logged_in("1-bidder").await;
    let order = world.submitted(&mut bidder, "1-bidder", "430000", INSURER).await;
    let due = bidder.due(&order).await;
    (bidder, order, due)
}

async fn suspense(world: &TestWorld) -> String {
    world.logged_in("3-insurer").await.get("/workbench/suspense").await.body
}

on_both_engines! {
    async fn a_wrong_amount_never_settles_and_is_never_dropped(world: TestWorld) {
        let (mut bidder, order, (account, amount, reference)) = submitted(&world).await;
        let less = format!("{}.{}", amount.split('.').next().unwrap(), "01");
        world.report(&world.transfer(&account, &less, &reference)).await;
        world.run_jobs().await;
        assert!(bidder.get(&order).await.body.contains("等待支付"));
        assert!(suspense(&world).await.contains("金额与应付费用不一致"));
        world.report(&world.transfer(&account, &amount, &reference)).await;
        world.run_jobs().await;
        assert!(bidder.get(&order).await.body.contains("保函已出具"));
    }

    async fn an_unknown_reference_and_an_unknown_account_wait_for_a_person(world: TestWorld) {
        let (_, _, (account, amount, _)) = submitted(&world).await;
        world.report(&world.transfer(&account, &amount, "没有识别码")).await;
        world.report(&world.transfer("999", &amount, "打错账户")).await;
        world.run_jobs().await;
        assert!(suspense(&world).await.contains("付款识别码缺失或无法识别"));
    }

    async fn money_on_an_account_of_nobodys_is_the_operators_and_nobody_elses(world: TestWorld) {
        let (mut bidder, order, (_, amount, reference)) = submitted(&world).await;
        world.report(&world.transfer("999", &amount, &reference)).await;
        world.run_jobs().await;
        for person in ["6-centre-xj", "7-centre-hn"] {
            let mut centre = world.logged_in(person).await;
            let page = centre.get("/workbench/suspense").await;
            assert!(page.status == 404 && !page.body.contains(&reference), "a centre would learn who bids (HR-10): {}", page.body);
            let home = centre.get("/centre/institutions").await;
            assert!(!home.body.contains("待核款项"), "{}", home.body);
            let id = store::bank_line::list_of_nobody(&mut world.parts.store.reader(), 9).await.unwrap()[0].facts.id;
            let token = home.field("token");
            let refund = centre.post(&format!("/workbench/suspense/{id}/refund"), &[("token", &token), ("reason", "打错账户，退回")]).await;
            assert_eq!(refund.status, 404, "{}", refund.body);
        }
        assert!(!suspense(&world).await.contains(&reference));
        let told = world.logged_in("3-insurer").await.get("/notices").await.body;
        assert!(!told.contains("有到账款项待核实"), "nothing is there for the institution to look at");
        let page = bidder.get(&order).await.body;
        assert!(page.contains("收款账户不属于任何机构。由平台运营方两人核实后退回付款账户") && !page.contains("出函机构将核实"), "{page}");
    }

    async fn who_paid_in_time_gets_the_letter_though_the_bank_reports_after_the_deadline(world: TestWorld) {
        let (_, order, (account, amount, reference)) = submitted(&world).await;
        world.clock.advance(29 * Timestamp::MINUTE);
        let line = world.transfer(&account, &amount, &reference);
        world.clock.advance(10 * Timestamp::MINUTE);
        world.run_jobs().await;
        let mut bidder = world.logged_in("1-bidder").await;
        assert!(bidder.get(&order).await.body.contains("已取消"));
        world.report(&line).await;
        world.run_jobs().await;
        let page = bidder.get(&order).await.body;
        assert!(page.contains("保函已出具") && page.contains("费用在付款期限内到账，恢复办理"), "{page}");
        assert!(bidder.get("/notices").await.body.contains("款项在付款期限内到账，订单已恢复办理"));
        assert!(!suspense(&world).await.contains("待核实"), "no person has to see to it");
    }

    async fn the_same_report_twice_settles_once(world: TestWorld) {
        let (mut bidder, order, (account, amount, reference)) = submitted(&world).await;
        let line = world.transfer(&account, &amount, &reference);
        assert!(world.report(&line).await.body.contains("\"duplicate\":false"));
        assert!(world.report(&line).await.body.contains("\"duplicate\":true"));
        world.run_jobs().await;
        world.report(&line).await;
        world.run_jobs().await;
        assert!(bidder.get(&order).await.body.contains("保函已出具"));
        assert!(suspense(&world).await.contains("没有待核款项"));
    }

    async fn a_report_not_signed_by_the_bank_is_refused(world: TestWorld) {
        let (mut bidder, order, (account, amount, reference)) = submitted(&world).await;
        let line = world.transfer(&account, &amount, &reference);
        let forger = gm::SecretKey::generate(world.parts.entropy.as_ref());
        let answer = world.report_signed_by(&line, &forger).await;
        assert_eq!((answer.status, answer.headers["content-type"].as_str()), (401, "application/problem+json"));
        world.run_jobs().await;
        assert!(bidder.get(&order).await.body.contains("等待支付"));
    }

    async fn unpaid_for_thirty_minutes_lapses_and_later_money_is_refunded_by_a_person(world: TestWorld) {
        let (mut bidder, order, (account, amount, reference)) = submitted(&world).await;
        world.clock.advance(30 * Timestamp::MINUTE - 1);
        world.run_jobs().await;
        world.clock.advance(1);
        world.run_jobs().await;
        let mut bidder_again = world.logged_in("1-bidder").await;
        std::mem::swap(&mut bidder, &mut bidder_again);
        assert!(bidder.get(&order).await.body.contains("已取消"));
        let line = world.transfer(&account, &amount, &reference);
        world.report(&line).await;
        world.run_jobs().await;
        let mut staff = world.logged_in("3-insurer").await;
        let page = staff.get("/workbench/suspense").await;
        assert!(page.body.contains("付款期限届满或订单关闭后到账"));
        let id = page.between("/workbench/suspense/bln_", "/");
        let refund = format!("/workbench/suspense/bln_{id}/refund");
        assert_eq!(staff.submit("/workbench/suspense", &refund, &[("reason", "逾期到账，退回")]).await.status, 303);
        let mut second = world.logged_in("8-insurer").await;
        assert_eq!(second.submit("/workbench/suspense", &format!("/workbench/suspense/bln_{id}/approve"), &[]).await.status, 303);
        world.run_jobs().await;
        assert!(staff.get("/workbench/suspense").await.body.contains("已退款"));
        assert_eq!(staff.submit("/workbench/suspense", &refund, &[("reason", "再退一次")]).await.status, 409);
        assert!(bidder.get(&order).await.body.contains("已取消"));
    }

    async fn late_money_can_be_honoured_and_then_reviewed(world: TestWorld) {
        let (_, order, (account, amount, reference)) = submitted(&world).await;
        world.clock.advance(31 * Timestamp::MINUTE);
        world.run_jobs().await;
        world.report(&world.transfer(&account, &amount, &reference)).await;
        world.run_jobs().await;
        let mut staff = world.logged_in("3-insurer").await;
        let id = staff.get("/workbench/suspense").await.between("/workbench/suspense/bln_", "/");
        assert_eq!(staff.submit("/workbench/suspense", &format!("/workbench/suspense/bln_{id}/honour"), &[]).await.status, 303);
        world.approve(&order, "3-insurer", "8-insurer").await;
        world.run_jobs().await;
        assert!(world.logged_in("1-bidder").await.get(&order).await.body.contains("保函已出具"));
    }

    async fn withdrawn_before_payment_is_closed_and_stays_closed(world: TestWorld) {
        let (mut bidder, order, (account, amount, reference)) = submitted(&world).await;
        let withdraw = format!("{order}/withdraw");
        assert_eq!(bidder.submit(&order, &withdraw, &[]).await.status, 303);
        assert!(bidder.get(&order).await.body.contains("订单关闭"));
        assert_eq!(bidder.submit(&order, &withdraw, &[]).await.status, 409);
        world.report(&world.transfer(&account, &amount, &reference)).await;
        world.run_jobs().await;
        assert!(bidder.get(&order).await.body.contains("订单关闭"));
        assert!(suspense(&world).await.contains("付款期限届满或订单关闭后到账"));
        world.clock.advance(31 * Timestamp::MINUTE);
        world.run_jobs().await;
        assert!(world.logged_in("1-bidder").await.get(&order).await.body.contains("订单关闭"), "the timer undid the withdrawal");
    }
}

use counterparts::institution::{Institution, Manners};
use domain::time::Timestamp;
use testkit::{Browser, TestWorld, on_both_engines};

const INSURER: &str = "衡岳财产保险股份有限公司";

/// An order at the institution with its own system, signed and submitted, and everything said about it so far.
pub(crate) async fn submitted(world: &TestWorld, institution: &Institution) -> (Browser, String) {
    let mut bidder = world.logged_in("1-bidder").await;
    let order = world.submitted(&mut bidder, "1-bidder", "650000", INSURER).await;
    world.exchange(institution).await;
    (bidder, order)
}

/// The buyer pays at the cashier.
pub(crate) async fn pay(bidder: &mut Browser, order: &str) -> String {
    let page = bidder.get(order).await;
    let cashier = page.between("class=\"btn lg\" href=\"", "\"");
    let http = partners::http::builder(std::time::Duration::from_secs(5)).build().unwrap();
    let shown = http.get(&cashier).send().await.unwrap().text().await.unwrap();
    assert!(shown.contains("确认支付"), "{shown}");
    http.post(&cashier).send().await.unwrap();
    cashier
}

on_both_engines! {
    async fn an_order_is_accepted_paid_at_the_cashier_and_issued_by_the_institutions_own_system(world: TestWorld) {
        let institution = world.own_system("cashier").await;
        let (mut bidder, order) = submitted(&world, &institution).await;
        pay(&mut bidder, &order).await;
        assert!(bidder.get(&order).await.body.contains("等待支付"), "the buyer's word settles nothing");
        world.exchange(&institution).await;
        let page = bidder.get(&order).await;
        assert!(page.body.contains("保函已出具"), "{} {:?}", page.body, (institution.book().refusals(), institution.trouble()));
        let letter = bidder.get(&format!("{order}/documents/letter.pdf")).await;
        assert_eq!((letter.status, &letter.bytes[..5]), (200, b"%PDF-".as_slice()));
        let verified = world.browser().upload("/verify", &[], &[("file", "letter.pdf", &letter.bytes)]).await;
        assert!(verified.body.contains("id=\"verdict\"") && verified.body.contains(INSURER), "{}", verified.body);
        let number = bidder.get(&order).await.between("订单 <span class=\"mono\">", "<");
        assert!(institution.book().order(&number).unwrap().unwrap().guarantee.is_some());
    }

    async fn p5_both_numbers_of_an_institutions_own_letter_verify_with_the_code_it_was_told(world: TestWorld) {
        let institution = world.own_system("cashier").await;
        let (mut bidder, order) = submitted(&world, &institution).await;
        pay(&mut bidder, &order).await;
        world.exchange(&institution).await;
        let page = bidder.get(&order).await;
        let [ours, theirs, code] = ["guarantee-number", "issuer-number", "check-code"].map(|id| page.between(&format!("id=\"{id}\">"), "<"));
        let number = page.between("订单 <span class=\"mono\">", "<");
        let told = institution.book().order(&number).unwrap().unwrap().order;
        assert_eq!((told.platform_number.as_deref(), told.check_code.as_deref()), (Some(ours.as_str()), Some(code.as_str())));
        // As copied out of a mail or a table: dashes of typesetters, full width, what is not seen (P4).
        let spread = |number: &str| number.chars().map(|c| format!("{c}%E2%80%8B")).collect::<String>();
        let dashed = |number: &str| format!("%EF%BB%BF{}%20", number.replace('-', "%E2%80%93"));
        for number in [&ours, &theirs, &theirs.to_lowercase(), &spread(&theirs), &dashed(&theirs), &spread(&ours)] {
            let answer = world.browser().get(&format!("/verify?number={number}&code={code}")).await;
            assert!(answer.body.contains("真实有效") && answer.body.contains(&theirs), "{number}: {}", answer.body);
        }
        let wrong = world.browser().get(&format!("/verify?number={theirs}&code=2222-2222-2222-2222")).await;
        assert!(wrong.body.contains("编号与校验码不相符"), "{}", wrong.body);
        for format in ["pdf", "ofd"] {
            let letter = bidder.get(&format!("{order}/documents/letter.{format}")).await.bytes;
            let answer = world.browser().upload("/verify", &[], &[("file", "letter", &letter)]).await;
            assert!(answer.body.contains("平台登记，文件中写明") && !answer.body.contains("文件中未找到"), "{format}: {}", answer.body);
        }
    }

    async fn a_buyer_who_says_to_have_paid_has_the_institution_asked_and_settles_nothing(world: TestWorld) {
        let institution = world.own_system("cashier").await;
        let (mut bidder, order) = submitted(&world, &institution).await;
        let paid = format!("{order}/paid");
        assert_eq!(bidder.submit(&order, &paid, &[]).await.status, 303);
        world.run_jobs().await;
        assert!(bidder.get(&order).await.body.contains("等待支付"), "the institution knows of no payment");
        pay(&mut bidder, &order).await;
        // The institution's own word never comes: it is asked.
        assert_eq!(bidder.submit(&order, &paid, &[]).await.status, 303);
        world.run_jobs().await;
        assert!(!bidder.get(&order).await.body.contains("等待支付"));
        world.exchange(&institution).await;
        assert!(bidder.get(&order).await.body.contains("保函已出具"), "its late word changes nothing: {:?}", institution.trouble());
        let mut other = world.logged_in("2-bidder").await;
        assert_eq!(other.submit("/650000/lots/new", &paid, &[]).await.status, 404, "somebody else's order");
    }

    async fn a_fee_that_is_transferred_is_reported_by_the_bank_and_the_institution_is_told(world: TestWorld) {
        let institution = world.own_system("transfer").await;
        let (mut bidder, order) = submitted(&world, &institution).await;
        world.pay(&mut bidder, &order).await;
        world.exchange(&institution).await;
        assert!(bidder.get(&order).await.body.contains("保函已出具"), "{:?}", (institution.book().refusals(), institution.trouble()));
    }

    async fn an_order_that_is_not_accepted_is_over_with_the_reason(world: TestWorld) {
        let institution = world.own_system("cashier").await;
        institution.behave(Manners { refuses: true, ..Manners::default() });
        let (mut bidder, order) = submitted(&world, &institution).await;
        let page = bidder.get(&order).await;
        assert!(page.body.contains("不符合承保条件") && page.body.contains("审核退回"), "{}", page.body);
    }

    async fn a_letter_that_is_not_what_was_signed_is_left_to_a_person(world: TestWorld) {
        let institution = world.own_system("cashier").await;
        let (mut bidder, order) = submitted(&world, &institution).await;
        institution.behave(Manners { wrong_amount: true, ..Manners::default() });
        pay(&mut bidder, &order).await;
        world.exchange(&institution).await;
        assert!(!bidder.get(&order).await.body.contains("保函已出具"));
        let health = world.logged_in("a-newcomer").await.get("/workbench/health").await;
        assert!(health.body.contains("保函金额与订单不一致"), "{}", health.body);
    }

    async fn k9_a_letter_whose_text_is_not_what_was_agreed_is_left_to_a_person(world: TestWorld) {
        let institution = world.own_system("cashier").await;
        let (mut bidder, order) = submitted(&world, &institution).await;
        institution.behave(Manners { any_text: true, ..Manners::default() });
        pay(&mut bidder, &order).await;
        world.exchange(&institution).await;
        assert!(!bidder.get(&order).await.body.contains("保函已出具"));
        let health = world.logged_in("a-newcomer").await.get("/workbench/health").await;
        for element in ["没有写明保函编号", "没有写明申请人名称", "没有写明标段编号", "没有写明担保金额", "没有写明有效期至"] {
            assert!(health.body.contains(element), "{element}: {}", health.body);
        }
    }

    async fn an_order_nobody_pays_for_is_closed_on_both_sides(world: TestWorld) {
        let institution = world.own_system("cashier").await;
        let (_, order) = submitted(&world, &institution).await;
        world.clock.advance(25 * Timestamp::HOUR);
        world.exchange(&institution).await;
        // Half an hour without a click ends the session, too.
        let mut bidder = world.logged_in("1-bidder").await;
        assert!(bidder.get(&order).await.body.contains("已取消"));
        let number = bidder.get(&order).await.between("订单 <span class=\"mono\">", "<");
        let state = institution.book().order(&number).unwrap().unwrap().state;
        assert_eq!(state, protocol::message::ApplicationState::Closed);
    }
}

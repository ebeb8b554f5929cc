//! The second person agrees to what stands on that person's page, and to nothing that was put in its place.

use crate::article::{DESK, begun, write};
use crate::credit::{asked, id, value};
use crate::special_form::{TEXT, asked as form_asked};
use domain::credit_line::CreditLineState;
use testkit::{Browser, TestWorld, on_both_engines};

async fn proposed(first: &mut Browser, page: &str, limit: &str) {
    let form = first.get(page).await.body;
    let (from, until) = (value(&form, "from"), value(&form, "until"));
    let fields = [("kind", "grant"), ("limit", limit), ("from", &from), ("until", &until), ("rate", "")];
    let answer = first.submit(page, &format!("{page}/propose"), &fields).await;
    assert_eq!(answer.status, 303, "{}", answer.body);
}

on_both_engines! {
    async fn a_proposal_of_credit_that_was_exchanged_is_not_agreed_to_by_the_page_of_the_one_before(world: TestWorld) {
        let mut bidder = world.logged_in("1-bidder").await;
        let line = asked(&world, &mut bidder, "1000000").await;
        let page = format!("/workbench{line}");
        let (mut first, mut second) = (world.logged_in("5-guarantor").await, world.logged_in("f-guarantor").await);
        proposed(&mut first, &page, "1000000").await;
        let old = second.get(&page).await.field("seen");
        proposed(&mut first, &page, "99000000").await;
        let state = async || store::credit_line::load(&mut world.parts.store.reader(), id(&line)).await.unwrap().unwrap();
        for verb in ["confirm", "reject", "return"] {
            let fields = [("seen", old.as_str()), ("comment", "营业执照看不清")];
            let late = second.submit(&page, &format!("{page}/{verb}"), &fields).await;
            assert!(late.status == 409 && late.body.contains("内容刚刚被更新"), "{verb}: {}", late.body);
            let without = second.submit(&page, &format!("{page}/{verb}"), &[("seen", ""), ("comment", "营业执照看不清")]).await;
            assert!([409, 400, 422].contains(&without.status), "{verb}: {}", without.status);
        }
        assert_eq!(state().await.state, CreditLineState::Submitted);
        assert_eq!(second.submit(&page, &format!("{page}/confirm"), &[]).await.status, 303);
        assert_eq!(state().await.terms.unwrap().limit.plain(), "99000000.00", "what stood on the page");
    }

    async fn a_text_that_was_rewritten_is_not_approved_by_the_page_of_the_one_before(world: TestWorld) {
        let (_, _, mut first, form) = form_asked(&world).await;
        assert_eq!(first.submit(&form, &form, &[("text", TEXT)]).await.status, 303);
        let mut second = world.logged_in("8-insurer").await;
        let old = second.get(&form).await.field("seen");
        assert_eq!(first.submit(&form, &form, &[("text", &TEXT.replace("特别约定", "补充约定"))]).await.status, 303);
        assert_eq!(second.submit(&form, &format!("{form}/approve"), &[("seen", &old)]).await.status, 409);
        assert_eq!(second.submit(&form, &format!("{form}/approve"), &[]).await.status, 303);
    }

    async fn a_manuscript_that_was_rewritten_is_not_published_by_the_page_of_the_one_before(world: TestWorld) {
        let (mut first, mut second) = (world.logged_in("7-centre-hn").await, world.logged_in("9-centre-hn").await);
        let article = begun(&mut first, "news", "关于系统升级的公告", "升级期间不能办理业务。").await;
        assert_eq!(first.submit(&article, &format!("{article}/submit"), &[]).await.status, 303);
        let old = second.get(&article).await.field("seen");
        assert_eq!(write(&mut first, &article, &[("title", "关于系统升级的公告"), ("text", "升级期间照常。")], &[]).await.status, 303);
        assert_eq!(first.submit(&article, &format!("{article}/submit"), &[]).await.status, 303);
        for verb in ["publish", "back"] {
            let late = second.submit(DESK, &format!("{article}/{verb}"), &[("seen", &old), ("note", "请修改")]).await;
            assert_eq!(late.status, 409, "{verb}");
        }
        assert_eq!(second.submit(&article, &format!("{article}/publish"), &[]).await.status, 303);
    }

    async fn who_refused_credit_reads_neither_numbers_nor_papers_afterwards(world: TestWorld) {
        let mut bidder = world.logged_in("1-bidder").await;
        let line = asked(&world, &mut bidder, "1000000").await;
        let page = format!("/workbench{line}");
        let (mut first, mut second) = (world.logged_in("5-guarantor").await, world.logged_in("f-guarantor").await);
        let paper = format!("{page}/files/{}", first.get(&page).await.between(&format!("{page}/files/"), "\""));
        assert_eq!(first.get(&paper).await.status, 200);
        let fields = [("kind", "refuse"), ("reason", "净资产不足")];
        assert_eq!(first.submit(&page, &format!("{page}/propose"), &fields).await.status, 303);
        assert_eq!(second.submit(&page, &format!("{page}/confirm"), &[]).await.status, 303);
        let shown = second.get(&page).await;
        assert!(shown.status == 200 && shown.body.contains("授信未通过"), "{}", shown.body);
        assert!(!shown.body.contains("6222") && !shown.body.contains("/files/"), "{}", shown.body);
        assert_eq!(second.get(&paper).await.status, 404);
        assert_eq!(second.submit(&page, &format!("{page}/reveal"), &[]).await.status, 404);
    }
}

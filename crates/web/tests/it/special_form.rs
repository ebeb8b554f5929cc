use domain::id::SpecialFormId;
use domain::special_form::{SpecialForm, SpecialFormEvent};
use testkit::{Browser, Fetched, TestWorld, on_both_engines};

const INSURER: &str = "江海财产保险股份有限公司";
pub(crate) const TEXT: &str = "投标保函（专用格式）\n\n致受益人：{beneficiary}\n\n鉴于 {applicant} 参加 {lot_name} 的投标，{guarantor} 出具本保函。\n\n\
                    【担保金额】最高金额为人民币 {amount} 元（大写：{capitals}）。\n\n【特别约定】受益人凭一次书面通知即可索赔，本保函有效期至 {expiry}。";

/// Asks for a special form with a page of the tender file; gives back the form's address part.
pub(crate) async fn ask(bidder: &mut Browser, order: &str, note: &str, page: &[u8]) -> Fetched {
    let token = bidder.get(&format!("{order}/form")).await.field("token");
    // As a browser does when no file is chosen.
    let called = if page.is_empty() { "" } else { "p.pdf" };
    bidder.upload(&format!("{order}/form"), &[("token", &token), ("note", note)], &[("page", called, page)]).await
}

pub(crate) async fn asked(world: &TestWorld) -> (Browser, String, Browser, String) {
    let mut bidder = world.logged_in("1-bidder").await;
    let order = bidder.draft("650000", INSURER).await;
    let answer = ask(&mut bidder, &order, "招标文件第 12 页要求凭一次书面通知索赔", b"%PDF-1.7 page").await;
    assert_eq!(answer.status, 303, "{}", answer.body);
    let mut staff = world.logged_in("3-insurer").await;
    let form = format!("/workbench/forms/{}", staff.get("/workbench/forms").await.between("href=\"/workbench/forms/", "\""));
    (bidder, order, staff, form)
}

on_both_engines! {
    async fn a_special_form_is_asked_for_drafted_approved_by_a_second_person_confirmed_and_issued(world: TestWorld) {
        let (mut bidder, order, mut first, form) = asked(&world).await;
        assert!(bidder.get(&format!("{order}/confirm")).await.location.ends_with("/form"), "nothing can be signed meanwhile");
        let page = first.get(&form).await;
        assert!(page.body.contains("凭一次书面通知索赔") && page.body.contains("{beneficiary}"), "{}", page.body);
        let tender = first.get(&format!("{}/tender-page", form.replace("/workbench", ""))).await;
        assert_eq!((tender.status, tender.bytes.as_slice()), (200, b"%PDF-1.7 page".as_slice()));

        let drawn = first.submit(&form, &format!("{form}/preview"), &[("text", TEXT)]).await;
        assert!(drawn.status == 200 && drawn.body.contains("<svg"), "{}", drawn.body);
        let foreign = bidder.submit("/applications", &format!("{form}/preview"), &[("text", TEXT)]).await;
        assert_eq!(foreign.status, 404, "the applicant does not draft");
        let wrong = first.submit(&form, &form, &[("text", &TEXT.replace("{amount}", "{sum}"))]).await;
        assert!(wrong.status == 422 && wrong.body.contains("sum") && wrong.body.contains("特别约定"), "what was typed is kept: {}", wrong.body);
        assert_eq!(first.submit(&form, &form, &[("text", TEXT)]).await.status, 303);
        let own = first.submit(&form, &format!("{form}/approve"), &[]).await;
        assert!(own.status == 409 && own.body.contains("经办人不能复核"), "{}", own.body);
        let early = bidder.submit(&format!("{order}/form"), &format!("{order}/form/confirm"), &[]).await;
        assert_eq!(early.status, 409);

        let mut second = world.logged_in("8-insurer").await;
        assert_eq!(second.submit(&form, &format!("{form}/approve"), &[]).await.status, 303);
        let late = second.submit("/workbench/forms", &form, &[("text", TEXT)]).await;
        assert_eq!(late.status, 409, "an approved text is fixed");
        let page = bidder.get(&format!("{order}/form")).await;
        assert!(page.body.contains("采用该格式"), "{}", page.body);
        assert_eq!(bidder.submit(&format!("{order}/form"), &format!("{order}/form/confirm"), &[]).await.location, format!("{order}/confirm"));

        let signed = bidder.sign(&order, &world.sealer("1-bidder"), world.parts.entropy.as_ref()).await;
        assert_eq!(signed.status, 303, "{}", signed.body);
        world.pay(&mut bidder, &order).await;
        world.run_jobs().await;
        let letter = bidder.get(&format!("{order}/documents/letter.ofd")).await.bytes;
        let entries = documents::package::read(&letter).unwrap();
        let record = entries.iter().find(|(path, _)| path.ends_with("kaihan.json")).unwrap();
        assert!(String::from_utf8_lossy(&record.1).contains("special/spf_"), "the letter names its wording");
        let other = bidder.draft("650000", INSURER).await;
        assert!(!bidder.get(&format!("{other}/confirm")).await.body.contains("special/"), "only that application uses it");

        app::wording::check(&world.world).await.unwrap();
        let id: SpecialFormId = form.rsplit('/').next().unwrap().parse().unwrap();
        let row = store::special_form::load(&mut world.parts.store.reader(), id).await.unwrap().unwrap();
        let history = store::event::history(&mut world.parts.store.reader(), &id.to_string()).await.unwrap();
        let log: Vec<SpecialFormEvent> = history.iter().map(|entry| serde_json::from_str(&entry.payload).unwrap()).collect();
        let mut folded = SpecialForm::born(&log[0]).unwrap();
        log[1..].iter().for_each(|event| folded.apply(event));
        assert_eq!(folded, row);
    }

    async fn a_long_draft_outlives_the_session_to_the_last_character(world: TestWorld) {
        let (_, _, mut staff, form) = asked(&world).await;
        let token = staff.get(&form).await.field("token");
        let text = format!("{TEXT}{}", "条款".repeat(9_000));
        world.clock.advance(31 * 60 * 1_000_000);
        let late = staff.post(&form, &[("token", &token), ("text", &text)]).await;
        assert_eq!(late.status, 401, "{}", late.body);
        let kept = late.field("kept").replace("&#38;", "&");
        // A PIN that was wrong loses nothing either.
        let wrong = staff.post("/login", &[("nonce", ""), ("expires", "0"), ("chain", ""), ("signature", ""), ("next", &form), ("kept", &kept)]).await;
        assert_eq!(wrong.field("kept").replace("&#38;", "&"), kept);
        let back = world.log_in_with(&mut staff, "3-insurer", &[("next", &form), ("kept", &kept)]).await;
        assert!(back.status == 200 && back.body.contains(&"条款".repeat(9_000)), "{}", back.body.len());
    }

    async fn the_note_of_a_request_outlives_the_session_and_its_file_is_asked_for_by_name(world: TestWorld) {
        let mut bidder = world.logged_in("1-bidder").await;
        let order = bidder.draft("650000", INSURER).await;
        let path = format!("{order}/form");
        let token = bidder.get(&path).await.field("token");
        world.clock.advance(31 * 60 * 1_000_000);
        let note = "招标文件第 12 页要求凭一次书面通知索赔";
        let late = bidder.upload(&path, &[("token", &token), ("note", note)], &[("page", "第12页.pdf", b"%PDF-1.7 page")]).await;
        assert!(late.status == 401 && late.body.contains("第12页.pdf"), "{}", late.body);
        let kept = late.field("kept").replace("&#38;", "&");
        let back = world.log_in_with(&mut bidder, "1-bidder", &[("next", &path), ("kept", &kept)]).await;
        for part in [note, "multipart/form-data", "文件“第12页.pdf”没有保留，请重新选择", "name=\"page\""] {
            assert!(back.body.contains(part), "{part}: {}", back.body);
        }
        let token = back.field("token");
        let again = bidder.upload(&path, &[("token", &token), ("note", note)], &[("page", "第12页.pdf", b"%PDF-1.7 page")]).await;
        assert_eq!(again.status, 303, "{}", again.body);
    }

    async fn an_empty_page_is_called_empty_and_not_passed_over(world: TestWorld) {
        let mut bidder = world.logged_in("1-bidder").await;
        let order = bidder.draft("650000", INSURER).await;
        let (path, note) = (format!("{order}/form"), "招标文件要求见索即付");
        let token = bidder.get(&path).await.field("token");
        let answer = bidder.upload(&path, &[("token", &token), ("note", note)], &[("page", "p.pdf", b"")]).await;
        assert!(answer.status == 422 && answer.body.contains("“p.pdf”是空文件") && answer.body.contains("招标文件要求见索即付"), "{}", answer.body);
    }

    async fn a_special_form_that_is_refused_or_given_up_leaves_the_standard_wording(world: TestWorld) {
        let (mut bidder, order, mut staff, form) = asked(&world).await;
        assert_eq!(staff.submit(&form, &format!("{form}/refuse"), &[("reason", " ")]).await.status, 422);
        assert_eq!(staff.submit(&form, &format!("{form}/refuse"), &[("reason", "不承保此类条款")]).await.status, 303);
        assert!(bidder.get(&format!("{order}/form")).await.body.contains("不承保此类条款"));
        assert_eq!(bidder.get(&format!("{order}/confirm")).await.status, 200);
        assert_eq!(ask(&mut bidder, &order, "再申请一次", b"").await.status, 303);
        assert_eq!(bidder.submit(&format!("{order}/form"), &format!("{order}/form/abandon"), &[]).await.status, 303);
        assert_eq!(bidder.get(&format!("{order}/confirm")).await.status, 200);
    }

    async fn a_refused_special_form_is_not_recorded_as_agreed(world: TestWorld) {
        let (mut bidder, order, mut staff, form) = asked(&world).await;
        assert_eq!(staff.submit(&form, &format!("{form}/refuse"), &[("reason", "不出具见索即付保函")]).await.status, 303);
        let page = bidder.get(&order).await.body;
        assert!(page.contains("未采用特殊格式") && !page.contains("确定保函格式") && !page.contains("确定特殊格式"), "{page}");
    }

    async fn another_kind_of_file_is_refused_and_the_note_is_kept(world: TestWorld) {
        let mut bidder = world.logged_in("1-bidder").await;
        let order = bidder.draft("650000", INSURER).await;
        let answer = ask(&mut bidder, &order, "要求见附件", b"MZ program").await;
        assert!(answer.status == 422 && answer.body.contains("要求见附件") && answer.body.contains("请上传 PDF、PNG 或 JPG"), "{}", answer.body);
        let short = ask(&mut bidder, &order, "长", b"").await;
        assert!(short.status == 422 && short.body.contains("2 至 500 个字"), "{}", short.body);
    }

    async fn other_institutions_and_applicants_see_no_special_form(world: TestWorld) {
        let (_, _, _, form) = asked(&world).await;
        let public = form.replace("/workbench", "");
        for persona in ["4-bank", "2-bidder", "6-centre-xj"] {
            let mut stranger = world.logged_in(persona).await;
            for path in [form.clone(), format!("{public}/tender-page"), format!("{public}/letter/1.0123456789abcdef.svg")] {
                assert_eq!(stranger.get(&path).await.status, 404, "{persona} {path}");
            }
        }
        let mut bank = world.logged_in("4-bank").await;
        assert!(bank.get("/workbench/forms").await.body.contains("没有特殊格式申请"));
    }
}

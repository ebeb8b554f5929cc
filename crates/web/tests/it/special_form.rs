use domain::id::SpecialFormId;
use domain::special_form::{SpecialForm, SpecialFormEvent};
use testkit::{Browser, Fetched, TestWorld, on_both_engines};

const INSURER: &str = "江海财产保险股份有限公司";
pub(crate) const TEXT: &str = "投标保函（专用格式）\n\n致受益人：{beneficiary}\n\n鉴于 {applicant} 参加 {lot_name} 的投标，{guarantor} 出具本保函。\n\n\
                    【担保金额】最高金额为人民币 {amount} 元（大写：{capitals}）。\n\n【特别约定】受益人凭一次书面通知即可索赔，本保函有效期至 {expiry}。";

/// Asks for a special form with a page of the tender file; gives back the form's address part.
pub(crate) async fn ask(bidder: &mut Browser, order: &str, note: &str, page: &[u8]) -> Fetched {
    let token = bidder.get(&format!("{order}/form")).await.field("token");
    bidder.upload(&format!("{order}/form"), &[("token", &token), ("note", note)], &[("page", "p.pdf", page)]).await
}

async fn asked(world: &TestWorld) -> (Browser, String, Browser, String) {
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
            for path in [form.clone(), format!("{public}/tender-page"), format!("{public}/letter/1.svg")] {
                assert_eq!(stranger.get(&path).await.status, 404, "{persona} {path}");
            }
        }
        let mut bank = world.logged_in("4-bank").await;
        assert!(bank.get("/workbench/forms").await.body.contains("没有特殊格式申请"));
    }
}

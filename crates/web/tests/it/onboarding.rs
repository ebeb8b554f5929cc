use domain::time::Timestamp;
use testkit::{Browser, Fetched, TestWorld, on_both_engines};

const MOBILE: &str = "13900001010";
const PDF: &[u8] = b"%PDF-1.7 authorisation";

/// The digits in the last message on a phone.
async fn code(world: &TestWorld, mobile: &str) -> String {
    let text = world.last_message(mobile).await.unwrap();
    text.split("验证码 ").nth(1).unwrap().chars().take(6).collect()
}

fn name(world: &TestWorld) -> (&'static str, String) {
    let persona = world.persona("a-newcomer");
    (persona.organisation, persona.uscc())
}

/// Presses a form's button for the code; the answer is the form again.
async fn ask_code(browser: &mut Browser, page: &str, fields: &[(&str, &str)]) -> Fetched {
    let fields: Vec<_> = fields.iter().copied().chain([("do", "code")]).collect();
    browser.upload(page, &fields, &[]).await
}

/// Applies on a site with a fresh code.
pub(crate) async fn apply(world: &TestWorld, site: &str) -> Fetched {
    let (name, uscc) = name(world);
    let mut browser = world.browser();
    let page = format!("/{site}/onboarding/apply");
    let fields = [
        ("name", name),
        ("uscc", uscc.as_str()),
        ("kind", "insurer"),
        ("introduction", "经营工程保证保险，服务投标人。"),
        ("contact", "苏云起"),
        ("mobile", MOBILE),
    ];
    let asked = ask_code(&mut browser, &page, &fields).await;
    assert_eq!(asked.status, 200, "{}", asked.body);
    let code = code(world, MOBILE).await;
    let fields: Vec<_> = fields.iter().copied().chain([("code", code.as_str())]).collect();
    browser.upload(&page, &fields, &[("attachments", "授权书.pdf", PDF)]).await
}

/// Says who asks, with a fresh code for that page.
pub(crate) async fn identified(world: &TestWorld, page: &str) -> Fetched {
    // The pause between two codes to one phone.
    world.clock.advance(61 * Timestamp::SECOND);
    let (name, uscc) = name(world);
    let mut browser = world.browser();
    let fields = [("name", name), ("uscc", uscc.as_str()), ("mobile", MOBILE)];
    ask_code(&mut browser, page, &fields).await;
    let code = code(world, MOBILE).await;
    let fields: Vec<_> = fields.iter().copied().chain([("code", code.as_str())]).collect();
    browser.upload(page, &fields, &[]).await
}

/// Asks for acceptance; gives back the answer to the second form.
async fn request(world: &TestWorld, site: &str, connection: &str) -> Fetched {
    request_at(world, site, connection, "http://127.0.0.1:9").await
}

/// The same with its own system at this address.
pub(crate) async fn request_at(world: &TestWorld, site: &str, connection: &str, address: &str) -> Fetched {
    let form = identified(world, &format!("/{site}/onboarding/acceptance")).await;
    let ticket = form.field("ticket");
    let page = format!("/{site}/onboarding/acceptance/details");
    let mut browser = world.browser();
    let fields = [
        ("ticket", ticket.as_str()),
        ("short_name", "衡岳财险"),
        ("connection", connection),
        ("address", address),
        ("account_holder", "衡岳财产保险股份有限公司"),
        ("account_number", "4301 2345 6789 0123"),
        ("account_bank", "参考银行 长沙岳麓支行"),
        ("contact", "苏云起"),
        ("mobile", MOBILE),
    ];
    ask_code(&mut browser, &page, &fields).await;
    let code = code(world, MOBILE).await;
    let fields: Vec<_> = fields.iter().copied().chain([("code", code.as_str())]).collect();
    browser.upload(&page, &fields, &[("logo", "logo.png", b"\x89PNG logo")]).await
}

/// The address of the newcomer's page on the centre's desk.
pub(crate) async fn desk(staff: &mut Browser, world: &TestWorld) -> String {
    let (name, _) = name(world);
    let list = staff.get("/centre/institutions").await;
    let row = list.between(&format!("{name}</th>"), "</tr>");
    format!("/centre/institutions/{}", row.split("/centre/institutions/").nth(1).unwrap().split('"').next().unwrap())
}

pub(crate) async fn decide(staff: &mut Browser, page: &str, kind: &str, words: &str) -> Fetched {
    staff.submit(page, page, &[("kind", kind), ("words", words)]).await
}

on_both_engines! {
    async fn an_institution_applies_is_admitted_by_two_persons_and_asks_for_acceptance(world: TestWorld) {
        let applied = apply(&world, "430000").await;
        assert!(applied.status == 200 && applied.body.contains("提交成功"), "{}", applied.body);
        let progress = identified(&world, "/430000/onboarding/progress").await;
        assert!(progress.body.contains("您的准入资质核验中！"), "{}", progress.body);

        let (mut first, mut second) = (world.logged_in("7-centre-hn").await, world.logged_in("9-centre-hn").await);
        let page = desk(&mut first, &world).await;
        assert_eq!(decide(&mut first, &page, "admit", "").await.status, 303);
        let alone = decide(&mut first, &page, "admit", "").await;
        assert!(alone.status == 422 && alone.body.contains("另一名持证人员"), "{}", alone.body);
        assert!(identified(&world, "/430000/onboarding/progress").await.body.contains("核验中"));
        assert_eq!(decide(&mut second, &page, "admit", "").await.status, 303);
        assert!(identified(&world, "/430000/onboarding/progress").await.body.contains("您的准入资质核验通过！"));

        let requested = request(&world, "430000", "canonical").await;
        assert!(requested.status == 200 && requested.body.contains("等待验收"), "{}", requested.body);
        let again = identified(&world, "/430000/onboarding/acceptance").await;
        assert!(again.body.contains("您的接口待验收或者验收通过，无法重复提交验收申请"), "{}", again.body);
        let early = decide(&mut first, &page, "accept", "").await;
        assert!(early.status == 422 && early.body.contains("缺少有效的接口验收报告"), "{}", early.body);
        // From the admission on its people are an institution's staff.
        let mut staff = world.logged_in("a-newcomer").await;
        assert_eq!(staff.get("/workbench").await.status, 200);
    }

    async fn a_hosted_institution_without_a_seal_is_not_accepted(world: TestWorld) {
        apply(&world, "650000").await;
        let mut centre = world.logged_in("6-centre-xj").await;
        let page = desk(&mut centre, &world).await;
        assert_eq!(decide(&mut centre, &page, "admit", "").await.status, 303);
        request(&world, "650000", "hosted").await;
        let refused = decide(&mut centre, &page, "accept", "").await;
        assert!(refused.status == 422 && refused.body.contains("密钥库中没有该机构的电子印章"), "{}", refused.body);
        assert_eq!(decide(&mut centre, &page, "return", "请先交付印章").await.status, 303);
        let back = identified(&world, "/650000/onboarding/acceptance").await;
        assert!(back.body.contains("value=\"4301234567890123\"") && back.body.contains("name=\"ticket\""), "{}", back.body);
    }

    async fn until_the_phone_is_proved_every_institution_is_answered_alike(world: TestWorld) {
        apply(&world, "430000").await;
        let (name, uscc) = name(&world);
        let page = "/430000/onboarding/progress";
        let unknown = domain::party::Uscc::complete("91430000MA7QQQQQ1").unwrap().to_string();
        let mut browser = world.browser();
        let mut bodies = Vec::new();
        // Known with a wrong phone, known with a wrong name, never heard of; the first also with its right phone.
        for (name, uscc, mobile) in [(name, &uscc, "13900009999"), ("别的名字", &uscc, "13900008888"), (name, &unknown, "13900007777")] {
            let fields = [("name", name), ("uscc", uscc.as_str()), ("mobile", mobile)];
            let asked = ask_code(&mut browser, page, &fields).await;
            assert!(asked.status == 200 && asked.body.contains("验证码已发送至"), "{}", asked.body);
            assert!(world.last_message(mobile).await.is_none(), "no message goes to a phone that is no contact's");
            let fields: Vec<_> = fields.iter().copied().chain([("code", "000000")]).collect();
            let answer = browser.upload(page, &fields, &[]).await;
            bodies.push(answer.body.replace(name, "N").replace(uscc, "U").replace(mobile, "M"));
            assert_eq!(answer.status, 422);
        }
        assert!(bodies.windows(2).all(|pair| pair[0] == pair[1]), "the answers differ");
    }

    async fn a_code_counts_as_people_paste_it(world: TestWorld) {
        apply(&world, "430000").await;
        world.clock.advance(61 * Timestamp::SECOND);
        let (name, uscc) = name(&world);
        let page = "/430000/onboarding/progress";
        let fields = [("name", name), ("uscc", uscc.as_str()), ("mobile", "+86 13900001010")];
        ask_code(&mut world.browser(), page, &fields).await;
        let wide: String = code(&world, MOBILE).await.chars().map(|c| char::from_u32(u32::from(c) + 0xfee0).unwrap()).collect();
        let pasted = format!(" {wide}\u{200b}");
        let fields: Vec<_> = fields.iter().copied().chain([("code", pasted.as_str())]).collect();
        let answer = world.browser().upload(page, &fields, &[]).await;
        assert!(answer.status == 200 && answer.body.contains("核验中"), "{}", answer.body);
    }

    async fn the_right_digits_with_another_name_show_nothing(world: TestWorld) {
        apply(&world, "430000").await;
        world.clock.advance(61 * Timestamp::SECOND);
        let (_, uscc) = name(&world);
        let page = "/430000/onboarding/progress";
        let fields = [("name", "别的名字"), ("uscc", uscc.as_str()), ("mobile", MOBILE)];
        ask_code(&mut world.browser(), page, &fields).await;
        let code = code(&world, MOBILE).await;
        let fields: Vec<_> = fields.iter().copied().chain([("code", code.as_str())]).collect();
        let answer = world.browser().upload(page, &fields, &[]).await;
        assert!(answer.status == 422 && !answer.body.contains("核验中"), "{}", answer.body);
    }

    async fn a_code_counts_once_for_its_page_and_not_after_five_guesses(world: TestWorld) {
        let (name, uscc) = name(&world);
        apply(&world, "430000").await;
        let code = code(&world, MOBILE).await;
        let page = "/430000/onboarding/progress";
        let ask = async |code: &str| {
            let fields = [("name", name), ("uscc", uscc.as_str()), ("mobile", MOBILE), ("code", code)];
            world.browser().upload(page, &fields, &[]).await.status
        };
        assert_eq!(ask(&code).await, 422, "a code for the application shows no progress");
        world.clock.advance(61 * Timestamp::SECOND);
        ask_code(&mut world.browser(), page, &[("name", name), ("uscc", &uscc), ("mobile", MOBILE)]).await;
        let right = self::code(&world, MOBILE).await;
        let wrong = if right == "123456" { "654321" } else { "123456" };
        for _ in 0..5 {
            assert_eq!(ask(wrong).await, 422);
        }
        assert_eq!(ask(&right).await, 422, "dead after five guesses");
    }

    async fn a_form_with_faults_comes_back_with_everything_typed_and_the_files(world: TestWorld) {
        let page = "/430000/onboarding/apply";
        let mut browser = world.browser();
        let fields = [("name", "衡岳财产保险股份有限公司"), ("uscc", "91430000MA7HY2X83Q"), ("introduction", "短"), ("mobile", "139")];
        let answer = browser.upload(page, &fields, &[("attachments", "../../授权书.pdf", PDF), ("attachments", "x.svg", b"<svg/>")]).await;
        assert_eq!(answer.status, 422);
        for part in ["衡岳财产保险股份有限公司", "已上传：授权书.pdf", "“x.svg”不是 PDF、PNG 或 JPG"] {
            assert!(answer.body.contains(part), "{part} in {}", answer.body);
        }
        let nothing = browser.upload(page, &fields, &[("attachments", "空.pdf", b"")]).await;
        assert!(nothing.body.contains("“空.pdf”是空文件"), "{}", nothing.body);
        let kept = answer.field("kept_attachments");
        let again = browser.upload(page, &[fields[0], ("kept_attachments", kept.as_str())], &[]).await;
        assert!(again.body.contains("已上传：授权书.pdf") && again.body.contains("校验位") | again.body.contains("18 位"), "{}", again.body);
        let forged = format!("{}00", &kept[..kept.len() - 2]);
        let refused = browser.upload(page, &[("kept_attachments", forged.as_str())], &[]).await;
        assert!(!refused.body.contains("已上传"), "a file nobody handed in");
    }

    async fn a_paused_institution_is_shown_with_its_notice_and_sells_nothing(world: TestWorld) {
        let mut centre = world.logged_in("6-centre-xj").await;
        let list = centre.get("/centre/institutions?state=live").await;
        let row = list.between("江海财产保险股份有限公司</th>", "</tr>");
        let page = format!("/centre/institutions/{}", row.split("/centre/institutions/").nth(1).unwrap().split('"').next().unwrap());
        assert_eq!(decide(&mut centre, &page, "pause", " ").await.status, 422, "a notice is needed");
        assert_eq!(decide(&mut centre, &page, "pause", "系统升级，周一恢复").await.status, 303);
        let home = world.browser().get("/650000").await;
        assert!(home.body.contains("系统升级，周一恢复") && home.body.contains("暂停受理"), "{}", home.body);
        assert!(!world.browser().get("/430000").await.body.contains("系统升级，周一恢复"), "another site's centre decides there");
        let institution = home.between("href=\"/650000/institutions/", "\">江海");
        let detail = format!("/650000/institutions/{}", institution.rsplit('/').next().unwrap());
        assert!(world.browser().get(&detail).await.body.contains("系统升级，周一恢复"));
        let mut bidder = world.logged_in("1-bidder").await;
        let lots = bidder.get("/650000/lots").await;
        let lot = lots.between("<a href=\"/650000/lots/lot_", "\"");
        let quotes = bidder.get(&format!("/650000/lots/lot_{lot}")).await;
        let row = quotes.between(">江海财产保险股份有限公司</a></th>", "</tr>");
        assert!(row.contains("系统升级，周一恢复") && !row.contains("name=\"product\""), "{row}");

        assert_eq!(decide(&mut centre, &page, "take_down", "退出").await.status, 303);
        assert!(!world.browser().get("/650000").await.body.contains("江海"));
        assert_eq!(world.browser().get(&detail).await.status, 404);
    }

    async fn what_was_paid_when_an_institution_is_taken_down_is_held_for_a_person_and_issued_once_it_is_back(world: TestWorld) {
        let mut bidder = world.logged_in("1-bidder").await;
        let order = world.submitted(&mut bidder, "1-bidder", "650000", "江海财产保险股份有限公司").await;
        world.pay(&mut bidder, &order).await;
        let mut centre = world.logged_in("6-centre-xj").await;
        let list = centre.get("/centre/institutions?state=live").await;
        let row = list.between("江海财产保险股份有限公司</th>", "</tr>");
        let page = format!("/centre/institutions/{}", row.split("/centre/institutions/").nth(1).unwrap().split('"').next().unwrap());
        decide(&mut centre, &page, "take_down", "退出").await;
        world.run_jobs().await;
        let mut staff = world.logged_in("3-insurer").await;
        let held = staff.get(&order).await.body;
        assert!(held.contains("本机构在该站点已下线") && held.contains("恢复上线后继续办理"), "{held}");
        assert!(!held.contains("请选择其他出函机构") && !held.contains("/endorse\""), "no button that always fails: {held}");
        assert!(staff.get("/notices").await.body.contains("本机构已下线"));
        let told = bidder.get(&order).await.body;
        assert!(told.contains("出函机构已下线，订单暂缓办理") && told.contains("费用原路退回") && !told.contains("承诺出函时间"), "{told}");
        assert!(bidder.get("/notices").await.body.contains("订单暂缓办理"));
        decide(&mut centre, &page, "put_live", "").await;
        world.run_jobs().await;
        assert!(bidder.get(&order).await.body.contains("保函已出具"), "it had been released, and is issued by itself");
        assert!(staff.get("/notices").await.body.contains("本机构已上线"));
    }

    async fn nobody_is_asked_to_pay_or_to_sign_for_an_institution_that_is_away(world: TestWorld) {
        let mut bidder = world.logged_in("1-bidder").await;
        let unpaid = world.submitted(&mut bidder, "1-bidder", "650000", "江海财产保险股份有限公司").await;
        let (account, amount, reference) = bidder.due(&unpaid).await;
        let draft = bidder.draft("650000", "江海财产保险股份有限公司").await;
        let mut centre = world.logged_in("6-centre-xj").await;
        let list = centre.get("/centre/institutions?state=live").await;
        let row = list.between("江海财产保险股份有限公司</th>", "</tr>");
        let page = format!("/centre/institutions/{}", row.split("/centre/institutions/").nth(1).unwrap().split('"').next().unwrap());
        decide(&mut centre, &page, "pause", "系统升级，周一恢复").await;
        world.run_jobs().await;
        let confirm = bidder.get(&format!("{draft}/confirm")).await;
        assert!(confirm.status == 409 && !confirm.body.contains("data-sign"), "told before the PIN: {}", confirm.body);
        let told = bidder.get(&draft).await.body;
        assert!(told.contains("出函机构已暂停受理") && told.contains("另选出函机构"), "{told}");
        assert!(bidder.get("/notices").await.body.contains("请选择其他出函机构"));
        assert!(bidder.get(&unpaid).await.body.contains("请在截止前完成对公转账"), "what was signed goes on");
        let mut staff = world.logged_in("3-insurer").await;
        assert!(staff.get("/notices").await.body.contains("本机构已被暂停受理"));
        decide(&mut centre, &page, "take_down", "退出").await;
        world.run_jobs().await;
        let told = bidder.get(&unpaid).await.body;
        assert!(told.contains("请勿付款") && !told.contains("请在截止前完成对公转账") && told.contains("重新申请"), "{told}");
        world.report(&world.transfer(&account, &amount, &reference)).await;
        world.run_jobs().await;
        assert!(staff.get("/workbench/suspense").await.body.contains(&reference), "what comes all the same is sent back");
        decide(&mut centre, &page, "put_live", "").await;
        world.run_jobs().await;
        assert_eq!(bidder.get(&format!("{draft}/confirm")).await.status, 200);
    }

    async fn only_the_centre_of_the_site_sees_who_applied(world: TestWorld) {
        apply(&world, "430000").await;
        let page = desk(&mut world.logged_in("7-centre-hn").await, &world).await;
        for persona in ["1-bidder", "3-insurer", "6-centre-xj"] {
            let mut other = world.logged_in(persona).await;
            assert_eq!(other.get(&page).await.status, 404, "{persona}");
            assert_eq!(other.get(&format!("{page}/files/0")).await.status, 404, "{persona}");
        }
        let file = world.logged_in("7-centre-hn").await.get(&format!("{page}/files/0")).await;
        assert_eq!((file.bytes.as_slice(), file.headers["content-disposition"].starts_with("attachment")), (PDF, true));
    }
}

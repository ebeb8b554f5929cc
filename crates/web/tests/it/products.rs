use testkit::{Browser, TestWorld, on_both_engines};

const COMPANY: &str = "中正工程担保有限公司";
const FORM: [(&str, &str); 14] = [
    ("rate", "0.35"),
    ("minimum", "300"),
    ("maximum", "2000"),
    ("amount_min", "1000"),
    ("amount_max", "8000000"),
    ("term_days_max", "300"),
    ("issuing", "minutes"),
    ("issuing_count", "30"),
    ("cut_off", ""),
    ("payment", "transfer"),
    ("wording", "bid-independent/1"),
    ("from", ""),
    ("until", ""),
    ("takes_sealed", "yes"),
];

/// The address of the product of a site on the institution's list.
pub(crate) async fn product(staff: &mut Browser, site: &str) -> String {
    let list = staff.get("/workbench/products").await;
    let row = list.between(&format!("data-l=\"站点\">{site}</th>"), "</tr>");
    format!("/workbench/products/{}", row.split("/workbench/products/").nth(1).unwrap().split('"').next().unwrap())
}

pub(crate) fn with<'a>(changes: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let changed = |name: &str| changes.iter().find(|(other, _)| *other == name).map(|(_, value)| *value);
    FORM.iter().map(|(name, value)| (*name, changed(name).unwrap_or(value))).collect()
}

on_both_engines! {
    async fn the_applicant_chooses_among_the_wordings_a_product_is_sold_with(world: TestWorld) {
        let mut staff = world.logged_in("5-guarantor").await;
        let page = product(&mut staff, "新疆维吾尔自治区").await;
        let mut fields = with(&[("issuing", "real_time"), ("issuing_count", "")]);
        fields.push(("with:bid-accessory/1", "yes"));
        fields.push(("automatic", "yes"));
        assert_eq!(staff.submit(&page, &page, &fields).await.status, 303);
        assert!(staff.get(&page).await.body.contains("name=\"with:bid-accessory/1\" value=\"yes\" checked"));
        fields.push(("with:wages/1", "yes"));
        let wrong = staff.submit(&page, &page, &fields).await;
        assert!(wrong.status == 422 && wrong.body.contains("请选择可用的保函格式"), "{}", wrong.body);

        let mut bidder = world.logged_in("1-bidder").await;
        let order = bidder.draft("650000", COMPANY).await;
        let details = format!("{order}/details");
        let form = bidder.get(&details).await.body;
        assert!(form.contains("<option value=\"bid-accessory/1\">") && form.contains("<option value=\"bid-independent/1\" selected>"), "{form}");
        let mut said = vec![("name", "林知夏"), ("mobile", "13800138000"), ("email", "lin@example.com"), ("wording", "wages/1")];
        let foreign = bidder.submit(&details, &details, &said).await;
        assert!(foreign.status == 422 && foreign.body.contains("请选择出函机构提供的保函格式"), "{}", foreign.body);
        said[3] = ("wording", "bid-accessory/1");
        assert_eq!(bidder.submit(&details, &details, &said).await.status, 303);
        assert_eq!(bidder.sign(&order, &world.sealer("1-bidder"), world.parts.entropy.as_ref()).await.status, 303);
        world.pay(&mut bidder, &order).await;
        world.run_jobs().await;
        let letter = bidder.get(&format!("{order}/documents/letter.ofd")).await.bytes;
        let entries = documents::package::read(&letter).unwrap();
        let (_, record) = entries.iter().find(|(path, _)| path.ends_with("kaihan.json")).unwrap();
        assert!(String::from_utf8_lossy(record).contains("bid-accessory/1"), "the letter is of the wording that was chosen");
    }

    async fn a_day_on_which_the_institution_is_closed_puts_its_letters_off(world: TestWorld) {
        const CALENDAR: &str = "/workbench/calendar";
        let mut buyer = world.logged_in("1-bidder").await;
        let lots = buyer.get("/650000/lots").await;
        let lot = format!("/650000/lots/lot_{}", lots.between("<a href=\"/650000/lots/lot_", "\""));
        let promised = |page: String| {
            let row = page.split("长川银行股份有限公司").nth(1).unwrap().split("</tr>").next().unwrap().to_owned();
            row.split("最迟 ").nth(1).unwrap().split('<').next().unwrap().to_owned()
        };
        let before = promised(buyer.get(&lot).await.body);
        let mut staff = world.logged_in("4-bank").await;
        assert!(staff.get(CALENDAR).await.body.contains("没有登记休息日"));
        let day = before.split(' ').next().unwrap().to_owned();
        assert_eq!(staff.submit(CALENDAR, CALENDAR, &[("day", &day)]).await.status, 303);
        let after = promised(buyer.get(&lot).await.body);
        assert!(after > before, "{before} {after}");
        let past = staff.submit(CALENDAR, CALENDAR, &[("day", "2026-01-05")]).await;
        assert!(past.status == 422 && past.body.contains("日期已过") && past.body.contains("value=\"2026-01-05\""), "{}", past.body);
        let far = staff.submit(CALENDAR, CALENDAR, &[("day", "2031-01-05")]).await;
        assert!(far.status == 422 && far.body.contains("尚未公布"), "{}", far.body);
        assert_eq!(staff.submit(CALENDAR, CALENDAR, &[("day", &day), ("open", "yes")]).await.status, 303);
        assert_eq!(promised(buyer.get(&lot).await.body), before);
    }

    async fn a_changed_fee_is_quoted_from_then_on_and_an_earlier_draft_keeps_its_own(world: TestWorld) {
        let mut bidder = world.logged_in("1-bidder").await;
        let order = bidder.draft("650000", COMPANY).await;
        let before = bidder.get(&order).await.between("<dt>费用</dt><dd>", "</dd>");
        let mut staff = world.logged_in("5-guarantor").await;
        let page = product(&mut staff, "新疆维吾尔自治区").await;
        let saved = staff.submit(&page, &page, &FORM).await;
        assert_eq!((saved.status, saved.location.as_str()), (303, "/workbench/products"), "{}", saved.body);
        assert!(world.browser().get("/650000").await.body.contains("0.35%"));
        assert_eq!(bidder.get(&order).await.between("<dt>费用</dt><dd>", "</dd>"), before);
    }

    async fn faults_come_back_at_their_fields_with_what_was_typed(world: TestWorld) {
        let mut staff = world.logged_in("5-guarantor").await;
        let page = product(&mut staff, "新疆维吾尔自治区").await;
        for (field, value, message) in [
            ("rate", "七分", "费率应为百分数"),
            ("minimum", "1e3", "id=\"minimum-hint\""),
            ("maximum", "100", "产品条款前后矛盾"),
            ("issuing_count", "0", "请填写分钟数"),
            ("payment", "cashier", "机构收银台须由机构自有系统提供"),
            ("wording", "agreement/1", "请选择可用的保函格式"),
            ("until", "2026-13-01", "日期应为"),
        ] {
            let refused = staff.submit(&page, &page, &with(&[(field, value)])).await;
            assert!(refused.status == 422 && refused.body.contains(message), "{field}: {}", refused.body);
            assert!(refused.body.contains("value=\"8000000\""), "{field}: what was typed is lost");
        }
    }

    async fn a_new_product_is_unseen_until_it_is_put_on_sale(world: TestWorld) {
        let mut staff = world.logged_in("3-insurer").await;
        let page = product(&mut staff, "新疆维吾尔自治区").await;
        let place = format!("{page}/place");
        staff.submit("/workbench/products", &place, &[("status", "under_test")]).await;
        assert!(!world.browser().get("/650000").await.body.contains("江海财产保险"));
        assert!(staff.get("/650000").await.body.contains("测试中"), "its own institution sees it");
        assert!(!world.logged_in("5-guarantor").await.get("/650000").await.body.contains("江海财产保险"));
        staff.submit("/workbench/products", &place, &[("status", "live")]).await;
        assert!(world.browser().get("/650000").await.body.contains("江海财产保险"));
    }

    async fn what_was_paused_between_draft_and_signature_is_not_paid_for(world: TestWorld) {
        let mut bidder = world.logged_in("1-bidder").await;
        let order = bidder.draft("650000", COMPANY).await;
        let path = format!("{order}/confirm");
        let shown = bidder.get(&path).await;
        let mut staff = world.logged_in("5-guarantor").await;
        let page = product(&mut staff, "新疆维吾尔自治区").await;
        staff.submit("/workbench/products", &format!("{page}/place"), &[("status", "paused"), ("notice", "额度调整")]).await;
        // Whoever had the page already has signed in vain; whoever has not is not asked to.
        let fields = world.sealer("1-bidder").submission(&shown.body, world.parts.entropy.as_ref());
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        for refused in [bidder.post(&path, &fields).await, bidder.get(&path).await] {
            assert!(refused.status == 409 && refused.body.contains("已暂停受理"), "{} {}", refused.status, refused.body);
        }
    }

    async fn another_institutions_product_does_not_exist(world: TestWorld) {
        let page = product(&mut world.logged_in("5-guarantor").await, "新疆维吾尔自治区").await;
        let mut other = world.logged_in("3-insurer").await;
        assert_eq!(other.get(&page).await.status, 404);
        assert_eq!(other.submit("/workbench/products", &page, &FORM).await.status, 404);
        assert_eq!(other.submit("/workbench/products", &format!("{page}/place"), &[("status", "live")]).await.status, 404);
    }

    async fn a_site_takes_one_product_of_a_kind_and_only_where_the_institution_onboarded(world: TestWorld) {
        let mut staff = world.logged_in("3-insurer").await;
        let form = |site| FORM.iter().copied().chain([("site", site), ("kind", "bid")]).collect::<Vec<_>>();
        let twice = staff.submit("/workbench/products/new", "/workbench/products/new", &form("650000")).await;
        assert!(twice.status == 422 && twice.body.contains("已有这一种类的产品"), "{}", twice.body);
        let elsewhere = staff.submit("/workbench/products/new", "/workbench/products/new", &form("440000")).await;
        assert!(elsewhere.status == 422 && elsewhere.body.contains("请选择已准入的站点"), "{}", elsewhere.body);
    }
}

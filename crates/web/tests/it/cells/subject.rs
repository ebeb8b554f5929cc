//! One of everything a route can be about, and whose it is.

use super::viewer::Viewer;
use crate::article::{act, write};
use crate::credit::asked_of;
use crate::onboarding::{apply, desk};
use crate::profile::pdf;
use crate::roles::{accepted, record, switched};
use crate::special_form::ask;
use crate::statement::{csv, import};
use domain::access::Role;
use domain::membership::{Ground, Membership};
use domain::time::add_days;
use testkit::{Browser, TestWorld};

const INSURER: &str = "江海财产保险股份有限公司";
/// What stands for an identifier that is nobody's.
const NOBODYS: &str = "01890000000070008000000000000000";

/// What routes that begin so are about.
pub(super) struct Subject {
    /// How they begin: their path up to the last parameter that names it.
    place: &'static str,
    /// The same, for the one there is.
    real: String,
    /// To whom it belongs, by their keys.
    whose: &'static [&'static str],
}

/// A route of this world: where it leads, where it would lead if there were no such thing, and whose the thing is.
pub(super) struct Cell {
    pub(super) real: String,
    pub(super) missing: Option<String>,
    whose: Option<&'static [&'static str]>,
}

impl Cell {
    /// Whether it is the viewer's; what is about nothing is everybody's own.
    pub(super) fn is_own(&self, viewer: Viewer) -> bool {
        self.whose.is_none_or(|whose| whose.contains(&viewer.key))
    }
}

/// Everything there is.
pub(super) struct Subjects(Vec<Subject>);

/// The same address with nobody's identifiers, digests and numbers.
fn missing(place: &str, real: &str) -> String {
    let named = |(pattern, text): (&str, &str)| match (pattern, text.split_once('_')) {
        (pattern, _) if !pattern.starts_with('{') => text.to_owned(),
        (_, Some((kind, _))) if text.len() > NOBODYS.len() => format!("{kind}_{NOBODYS}"),
        ("{number}", _) => "99".into(),
        ("{code}", _) => "91310000MA1FL5G67H".into(),
        ("{certificate}", _) => "0".repeat(64),
        _ => "none".into(),
    };
    place.split('/').zip(real.split('/')).map(named).collect::<Vec<_>>().join("/")
}

impl Subjects {
    /// Nothing at all.
    pub(super) const fn none() -> Self {
        Self(Vec::new())
    }

    /// The cell of a route.
    ///
    /// A route whose parameters nothing here stands for has no cells: name what it is about in [`Subjects::of`].
    pub(super) fn cell(&self, path: &str) -> Cell {
        let path = path.replace("{site}", "650000");
        let found = self.0.iter().filter(|subject| path.starts_with(subject.place)).max_by_key(|subject| subject.place.len());
        let Some(Subject { place, real, whose }) = found else {
            assert!(!path.contains('{'), "{path} has no cells: nothing in cells/subject.rs is what it is about");
            return Cell { real: path, missing: None, whose: None };
        };
        let rest = &path[place.len()..];
        assert!(!rest.contains('{'), "{path} has no cells: nothing in cells/subject.rs is what it is about");
        Cell { real: format!("{real}{rest}"), missing: Some(format!("{}{rest}", missing(place, real))), whose: Some(whose) }
    }

    /// Makes one of everything.
    pub(super) async fn of(world: &TestWorld) -> Self {
        let mut subjects = Self::none();
        memberships(world).await;
        // Before the bank reports anything of the account.
        let file = csv(&[["2026-11-21 10:00:00", "5.00", "天山北麓建设工程有限公司", "没有识别码", "S1"]]);
        let (_, read) = import(world, "a.csv", &file).await;
        subjects.add("/workbench/statements/{id}", read.location, &["3-insurer"]);
        subjects.of_applicant(world).await;
        subjects.of_guarantor(world).await;
        subjects.of_centre(world).await;
        subjects.of_afterwards(world).await;
        subjects
    }

    fn add(&mut self, place: &'static str, real: String, whose: &'static [&'static str]) {
        self.0.push(Subject { place, real, whose });
    }

    async fn of_applicant(&mut self, world: &TestWorld) {
        const PARTIES: &[&str] = &["1-bidder", "3-insurer"];
        const OWN: &[&str] = &["1-bidder"];
        const TOLD: &[&str] = &["1-bidder", "2-bidder", "3-insurer", "4-bank", "6-centre-xj", "7-centre-hn"];
        let mut bidder = world.logged_in("1-bidder").await;
        let lots = crate::credit::lots(&mut bidder).await;
        let issued = bidder.draft_for("650000", &lots[0], INSURER).await;
        let signed = bidder.sign(&issued, &world.sealer("1-bidder"), world.parts.entropy.as_ref()).await;
        assert_eq!(signed.status, 303, "{}", signed.body);
        world.pay(&mut bidder, &issued).await;
        world.run_jobs().await;
        let draft = bidder.draft_for("650000", &lots[1], INSURER).await;
        let picture = bidder.get(&format!("{draft}/confirm")).await.between(&format!("\"{draft}/preview/"), "\"");
        let asked = bidder.draft_for("650000", &lots[2], INSURER).await;
        assert_eq!(ask(&mut bidder, &asked, "招标文件第 12 页要求", b"%PDF-1.7 page").await.status, 303);
        let form = world.logged_in("3-insurer").await.get("/workbench/forms").await.between("href=\"/workbench/forms/", "\"");
        for place in ["again", "details", "typed", "notice", "notice.pdf", "confirm", "phone", "preview.pdf", "withdraw"] {
            let place: &'static str = Box::leak(format!("/applications/{{id}}/{place}").into_boxed_str());
            self.add(place, place.replace("/applications/{id}", &draft), OWN);
        }
        self.add("/applications/{id}", issued.clone(), PARTIES);
        let stated = crate::kinds::without_papers(&mut bidder).await;
        assert_eq!(crate::kinds::hand_in(&mut bidder, &stated, "award_notice", "a.pdf", &pdf(10)).await.status, 303);
        let paper = bidder.get(&format!("{stated}/papers")).await.between(&format!("href=\"{stated}/papers/"), "\"");
        let bid = crate::kinds::bid(world, &mut bidder).await;
        self.add("/applications/{id}/papers", format!("{stated}/papers"), OWN);
        // The guarantor sees nothing of what was not submitted.
        self.add("/applications/{id}/papers/{file}", format!("{stated}/papers/{paper}"), OWN);
        self.add("/applications/{id}/performance", format!("{bid}/performance"), OWN);
        let notice = bidder.get("/notices").await.between("href=\"/notices/ntc_", "\"");
        self.add("/notices/{id}", format!("/notices/ntc_{notice}"), OWN);
        let by_group: Vec<&'static str> = TOLD.iter().copied().chain(["g-tenderee", "h-agency"]).collect();
        self.add("/notices/of/{group}", "/notices/of/change".into(), by_group.leak());
        self.add("/applications/{id}/form", format!("{asked}/form"), OWN);
        self.add("/applications/{id}/phone/{request}", format!("{draft}/phone/qrr_{NOBODYS}"), OWN);
        self.add("/applications/{id}/preview/{page}", format!("{draft}/preview/{picture}"), OWN);
        self.add("/applications/{id}/agreement/{day}/{page}", format!("{draft}/agreement/2026-11-21/{picture}"), OWN);
        self.add("/applications/{id}/documents/{name}", format!("{issued}/documents/letter.pdf"), PARTIES);
        self.add("/workbench/applications/{id}", format!("/workbench{issued}"), PARTIES);
        self.add("/forms/{id}", format!("/forms/{form}"), PARTIES);
        self.add("/forms/{id}/letter/{page}", format!("/forms/{form}/letter/{picture}"), PARTIES);
        self.add("/workbench/forms/{id}", format!("/workbench/forms/{form}"), PARTIES);
        // Filled in for the credit, and handed to the centre after that.
        let line = asked_of(world, &mut bidder, INSURER, "1000000").await;
        self.of_profile(world, &mut bidder).await;
        let file =
            world.logged_in("3-insurer").await.get(&format!("/workbench{line}")).await.between(&format!("/workbench{line}/files/"), "\"");
        self.add("/credit/{line}", line.clone(), OWN);
        self.add("/workbench/credit/{line}", format!("/workbench{line}"), &["3-insurer"]);
        self.add("/workbench/credit/{line}/files/{file}", format!("/workbench{line}/files/{file}"), &["3-insurer"]);

        let entered = crate::credit_demand::lot(&mut bidder, "650000", 1, "200000").await;
        let (edit, remove) = ("/650000/lots/{lot}/edit", "/650000/lots/{lot}/remove");
        self.add(edit, format!("{entered}/edit"), OWN);
        self.add(remove, format!("{entered}/remove"), OWN);
        assert_eq!(crate::lots::announced(&mut bidder, &entered, "公告.pdf").await.status, 303);
        self.add("/650000/lots/{lot}/evidence", format!("{entered}/evidence"), OWN);
        let saved = [("site", "650000"), ("name", "水利"), ("trade", "water")];
        assert_eq!(bidder.submit("/searches", "/searches", &saved).await.status, 303);
        let search = bidder.get("/searches").await.between("action=\"/searches/", "/remove");
        self.add("/searches/{search}", format!("/searches/{search}"), OWN);
        // No centre of this world confirms lots.
        self.add("/centre/lots/{digest}", format!("/centre/lots/{}", "0".repeat(64)), &[]);
        self.add("/650000/lots/{lot}", format!("/650000/lots/{}", lots[3]), &[]);

        world.logged_in("1-bidder").await;
        let session = bidder.get("/account/sessions").await.between("action=\"/account/sessions/ses_", "/end");
        self.add("/account/sessions/{id}", format!("/account/sessions/ses_{session}"), OWN);
    }

    /// What comes after a letter: its invoice, its paper original, its rating, a complaint.
    async fn of_afterwards(&mut self, world: &TestWorld) {
        let mut bidder = world.logged_in("1-bidder").await;
        let complaint = crate::complaint::filed(world, &mut bidder, "1-bidder", "650000", INSURER).await;
        // The institution has not been asked about it.
        self.add("/complaints/{id}", complaint.clone(), &["1-bidder", "6-centre-xj"]);
        self.add("/complaints/{id}/files/{file}", format!("{complaint}/files/fil_{NOBODYS}"), &[]);
        let issued = self.0.iter().find(|subject| subject.place == "/applications/{id}").map(|subject| subject.real.clone()).unwrap();
        assert_eq!(crate::rating::rate(&mut bidder, &issued, "4", "出函及时").await.status, 303);
        let rating = world.logged_in("3-insurer").await.get("/workbench/ratings").await.between("href=\"/ratings/", "\"");
        // Its lot has not rested.
        self.add("/ratings/{id}", format!("/ratings/{rating}"), &["1-bidder", "3-insurer"]);
        let (_, invoice) = crate::invoice::requested(world, &mut bidder).await;
        self.add("/invoices/{invoice}", invoice.clone(), &["1-bidder"]);
        self.add("/invoices/{invoice}/files/{file}", format!("{invoice}/files/fil_{NOBODYS}"), &[]);
        self.add("/workbench/invoices/{invoice}", format!("/workbench{invoice}"), &["3-insurer"]);
        let copy = crate::paper_copy::requested(&mut bidder, &issued).await;
        self.add("/paper-copies/{copy}", copy.clone(), &["1-bidder"]);
        self.add("/workbench/paper-copies/{copy}", format!("/workbench{copy}"), &["3-insurer"]);
        // Nobody is registered: whoever is would leave the others without rights.
        self.add("/representatives/{person}", format!("/representatives/rep_{NOBODYS}"), &[]);
        // Nobody is on the way in by a phone.
        self.add("/login/qr/{id}", format!("/login/qr/qrr_{NOBODYS}"), &[]);
        self.add("/650000/login/qr/{way}", "/650000/login/qr/mobile".into(), &[]);
    }

    async fn of_profile(&mut self, world: &TestWorld, bidder: &mut Browser) {
        let review = crate::profile::verified(world, bidder).await;
        let page = bidder.get("/profile").await;
        let file = page.between("href=\"/profile/files/", "\"");
        let token = page.field("token");
        let about = [("token", token.as_str()), ("kind", "qualification"), ("name", "资质.pdf"), ("size", "3000000"), ("mark", "1")];
        let upload = bidder.post("/profile/uploads", &about).await.between("\"id\":\"", "\"");
        self.add("/profile/files/{file}", format!("/profile/files/{file}"), &["1-bidder"]);
        self.add("/profile/uploads/{upload}", format!("/profile/uploads/{upload}"), &["1-bidder"]);
        self.add("/centre/profiles/{organisation}", review.clone(), &["6-centre-xj"]);
        self.add("/centre/profiles/{organisation}/files/{file}", format!("{review}/files/{file}"), &["6-centre-xj"]);
    }

    async fn of_guarantor(&mut self, world: &TestWorld) {
        const OWN: &[&str] = &["3-insurer"];
        const ANY: &[&str] = &["3-insurer", "4-bank"];
        let mut staff = world.logged_in("3-insurer").await;
        // What stands in an address of its pages.
        for (place, page, before, after) in [
            ("/workbench/products/{id}", "/workbench/products", "href=\"/workbench/products/prd_", "\""),
            ("/workbench/prefectures/{id}", "/workbench/prefectures", "action=\"/workbench/prefectures/onb_", "\""),
            ("/workbench/staff/{certificate}", "/workbench/staff", "action=\"/workbench/staff/", "\""),
        ] {
            let name = staff.get(page).await.between(before, after);
            let kind = before.rsplit('/').next().unwrap();
            // Whoever is given duties is one's own person, whatever the certificate.
            let whose = if place.contains("staff") { ANY } else { OWN };
            self.add(place, place.rsplit_once('/').map(|(before, _)| format!("{before}/{kind}{name}")).unwrap(), whose);
        }
        world.sharers_hand("3-insurer").await;
        let credential = staff.get("/workbench/credentials").await.between("/workbench/credentials/crd_", "/");
        self.add("/workbench/credentials/{id}", format!("/workbench/credentials/crd_{credential}"), OWN);
        let mut bidder = world.logged_in("1-bidder").await;
        let lots = crate::credit::lots(&mut bidder).await;
        let order = bidder.draft_for("650000", &lots[4], INSURER).await;
        bidder.sign(&order, &world.sealer("1-bidder"), world.parts.entropy.as_ref()).await;
        let (account, amount, _) = bidder.due(&order).await;
        world.report(&world.transfer(&account, &amount, "没有识别码")).await;
        world.run_jobs().await;
        let line = staff.get("/workbench/suspense").await.between("/workbench/suspense/bln_", "/");
        self.add("/workbench/suspense/{id}", format!("/workbench/suspense/bln_{line}"), OWN);
        let token = bidder.get(&order).await.field("token");
        let handed = bidder.upload(&format!("{order}/vouchers"), &[("token", &token)], &[("file", "回单.pdf", &pdf(10))]).await;
        assert_eq!(handed.status, 303, "{}", handed.body);
        let voucher = bidder.get(&order).await.between("href=\"/vouchers/", "/file\"");
        self.add("/vouchers/{voucher}", format!("/vouchers/{voucher}"), &["1-bidder", "3-insurer"]);
        self.add("/workbench/vouchers/{voucher}", format!("/workbench/vouchers/{voucher}"), OWN);
        let day = world.world.now().date().yesterday().unwrap().to_string();
        self.add("/workbench/ledger/{day}", format!("/workbench/ledger/{day}"), ANY);
        let told = [("day", day.as_str()), ("balance", "0"), ("reason", "")];
        let ledger = format!("/workbench/ledger/{day}");
        assert_eq!(staff.submit(&ledger, "/workbench/closes", &told).await.status, 303);
        let close = staff.get(&ledger).await.between("action=\"/workbench/closes/", "/withdraw");
        self.add("/workbench/closes/{close}", format!("/workbench/closes/{close}"), OWN);
        // There is none of these in this world: they are looked at as what does not exist.
        self.add("/workbench/deliveries/{id}", format!("/workbench/deliveries/out_{NOBODYS}"), &[]);
        self.add("/workbench/messages/{id}", format!("/workbench/messages/msg_{NOBODYS}"), &[]);
        self.add("/workbench/conformance/{id}", format!("/workbench/conformance/cfm_{NOBODYS}"), &[]);
        self.add("/650000/institutions/{id}", institution(world).await, &[]);
    }

    async fn of_centre(&mut self, world: &TestWorld) {
        const OWN: &[&str] = &["6-centre-xj"];
        let mut centre = world.logged_in("6-centre-xj").await;
        let typed = [("title", "申请表下载"), ("text", "见附件")];
        let article = write(&mut centre, "/centre/articles/new/guide", &typed, &[("file", "申请表.pdf", &pdf(10))]).await.location;
        assert_eq!(act(&mut centre, &article, "publish", "").await.status, 303);
        self.add("/centre/articles/{id}", article.clone(), OWN);
        self.add("/centre/articles/{id}/files/{number}", format!("{article}/files/1"), OWN);
        self.add("/650000/articles/{id}", article.replace("/centre", "/650000"), &[]);
        self.add("/650000/articles/{id}/files/{number}", format!("{}/files/1", article.replace("/centre", "/650000")), &[]);
        apply(world, "650000").await;
        let onboarding = desk(&mut centre, world).await;
        self.add("/centre/institutions/{id}", onboarding.clone(), OWN);
        self.add("/centre/institutions/{id}/files/{number}", format!("{onboarding}/files/0"), OWN);
        let code = world.persona("h-agency").uscc();
        self.add("/centre/regulators/{code}", format!("/centre/regulators/{code}"), OWN);
        let mut owner = world.logged_in("g-tenderee").await;
        switched(&mut owner, "tenderee").await;
        let until = add_days(world.world.now().date(), 90).to_string();
        let recorded = record(&mut owner, "E6500000039000000001001", &code, &until).await;
        assert_eq!(recorded.status, 303, "{}", recorded.body);
        accepted(world, "h-agency", &recorded.location).await;
        let agency: &[&str] = &["h-agency"];
        self.add("/mandates/{id}", recorded.location.clone(), &["g-tenderee", "h-agency", "6-centre-xj"]);
        self.add("/mandates/{id}/received", format!("{}/received", recorded.location), agency);
        for (place, real) in [
            ("/centre/articles/new/{kind}", "/centre/articles/new/news"),
            ("/centre/notices/{kind}/{channel}", "/centre/notices/issued/mail"),
            ("/help/manuals/{name}", "/help/manuals/applicant"),
            ("/downloads/{name}", "/downloads/none"),
            ("/650000/onboarding/templates/{name}", "/650000/onboarding/templates/authorisation.pdf"),
        ] {
            self.add(place, real.to_owned(), &["6-centre-xj", "7-centre-hn"]);
        }
        let picture = world.browser().get("/help/manuals/applicant").await.between("src=\"/help/pictures/", "\"");
        self.add("/help/pictures/{file}", format!("/help/pictures/{picture}"), &[]);
        let asset = world.browser().get("/650000").await.between("href=\"/assets/", "\"");
        self.add("/assets/{name}", format!("/assets/{asset}"), &[]);
    }
}

async fn institution(world: &TestWorld) -> String {
    format!("/650000/institutions/{}", world.browser().get("/650000").await.between("href=\"/650000/institutions/", "\""))
}

/// The roles that a certificate alone does not bring.
async fn memberships(world: &TestWorld) {
    let uscc = world.persona("2-bidder").uscc().parse().unwrap();
    world.logged_in("2-bidder").await;
    let organisation = store::organisation::load_by_uscc(&mut world.parts.store.reader(), &uscc).await.unwrap().unwrap().id;
    for role in [Role::ProjectOwner, Role::Contractor] {
        let ground = Ground::Portal("650000".parse().unwrap());
        let membership = Membership { organisation, role, ground, site: None, from: world.world.now(), until: None };
        let granted = world
            .parts
            .store
            .write::<_, store::StoreError, _>(move |tx| Box::pin(async move { store::membership::grant(tx, &membership) }));
        granted.await.unwrap();
    }
    let mut centre = world.logged_in("6-centre-xj").await;
    let page = "/centre/regulators";
    let code = world.persona("h-agency").uscc();
    let fields = [("name", "新疆住房和城乡建设监管局"), ("code", code.as_str()), ("region", "650100")];
    assert_eq!(centre.submit(page, page, &fields).await.status, 303);
}

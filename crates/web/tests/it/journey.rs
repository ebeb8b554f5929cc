use domain::access::Action;
use seals::hash::Hash;
use testkit::{TestWorld, on_both_engines};

const INSURER: &str = "江海财产保险股份有限公司";
const BANK: &str = "长川银行股份有限公司";

on_both_engines! {
    async fn an_application_becomes_a_signed_letter(world: TestWorld) {
        let mut bidder = world.logged_in("1-bidder").await;
        let order = world.submitted(&mut bidder, "1-bidder", "650000", INSURER).await;
        world.pay(&mut bidder, &order).await;
        world.run_jobs().await;
        let page = bidder.get(&order).await;
        assert!(page.body.contains("保函已出具"), "{}", page.body);
        let letter = bidder.get(&format!("{order}/documents/letter.pdf")).await;
        assert!(letter.bytes.starts_with(b"%PDF-1.7"));
        assert!(bidder.get("/applications").await.body.contains("成功出函"));
        // Letter, agreement and receipt: each an OFD seal, a PDF's national evidence, a PDF's ordinary signature.
        let audited = store::event::audited(&mut world.parts.store.reader(), Action::IssueGuarantee, false).await.unwrap();
        let uses = |which: &str| audited.iter().filter(|object| object.starts_with(&format!("seal-key/jianghai/{which}/"))).count();
        assert_eq!((uses("national"), uses("ordinary")), (6, 3), "{audited:?}");
    }

    /// A seal is ten times as long as the rest of a signature: it is kept once, and whoever comes with it again gets a letter all the same.
    async fn a_seal_is_kept_once_however_often_it_is_used(world: TestWorld) {
        let digest = hex::encode(Hash::Sha256.digest(&[&world.sealer("1-bidder").seal]));
        let mut bidder = world.logged_in("1-bidder").await;
        for site in ["650000", "430000"] {
            let kept = store::signature::is_kept(&mut world.parts.store.reader(), &digest).await.unwrap();
            assert_eq!(kept, site == "430000", "before the order in {site}");
            let order = world.submitted(&mut bidder, "1-bidder", site, INSURER).await;
            world.pay(&mut bidder, &order).await;
            world.run_jobs().await;
            assert!(bidder.get(&order).await.body.contains("保函已出具"));
            let agreement = bidder.get(&format!("{order}/documents/agreement.ofd")).await;
            let bearing = world.parts.verifier.verify(&agreement.bytes, &world.parts.trust.documents().unwrap(), world.world.now().seconds());
            assert_eq!(bearing.unwrap().signatures.len(), 2, "the clerk's seal and the institution's");
        }
    }

    async fn a_reviewed_application_waits_for_a_person(world: TestWorld) {
        let mut bidder = world.logged_in("1-bidder").await;
        let order = world.submitted(&mut bidder, "1-bidder", "650000", BANK).await;
        world.pay(&mut bidder, &order).await;
        world.run_jobs().await;
        assert!(bidder.get(&order).await.body.contains("审核中"));
        let id = order.rsplit('/').next().unwrap().to_owned();
        let mut insurer = world.logged_in("3-insurer").await;
        assert_eq!(insurer.submit("/workbench", &format!("/workbench/applications/{id}/endorse"), &[]).await.status, 404, "another guarantor's");
        let mut staff = world.logged_in("4-bank").await;
        let (endorse, approve) = (format!("/workbench{order}/endorse"), format!("/workbench{order}/approve"));
        let desk = staff.get("/workbench").await;
        assert!(desk.body.contains(&order) && desk.body.contains("待初审"), "{}", desk.body);
        assert_eq!(staff.submit(&order, &approve, &[]).await.status, 409, "nobody has endorsed it");
        assert_eq!(staff.submit(&order, &endorse, &[]).await.status, 303);
        assert!(staff.get("/workbench").await.body.contains("待复核"));
        assert!(staff.get(&order).await.body.contains("请由另一名复核人员复核"));
        let own = staff.submit(&order, &approve, &[]).await;
        assert!(own.status == 409 && own.body.contains("经办人不能复核自己经办的内容"), "{}", own.body);
        assert!(bidder.get(&order).await.body.contains("审核中"), "the buyer sees one review");
        let mut second = world.logged_in("e-bank").await;
        assert_eq!(second.submit(&order, &approve, &[]).await.status, 303);
        world.run_jobs().await;
        assert!(bidder.get(&order).await.body.contains("保函已出具"));
    }

    async fn a_declined_application_gets_its_fee_back(world: TestWorld) {
        let mut bidder = world.logged_in("1-bidder").await;
        let order = world.submitted(&mut bidder, "1-bidder", "650000", BANK).await;
        world.pay(&mut bidder, &order).await;
        world.run_jobs().await;
        let id = order.rsplit('/').next().unwrap().to_owned();
        let mut staff = world.logged_in("4-bank").await;
        let path = format!("/workbench/applications/{id}/decline");
        assert_eq!(staff.submit(&order, &path, &[("reason", " ")]).await.status, 422);
        assert_eq!(staff.submit(&order, &path, &[("reason", "项目资料不符")]).await.status, 303);
        world.run_jobs().await;
        let page = bidder.get(&order).await;
        assert!(page.body.contains("项目资料不符") && page.body.contains("费用已原路退回"), "{}", page.body);
    }

    async fn what_is_typed_wrong_is_kept_and_said_in_the_order_of_the_form(world: TestWorld) {
        let mut bidder = world.logged_in("1-bidder").await;
        let order = bidder.draft("650000", INSURER).await;
        let path = format!("{order}/details");
        let answer = bidder.submit(&path, &path, &[("name", "林"), ("mobile", "138<b>"), ("email", "x")]).await;
        assert_eq!(answer.status, 422);
        assert!(answer.body.contains("138&#60;b&#62;"), "what was typed is not there, or not escaped");
        let at = |field: &str| answer.body.find(&format!("<li><a href=\"#{field}\">")).unwrap();
        assert!(at("name") < at("mobile") && at("mobile") < at("email"));
    }

    async fn a_tampered_form_is_refused(world: TestWorld) {
        let mut bidder = world.logged_in("1-bidder").await;
        let order = bidder.draft("650000", INSURER).await;
        // Something else than what was shown for this order: changed, another order's, or nothing of ours.
        let path = format!("{order}/confirm");
        let page = bidder.get(&path).await;
        let (token, consent) = (page.field("token"), page.field("consent"));
        let mut other = world.logged_in("2-bidder").await;
        let of_another = other.draft("650000", INSURER).await;
        let of_another = other.get(&format!("{of_another}/confirm")).await.field("consent");
        let (json, mark) = consent.split_once('.').unwrap();
        for consent in [format!("{}.{mark}", json.replacen('e', "f", 1)), of_another, "0".repeat(64), String::new()] {
            let fields = [("consent", consent.as_str()), ("seal", ""), ("chain", "AAAA"), ("signature", "AAAA"), ("token", &token)];
            let refused = bidder.post(&path, &fields).await;
            assert!(refused.status == 422 && refused.body.contains("未能提交"), "{}", refused.body);
            assert!(bidder.get(&order).await.body.contains("待提交"));
        }
        // A right signature under a form without its token.
        let mut stranger = world.logged_in("2-bidder").await;
        let foreign = stranger.get("/650000/lots").await.field("token");
        assert_eq!(bidder.post(&format!("{order}/withdraw"), &[("token", &foreign)]).await.status, 403);
        assert_eq!(bidder.post(&format!("{order}/withdraw"), &[]).await.status, 403);
        // Another company's certificate.
        let refused = bidder.sign(&order, &world.sealer("2-bidder"), world.parts.entropy.as_ref()).await;
        assert!(refused.status == 422 && refused.body.contains("签名证书不属于当前登录的企业"), "{}", refused.body);
        assert_eq!(bidder.sign(&order, &world.sealer("1-bidder"), world.parts.entropy.as_ref()).await.status, 303);
    }
}

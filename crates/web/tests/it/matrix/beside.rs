//! What happens beside an order: to a special form, to money that settles nothing, to a letter that is out. It is the same for all columns of
//! the page, so that one of them drives it.

use super::paths::Drive;
use crate::consequences::{again, load};
use crate::invoice::all_that_people_do;
use crate::special_form::TEXT;
use domain::time::Timestamp;
use partners::bank::wire::BankLine;
use protocol::message as wire;

impl Drive<'_> {
    /// Drafted, approved, sent back, drafted again, approved and confirmed.
    pub(super) async fn form_goes_back_and_forth(&mut self) {
        let order = self.draft(self.usual()).await;
        self.ask_for_a_form(&order).await;
        for sent_back in [true, false] {
            let mut first = self.world.logged_in("3-insurer").await;
            let form = format!("/workbench/forms/{}", first.get("/workbench/forms").await.between("href=\"/workbench/forms/", "\""));
            assert_eq!(first.submit(&form, &form, &[("text", TEXT)]).await.status, 303);
            let mut second = self.world.logged_in("8-insurer").await;
            assert_eq!(second.submit(&form, &format!("{form}/approve"), &[]).await.status, 303);
            again(self.world).await;
            let (page, mut bidder) = (format!("{order}/form"), self.bidder().await);
            let answer = if sent_back {
                bidder.submit(&page, &format!("{page}/back"), &[("note", "索赔期限请改为三十日")]).await
            } else {
                bidder.submit(&page, &format!("{page}/confirm"), &[]).await
            };
            assert_eq!(answer.status, 303, "{}", answer.body);
            self.go().await;
        }
    }

    /// A fen too little, sent back when the second person has agreed and not when he has not; and what the bank will not send back.
    pub(super) async fn money_that_settles_nothing(&mut self) {
        let order = self.submitted(self.usual()).await;
        let (account, amount, reference) = self.bidder().await.due(&order).await;
        let less = format!("{}.01", amount.split('.').next().unwrap());
        let known = self.world.transfer(&account, &less, &reference);
        let unknown = BankLine { line_id: "HB0000000000000000".into(), ..known.clone() };
        for (line, verbs) in [(known, ["reject", "approve"].as_slice()), (unknown, &["approve"])] {
            assert_eq!(self.world.report(&line).await.status, 200);
            again(self.world).await;
            let reader = &mut self.world.parts.store.reader();
            let line = store::bank_line::load_by_bank_reference(reader, &line.line_id).await.unwrap().unwrap().facts.id;
            for verb in verbs {
                self.decide(&format!("/workbench/suspense/{line}"), verb).await;
            }
        }
        self.stands(&order, "awaiting_payment").await;
    }

    /// One person proposes to send a line back, another decides.
    async fn decide(&self, line: &str, verb: &str) {
        let suspense = "/workbench/suspense";
        let mut first = self.world.logged_in("3-insurer").await;
        assert_eq!(first.submit(suspense, &format!("{line}/refund"), &[("reason", "金额有误，退回")]).await.status, 303);
        let mut second = self.world.logged_in("8-insurer").await;
        assert_eq!(second.submit(suspense, &format!("{line}/{verb}"), &[]).await.status, 303);
        again(self.world).await;
    }

    /// Its lot is brought forward, the bids must stay valid for longer and then not, it is put off, and at last the tender is aborted.
    pub(super) async fn letter_hears_of_its_lot(&mut self) {
        self.lot = 3;
        let order = self.submitted(self.usual()).await;
        self.pay(&order).await;
        self.stands(&order, "issued").await;
        let application = load(self.world, &order).await;
        let (_, lot_number) = self.asked().await;
        let says = || {
            self.world.clock.advance(Timestamp::MINUTE);
            self.world.world.now().to_seconds()
        };
        let sooner = wire::OpeningChange {
            lot_number: lot_number.clone(),
            opens_at: application.opens_at().plus(-24 * Timestamp::HOUR).to_seconds(),
            reason: "提前开标".into(),
            announced_at: says(),
        };
        assert_eq!(self.centre.send("lot.opening_change", "beside-sooner", &sooner).await.status, 200);
        again(self.world).await;
        let longer =
            wire::ValidityChange { lot_number: lot_number.clone(), valid_days: 180, reason: "评标延期".into(), announced_at: says() };
        assert_eq!(self.centre.send("lot.validity_change", "beside-longer", &longer).await.status, 200);
        again(self.world).await;
        let known = application.facts.lot.valid_days().unwrap_or(90);
        let shorter = wire::ValidityChange { valid_days: known, reason: "更正".into(), announced_at: says(), ..longer };
        assert_eq!(self.centre.send("lot.validity_change", "beside-shorter", &shorter).await.status, 200);
        again(self.world).await;
        let id = application.facts.lot.lot().unwrap();
        let lot = store::lot::load(&mut self.world.parts.store.reader(), id).await.unwrap().unwrap().lot;
        let dearer = wire::LotReport {
            subject: None,
            trade: None,
            lot_number: lot_number.clone(),
            lot_name: lot.name,
            tenderee: lot.tenderee.name.to_string(),
            tenderee_uscc: lot.tenderee.uscc.map(|code| code.to_string()),
            agency: None,
            bid_security: "61000.00".into(),
            estimate: None,
            opens_at: lot.opens_at.to_seconds(),
            valid_days: lot.valid_days,
            announced_at: Some(says()),
        };
        assert_eq!(self.centre.send("lot", "beside-dearer", &dearer).await.status, 200);
        again(self.world).await;
        let later = wire::OpeningChange {
            lot_number: lot_number.clone(),
            opens_at: application.opens_at().plus(10 * 24 * Timestamp::HOUR).to_seconds(),
            reason: "延期开标".into(),
            announced_at: says(),
        };
        assert_eq!(self.centre.send("lot.opening_change", "beside-later", &later).await.status, 200);
        again(self.world).await;
        let abort =
            wire::LotAbort { lot_number, reason: "招标终止".into(), code: Some(wire::AbortCode::TooFewBidders), aborted_at: says() };
        assert_eq!(self.centre.send("lot.abort", "beside-abort", &abort).await.status, 200);
        again(self.world).await;
    }

    /// Bids are opened, and the fee is invoiced: everything that people do to invoices.
    pub(super) async fn fee_is_invoiced(&mut self) {
        self.lot = 4;
        let order = self.submitted(self.usual()).await;
        self.pay(&order).await;
        self.stands(&order, "issued").await;
        let opening = wire::LotOpening { lot_number: self.asked().await.1, opened_at: self.world.world.now().to_seconds() };
        assert_eq!(self.centre.send("lot.opening", "beside-opening", &opening).await.status, 200);
        again(self.world).await;
        all_that_people_do(self.world, &order).await;
        again(self.world).await;
    }
}

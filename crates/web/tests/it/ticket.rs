use crate::consequences::load;
use app::ticket::{Ticket, came, came_at};
use domain::time::Timestamp;
use protocol::message::OpeningChange;
use testkit::{TestWorld, on_both_engines};

const INSURER: &str = "江海财产保险股份有限公司";

/// The fields of a form as a browser takes them.
pub(crate) fn pairs<'a>(fields: &'a [(&'a str, String)]) -> impl Iterator<Item = (&'a str, &'a str)> {
    fields.iter().map(|(name, value)| (*name, value.as_str()))
}

on_both_engines! {
    /// T-06: a place in the line counts from when somebody first came, and nobody can write themselves an earlier one.
    async fn a_place_in_the_line_is_kept_for_ten_minutes_and_cannot_be_forged(world: TestWorld) {
        let came = world.world.now();
        let written = Ticket::new(&world.world, came).carry(&world.world).unwrap();
        world.clock.advance(9 * Timestamp::MINUTE);
        assert_eq!(Ticket::carried(&world.world, &written).map(|ticket| ticket.since()), Some(came));
        let mut forged = written.clone();
        forged.replace_range(..1, if written.starts_with('e') { "f" } else { "e" });
        assert_eq!(Ticket::carried(&world.world, &forged), None, "not ours");
        world.clock.advance(Timestamp::MINUTE);
        assert_eq!(Ticket::carried(&world.world, &written), None, "over");
        let ahead = Ticket::new(&world.world, world.world.now().plus(Timestamp::SECOND)).carry(&world.world).unwrap();
        assert_eq!(Ticket::carried(&world.world, &ahead), None, "not come yet");
    }

    async fn a_form_counts_as_come_when_it_came_and_no_other_does(world: TestWorld) {
        let (path, at) = ("/applications/app_1/confirm", world.world.now());
        let fields = [("chain", "A\nB".to_owned()), ("signature", "S".to_owned())];
        let mark = came(&world.world, path, pairs(&fields), at).unwrap();
        world.clock.advance(5 * Timestamp::MINUTE);
        let again = [("chain", "A\r\nB".to_owned()), ("signature", "S".to_owned())];
        assert_eq!(came_at(&world.world, path, pairs(&again), &mark), Some(at), "as browsers write line ends");
        assert_eq!(came_at(&world.world, "/applications/app_2/confirm", pairs(&fields), &mark), None, "another page's");
        let other = [("chain", "A\nB".to_owned()), ("signature", "T".to_owned())];
        assert_eq!(came_at(&world.world, path, pairs(&other), &mark), None, "another signature");
        let moved = [("chain", "A\nBsignature".to_owned()), ("", "S".to_owned())];
        assert_eq!(came_at(&world.world, path, pairs(&moved), &mark), None, "the same letters in other fields");
        assert_eq!(came_at(&world.world, path, pairs(&fields), &Ticket::new(&world.world, at).carry(&world.world).unwrap()), None);
        world.clock.advance(5 * Timestamp::MINUTE);
        assert_eq!(came_at(&world.world, path, pairs(&fields), &mark), None, "over");
    }

    /// INV-40: what was signed and came before bids were opened is in time, however long it had to wait; what is signed later is not, whatever
    /// else came before.
    async fn what_came_before_the_opening_is_in_time_and_what_is_signed_after_it_is_not_inv40(world: TestWorld) {
        let mut bidder = world.logged_in("1-bidder").await;
        let order = bidder.draft("650000", INSURER).await;
        let opens_at = Timestamp::from_micros((world.world.now().seconds() + 300) * Timestamp::SECOND);
        let sooner = OpeningChange {
            lot_number: load(&world, &order).await.facts.lot.title().unwrap().0.to_string(),
            opens_at: opens_at.to_seconds(),
            reason: "更正公告".into(),
            announced_at: world.world.now().to_seconds(),
        };
        let moved = world.centres_hand("6-centre-xj").await.send("lot.opening_change", "sooner", &sooner).await;
        assert_eq!(moved.status, 200, "{}", moved.body);
        world.run_jobs().await;
        let path = format!("{order}/confirm");
        let page = bidder.get(&path).await;
        let signed = world.sealer("1-bidder").submission(&page.body, world.parts.entropy.as_ref());
        let again = world.sealer("1-bidder").submission(&page.body, world.parts.entropy.as_ref());
        let mark = came(&world.world, &path, pairs(&signed), world.world.now()).unwrap();
        world.clock.advance(6 * Timestamp::MINUTE);
        for (fields, state, why) in [(&again, "draft", "signed anew: the mark is another form's"), (&signed, "awaiting_payment", "it came in time")] {
            bidder.post(&path, &pairs(fields).chain([("came", mark.as_str())]).collect::<Vec<_>>()).await;
            assert_eq!(load(&world, &order).await.state.code(), state, "{why}");
        }
    }

    /// What was shown holds for an hour; who handed in within it is not told to begin anew because the platform let them wait.
    async fn a_preview_is_still_fresh_for_a_form_that_came_within_its_hour(world: TestWorld) {
        for (waited, state) in [(false, "draft"), (true, "awaiting_payment")] {
            let mut bidder = world.logged_in("1-bidder").await;
            let order = bidder.draft("650000", INSURER).await;
            let path = format!("{order}/confirm");
            let page = bidder.get(&path).await;
            let fields = world.sealer("1-bidder").submission(&page.body, world.parts.entropy.as_ref());
            for _ in 0..5 {
                world.clock.advance(11 * Timestamp::MINUTE);
                bidder.get("/650000").await;
            }
            let mark = came(&world.world, &path, pairs(&fields), world.world.now()).unwrap();
            world.clock.advance(6 * Timestamp::MINUTE);
            let mark = waited.then_some(("came", mark.as_str()));
            bidder.post(&path, &pairs(&fields).chain(mark).collect::<Vec<_>>()).await;
            assert_eq!(load(&world, &order).await.state.code(), state, "waited: {waited}");
        }
    }
}

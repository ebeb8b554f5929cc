use crate::consequences::load;
use app::ticket::{Ticket, came, came_at};
use domain::time::Timestamp;
use testkit::{TestWorld, on_both_engines};

const INSURER: &str = "江海财产保险股份有限公司";

fn pairs<'a>(fields: &'a [(&'a str, String)]) -> impl Iterator<Item = (&'a str, &'a str)> {
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
        let order = world.logged_in("1-bidder").await.draft("650000", INSURER).await;
        world.clock.advance(load(&world, &order).await.opens_at().micros() - world.world.now().micros() - 30 * Timestamp::SECOND);
        let (mut bidder, path) = (world.logged_in("1-bidder").await, format!("{order}/confirm"));
        let page = bidder.get(&path).await;
        let signed = world.sealer("1-bidder").submission(&page.body, world.parts.entropy.as_ref());
        let again = world.sealer("1-bidder").submission(&page.body, world.parts.entropy.as_ref());
        let mark = came(&world.world, &path, pairs(&signed), world.world.now()).unwrap();
        world.clock.advance(40 * Timestamp::SECOND);
        let late = bidder.post(&path, &pairs(&again).chain([("came", mark.as_str())]).collect::<Vec<_>>()).await;
        assert_ne!(late.status, 303, "signed anew: the mark is another form's");
        let timely = bidder.post(&path, &pairs(&signed).chain([("came", mark.as_str())]).collect::<Vec<_>>()).await;
        assert_eq!(timely.status, 303, "{}", timely.body);
    }
}

use app::ticket::{ticket, waits_since};
use domain::time::Timestamp;
use testkit::{TestWorld, on_both_engines};

on_both_engines! {
    /// T-06, INV-40: what somebody waited for counts from when they first came, and nobody can write themselves an earlier time.
    async fn a_ticket_keeps_the_time_of_its_own_page_for_ten_minutes_and_no_other(world: TestWorld) {
        let (path, came) = ("/applications/app_1/confirm", world.world.now());
        let written = ticket(&world.world, path, came).unwrap();
        world.clock.advance(9 * Timestamp::MINUTE);
        assert_eq!(waits_since(&world.world, path, &written), Some(came));
        assert_eq!(waits_since(&world.world, "/applications/app_2/confirm", &written), None, "of another page");
        let mut forged = written.clone();
        forged.replace_range(..1, if written.starts_with('e') { "f" } else { "e" });
        assert_eq!(waits_since(&world.world, path, &forged), None, "not ours");
        world.clock.advance(Timestamp::MINUTE);
        assert_eq!(waits_since(&world.world, path, &written), None, "over");
        let ahead = ticket(&world.world, path, world.world.now().plus(Timestamp::SECOND)).unwrap();
        assert_eq!(waits_since(&world.world, path, &ahead), None, "not come yet");
    }
}

//! How much comes over the wire for the page on which people decide, and what of it comes again.

use domain::time::Timestamp;
use testkit::{Browser, Fetched, TestWorld, on_both_engines};

const INSURER: &str = "江海财产保险股份有限公司";
/// What the confirmation page is with its pictures, in bytes as they are sent.
const CONFIRMATION_MAX: usize = 40 * 1024;

async fn get(browser: &mut Browser, path: &str) -> Fetched {
    browser.send("GET", path, &[("accept-encoding", "gzip, deflate, br")], Vec::new()).await
}

/// The addresses of a page's pictures.
fn pictures(page: &str) -> Vec<String> {
    page.split("<img src=\"").skip(1).map(|rest| rest.split('"').next().unwrap().to_owned()).collect()
}

on_both_engines! {
    async fn the_confirmation_page_is_light_and_its_pictures_come_once(world: TestWorld) {
        let mut bidder = world.logged_in("1-bidder").await;
        let order = bidder.draft("650000", INSURER).await;
        let confirm = format!("{order}/confirm");
        let page = bidder.get(&confirm).await.body;
        let pictures = pictures(&page);
        assert!(pictures.len() >= 2, "{page}");
        let mut weight = get(&mut bidder, &confirm).await.bytes.len();
        for path in &pictures {
            let answer = get(&mut bidder, path).await;
            assert_eq!((answer.status, answer.headers["content-type"].as_str(), answer.headers["content-encoding"].as_str()), (200, "image/svg+xml", "br"));
            assert_eq!(answer.headers["cache-control"], "private, max-age=3600, immutable");
            weight += answer.bytes.len();
            // The same in every form, to its owner alone.
            let plain = bidder.get(path).await;
            let mut unpacked = Vec::new();
            std::io::Read::read_to_end(&mut brotli::Decompressor::new(answer.bytes.as_slice(), 4096), &mut unpacked).unwrap();
            assert!(plain.body.starts_with("<svg") && unpacked == plain.bytes, "{path}");
            assert_eq!(world.logged_in("2-bidder").await.get(path).await.status, 404, "{path}");
            let other = path.replace(".svg", "0.svg");
            assert_eq!(bidder.get(&other).await.status, 404, "{other}");
        }
        for asset in ["kaihan.", "enhance.", "sign.", "icons."] {
            let rest = page.split(&format!("/assets/{asset}")).nth(1).unwrap().split(['"', '#']).next().unwrap();
            weight += get(&mut bidder, &format!("/assets/{asset}{rest}")).await.bytes.len();
        }
        assert!(weight <= CONFIRMATION_MAX, "{weight} bytes");
        // Shown again with a fault, a second later: the same pictures, which the browser has.
        world.clock.advance(Timestamp::SECOND);
        let token = bidder.get(&confirm).await.field("token");
        let again = bidder.post(&confirm, &[("token", &token), ("consent", ""), ("chain", ""), ("signature", ""), ("seal", "")]).await;
        assert!(again.status == 422 && again.body.contains("role=\"alert\""), "{} {}", again.status, again.body);
        assert_eq!(self::pictures(&again.body), pictures);
    }
}

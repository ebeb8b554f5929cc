//! What is sent compressed: to whom, as what, and that it is the same when it is unpacked.

use std::io::Read;
use testkit::{Browser, Fetched, TestWorld, on_both_engines};

async fn get(browser: &mut Browser, path: &str, accepts: &str) -> Fetched {
    browser.send("GET", path, &[("accept-encoding", accepts)], Vec::new()).await
}

/// The content as it was before it was compressed.
fn unpacked(answer: &Fetched) -> Vec<u8> {
    let mut out = Vec::new();
    match answer.headers.get("content-encoding").map(String::as_str) {
        None => out.clone_from(&answer.bytes),
        Some("br") => drop(brotli::Decompressor::new(answer.bytes.as_slice(), 4096).read_to_end(&mut out).unwrap()),
        Some("gzip") => drop(flate2::read::GzDecoder::new(answer.bytes.as_slice()).read_to_end(&mut out).unwrap()),
        Some(other) => unreachable!("{other} is not a coding of ours"),
    }
    out
}

/// What browsers and others send, and the coding they get: of all that are kept, and of a page, which is made anew.
const ACCEPTED: [(&str, &str, &str); 14] = [
    ("gzip, deflate, br, zstd", "br", "gzip"),
    ("gzip, deflate", "gzip", "gzip"),
    ("br", "br", "identity"),
    ("GZIP", "gzip", "gzip"),
    ("*", "br", "gzip"),
    ("gzip;q=1.0, br;q=0.5", "gzip", "gzip"),
    ("br;q=0, *", "gzip", "gzip"),
    ("br;q=0.2 , gzip ; q=0.2", "br", "gzip"),
    ("identity, gzip;q=0.5", "identity", "identity"),
    ("gzip;q=0, br;q=0", "identity", "identity"),
    ("identity;q=0, gzip;q=0.001", "gzip", "gzip"),
    ("compress, x-unheard-of", "identity", "identity"),
    ("gzip;q=nonsense, br;q=1.5", "identity", "identity"),
    ("*;q=0", "identity", "identity"),
];

fn coding(answer: &Fetched) -> &str {
    answer.headers.get("content-encoding").map_or("identity", String::as_str)
}

on_both_engines! {
    async fn every_client_gets_assets_and_pages_in_a_form_it_can_read(world: TestWorld) {
        let mut guest = world.browser();
        let home = guest.get("/650000").await;
        assert_eq!((coding(&home), home.headers["vary"].as_str()), ("identity", "accept-encoding"));
        let assets = ["kaihan.", "enhance.", "icons."].map(|stem| format!("/assets/{stem}{}", home.between(&format!("/assets/{stem}"), "\"").split('#').next().unwrap()));
        for (accepts, kept, page) in ACCEPTED {
            for path in &assets {
                let plain = guest.get(path).await;
                assert_eq!((plain.status, coding(&plain)), (200, "identity"), "{path}");
                let answer = get(&mut guest, path, accepts).await;
                assert_eq!((answer.status, coding(&answer)), (200, kept), "{path} {accepts}");
                assert_eq!(unpacked(&answer), plain.bytes, "{path} {accepts}");
                assert_eq!(answer.headers["vary"], "accept-encoding");
                assert_eq!(answer.headers["cache-control"], "public, max-age=31536000, immutable");
                // A cache that has one form is not told that it has another.
                assert_eq!(answer.headers["etag"] == plain.headers["etag"], kept == "identity", "{path} {accepts}");
                let again = [("accept-encoding", accepts), ("if-none-match", answer.headers["etag"].as_str())];
                let again = guest.send("GET", path, &again, Vec::new()).await;
                assert_eq!((again.status, again.bytes.len()), (304, 0), "{path} {accepts}");
                assert_eq!(again.headers["etag"], answer.headers["etag"]);
            }
            let answer = get(&mut guest, "/650000", accepts).await;
            assert_eq!((answer.status, coding(&answer), answer.headers["cache-control"].as_str()), (200, page, "no-store"), "{accepts}");
            assert_eq!(String::from_utf8(unpacked(&answer)).unwrap().len(), home.body.len(), "{accepts}");
        }
    }

    async fn what_is_no_text_or_fits_a_packet_is_sent_as_it_is(world: TestWorld) {
        let mut guest = world.browser();
        let certificate = get(&mut guest, "/docs/platform.cer", "br, gzip").await;
        assert_eq!((certificate.status, coding(&certificate)), (200, "identity"));
        let missing = get(&mut guest, "/assets/kaihan.000000000000.css", "br, gzip").await;
        assert_eq!((missing.status, coding(&missing)), (404, "gzip"));
        assert!(String::from_utf8(unpacked(&missing)).unwrap().ends_with("</html>"));
        let head = guest.send("HEAD", "/650000", &[("accept-encoding", "gzip")], Vec::new()).await;
        assert_eq!((head.status, head.bytes.len(), coding(&head)), (200, 0, "gzip"));
    }
}

use testkit::{Browser, Fetched, TestWorld, on_both_engines};

/// An issued letter with its number and code.
async fn issued(world: &TestWorld) -> (Vec<u8>, String, String) {
    let mut bidder = world.logged_in("1-bidder").await;
    let order = world.submitted(&mut bidder, "1-bidder", "650000", "江海财产保险股份有限公司").await;
    world.pay(&mut bidder, &order).await;
    world.run_jobs().await;
    let page = bidder.get(&order).await;
    let letter = bidder.get(&format!("{order}/documents/letter.pdf")).await.bytes;
    (letter, page.between("id=\"guarantee-number\">", "<"), page.between("id=\"check-code\">", "<"))
}

async fn upload(browser: &mut Browser, file: &[u8]) -> Fetched {
    browser.upload("/verify", &[], &[("file", "a.pdf", file)]).await
}

fn verdict(answer: &Fetched) -> String {
    assert_eq!(answer.status, 200, "{}", answer.body);
    answer.between("id=\"verdict\">", "</h2>").rsplit('>').next().unwrap().to_owned()
}

/// The labels of the rows about the guarantee; what is said about signatures depends on the file.
fn shape(answer: &Fetched) -> Vec<String> {
    let verdict = answer.between("<section class=\"panel verdict", "</dl>");
    verdict.split("<dt>").skip(1).map(|part| part.split('<').next().unwrap().to_owned()).collect()
}

on_both_engines! {
    async fn genuine_altered_and_unknown_files_are_told_apart_in_one_shape(world: TestWorld) {
        let (letter, number, code) = issued(&world).await;
        let mut stranger = world.browser();
        let genuine = upload(&mut stranger, &letter).await;
        assert_eq!(verdict(&genuine), "真实有效");
        for at in [0, 100, letter.len() / 2, letter.len() - 1] {
            let mut altered = letter.clone();
            altered[at] ^= 1;
            let answer = upload(&mut stranger, &altered).await;
            assert_eq!((verdict(&answer), shape(&answer)), ("已被篡改".into(), shape(&genuine)), "byte {at}");
        }
        let longer = [letter.as_slice(), b"\n"].concat();
        assert_eq!(verdict(&upload(&mut stranger, &longer).await), "已被篡改");
        let foreign = upload(&mut stranger, b"%PDF-1.7 something else").await;
        assert_eq!((verdict(&foreign), shape(&foreign)), ("无法核验".into(), shape(&genuine)));
        let asked = stranger.get(&format!("/verify?number={number}&code={code}")).await;
        assert_eq!((verdict(&asked), shape(&asked)), ("真实有效".into(), shape(&genuine)));
    }

    async fn a_right_number_with_a_wrong_code_is_answered_like_no_number_at_all(world: TestWorld) {
        let (_, number, code) = issued(&world).await;
        let wrong: String = code
            .chars()
            .map(|c| {
                if c == '2' {
                    '3'
                } else if c == '-' {
                    '-'
                } else {
                    '2'
                }
            })
            .collect();
        let mut stranger = world.browser();
        let masked = |answer: &Fetched, number: &str, code: &str| answer.body.replace(number, "").replace(code, "");
        let probed = stranger.get(&format!("/verify?number={number}&code={wrong}")).await;
        let nothing = "BH650000000000000000XX";
        let none = stranger.get(&format!("/verify?number={nothing}&code={wrong}")).await;
        assert_eq!(verdict(&probed), "编号与校验码不相符");
        assert_eq!(masked(&probed, &number, &wrong), masked(&none, nothing, &wrong));
    }

    async fn an_upload_over_its_bound_is_refused_before_it_is_read(world: TestWorld) {
        let headers = [("content-type", "multipart/form-data; boundary=x"), ("origin", "http://kaihan.test"), ("content-length", "99999999")];
        let answer = world.browser().send("POST", "/verify", &headers, b"--x".to_vec()).await;
        assert!(answer.status == 413 && answer.body.contains("切勿拆分"), "{}", answer.body);
        let large = vec![b'a'; 20 * 1024 * 1024 + 1];
        assert_eq!(upload(&mut world.browser(), &large).await.status, 413);
    }

    async fn p4_a_number_and_a_code_are_understood_as_people_type_them(world: TestWorld) {
        let (_, number, code) = issued(&world).await;
        let mut stranger = world.browser();
        let wide = |text: &str| text.chars().filter_map(|c| char::from_u32(u32::from(c) + 0xfee0)).collect::<String>();
        for (number, code) in [
            (number.to_lowercase(), code.to_lowercase()),
            (format!("%20{}%20", wide(&number)), wide(&code)),
            (number.clone(), code.replace('5', "S").replace('8', "B").replace('2', "Z").replace('Q', "0")),
        ] {
            let answer = stranger.get(&format!("/verify?number={number}&code={code}")).await;
            assert_eq!(verdict(&answer), "真实有效", "{number} {code}");
            assert!(answer.body.contains("<small>平台登记</small>"), "{}", answer.body);
        }
    }

    async fn a_file_that_holds_nothing_is_called_empty(world: TestWorld) {
        let answer = upload(&mut world.browser(), b"").await;
        assert!(answer.body.contains("所选文件为空"), "{}", answer.body);
    }

    async fn p4_the_zip_of_everything_is_opened_and_each_file_judged(world: TestWorld) {
        let mut bidder = world.logged_in("1-bidder").await;
        let order = world.submitted(&mut bidder, "1-bidder", "650000", "江海财产保险股份有限公司").await;
        world.pay(&mut bidder, &order).await;
        world.run_jobs().await;
        let zip = bidder.get(&format!("{order}/documents/all.zip")).await.bytes;
        let answer = world.browser().upload("/verify", &[], &[("file", "all.zip", &zip)]).await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        for name in ["保函.pdf", "保函.ofd", "委托担保协议.pdf"] {
            assert!(answer.body.contains(&format!("压缩包中的文件：{name}")), "{name}: {}", answer.body);
        }
        assert!(answer.body.matches("真实有效").count() >= 4, "{}", answer.body);
    }

    async fn an_issued_ofd_that_was_packed_anew_is_still_genuine_and_one_with_another_part_is_not(world: TestWorld) {
        use documents::package;
        let mut bidder = world.logged_in("1-bidder").await;
        let order = world.submitted(&mut bidder, "1-bidder", "650000", "江海财产保险股份有限公司").await;
        world.pay(&mut bidder, &order).await;
        world.run_jobs().await;
        for document in ["letter", "agreement"] {
            let issued = bidder.get(&format!("{order}/documents/{document}.ofd")).await.bytes;
            let mut entries = package::read(&issued).unwrap();
            entries.reverse();
            let packed_anew = package::write_all(&entries).unwrap();
            assert!(packed_anew != issued);
            let answer = world.browser().upload("/verify", &[], &[("file", "保函.ofd", &packed_anew)]).await;
            assert_eq!(verdict(&answer), "真实有效", "{document}: {}", answer.body);
            assert!(answer.body.contains("压缩包被重新打包"), "{}", answer.body);
            entries.push(("Doc_0/Note.xml".into(), b"<a/>".to_vec()));
            let added = package::write_all(&entries).unwrap();
            assert_ne!(verdict(&world.browser().upload("/verify", &[], &[("file", "保函.ofd", &added)]).await), "真实有效", "{document}");
        }
    }

    async fn p4_a_photo_or_a_scan_is_told_to_be_one(world: TestWorld) {
        let mut stranger = world.browser();
        let answer = stranger.upload("/verify", &[], &[("file", "letter.jpg", b"\xff\xd8\xff\xe0 a photo")]).await;
        assert!(verdict(&answer) == "无法核验" && answer.body.contains("照片或扫描件"), "{}", answer.body);
    }

    async fn a_letter_that_was_swapped_on_the_disk_is_not_handed_out(world: TestWorld) {
        let mut bidder = world.logged_in("1-bidder").await;
        issued(&world).await;
        let folder = world.folder.path().join("files");
        for entry in std::fs::read_dir(folder).unwrap() {
            std::fs::write(entry.unwrap().path(), b"%PDF-1.7 swapped").unwrap();
        }
        let order = bidder.get("/applications").await.between("href=\"/applications/app_", "#letter");
        assert_eq!(bidder.get(&format!("/applications/app_{order}/documents/letter.pdf")).await.status, 500);
    }
}

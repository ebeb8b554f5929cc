//! Articles as centres' staff write them: Chinese, in paragraphs and lines, in two tabs, with pictures.

use crate::article::{act, drawn, open, write};
use testkit::{TestWorld, on_both_engines};

const DESK: &str = "/centre/articles";

/// Processor time of this program so far, in nanoseconds.
fn spent() -> i64 {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ProcessCPUTime);
    time.tv_sec * 1_000_000_000 + time.tv_nsec
}

on_both_engines! {
    async fn chinese_is_emphasised_lines_are_lines_and_indented_paragraphs_are_paragraphs(world: TestWorld) {
        let mut centre = world.logged_in("6-centre-xj").await;
        for (text, part) in [
            ("**注意：**请提前办理。", "<strong>注意：</strong>请提前办理。"),
            ("请**“重点”**核对", "请<strong>“重点”</strong>核对"),
            ("**（一）总则**如下", "<strong>（一）总则</strong>如下"),
            ("**说明:**请看", "<strong>说明:</strong>请看"),
            ("**甲**，**乙**。", "<strong>甲</strong>，<strong>乙</strong>。"),
            ("旧：~~三日。~~现：五日", "<del>三日。</del>现"),
            ("2 * 3 * 4", "2 * 3 * 4"),
            ("- **甲：**乙\n- 丙", "<li><strong>甲：</strong>乙</li>"),
            ("\\*不是：\\*重点", "*不是：*重点"),
            ("省公共资源交易中心\n2026 年 11 月 28 日", "中心<br>\n2026 年 11 月 28 日"),
            ("    各有关单位：\n\n    现将有关事项通知如下。", "<p>各有关单位：</p>\n<p>现将"),
            ("\t各有关**单位：**请", "<p>各有关<strong>单位：</strong>请</p>"),
            ("　　现将有关事项", "<p>　　现将有关事项</p>"),
            ("```\n    code\n```", "<pre><code>    code\n</code></pre>"),
            ("详见https://example.cn/a_b?x=1&y=2，谢谢", "详见<a href=\"https://example.cn/a_b?x=1&amp;y=2\" rel=\"noopener noreferrer\">https://example.cn/a_b?x=1&amp;y=2</a>，谢谢"),
            ("（见 https://example.cn/a(b)）。", "<a href=\"https://example.cn/a(b)\" rel"),
            ("`https://example.cn`", "<code>https://example.cn</code>"),
            ("[https://example.cn](/help)", "<a href=\"/help\" rel=\"noopener noreferrer\">https://example.cn</a>"),
            ("A&B §3 ·甲 &amp; <b>", "A&amp;B §3 ·甲 &amp; &lt;b&gt;"),
        ] {
            let html = drawn(&mut centre, text).await["html"].as_str().unwrap().to_owned();
            assert!(html.contains(part), "{text:?}: {html}");
            assert!(html.starts_with("<pre>") || !html.contains("<pre>"), "{text:?}: {html}");
        }
    }

    async fn links_that_are_left_out_are_said(world: TestWorld) {
        let mut centre = world.logged_in("6-centre-xj").await;
        let said = drawn(&mut centre, "[甲](www.example.cn) ![图](附件3) [乙](https://example.cn)").await["note"].as_str().unwrap().to_owned();
        assert!(said.contains("www.example.cn、附件3。") && !said.contains("https://example.cn"), "{said}");
        let typed = [("title", "公告一"), ("text", "[甲](www.example.cn)"), ("act", "preview")];
        let page = write(&mut centre, &format!("{DESK}/new/news"), &typed, &[]).await;
        assert!(page.status == 200 && page.body.contains("没有生效：www.example.cn"), "{}", page.body);
    }

    async fn a_text_of_nothing_but_marks_takes_time_in_proportion_to_its_length(world: TestWorld) {
        let mut centre = world.logged_in("6-centre-xj").await;
        for mark in ["&", "<", "[", "*", "\"", "'", "·", "http://", "**：", "    x\n\n"] {
            let mut least = [i64::MAX; 2];
            for _ in 0..4 {
                for (index, length) in [5_000, 20_000].into_iter().enumerate() {
                    let text = mark.repeat(length / mark.chars().count());
                    let before = spent();
                    assert!(drawn(&mut centre, &text).await["html"].is_string());
                    least[index] = least[index].min(spent() - before);
                }
            }
            // Four times the length: four times the time, where the square of it would be sixteen.
            assert!(least[1] < least[0] * 10, "{mark:?}: {least:?} ns");
        }
    }

    async fn a_text_that_is_too_long_is_said_to_be_and_not_rendered(world: TestWorld) {
        let mut centre = world.logged_in("6-centre-xj").await;
        let text = "&".repeat(400_000);
        for act in ["preview", "save"] {
            let answer = write(&mut centre, &format!("{DESK}/new/news"), &[("title", "太长"), ("text", &text), ("act", act)], &[]).await;
            assert!(answer.status == 422 && answer.body.contains("正文应为 2 至 20000 个字"), "{act}: {}", answer.status);
            assert!(answer.body.contains("role=\"region\" aria-label=\"正文预览\"></div>"), "{act}");
        }
    }

    async fn looking_at_the_preview_overwrites_nothing_that_somebody_else_saved_meanwhile(world: TestWorld) {
        let mut centre = world.logged_in("6-centre-xj").await;
        let begun = write(&mut centre, &format!("{DESK}/new/news"), &[("title", "标题一"), ("text", "最初的正文")], &[]).await;
        let article = begun.location;
        let opened = centre.get(&article).await.field("version");
        assert_eq!(write(&mut centre, &article, &[("title", "标题一"), ("text", "第二人写的")], &[]).await.status, 303);
        let mine = [("title", "标题一"), ("text", "第一人写的")];
        let mut version = opened;
        for act in ["preview", "preview"] {
            let seen = write(&mut centre, &article, &[mine[0], mine[1], ("version", &version), ("act", act)], &[]).await;
            assert_eq!(seen.status, 200);
            version = seen.field("version");
        }
        let faulty = write(&mut centre, &article, &[("title", "x"), mine[1], ("version", &version)], &[]).await;
        assert_eq!(faulty.status, 422);
        let late = write(&mut centre, &article, &[mine[0], mine[1], ("version", &faulty.field("version"))], &[]).await;
        assert!(late.status == 422 && late.body.contains("已被修改") && late.body.contains("第一人写的"), "{} {}", late.status, late.body);
        assert!(centre.get(&article).await.body.contains("第二人写的"));
        // Told of it, one may.
        let again = write(&mut centre, &article, &[mine[0], mine[1], ("version", &late.field("version"))], &[]).await;
        assert_eq!(again.status, 303, "{}", again.body);
    }

    async fn a_picture_keeps_its_number_when_another_attachment_is_removed(world: TestWorld) {
        let mut centre = world.logged_in("6-centre-xj").await;
        let typed = [("title", "办理流程"), ("text", "![甲](附件1) ![乙](附件2)")];
        let png = |last: u8| [b"\x89PNG\r\n\x1a\n".as_slice(), &[last]].concat();
        let article = write(&mut centre, &format!("{DESK}/new/guide"), &typed, &[("file", "甲.png", &png(1))]).await.location;
        assert_eq!(write(&mut centre, &article, &typed, &[("file", "乙.png", &png(2))]).await.status, 303);
        // One is taken out and another put in, at once and later.
        let text = [("title", "办理流程"), ("text", "![乙](附件2)")];
        assert_eq!(write(&mut centre, &article, &[text[0], text[1], ("remove1", "yes")], &[("file", "丙.png", &png(3))]).await.status, 303);
        let page = centre.get(&article).await.body;
        assert!(page.contains("附件2：乙.png") && page.contains("附件3：丙.png") && !page.contains("甲.png"), "{page}");
        assert_eq!(write(&mut centre, &article, &[text[0], text[1], ("remove3", "yes")], &[]).await.status, 303);
        assert_eq!(act(&mut centre, &article, "publish", "").await.status, 303);
        let mut guest = world.browser();
        let public = open(&article, "650000");
        assert!(guest.get(&public).await.body.contains(&format!("<img src=\"{public}/files/2\"")));
        assert_eq!(guest.get(&format!("{public}/files/2")).await.bytes, png(2));
        for gone in ["1", "3"] {
            assert_eq!(guest.get(&format!("{public}/files/{gone}")).await.status, 404, "{gone}");
        }
    }

    async fn a_file_that_is_too_large_is_said_to_be_at_its_field_and_loses_nothing(world: TestWorld) {
        let mut centre = world.logged_in("6-centre-xj").await;
        let large = [b"%PDF-".as_slice(), &vec![b'x'; 12 * 1024 * 1024]].concat();
        let typed = [("title", "申请表下载"), ("text", "正文还在")];
        let answer = write(&mut centre, &format!("{DESK}/new/guide"), &typed, &[("file", "大.pdf", &large)]).await;
        assert!(answer.status == 422 && answer.body.contains("“大.pdf”超过 5 MB") && answer.body.contains("正文还在"), "{} {}", answer.status, answer.body);
        let mut bidder = world.logged_in("1-bidder").await;
        let path = format!("{}/form", bidder.draft("650000", "江海财产保险股份有限公司").await);
        let token = bidder.get(&path).await.field("token");
        let answer = bidder.upload(&path, &[("token", &token), ("note", "写在前面的要求")], &[("page", "页.pdf", &large)]).await;
        assert!(answer.status == 422 && answer.body.contains("“页.pdf”超过 5 MB") && answer.body.contains("写在前面的要求"), "{} {}", answer.status, answer.body);
        // Nobody's session is told so by a stranger's megabytes.
        assert_eq!(world.browser().upload(&path, &[("note", "x")], &[("page", "页.pdf", &large)]).await.status, 413);
    }

    async fn a_name_keeps_its_ending_and_hides_nothing(world: TestWorld) {
        let mut centre = world.logged_in("6-centre-xj").await;
        let typed = [("title", "附件名称"), ("text", "见附件")];
        let mut article = format!("{DESK}/new/guide");
        for (name, kept) in [
            (format!("{}.pdf", "很长".repeat(80)), format!("{}.pdf<", "很长".repeat(48))),
            ("申请\u{202e}fdp.exe.pdf".into(), "申请fdp.exe.pdf".into()),
            ("../../..".into(), "：附件”".into()),
            ("..表.pdf.".into(), "：表.pdf”".into()),
        ] {
            let saved = write(&mut centre, &article, &typed, &[("file", &name, b"%PDF-1.4 form")]).await;
            assert_eq!(saved.status, 303, "{name}: {}", saved.body);
            article = saved.location;
            let page = centre.get(&article).await.body;
            assert!(page.contains(kept.trim_end_matches('<')), "{name}: {page}");
        }
    }

    async fn each_kind_is_searched_where_it_is_shown_from(world: TestWorld) {
        let one = |site: &str, kind: &str, title: &str| {
            format!("[[article]]\nsite = \"{site}\"\nkind = \"{kind}\"\ntitle = \"{title}\"\ntext = \"浏阳河保函\"\n")
        };
        let text = one("430000", "guide", "全省指南") + &one("430000", "faq", "全省解答") + &one("430100", "faq", "长沙解答");
        app::article::import::import(&world.world, &world.world.system(), &text).await.unwrap();
        let found = world.browser().get("/430100/help?q=浏阳河").await.body;
        let found = found.split("查找结果").nth(1).unwrap_or(&found);
        assert!(found.contains("全省指南") && found.contains("长沙解答"), "{found}");
        assert!(!found.contains("全省解答"), "its own answers stand in place of the province's: {found}");
    }

    async fn a_feed_is_a_feed_whatever_was_typed(world: TestWorld) {
        let mut centre = world.logged_in("6-centre-xj").await;
        crate::article::published(&mut centre, "news", "公告一", "前\u{fffe}后\u{ffff}\u{fdd0}").await;
        let feed = world.browser().get("/650000/news/feed.atom").await.body;
        assert!(feed.contains("前后") && !feed.contains('\u{fffe}') && !feed.contains('\u{ffff}'), "{feed}");
    }

    async fn more_pinned_articles_than_stand_first_are_under_their_dates(world: TestWorld) {
        let mut text = String::new();
        for index in 1..=28 {
            let pinned = index % 2 == 0;
            text.push_str(&format!(
                "[[article]]\nsite = \"650000\"\nkind = \"news\"\ntitle = \"第{index:02}号公告\"\ndated = \"2026-10-{index:02}\"\npinned = {pinned}\ntext = \"正文\"\n"
            ));
        }
        app::article::import::import(&world.world, &world.world.system(), &text).await.unwrap();
        let mut guest = world.browser();
        let titles = |page: &str| -> Vec<u32> {
            page.split("<b>第").skip(1).map(|rest| rest.split("号公告").next().unwrap().parse().unwrap()).collect()
        };
        let first = guest.get("/650000/news").await.body;
        let next = first.split("<a href=\"").find(|rest| rest.contains(">下一页</a>") && rest.starts_with('?')).unwrap();
        let second = guest.get(&format!("/650000/news{}", next.split('"').next().unwrap().replace("&#38;", "&"))).await.body;
        let (first, second) = (titles(&first), titles(&second));
        assert_eq!(first[..7], [28, 26, 24, 22, 20, 27, 25]);
        assert_eq!(first[5..].iter().chain(&second).copied().collect::<Vec<_>>(), [27, 25, 23, 21, 19, 18, 17, 16, 15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1]);
        let feed = guest.get("/650000/news/feed.atom").await.body;
        assert_eq!(feed.matches("<entry>").count(), 20);
        assert!(feed.contains("第18号公告"), "pinned, and not among the five");
    }
}

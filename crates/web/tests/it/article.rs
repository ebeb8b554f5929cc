//! What a centre writes for everybody: written, published by a second person where the site says so, read, searched, taken away.

use crate::opinion::judged;
use domain::article::{Article, ArticleEvent};
use domain::id::ArticleId;
use domain::time::Timestamp;
use serde_json::Value;
use testkit::{Browser, Fetched, TestWorld, on_both_engines};

pub(crate) const DESK: &str = "/centre/articles";

/// Posts the editor's form at `path` with the token of the page there.
pub(crate) async fn write(centre: &mut Browser, path: &str, fields: &[(&str, &str)], files: &[(&str, &str, &[u8])]) -> Fetched {
    let page = centre.get(path).await;
    let (token, version) = (page.field("token"), page.field("version"));
    let typed = |name: &str| fields.iter().any(|(field, _)| *field == name);
    let mut all: Vec<(&str, &str)> = vec![("token", token.as_str())];
    all.extend((!typed("version")).then_some(("version", version.as_str())));
    all.extend((!typed("dated")).then_some(("dated", "2026-11-21")));
    all.extend(fields);
    centre.upload(path, &all, files).await
}

pub(crate) async fn begun(centre: &mut Browser, kind: &str, title: &str, text: &str) -> String {
    let answer = write(centre, &format!("{DESK}/new/{kind}"), &[("title", title), ("text", text)], &[]).await;
    assert_eq!(answer.status, 303, "{}", answer.body);
    answer.location
}

pub(crate) async fn act(centre: &mut Browser, article: &str, verb: &str, note: &str) -> Fetched {
    let page = if centre.get(article).await.status == 200 { article } else { DESK };
    centre.submit(page, &format!("{article}/{verb}"), &[("note", note)]).await
}

/// An article of a site where one person publishes; gives back where its centre works on it.
pub(crate) async fn published(centre: &mut Browser, kind: &str, title: &str, text: &str) -> String {
    let article = begun(centre, kind, title, text).await;
    let answer = act(centre, &article, "publish", "").await;
    assert_eq!(answer.status, 303, "{}", answer.body);
    article
}

/// Where everybody reads it.
pub(crate) fn open(article: &str, site: &str) -> String {
    article.replace("/centre", &format!("/{site}"))
}

/// The HTML that a text makes in the editor.
pub(crate) async fn drawn(centre: &mut Browser, text: &str) -> Value {
    let answer = centre.submit(&format!("{DESK}/new/news"), &format!("{DESK}/preview"), &[("text", text), ("article", "")]).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    serde_json::from_str(&answer.body).unwrap()
}

on_both_engines! {
    async fn an_article_is_written_published_by_a_second_person_read_changed_and_withdrawn(world: TestWorld) {
        let (mut first, mut second, mut guest) = (world.logged_in("7-centre-hn").await, world.logged_in("9-centre-hn").await, world.browser());
        let article = begun(&mut first, "news", "关于系统升级的公告", "升级期间**不能**办理业务。").await;
        let public = open(&article, "430000");
        assert_eq!(guest.get(&public).await.status, 404, "nobody reads a draft");
        assert_eq!(act(&mut first, &article, "publish", "").await.status, 409, "not before it was handed over");
        assert_eq!(act(&mut first, &article, "submit", "").await.status, 303);
        let own = act(&mut first, &article, "publish", "").await;
        assert!(own.status == 409 && own.body.contains("经办人不能复核自己经办的内容"), "{}", own.body);
        assert!(first.get(&article).await.body.contains("您是撰稿人") && !first.get(&article).await.body.contains(">发布</button>"));

        let vague = act(&mut second, &article, "back", " ").await;
        assert_eq!(vague.status, 422, "{}", vague.body);
        assert_eq!(act(&mut second, &article, "back", "请写明恢复时间").await.status, 303);
        assert!(first.get(&article).await.body.contains("请写明恢复时间"));
        let better = [("title", "关于系统升级的公告"), ("text", "22 日 2:00 恢复。")];
        assert_eq!(write(&mut first, &article, &better, &[]).await.status, 303);
        assert_eq!(act(&mut first, &article, "submit", "").await.status, 303);
        assert_eq!(act(&mut second, &article, "publish", "").await.status, 303);
        let read = guest.get(&public).await;
        assert!(read.status == 200 && read.body.contains("22 日 2:00 恢复"), "{}", read.body);
        assert!(guest.get("/430000/news").await.body.contains(&public));

        // A new manuscript touches nothing that is read.
        assert_eq!(write(&mut second, &article, &[("title", "关于系统升级延期的公告"), ("text", "改到 29 日。")], &[]).await.status, 303);
        assert!(guest.get(&public).await.body.contains("22 日 2:00 恢复"));
        assert!(first.get(DESK).await.body.contains("草稿，原版本仍公开"));
        assert_eq!(act(&mut second, &article, "submit", "").await.status, 303);
        assert_eq!(act(&mut first, &article, "publish", "").await.status, 303);
        world.clock.advance(Timestamp::MINUTE);
        let read = guest.get(&public).await;
        assert!(read.body.contains("改到 29 日") && !read.body.contains("22 日 2:00"), "{}", read.body);
        assert_eq!(act(&mut second, &article, "withdraw", "升级取消").await.status, 303);
        assert_eq!(guest.get(&public).await.status, 404);
        assert!(!guest.get("/430000/news").await.body.contains("系统升级"), "nor in the list");
        assert!(!guest.get("/430000/news?q=系统升级").await.body.contains(&public), "nor by its words");
        assert!(first.get(&article).await.body.contains("升级取消"));

        let id: ArticleId = article.rsplit('/').next().unwrap().parse().unwrap();
        let row = store::article::load(&mut world.parts.store.reader(), id).await.unwrap().unwrap();
        let history = store::event::history(&mut world.parts.store.reader(), &id.to_string()).await.unwrap();
        let log: Vec<ArticleEvent> = history.iter().map(|entry| serde_json::from_str(&entry.payload).unwrap()).collect();
        let mut folded = Article::born(&log[0]).unwrap();
        log[1..].iter().for_each(|event| folded.apply(event));
        assert_eq!(folded, row);
        let audited = store::event::audited(&mut world.parts.store.reader(), domain::access::Action::PublishArticle, false).await.unwrap();
        assert_eq!(audited, vec![id.to_string(); 4], "sent back, published twice, withdrawn");
    }

    async fn another_centre_and_everybody_else_sees_no_draft_and_changes_nothing(world: TestWorld) {
        let mut centre = world.logged_in("6-centre-xj").await;
        let article = begun(&mut centre, "guide", "投标保函办理流程", "先登录。").await;
        for persona in ["7-centre-hn", "3-insurer", "1-bidder"] {
            let mut other = world.logged_in(persona).await;
            let token = other.get("/650000").await.field("token");
            assert_eq!(other.get(&article).await.status, 404, "{persona}");
            for verb in ["submit", "publish", "back", "discard", "withdraw"] {
                let answer = other.post(&format!("{article}/{verb}"), &[("token", &token), ("note", "没有理由")]).await;
                assert_eq!(answer.status, 404, "{persona} {verb}");
            }
            let answer = other.upload(&article, &[("token", &token), ("title", "改写"), ("text", "改写")], &[]).await;
            assert_eq!(answer.status, 404, "{persona}");
        }
        let mut bidder = world.logged_in("1-bidder").await;
        assert_eq!(bidder.get(&format!("{DESK}/new/news")).await.status, 404);
        assert_eq!(act(&mut centre, &article, "publish", "").await.status, 303);
        assert_eq!(bidder.get(&open(&article, "430000")).await.status, 404, "another site's");
        assert_eq!(bidder.get(&open(&article, "650000")).await.status, 200);
        assert_eq!(act(&mut centre, &article, "discard", "").await.status, 409, "there is no manuscript");
    }

    async fn what_was_typed_stays_and_what_somebody_else_wrote_meanwhile_is_not_overwritten(world: TestWorld) {
        let mut centre = world.logged_in("6-centre-xj").await;
        let new = format!("{DESK}/new/faq");
        let wrong = write(&mut centre, &new, &[("title", "甲"), ("text", "长长的正文"), ("dated", "昨天")], &[("file", "说明.pdf", b"%PDF-1.4 x")]).await;
        assert_eq!(wrong.status, 422, "{}", wrong.body);
        for kept in ["标题应为 2 至 80 个字", "请选择日期", "长长的正文", "value=\"昨天\"", "已上传，保存后生效：“附件1：说明.pdf”"] {
            assert!(wrong.body.contains(kept), "{kept}: {}", wrong.body);
        }
        let carried = wrong.field("carried1");
        let looked = write(&mut centre, &new, &[("title", "标题"), ("text", "**正文**"), ("act", "preview"), ("carried1", &carried)], &[]).await;
        assert!(looked.status == 200 && looked.body.contains("<strong>正文</strong>"), "{}", looked.body);
        assert!(centre.get(DESK).await.body.contains("没有文章"), "a preview keeps nothing");
        let saved = write(&mut centre, &new, &[("title", "标题"), ("text", "**正文**"), ("carried1", &carried)], &[]).await;
        let article = saved.location;
        let version = centre.get(&article).await.field("version");
        assert_eq!(write(&mut centre, &article, &[("title", "标题二"), ("text", "第二人写的")], &[]).await.status, 303);
        let late = write(&mut centre, &article, &[("title", "标题三"), ("text", "第一人写的"), ("version", &version)], &[]).await;
        assert!(late.status == 422 && late.body.contains("已被修改") && late.body.contains("第一人写的"), "{} {}", late.status, late.body);
        assert!(centre.get(&article).await.body.contains("第二人写的"));
        let again = write(&mut centre, &article, &[("title", "标题三"), ("text", "第一人写的"), ("version", &late.field("version"))], &[]).await;
        assert_eq!(again.status, 303, "{}", again.body);
    }

    async fn attachments_are_told_by_content_bounded_and_handed_out_inert(world: TestWorld) {
        let mut centre = world.logged_in("6-centre-xj").await;
        let new = format!("{DESK}/new/guide");
        let typed = [("title", "申请表下载"), ("text", "见 ![流程](附件2) 与 ![外站](https://evil.example/x.png)")];
        let large = [b"%PDF-".as_slice(), &vec![b'x'; 5 * 1024 * 1024]].concat();
        for (name, bytes, said) in [
            ("a.pdf", b"<html><script>alert(1)</script>".as_slice(), "不是 PDF、PNG 或 JPG"),
            ("b.png", b"".as_slice(), "是空文件"),
            ("c.pdf", large.as_slice(), "超过 5 MB"),
        ] {
            let answer = write(&mut centre, &new, &typed, &[("file", name, bytes)]).await;
            assert!(answer.status == 422 && answer.body.contains(said) && answer.body.contains("申请表下载"), "{name}: {} {}", answer.status, answer.body);
        }
        let article = write(&mut centre, &new, &typed, &[("file", "申请表 x.html", b"%PDF-1.4 form")]).await.location;
        assert_eq!(write(&mut centre, &article, &typed, &[("file", "流程.png", b"\x89PNG\r\n\x1a\nx")]).await.status, 303);
        assert_eq!(act(&mut centre, &article, "publish", "").await.status, 303);
        let mut guest = world.browser();
        let (public, page) = (open(&article, "650000"), guest.get(&open(&article, "650000")).await.body);
        assert!(page.contains(&format!("<img src=\"{public}/files/2\" alt=\"流程\" loading=\"lazy\">")), "{page}");
        assert!(!page.contains("evil.example"), "{page}");
        let file = guest.get(&format!("{public}/files/1")).await;
        let header = |name: &str| file.headers[name].as_str();
        assert_eq!((file.bytes.as_slice(), header("content-type"), header("x-content-type-options")), (b"%PDF-1.4 form".as_slice(), "application/pdf", "nosniff"));
        assert_eq!(header("content-disposition"), "attachment; filename=attachment-1.pdf; filename*=UTF-8''%E7%94%B3%E8%AF%B7%E8%A1%A8%20x.html");
        for none in ["0", "3", "x"] {
            assert_eq!(guest.get(&format!("{public}/files/{none}")).await.status, 404, "{none}");
        }
        assert_eq!(guest.get(&format!("{article}/files/1")).await.status, 303, "the centre's own way asks for a login");
        // One is taken out: the number of the other stays, and the way to the first ends once that is published.
        assert_eq!(write(&mut centre, &article, &[("title", "申请表下载"), ("text", "见附件"), ("remove1", "yes")], &[]).await.status, 303);
        assert_eq!(guest.get(&format!("{public}/files/1")).await.status, 200);
        assert_eq!(act(&mut centre, &article, "publish", "").await.status, 303);
        assert_eq!(guest.get(&format!("{public}/files/1")).await.status, 404);
        assert_eq!(guest.get(&format!("{public}/files/2")).await.headers["content-type"], "image/png");
    }

    async fn lists_are_paged_by_date_pinned_first_and_words_are_found(world: TestWorld) {
        let mut text = String::new();
        for index in 0..45 {
            let (day, pinned) = (1 + index % 28, index == 7);
            text.push_str(&format!(
                "[[article]]\nsite = \"650000\"\nkind = \"news\"\ntitle = \"第{index:02}号公告\"\ndated = \"2026-10-{day:02}\"\npinned = {pinned}\n\
                 text = \"关于塔里木**灌区**第{index:02}号工程的说明\"\n"
            ));
        }
        text.push_str("[[article]]\nsite = \"650000\"\nkind = \"faq\"\ntitle = \"标段查找\"\ntext = \"塔里木灌区的标段按编号查找\"\n");
        let count = app::article::import::import(&world.world, &world.world.system(), &text).await.unwrap();
        assert_eq!(count, 46);
        let mut guest = world.browser();
        let titles = |page: &str| -> Vec<String> {
            page.split("<b>第").skip(1).map(|rest| rest.split("号公告").next().unwrap().to_owned()).collect()
        };
        let (mut seen, mut path) = (Vec::new(), "/650000/news".to_owned());
        loop {
            let page = guest.get(&path).await.body;
            seen.push(titles(&page));
            let Some(next) = page.split("<a href=\"").find(|rest| rest.contains(">下一页</a>") && rest.starts_with('?')) else { break };
            path = format!("/650000/news{}", next.split('"').next().unwrap().replace("&amp;", "&").replace("&#38;", "&"));
        }
        assert_eq!(seen.iter().map(Vec::len).collect::<Vec<_>>(), [21, 20, 4]);
        assert_eq!((seen[0][0].as_str(), seen[0][1].as_str()), ("07", "27"), "pinned, then the latest date");
        let mut all: Vec<String> = seen.concat();
        all.sort();
        all.dedup();
        assert_eq!(all.len(), 45, "no gap, nothing twice");

        for (words, found) in [("塔里木灌区", 21), ("第13号", 1), ("木灌", 21), ("塔里木 13号", 1), ("没有的", 0), ("灌", 0), ("%", 0), ("words:", 0)] {
            let page = guest.get(&format!("/650000/news?{}", serde_urlencoded(&[("q", words)]))).await.body;
            assert_eq!(titles(&page).len().min(21), if found == 21 { 20 } else { found }, "{words}: {page}");
        }
        assert!(guest.get("/430000/news?q=塔里木灌区").await.body.contains("没有找到"), "another site's");
        let help = guest.get("/650000/help?q=塔里木灌区的标段").await.body;
        assert!(help.contains("标段查找"), "the help centre searches all kinds: {help}");
        assert!(guest.get("/650000/lots").await.body.contains("如无法选择到相应标段，请参考："));
        assert!(guest.get("/650000/faq?q=标段").await.body.contains("标段查找"));
        let wrong = app::article::import::import(&world.world, &world.world.system(), "[[article]]\nsite = \"999999\"\nkind = \"faq\"\ntitle = \"甲乙\"\ntext = \"丙丁\"").await;
        assert!(wrong.is_err(), "no such site");
    }

    async fn the_feed_reads_in_somebody_elses_reader(world: TestWorld) {
        let mut guest = world.browser();
        let feed = "/650000/news/feed.atom";
        let empty = judged("feed.py", &guest.get(feed).await.bytes);
        assert_eq!((empty["version"].as_str(), empty["well_formed"].as_bool()), (Some("atom10"), Some(true)), "{empty}");
        let mut centre = world.logged_in("6-centre-xj").await;
        let article = published(&mut centre, "news", "A & B <升级> 公告", "第一段 <b>重点</b> & 其余。\n\n第二段").await;
        published(&mut centre, "guide", "不是新闻", "不在其中").await;
        world.clock.advance(20 * Timestamp::MINUTE);
        write(&mut centre, &article, &[("title", "A & B <升级> 公告"), ("text", "改过的正文")], &[]).await;
        assert_eq!(act(&mut centre, &article, "publish", "").await.status, 303);
        let answer = guest.get(feed).await;
        assert_eq!(answer.headers["content-type"], "application/atom+xml; charset=utf-8");
        let found = judged("feed.py", &answer.bytes);
        assert_eq!((found["version"].as_str(), found["well_formed"].as_bool()), (Some("atom10"), Some(true)), "{found}");
        assert_eq!(found["links"]["self"], "http://kaihan.test/650000/news/feed.atom", "{found}");
        let entries = found["entries"].as_array().unwrap();
        assert_eq!(entries.len(), 1, "{found}");
        let address = format!("http://kaihan.test{}", open(&article, "650000"));
        assert_eq!((entries[0]["link"].as_str(), entries[0]["id"].as_str()), (Some(address.as_str()), Some(address.as_str())));
        assert_eq!(entries[0]["title"], "A & B <升级> 公告", "as it was written: {found}");
        assert_eq!(entries[0]["summary"], "改过的正文");
        assert_ne!(entries[0]["published"], entries[0]["updated"]);
        assert_eq!(guest.get("/999999/news/feed.atom").await.status, 404);
    }

    async fn hostile_markup_is_text_and_leads_nowhere(world: TestWorld) {
        let mut centre = world.logged_in("6-centre-xj").await;
        let html = drawn(&mut centre, "# 题\n\n1. 甲\n2. 乙\n\n|表|值|\n|---|--:|\n|甲|1|\n\n[登录](/login) ~~旧~~ [邮](mailto:a@example.com)").await;
        let html = html["html"].as_str().unwrap().to_owned();
        for part in ["<h2>题</h2>", "<li>甲</li>", "<th>表</th>", "<td>1</td>", "<del>旧</del>", "href=\"/login\"", "href=\"mailto:a@example.com\""] {
            assert!(html.contains(part), "{part}: {html}");
        }
        for hostile in [
            "<script>alert(1)</script>",
            "a <img src=x onerror=alert(1)> b",
            "<svg><g/onload=alert(2)//<p>",
            "<math><mi//xlink:href=\"data:x,<script>alert(4)</script>\">",
            "<iframe src=\"javascript:alert(1)\"></iframe>",
            "<style>*{display:none}</style>",
            "<a href=\"javascript:alert(1)\">x</a>",
            "<form action=/logout method=post><button>x</button></form>",
            "<!-- <img src=\"--><img src=x onerror=alert(1)//\">",
            "[x](javascript:alert(1))",
            "[x](JaVaScRiPt:alert(1))",
            "[x](&#106;avascript:alert(1))",
            "[x](data:text/html;base64,PHNjcmlwdD4=)",
            "[x](vbscript:msgbox)",
            "[x](//evil.example/a)",
            "[x](/\\evil.example)",
            "[x](file:///etc/passwd)",
            "<javascript:alert(1)>",
            "![x](javascript:alert(1))",
            "![x](https://evil.example/pixel.png)",
            "![x](data:image/svg+xml,<svg onload=alert(1)>)",
            "![x](附件1)",
            "[x]\n\n[x]: javascript:alert(1)",
            "```html\n<script>alert(1)</script>\n```",
            "[a](https://a.example \"onclick=alert(1)\")",
            "# a {#id onclick=alert(1)}",
        ] {
            let html = drawn(&mut centre, hostile).await["html"].as_str().unwrap().to_lowercase();
            // What looks like an element or an attribute is text, never an element.
            for element in html.split('<').skip(1).filter_map(|rest| rest.split_once('>')).map(|(element, _)| element) {
                let plain = ["p", "/p", "h2", "/h2", "pre", "/pre", "code", "/code", "strong", "/strong", "/a"].contains(&element);
                assert!(plain || element.starts_with("a href=\"https://a.example\" rel="), "{hostile}: <{element}> in {html}");
            }
        }
    }

    async fn deep_and_long_texts_stay_bounded(world: TestWorld) {
        let mut centre = world.logged_in("6-centre-xj").await;
        for text in [
            "> ".repeat(10_000),
            "- ".repeat(10_000),
            "[".repeat(20_000),
            "![](".repeat(5_000),
            "*_".repeat(10_000),
            "`".repeat(20_000),
            "<".repeat(20_000),
            "<b>".repeat(6_000),
            format!("|{}\n|{}\n", "a|".repeat(4_000), "-|".repeat(4_000)),
            (0..140).map(|depth| format!("{}x\n", "> ".repeat(depth / 2))).collect(),
        ] {
            let html = drawn(&mut centre, &text).await;
            let html = html["html"].as_str().unwrap();
            assert!(html.len() < text.len() * 40 + 1_000, "{} bytes from {}", html.len(), text.len());
            for element in ["<blockquote>", "<ul>"] {
                let (mut deep, mut deepest) = (0_i32, 0_i32);
                let close = element.replace('<', "</");
                for part in html.split_inclusive('>') {
                    deep += i32::from(part.ends_with(element)) - i32::from(part.ends_with(&close));
                    deepest = deepest.max(deep);
                }
                assert!(deepest <= 12, "{element} {deepest} deep");
            }
        }
        let long = "字".repeat(200 * 1024 / 3);
        assert!(drawn(&mut centre, &long[..60_003]).await["fault"].as_str().unwrap().contains("20000"));
        let refused = write(&mut centre, &format!("{DESK}/new/news"), &[("title", "太长"), ("text", &long)], &[]).await;
        assert!(refused.status == 422 && refused.body.contains("正文应为 2 至 20000 个字"), "{}", refused.status);
    }

    /// A prefecture that has published nothing of a kind shows its province's; nobody else's is ever read there.
    async fn a_prefecture_shows_its_provinces_articles_until_it_has_its_own(world: TestWorld) {
        let one = |site: &str, title: &str| format!("[[article]]\nsite = \"{site}\"\nkind = \"guide\"\ntitle = \"{title}\"\ntext = \"怎样办理保函\"\n");
        let import = async |text: String| app::article::import::import(&world.world, &world.world.system(), &text).await.unwrap();
        import(one("430000", "全省办理指南") + &one("650000", "新疆办理指南")).await;
        let mut guest = world.browser();
        let found = guest.get("/430100/guides").await;
        let shelf = &found.body;
        assert!(shelf.contains("全省办理指南") && !shelf.contains("新疆办理指南"), "{shelf}");
        assert!(guest.get("/430100").await.body.contains("全省办理指南"), "on the home page too");
        let province = found.between("/430100/articles/", "\"");
        assert_eq!(guest.get(&format!("/430100/articles/{province}")).await.status, 200);
        let elsewhere = guest.get("/650000/guides").await.between("/650000/articles/", "\"");
        assert_eq!(guest.get(&format!("/430100/articles/{elsewhere}")).await.status, 404);
        import(one("430100", "长沙办理指南")).await;
        let own = guest.get("/430100/guides").await.body;
        assert!(own.contains("长沙办理指南") && !own.contains("全省办理指南"), "{own}");
        assert!(!guest.get("/430000/guides").await.body.contains("长沙办理指南"));
        assert!(guest.get("/430100/help?q=办理保函").await.body.contains("长沙办理指南"));
    }
}

fn serde_urlencoded(pairs: &[(&str, &str)]) -> String {
    pairs.iter().map(|(key, value)| format!("{key}={}", value.bytes().map(|byte| format!("%{byte:02X}")).collect::<String>())).collect()
}

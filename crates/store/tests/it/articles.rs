use domain::access::{Action, Actor, Relation, Role, may};
use domain::article::{Article, ArticleEvent, ArticleFacts, ArticleKind, Edition, begin};
use domain::id::{ArticleId, RequestId};
use domain::site::SiteCode;
use store::{Stamp, StoreError, article};
use testbase::{TestStore, on_both_engines};

const XINJIANG: &str = "650000";
const HUNAN: &str = "430000";

fn site(code: &str) -> SiteCode {
    code.parse().unwrap()
}

fn edition(base: &TestStore, title: &str, text: &str) -> Edition {
    Edition::new(title, text, base.now().date(), false, Vec::new(), 0).unwrap()
}

fn stamp(base: &TestStore, id: ArticleId) -> Stamp {
    let centre = Actor { role: Role::CentreStaff, ..Actor::public() };
    let permit = may(&centre, Action::PublishArticle, Relation::CentreOfSite).unwrap();
    Stamp::new(permit, base.now(), base.id(RequestId::new), id.to_string())
}

/// An article that everybody reads.
async fn add(base: &TestStore, code: &str, kind: ArticleKind, title: &str, text: &str) -> Article {
    let facts = ArticleFacts { id: base.id(ArticleId::new), site: site(code), kind, at: base.now() };
    let (stamp, now) = (stamp(base, facts.id), base.now());
    let begun = begin::begin(facts, edition(base, title, text), "first");
    let write = base.store.write::<_, StoreError, _>(move |tx| {
        Box::pin(async move {
            let article = article::create(tx, &stamp, &begun)?;
            article::append(tx, &stamp, article, &ArticleEvent::Published { at: now })
        })
    });
    write.await.unwrap()
}

async fn apply(base: &TestStore, article: Article, events: Vec<ArticleEvent>) -> Article {
    let stamp = stamp(base, article.facts.id);
    let write = base.store.write::<_, StoreError, _>(move |tx| {
        Box::pin(async move {
            let mut article = article;
            for event in &events {
                article = article::append(tx, &stamp, article, event)?;
            }
            Ok(article)
        })
    });
    write.await.unwrap()
}

async fn found(base: &TestStore, code: &str, kind: Option<ArticleKind>, text: &str) -> Vec<String> {
    let mut titles = Vec::new();
    for kind in ArticleKind::ALL.into_iter().filter(|known| kind.is_none_or(|kind| kind == *known)) {
        let rows = article::search(&mut base.store.reader(), (site(code), kind), text, None, 20).await.unwrap();
        titles.extend(rows.into_iter().map(|(listed, _)| listed.title));
    }
    titles
}

on_both_engines! {
    async fn an_article_is_found_by_words_of_its_title_and_its_text_on_its_own_site(base: TestStore) {
        add(&base, HUNAN, ArticleKind::News, "湖南公告", "与此无关的文字").await;
        add(&base, XINJIANG, ArticleKind::Guide, "玛纳斯河指南", "请**务必**在开标前`一小时`支付费用，Ｇ３１２").await;
        for text in ["玛纳斯", "务必在开标前", "一小时支付", "g312", "玛纳斯 支付"] {
            assert_eq!(found(&base, XINJIANG, None, text).await, ["玛纳斯河指南"], "{text}");
            assert_eq!(found(&base, XINJIANG, Some(ArticleKind::Guide), text).await.len(), 1, "{text}");
            assert!(found(&base, XINJIANG, Some(ArticleKind::News), text).await.is_empty(), "{text}");
            assert!(found(&base, HUNAN, None, text).await.is_empty(), "{text}");
        }
        // To the last of the longest text.
        let long = format!("{}叶尔羌河", "正文，".repeat(6_665));
        add(&base, XINJIANG, ArticleKind::Faq, "长文", &long).await;
        assert_eq!(found(&base, XINJIANG, None, "叶尔羌").await, ["长文"]);
        for text in ["玛河", "纳", "**", "%", "\" OR 1", "words:"] {
            assert!(found(&base, XINJIANG, None, text).await.is_empty(), "{text}");
        }
    }

    async fn only_what_is_read_now_is_found(base: TestStore) {
        add(&base, XINJIANG, ArticleKind::News, "邻居公告", "一直都在").await;
        let article = add(&base, XINJIANG, ArticleKind::News, "旧标题公告", "旧正文").await;
        let edited = ArticleEvent::Edited { edition: Box::new(edition(&base, "新标题公告", "新正文")), editor: "second".into() };
        let article = apply(&base, article, vec![edited]).await;
        assert_eq!((found(&base, XINJIANG, None, "旧标题").await.len(), found(&base, XINJIANG, None, "新标题").await.len()), (1, 0));
        let article = apply(&base, article, vec![ArticleEvent::Published { at: base.now() }]).await;
        assert_eq!((found(&base, XINJIANG, None, "旧标题").await.len(), found(&base, XINJIANG, None, "新标题").await.len()), (0, 1));
        let of_shelf = async || article::shelf(&mut base.store.reader(), (site(XINJIANG), ArticleKind::News, false), None, 20).await.unwrap().len();
        assert_eq!(of_shelf().await, 2);
        apply(&base, article, vec![ArticleEvent::Withdrawn { reason: "不再适用".into() }]).await;
        assert_eq!((found(&base, XINJIANG, None, "新标题").await.len(), of_shelf().await), (0, 1));
    }

    async fn of_two_who_write_at_once_one_wins(base: TestStore) {
        let article = add(&base, XINJIANG, ArticleKind::Faq, "常见问题一", "答案").await;
        let edited = |title: &str| ArticleEvent::Edited { edition: Box::new(edition(&base, title, "答案")), editor: "one".into() };
        apply(&base, article.clone(), vec![edited("第一人的标题")]).await;
        let (stamp, late) = (stamp(&base, article.facts.id), edited("第二人的标题"));
        let write = base.store.write::<_, StoreError, _>(move |tx| Box::pin(async move { article::append(tx, &stamp, article, &late) }));
        assert!(matches!(write.await, Err(StoreError::Conflict)));
    }
}

//! What is held against what, and what it should come to.

/// One line of `docs/reference/bench.md`. The ratio is ours over theirs in throughput: more is better, everywhere.
#[derive(Debug)]
pub(crate) struct Comparison {
    pub(crate) id: &'static str,
    pub(crate) work: &'static str,
    pub(crate) against: &'static str,
    /// The names under which benchmarks say them.
    pub(crate) ours: &'static str,
    pub(crate) theirs: &'static str,
    /// What the ratio should come to at least; `None` where it is only told.
    pub(crate) target: Option<f64>,
}

const SUBMISSION: &str = "申请提交（HTTP，32 个并发，PostgreSQL）";
const SUBMISSION_SQLITE: &str = "申请提交（HTTP，32 个并发，SQLite）";
const BEFORE: &str = "260177a";

const fn comparison(
    id: &'static str,
    work: &'static str,
    against: &'static str,
    (ours, theirs): (&'static str, &'static str),
    target: Option<f64>,
) -> Comparison {
    Comparison { id, work, against, ours, theirs, target }
}

pub(crate) const COMPARISONS: &[Comparison] = &[
    comparison(
        "submission-postgres",
        SUBMISSION,
        "pgbench 执行同样的语句，另加一次 SM2 验签",
        ("submission", "pgbench-verification"),
        Some(0.6),
    ),
    comparison("submission-pgbench", SUBMISSION, "pgbench 执行同样的语句", ("submission", "pgbench"), None),
    comparison("submission-before", SUBMISSION, BEFORE, ("submission", "before/submission"), None),
    comparison("submission-fastapi", SUBMISSION, "FastAPI、asyncpg、OpenSSL 验签", ("submission", "fastapi"), Some(1.5)),
    comparison("submission-express", SUBMISSION, "Express、pg、sm-crypto-v2 验签", ("submission", "express"), Some(4.0)),
    comparison(
        "submission-sqlite",
        SUBMISSION_SQLITE,
        "rusqlite 循环，每 32 份一次提交，另加一次 SM2 验签",
        ("submission-sqlite", "rusqlite-verification"),
        Some(0.5),
    ),
    comparison("issue-tsa0", "结算并出函（时间戳服务即刻应答）", BEFORE, ("issue-tsa0", "before/issue-tsa0"), Some(2.0)),
    comparison("issue-tsa20", "结算并出函（时间戳服务 20 毫秒后应答）", BEFORE, ("issue-tsa20", "before/issue-tsa20"), None),
    comparison("issue-tsa100", "结算并出函（时间戳服务 100 毫秒后应答）", BEFORE, ("issue-tsa100", "before/issue-tsa100"), Some(9.0)),
    comparison(
        "issue-alone",
        "结算并出函（时间戳服务即刻应答）",
        "仅排版并签章（同样的三份文书）",
        ("issue-tsa0", "order-alone"),
        Some(0.85),
    ),
    comparison("callback", "机构签名回调（验签、入箱、签名应答）", "SM2 验签（每次重算公钥）", ("callback", "sm2-verification"), Some(0.5)),
    comparison("callback-before", "机构签名回调", BEFORE, ("callback", "before/callback"), Some(1.0)),
    comparison(
        "login",
        "证书登录（HTTP，32 个并发，PostgreSQL）",
        "SM2 验签（陌生公钥，两核）",
        ("login", "login-verification"),
        Some(0.7),
    ),
    comparison("lots-pgbench", "标段检索页（HTTP，一百万个标段）", "pgbench 执行同样的语句", ("lots", "lots-pgbench"), None),
    comparison("lots-scan", "标段检索页 p99（SQLite，一百万个标段）", "LIKE 全表扫描的中位数", ("lots-sqlite", "lots-scan"), Some(10.0)),
    comparison("verify-confined", "隔离进程核验 OFD", "同一进程核验", ("verify-ofd-confined", "verify-ofd"), Some(0.85)),
    comparison("verify-confined-pdf", "隔离进程核验 PDF", "同一进程核验", ("verify-pdf-confined", "verify-pdf"), Some(0.85)),
    comparison("sm2-kept", "SM2 验签，保留的公钥", "260177a 的做法", ("sm2-kept", "sm2-kept-before"), Some(3.0)),
    comparison("sm2-stranger", "SM2 验签，陌生公钥", "260177a 的做法", ("sm2-stranger", "sm2-stranger-before"), Some(1.2)),
    comparison("sm2-sign", "SM2 签名，保留的私钥", "260177a 的做法", ("sm2-sign", "sm2-sign-before"), Some(1.6)),
    comparison("letter-weasyprint", "两页保函的 PDF 与 OFD", "WeasyPrint，仅 PDF", ("letter", "weasyprint"), Some(8.0)),
    comparison("letter-reportlab", "两页保函的 PDF 与 OFD", "reportlab，仅 PDF", ("letter", "reportlab"), None),
];

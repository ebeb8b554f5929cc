use domain::party::Uscc;
use domain::time::{Timestamp, add_days};
use serde_json::json;

const PLACES: [&str; 12] =
    ["滨江大道", "观山湖区", "和平路", "高新区", "花溪河", "城东新区", "国道 G241", "天山路", "经开区", "第三水厂", "北环线", "老城区"];
const WORKS: [&str; 10] = [
    "快速化改造工程施工",
    "污水处理厂二期扩建",
    "公路改建工程施工",
    "第一人民医院门诊综合楼",
    "标准厂房（三期）",
    "职业技术学院实训楼",
    "老旧小区改造配套基础设施",
    "水库除险加固工程",
    "智慧停车系统采购",
    "生态修复工程监理",
];
/// What is traded there; of the last nobody says.
const TRADES: [&str; 10] = [
    "construction",
    "construction",
    "transport",
    "construction",
    "construction",
    "construction",
    "construction",
    "water",
    "procurement",
    "",
];
const TENDEREES: [&str; 5] =
    ["交通建设投资集团有限公司", "城市建设发展有限公司", "水务投资集团有限公司", "公共工程管理中心", "教育建设投资有限公司"];
const AMOUNTS: [&str; 5] = ["30000", "100000", "85800", "500000", "200000"];

/// A lot feed for a site, one JSON record a line: `count` invented lots whose openings lie 3 to 42 days after `today`. The same
/// site and day give the same feed.
#[must_use]
pub fn lots(site: &str, place: &str, count: u32, today: Timestamp) -> String {
    let mut text = String::new();
    let pick = |list: &[&'static str], index: u32| list[usize::try_from(index).unwrap_or(0) % list.len()];
    for index in 0..count {
        let section = index % 3 + 1;
        let project = index / 3;
        let opens = add_days(today.date(), 3 + index % 40);
        let security = pick(&AMOUNTS, index * 7 + project);
        let estimate: u64 = security.parse::<u64>().unwrap_or(0) * 80;
        let record = json!({
            "trade": pick(&TRADES, project / 12 + project),
            "section_no": format!("E{site}0039{:06}001{section:03}", project % 1_000_000),
            "section_name": format!("{place}{}{} {}标段", pick(&PLACES, project), pick(&WORKS, project / 12 + project), ["一", "二", "三"][usize::try_from(index % 3).unwrap_or(0)]),
            "creditor": format!("{place}{}", pick(&TENDEREES, project)),
            "creditor_scc": Uscc::complete(&format!("91{site}{:09}", 100_000_000 + project)).map(|code| code.to_string()).unwrap_or_default(),
            "agency": format!("{place}招标代理有限公司"),
            "guarantee_amount": format!("{security}.000000"),
            "estimate": format!("{estimate}"),
            "bid_open_time": format!("{opens} {:02}:{:02}:00", 9 + index % 2, (index % 4) * 15),
            "valid_day": "90",
        });
        text.push_str(&record.to_string());
        text.push('\n');
    }
    text
}

/// What buildings of [`WORKS`] are contracted as.
const CONTRACTS: [&str; 4] = ["施工总承包合同", "专业分包合同", "幕墙工程合同", "机电安装合同"];

/// A feed of contracts and projects, by turns, for a site that sells guarantees about those: to be secured 5 to 44 days after `today`.
#[must_use]
pub fn contracts(site: &str, place: &str, count: u32, today: Timestamp) -> String {
    let mut text = String::new();
    let pick = |list: &[&'static str], index: u32| list[usize::try_from(index).unwrap_or(0) % list.len()];
    for index in 0..count {
        let (work, due) = (index / 2, add_days(today.date(), 5 + index % 40));
        let works = format!("{place}{}{}", pick(&PLACES, work), pick(&WORKS, work / 12 + work));
        let (subject, number, name, creditor) = if index % 2 == 0 {
            let beneficiary = format!("{place}{}", pick(&TENDEREES, work));
            ("contract", format!("HT-{site}-{:05}", work + 1), format!("{works}{}", pick(&CONTRACTS, work)), beneficiary)
        } else {
            ("project", format!("XM-{site}-{:05}", work + 1), works, format!("{place}住房和城乡建设主管部门（演示）"))
        };
        let record = json!({
            "subject": subject,
            "section_no": number,
            "section_name": name,
            "creditor": creditor,
            "guarantee_amount": format!("{}0", pick(&AMOUNTS, index * 7 + work)),
            "bid_open_time": format!("{due} 17:00:00"),
            "valid_day": "365",
        });
        text.push_str(&record.to_string());
        text.push('\n');
    }
    text
}

/// The prefectures that have sites of their own, and what their lots' names begin with.
const PREFECTURES: [(&str, &str); 14] = [
    ("430100", "长沙"),
    ("430200", "株洲"),
    ("430300", "湘潭"),
    ("430400", "衡阳"),
    ("430500", "邵阳"),
    ("430600", "岳阳"),
    ("430700", "常德"),
    ("430800", "张家界"),
    ("430900", "益阳"),
    ("431000", "郴州"),
    ("431100", "永州"),
    ("431200", "怀化"),
    ("431300", "娄底"),
    ("433100", "湘西"),
];

/// A province's feed, which has its prefectures' lots too, as each goes to the site of its place: `count` of its own, and of each prefecture a tenth as many.
#[must_use]
pub fn province_lots(site: &str, place: &str, count: u32, today: Timestamp) -> String {
    let below = PREFECTURES.iter().filter(|(code, _)| code[..2] == site[..2]);
    let below: String = below.map(|(code, place)| lots(code, place, count.div_ceil(10), today)).collect();
    below + &lots(site, place, count, today)
}

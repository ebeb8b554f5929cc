use super::*;
use proptest::prelude::*;

fn elements() -> Elements {
    Elements {
        numbers: vec!["PA20261127AB12".into(), "BH650000202600001234".into()],
        applicant: ("衡岳建设（集团）有限公司".into(), "91430100MA4L123456".into()),
        beneficiary: Some(("城发投资有限公司".into(), Some("91430100MA4L654321".into()))),
        lot: "HN-2026-001".into(),
        amount: Cny::from_fen(1_000_000).expect("an amount"),
        expiry: jiff::civil::date(2026, 12, 1),
    }
}

const RIGHT: &str = "保函编号 PA20261127AB12 申请人：衡岳建设(集团)\n有限公司（91430100MA4L123456） 受益人：城发投资有限公司 91430100ma4l654321 \
                     标段编号 HN-2026-001 担保金额 10,000.00元 有效期至2026年12月1日";

fn faults(text: &str) -> Vec<Fault> {
    elements().faults_in(&Text::new(text))
}

fn contradicts(text: &str, element: Element) -> bool {
    faults(text).iter().any(|fault| matches!(fault, Fault::Contradicted(found, _) if *found == element))
}

#[test]
fn k9_everything_that_was_agreed_is_found_however_it_is_written() {
    assert_eq!(faults(RIGHT), []);
    for (from, to) in [
        ("10,000.00元", "10000 元"),
        ("10,000.00元", "１００００．００"),
        ("10,000.00元", "人民币（大写）壹万元整（¥10,000.00）"),
        ("10,000.00元", "人民币壹万圆整"),
        ("10,000.00元", "壹万元正"),
        ("10,000.00元", "1万元"),
        ("10,000.00元", "（万元）1万"),
        ("10,000.00元", "（万元）：1.0000"),
        ("10,000.00元", "（元） 10,000.00 人民币"),
        ("10,000.00元", "：一万元整"),
        ("10,000.00元", "：壹萬圓整"),
        ("10,000.00元", "：壹万元三日内付清"),
        ("担保金额 10,000.00元", "赔付不超过10000元"),
        ("担保金额 10,000.00元", "担保金额见下表。10,000.00 项目名称"),
        ("担保金额 10,000.00元", "最高限额为合同价的百分之十，即10,000.00元"),
        ("2026年12月1日", "2026-12-01"),
        ("2026年12月1日", "2026/12/1 24:00"),
        ("2026年12月1日", "2026.12.01"),
        ("2026年12月1日", "20261201"),
        ("2026年12月1日", "2026 年 12 月 01 日（含当日）"),
        ("2026年12月1日", "二〇二六年十二月一日"),
        ("2026年12月1日", "2026年十二月一日"),
        ("2026年12月1日", "贰零贰陆年拾贰月零壹日"),
        ("有效期至2026年12月1日", "保险期间自2026年11月27日零时起至2026年12月1日二十四时止"),
        ("有效期至2026年12月1日", "保险期间自2026年11月27日零时起至2026年12月2日零时止"),
        ("有效期至2026年12月1日", "投标有效期至2026年10月1日，本保函有效期至2026年12月1日"),
        ("有效期至2026年12月1日", "投标有效期于2026年10月1日届满。本保函于2026年12月1日24时自动失效"),
        ("有效期至2026年12月1日", "本保函自2026年12月2日起失效"),
        ("有效期至2026年12月1日", "签发日期 2026年11月27日 失效日期 2026年12月1日"),
        ("有效期至2026年12月1日", "本保函自2026年11月27日起生效，至2026年12月1日止"),
        ("PA20261127AB12", "BH650000202600001234"),
        ("HN-2026-001", "ＨＮ—２０２６—００１"),
        ("衡岳建设(集团)\n有限公司", "衡岳建设（集团）有限公司"),
        ("受益人：城发投资有限公司 ", "致受益人（招标人）城发投资有限公司："),
        ("受益人：城发投资有限公司 ", "受益人 城发投资有限公司及其长沙分公司 "),
        ("受益人：城发投资有限公司 ", "鉴于城发投资有限公司（统一社会信用代码："),
    ] {
        assert_eq!(faults(&RIGHT.replace(from, to)), [], "{to}");
    }
}

#[test]
fn k9_what_is_missing_or_part_of_something_longer_is_not_found() {
    let missing = |text: &str| -> Vec<Element> {
        let element = |fault: &Fault| match fault {
            Fault::Missing(element, _) | Fault::Contradicted(element, _) => Some(*element),
            Fault::Unreadable => None,
        };
        let mut found: Vec<_> = faults(text).iter().filter_map(element).collect();
        found.dedup();
        found
    };
    for (from, to, element) in [
        ("10,000.00元", "210,000.00元", Element::Amount),
        ("10,000.00元", "10,000.005元", Element::Amount),
        ("10,000.00元", "10000万元", Element::Amount),
        ("10,000.00元", "贰拾壹万元整", Element::Amount),
        ("10,000.00元", "壹万元壹角", Element::Amount),
        ("10,000.00元", "10,000.00美元", Element::Amount),
        ("10,000.00元", "USD 10,000.00", Element::Amount),
        ("10,000.00元", "（美元）10,000.00", Element::Amount),
        ("10,000.00元", "（万元）10,000.00", Element::Amount),
        ("10,000.00元", "10000平方米", Element::Amount),
        ("10,000.00元", "一万美元", Element::Amount),
        ("担保金额 10,000.00元", "", Element::Amount),
        ("2026年12月1日", "2026年12月11日", Element::Expiry),
        ("2026年12月1日", "2026年12月1日零时", Element::Expiry),
        ("2026年12月1日", "12026-12-01", Element::Expiry),
        ("有效期至2026年12月1日", "投标有效期至2026年12月1日", Element::Expiry),
        ("HN-2026-001", "HN-2026-0012", Element::Lot),
        ("HN-2026-001", "XHN-2026-001", Element::Lot),
        ("HN-2026-001", "HN-2026-001-02", Element::Lot),
        ("PA20261127AB12", "PA20261127AB123", Element::Number),
        ("91430100MA4L123456", "91430100MA4L123457", Element::ApplicantCode),
        ("91430100ma4l654321", "", Element::BeneficiaryCode),
        ("衡岳建设", "衡山建设", Element::Applicant),
        ("城发投资", "城投", Element::Beneficiary),
    ] {
        assert!(missing(&RIGHT.replace(from, to)).contains(&element), "{to}: {:?}", faults(&RIGHT.replace(from, to)));
    }
    assert_eq!(faults(" \n"), [Fault::Unreadable]);
}

#[test]
fn k9_a_longer_name_is_not_the_shorter_one_in_it() {
    let mut without_code = elements();
    without_code.beneficiary = Some(("城发投资有限公司".into(), None));
    let text = |name: &str| RIGHT.replace("受益人：城发投资有限公司 91430100ma4l654321", &format!("以{name}为受益人"));
    let missing = |name: &str| {
        let faults = without_code.faults_in(&Text::new(&text(name)));
        faults.iter().any(|fault| matches!(fault, Fault::Missing(Element::Beneficiary, _)))
    };
    for name in [
        "岳麓城发投资有限公司",
        "湖南(岳麓)城发投资有限公司",
        "ABC城发投资有限公司",
        "城发投资有限公司长沙分公司",
        "城发投资有限公司第三项目部",
    ] {
        assert!(missing(name), "{name}");
    }
    assert!(!missing("城发投资有限公司"));
}

#[test]
fn k9_what_contradicts_is_told_although_the_right_value_stands_elsewhere() {
    for (more, element) in [
        ("。保险金额：20,000.00元", Element::Amount),
        ("。担保金额为人民币贰万元整", Element::Amount),
        ("。担保金额人民币壹万元整（¥1,000.00）", Element::Amount),
        ("。担保金额：二十万元整", Element::Amount),
        ("。担保金额：贰拾萬元整", Element::Amount),
        ("。担保金额：貳拾萬圓整", Element::Amount),
        ("。担保金额：贰拾万", Element::Amount),
        ("。担保金额：一万二元", Element::Amount),
        ("。担保金额：USD 10,000.00", Element::Amount),
        ("。担保金额：10,000.00 美元", Element::Amount),
        ("。担保金额（港币）：壹万元整", Element::Amount),
        ("。有效期至2027-01-01", Element::Expiry),
        ("。有效期至2026年11月底", Element::Expiry),
        ("。有效期至20261130", Element::Expiry),
        ("。保函有效期自2026年11月27日起至2026年11月30日止。", Element::Expiry),
        ("。本保函于2026年11月30日失效。", Element::Expiry),
        ("。本保函至2026年11月30日（含）止。", Element::Expiry),
        ("。我方的保证责任自2026年12月1日起自动终止。", Element::Expiry),
        ("。保险单在2026年11月30日24:00到期。", Element::Expiry),
        ("。申请人：城发投资有限公司", Element::Applicant),
        ("。受益人：衡岳建设（集团）有限公司", Element::Beneficiary),
        ("。招标人衡岳建设（集团）有限公司", Element::Beneficiary),
        ("。受益人名称：岳麓城发投资有限公司。", Element::Beneficiary),
        ("。城发投资有限公司（统一社会信用代码：91430100MA4L777777）", Element::BeneficiaryCode),
    ] {
        assert!(contradicts(&format!("{RIGHT}{more}"), element), "{more}: {:?}", faults(&format!("{RIGHT}{more}")));
    }
    for more in [
        "。申请人与城发投资有限公司订立合同。",
        "。投标截止时间为2026年11月20日，主合同于2027年5月1日终止。",
        "。申请人 受益人\n衡岳建设（集团）有限公司 城发投资有限公司",
        "。担保金额的支付方式见第三条。",
        "。担保金额随付款递减。",
        "。签发日期 2026年11月27日 到期日 2026年12月1日",
    ] {
        assert_eq!(faults(&format!("{RIGHT}{more}")), [], "{more}");
    }
}

/// A sum as people write it.
fn written(fen: i64, way: usize) -> String {
    let amount = Cny::from_fen(fen).expect("an amount");
    let ordinary = |text: String| {
        let pairs =
            [("壹", "一"), ("贰", "二"), ("叁", "三"), ("肆", "四"), ("伍", "五"), ("陆", "六"), ("柒", "七"), ("捌", "八"), ("玖", "九")];
        let units = [("拾", "十"), ("佰", "百"), ("仟", "千")];
        pairs.iter().chain(&units).fold(text, |text, (from, to)| text.replace(from, to))
    };
    let traditional = |text: String| {
        [("贰", "貳"), ("叁", "參"), ("陆", "陸"), ("万", "萬"), ("亿", "億"), ("元", "圓")]
            .iter()
            .fold(text, |text, (from, to)| text.replace(from, to))
    };
    match way {
        0 => format!("{amount}元"),
        1 => format!("人民币{}元", amount.plain()),
        2 => format!("（大写）{}", amount.capitals()),
        3 => format!("：{}（¥{amount}）", amount.capitals()),
        4 => ordinary(amount.capitals()),
        5 => traditional(amount.capitals()),
        6 => format!("（万元）：{}.{:06}", fen / 1_000_000, fen % 1_000_000),
        _ => amount.plain().chars().map(|c| char::from_u32(u32::from(c) + 0xfee0).expect("full width")).collect(),
    }
}

proptest! {
    #[test]
    fn k9_a_sum_is_the_same_in_every_writing_and_another_sum_in_none(fen in 1_i64..=99_999_999_999, other in 1_i64..=99_999_999_999, way in 0_usize..8) {
        let mut elements = elements();
        elements.amount = Cny::from_fen(fen).expect("an amount");
        let said = |fen: i64| RIGHT.replace("担保金额 10,000.00元", &format!("担保金额{}", written(fen, way)));
        prop_assert_eq!(elements.faults_in(&Text::new(&said(fen))), []);
        prop_assume!(fen != other);
        // Beside the right one, and alone.
        let beside = format!("{}。保函金额{}", said(fen), written(other, way));
        let told = |text: &str| elements.faults_in(&Text::new(text)).iter().any(|fault| matches!(fault, Fault::Contradicted(Element::Amount, _)));
        prop_assert!(told(&beside), "{}", beside);
        prop_assert!(told(&said(other)), "{}", said(other));
    }

    #[test]
    fn k9_other_money_is_never_yuan(fen in 1_i64..=99_999_999_999, way in 0_usize..3, money in 0_usize..6) {
        let mut elements = elements();
        elements.amount = Cny::from_fen(fen).expect("an amount");
        let (name, code) = [("美元", "USD"), ("港币", "HKD"), ("欧元", "EUR"), ("日元", "JPY"), ("英镑", "GBP"), ("卢布", "RUB")][money];
        let foreign = match way {
            0 => format!("{code} {}", elements.amount),
            1 => format!("{}{name}", elements.amount),
            _ => format!("（{name}）：{}", elements.amount),
        };
        let text = RIGHT.replace("担保金额 10,000.00元", &format!("担保金额{foreign}"));
        prop_assert!(elements.faults_in(&Text::new(&text)).iter().any(|fault| matches!(fault, Fault::Contradicted(Element::Amount, _))), "{}", text);
    }

    #[test]
    fn k9_a_day_is_the_same_in_every_writing_and_another_day_contradicts(days in 0_i32..9_000, apart in 1_i32..400, way in 0_usize..7) {
        let mut elements = elements();
        let (first, day) = (jiff::civil::date(2020, 1, 1), |days: i32| jiff::Span::new().days(days));
        elements.expiry = first.checked_add(day(days)).expect("a day");
        let other = elements.expiry.checked_add(day(apart)).expect("a day");
        let written = |date: Date| {
            let next = date.tomorrow().expect("a day");
            match way {
                0 => format!("有效期至{}", date_in_words(date)),
                1 => format!("有效期至{}", date.strftime("%Y-%m-%d")),
                2 => format!("保险期间自2019年1月1日零时起至{}二十四时止", date_in_words(date)),
                3 => format!("本保函于{}失效", date.strftime("%Y/%m/%d")),
                4 => format!("本保函自{}起失效", date_in_words(next)),
                5 => format!("担保期间至{}零时止", date_in_words(next)),
                _ => format!("到期日：{}", date.strftime("%Y%m%d")),
            }
        };
        let said = |date: Date| RIGHT.replace("有效期至2026年12月1日", &written(date));
        prop_assert_eq!(elements.faults_in(&Text::new(&said(elements.expiry))), []);
        let both = format!("{}。{}", said(elements.expiry), written(other));
        let told = |text: &str| elements.faults_in(&Text::new(text)).iter().any(|fault| matches!(fault, Fault::Contradicted(Element::Expiry, _)));
        prop_assert!(told(&both) && told(&said(other)), "{}", both);
    }
}

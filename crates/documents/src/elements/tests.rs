use super::*;

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
        ("担保金额 10,000.00元", "赔付不超过10000元"),
        ("2026年12月1日", "2026-12-01"),
        ("2026年12月1日", "2026/12/1 24:00"),
        ("2026年12月1日", "2026.12.01"),
        ("2026年12月1日", "2026 年 12 月 01 日（含当日）"),
        ("2026年12月1日", "二〇二六年十二月一日"),
        ("有效期至2026年12月1日", "保险期间自2026年11月27日零时起至2026年12月1日二十四时止"),
        ("有效期至2026年12月1日", "投标有效期至2026年10月1日，本保函有效期至2026年12月1日"),
        ("PA20261127AB12", "BH650000202600001234"),
        ("HN-2026-001", "ＨＮ—２０２６—００１"),
        ("衡岳建设(集团)\n有限公司", "衡岳建设（集团）有限公司"),
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
        ("担保金额 10,000.00元", "", Element::Amount),
        ("2026年12月1日", "2026年12月11日", Element::Expiry),
        ("2026年12月1日", "12026-12-01", Element::Expiry),
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
fn k9_what_contradicts_is_told_although_the_right_value_stands_elsewhere() {
    for (more, element) in [
        ("。保险金额：20,000.00元", Element::Amount),
        ("。担保金额为人民币贰万元整", Element::Amount),
        ("。担保金额人民币壹万元整（¥1,000.00）", Element::Amount),
        ("。有效期至2027-01-01", Element::Expiry),
        ("。保函有效期自2026年11月27日起至2026年11月30日止。", Element::Expiry),
    ] {
        let found = faults(&format!("{RIGHT}{more}"));
        assert!(found.iter().any(|fault| matches!(fault, Fault::Contradicted(found, _) if *found == element)), "{more}: {found:?}");
    }
}

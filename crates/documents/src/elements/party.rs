//! Parties: by their whole names, and in the roles that the letter gives them. 岳麓城发投资有限公司 is not 城发投资有限公司, and neither is a branch of it.

use super::Text;
use std::ops::Range;

/// What calls somebody the applicant.
pub(super) const APPLICANT: [&str; 13] =
    ["申请人", "投标人", "被保证人", "被担保人", "委托人", "债务人", "投保人", "承包人", "承包商", "中标人", "竞买人", "竞得人", "供应商"];
/// What calls somebody the beneficiary.
pub(super) const BENEFICIARY: [&str; 10] =
    ["受益人", "招标人", "债权人", "被保险人", "发包人", "建设单位", "采购人", "出让人", "业主", "致"];
/// What may stand between that and the name.
const BETWEEN: [&str; 16] =
    ["统一社会", "单位名称", "企业名称", "名称", "全称", "姓名", "单位", "机构", "盖章", "公章", ":", "(", ")", "|", "为", "是"];
/// Most of it.
const BETWEEN_MAX: usize = 5;
/// Words and characters that may stand directly before a name without being part of it.
const BEFORE_WORDS: [&str; 9] = ["甲方", "乙方", "丙方", "贵方", "我方", "对方", "鉴于", "关于", "名称"];
const BEFORE: &str = "致与由向是为和应于就因及或给称的对人位即将被从依以者";
/// Endings of organisations' names.
const ENDINGS: [&str; 20] = [
    "公司",
    "集团",
    "中心",
    "委员会",
    "政府",
    "大学",
    "学院",
    "医院",
    "学校",
    "银行",
    "事务所",
    "管理局",
    "厅",
    "局",
    "院",
    "厂",
    "所",
    "处",
    "社",
    "部",
];
/// What makes another organisation of a name behind it, and how far behind.
const BRANCHES: [&str; 12] =
    ["分公司", "支公司", "子公司", "营业部", "营业厅", "项目部", "办事处", "分行", "支行", "分院", "分所", "分中心"];
const BRANCH_FAR: usize = 14;
/// Behind a name without an ending: it goes on.
const GOES_ON: [&str; 6] = ["有限", "股份", "集团", "公司", "责任", "(集团)"];
/// What shows that something else has begun behind a name.
const SOMETHING_ELSE: &str = "与和由向为是应于就因及或给称的对其在以将不无提申作承,。;:、(\"“”";
/// Longest name that is read behind a label.
const NAME_MAX: usize = 48;
/// What may stand between a name and its code.
const CODE_WORDS: [&str; 10] = ["统一社会信用代码", "信用代码", "纳税人识别号", "组织机构代码", "代码", ":", "(", "为", "|", ","];
const CODE_LENGTH: usize = 18;

/// Whether the text has this name as a whole one; one that its code stands behind is told by that.
pub(super) fn has(text: &Text, name: &str, code: Option<&str>) -> bool {
    let wanted = Text::plain(name);
    text.find(&wanted).any(|place| {
        let told = || code.is_some_and(|code| code_behind(text, place.end).as_deref() == Some(code));
        ends(text, &place) && (begins(text, &place) || told())
    })
}

/// Whether a name that stands here begins here.
fn begins(text: &Text, place: &Range<usize>) -> bool {
    let Some(before) = place.start.checked_sub(1).and_then(|at| text.at(at)) else { return true };
    let first = text.at(place.start);
    if text.starts(place.start) {
        return true;
    }
    if BEFORE_WORDS.iter().any(|word| text.ends_with(place.start, word)) || BEFORE.contains(before) {
        return true;
    }
    match before {
        ')' => is_aside(text, place.start - 1),
        character if character.is_ascii_alphanumeric() => {
            // A code that stands before it without a space; letters and figures otherwise belong to a name.
            let joined = (0..place.start).rev().take_while(|at| text.at(*at).is_some_and(|one| one.is_ascii_alphanumeric())).count();
            joined >= CODE_LENGTH || (first.is_some_and(|first| !first.is_ascii_alphanumeric()) && text.next(place.start).is_none())
        }
        character => !character.is_alphanumeric() && !matches!(character, '-' | '·' | '&'),
    }
}

/// Whether brackets that close here hold something beside names: a role, a code, an abbreviation.
fn is_aside(text: &Text, closed: usize) -> bool {
    let open = (0..closed).rev().take(NAME_MAX).find(|at| text.at(*at) == Some('('));
    let inside = open.map(|open| text.slice(open + 1..closed)).unwrap_or_default();
    let role = APPLICANT.iter().chain(&BENEFICIARY).any(|role| inside.contains(role));
    role || inside.contains(['章', '称', ':', ',']) || inside.chars().any(|character| character.is_ascii_digit())
}

/// Whether a name that stands here ends here.
fn ends(text: &Text, place: &Range<usize>) -> bool {
    let last = text.at(place.end - 1);
    if last.is_some_and(|last| last.is_ascii_alphanumeric()) && text.next(place.end).is_some_and(|next| next.is_ascii_alphanumeric()) {
        return false;
    }
    let name = text.slice(place.clone());
    let whole = ENDINGS.iter().any(|ending| name.ends_with(ending));
    if !whole && GOES_ON.iter().any(|word| text.has(place.end, word)) {
        return false;
    }
    // A name of another line or cell is another.
    let behind = (place.end..place.end + BRANCH_FAR)
        .take_while(|at| text.at(*at).is_some_and(|character| !SOMETHING_ELSE.contains(character)) && !text.starts(*at))
        .count();
    !(0..=behind).any(|ahead| BRANCHES.iter().any(|branch| text.has(place.end + ahead, branch) && ahead + branch.chars().count() <= behind))
}

/// The code of 18 characters behind a name.
fn code_behind(text: &Text, from: usize) -> Option<String> {
    let is_code = |at: usize| {
        let whole = (at..at + CODE_LENGTH).all(|at| text.at(at).is_some_and(|character| character.is_ascii_alphanumeric()));
        whole && text.begins(at) && text.ends(at + CODE_LENGTH) && text.at(at).is_some_and(|first| first.is_ascii_digit())
    };
    let mut start = from;
    for _ in 0..BETWEEN_MAX {
        let Some(word) = CODE_WORDS.iter().find(|word| text.has(start, word)) else { break };
        start += word.chars().count();
    }
    is_code(start).then(|| text.slice(start..start + CODE_LENGTH))
}

/// A party that the letter names in a role.
struct Named {
    /// Where the name begins.
    start: usize,
    /// Whether a colon says that what follows is a name.
    told: bool,
}

/// Where names stand behind words for a role.
fn named(text: &Text, roles: &[&str]) -> Vec<Named> {
    let mut found = Vec::new();
    for role in roles {
        for place in text.places(role) {
            let (mut start, mut told) = (place.end, false);
            for _ in 0..BETWEEN_MAX {
                let Some(word) = BETWEEN.iter().find(|word| text.has(start, word)) else { break };
                told |= *word == ":";
                start += word.chars().count();
            }
            // What begins another line goes with this one only when the colon says so.
            if told || (*role != "致" && !text.breaks(place.end..start + 1)) {
                found.push(Named { start, told });
            }
        }
    }
    found
}

/// Who stands in a role where `own` should: the `other` party of the two, or an organisation of another name behind a colon.
pub(super) fn another(text: &Text, roles: &[&str], own: &str, other: Option<&str>) -> Option<String> {
    let here = |start: usize, name: &str| {
        let wanted = Text::plain(name);
        let place = start..start + wanted.len();
        text.slice(place.clone()).chars().eq(wanted.iter().copied()) && ends(text, &place)
    };
    named(text, roles).into_iter().find_map(|named| {
        if here(named.start, own) {
            return None;
        }
        if let Some(other) = other.filter(|other| here(named.start, other)) {
            return Some(other.to_owned());
        }
        let end = (named.start..named.start + NAME_MAX).find(|at| {
            let stops = text.at(*at).is_none_or(|character| ",。;:、\"“”".contains(character));
            stops || (*at > named.start && text.starts(*at))
        })?;
        let name = text.slice(named.start..end);
        // Organisations' names alone; a name that was parted by a line is not read as another.
        let organisation = name.chars().count() > 4 && ENDINGS.iter().take(11).any(|ending| name.ends_with(ending));
        let plain: String = Text::plain(own).into_iter().collect();
        (named.told && organisation && !name.starts_with(&plain)).then_some(name)
    })
}

/// The code that stands behind a whole name and is another than the party's.
pub(super) fn another_code(text: &Text, name: &str, code: &str) -> Option<String> {
    let wanted = Text::plain(name);
    let mut places = text.find(&wanted).filter(|place| ends(text, place) && begins(text, place));
    places.find_map(|place| code_behind(text, place.end).filter(|found| found != code))
}

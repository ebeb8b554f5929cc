use super::Cny;

const DIGITS: [&str; 10] = ["零", "壹", "贰", "叁", "肆", "伍", "陆", "柒", "捌", "玖"];
const PLACES: [&str; 4] = ["", "拾", "佰", "仟"];
/// Names of the groups of four digits with their size; [`Cny::MAX_FEN`] ends inside the third.
const GROUPS: [(i64, &str); 3] = [(1, ""), (10_000, "万"), (100_000_000, "亿")];

impl Cny {
    /// The amount in Chinese capital numerals (大写), as 支付结算办法 asks for on payment documents:
    /// `人民币叁万元整`, `人民币壹佰元零伍分`.
    #[must_use]
    pub fn capitals(self) -> String {
        let (yuan, jiao, fen) = (self.fen() / 100, self.fen() / 10 % 10, self.fen() % 10);
        let mut text = String::from("人民币");
        if yuan > 0 || (jiao == 0 && fen == 0) {
            text.push_str(&whole(yuan));
            text.push('元');
        }
        if jiao == 0 && fen == 0 {
            text.push('整');
            return text;
        }
        if jiao > 0 {
            text.push_str(digit(jiao));
            text.push('角');
        } else if yuan > 0 {
            text.push('零');
        }
        if fen > 0 {
            text.push_str(digit(fen));
            text.push('分');
        }
        text
    }
}

fn digit(value: i64) -> &'static str {
    usize::try_from(value).ok().and_then(|i| DIGITS.get(i)).copied().unwrap_or("")
}

/// Whole yuan, in groups of four digits. A gap of zeros inside or between groups is read as one 零.
fn whole(yuan: i64) -> String {
    if yuan == 0 {
        return DIGITS[0].to_owned();
    }
    let mut text = String::new();
    let mut gap = false;
    for (scale, name) in GROUPS.into_iter().rev() {
        let value = yuan / scale % 10_000;
        if value == 0 {
            gap |= !text.is_empty();
            continue;
        }
        for (place, unit) in PLACES.iter().enumerate().rev() {
            let d = value / [1, 10, 100, 1000][place] % 10;
            if d == 0 {
                gap |= !text.is_empty();
                continue;
            }
            if std::mem::take(&mut gap) {
                text.push('零');
            }
            text.push_str(digit(d));
            text.push_str(unit);
        }
        text.push_str(name);
        gap = value % 10 == 0 && scale > 1;
    }
    text
}

//! What a session's holder is told of where it began: enough to know it again, too little to find anybody.

use std::net::IpAddr;

/// A network address without its last part: a house, not a room. Empty for what is no address.
#[must_use]
pub fn shortened(address: &str) -> String {
    match address.parse::<IpAddr>().map(|address| address.to_canonical()) {
        Ok(IpAddr::V4(four)) => {
            let [a, b, c, _] = four.octets();
            format!("{a}.{b}.{c}.*")
        }
        Ok(IpAddr::V6(six)) => {
            let [a, b, c, ..] = six.segments();
            format!("{a:x}:{b:x}:{c:x}:*")
        }
        Err(_) => String::new(),
    }
}

/// Browsers by the word that gives them away; those that pretend to be others come first.
const BROWSERS: [(&str, &str); 10] = [
    ("MicroMessenger/", "微信"),
    ("QQBrowser/", "QQ 浏览器"),
    ("QIHU 360", "360 浏览器"),
    ("HuaweiBrowser/", "华为浏览器"),
    ("Edg/", "Edge"),
    ("Firefox/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Version/", "Safari"),
    ("Safari/", "Safari"),
];

/// Systems, likewise.
const SYSTEMS: [(&str, &str); 8] = [
    ("HarmonyOS", "HarmonyOS"),
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Macintosh", "macOS"),
    ("UOS", "统信 UOS"),
    ("Linux", "Linux"),
];

/// Most digits of a version that are told.
const VERSION_MAX: usize = 4;

/// A browser in a few words, out of what it says of itself: a name and version of ours and no word of its own, which could be anything.
#[must_use]
pub fn browser(agent: &str) -> String {
    let name = BROWSERS.iter().find_map(|(word, name)| {
        let digits: String = agent.split_once(word)?.1.chars().take_while(char::is_ascii_digit).take(VERSION_MAX).collect();
        Some(if digits.is_empty() { (*name).to_owned() } else { format!("{name} {digits}") })
    });
    let name = name.unwrap_or_else(|| "其他浏览器".to_owned());
    match SYSTEMS.iter().find(|(word, _)| agent.contains(word)) {
        Some((_, system)) => format!("{name}（{system}）"),
        None => name,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_told_without_its_last_part() {
        assert_eq!(shortened("203.0.113.77"), "203.0.113.*");
        assert_eq!(shortened("::ffff:203.0.113.77"), "203.0.113.*");
        assert_eq!(shortened("2001:db8:12:34::5"), "2001:db8:12:*");
        assert_eq!(shortened("<script>"), "");
    }

    #[test]
    fn a_browser_is_told_in_our_own_words() {
        let chrome = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36";
        assert_eq!(browser(chrome), "Chrome 126（Windows）");
        assert_eq!(browser(&format!("{chrome} Edg/126.0.1")), "Edge 126（Windows）");
        let safari = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile Safari/604.1";
        assert_eq!(browser(safari), "Safari 17（iPhone）");
        assert_eq!(browser("<img src=x>"), "其他浏览器");
        assert_eq!(browser("Chrome/99999999999"), "Chrome 9999");
    }
}

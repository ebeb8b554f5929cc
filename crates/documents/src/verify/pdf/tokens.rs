//! The words of a content stream (ISO 32000-2, 7.8.2).

/// One operand, or an operator.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Token<'a> {
    Number(f64),
    Name(&'a [u8]),
    /// A string's bytes.
    Text(Vec<u8>),
    /// An array.
    List(Vec<Self>),
    /// A dictionary, or a name that is written by numbers: what is in it is not needed.
    Other,
    Operator(&'a [u8]),
}

impl Token<'_> {
    pub(super) const fn number(&self) -> Option<f64> {
        match self {
            Self::Number(number) => Some(*number),
            Self::Name(_) | Self::Text(_) | Self::List(_) | Self::Other | Self::Operator(_) => None,
        }
    }
}

/// Not a content stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct NotContent;

/// Deepest nesting of arrays and dictionaries.
const DEPTH_MAX: usize = 32;

const fn is_white(byte: u8) -> bool {
    matches!(byte, 0 | b'\t' | b'\n' | 0x0c | b'\r' | b' ')
}

const fn is_delimiter(byte: u8) -> bool {
    matches!(byte, b'(' | b')' | b'<' | b'>' | b'[' | b']' | b'{' | b'}' | b'/' | b'%')
}

/// Reads word after word.
#[derive(Clone, Debug)]
pub(super) struct Tokens<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Tokens<'a> {
    pub(super) const fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, at: 0 }
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    /// The next word, or none at the end.
    ///
    /// # Errors
    /// [`NotContent`].
    pub(super) fn next(&mut self) -> Result<Option<Token<'a>>, NotContent> {
        self.word(0)
    }

    fn word(&mut self, depth: usize) -> Result<Option<Token<'a>>, NotContent> {
        self.skip();
        let Some(byte) = self.peek() else { return Ok(None) };
        if depth > DEPTH_MAX {
            return Err(NotContent);
        }
        match byte {
            b'/' => {
                self.at += 1;
                let name = self.regular();
                // Written by numbers, a name could be any other.
                if name.contains(&b'#') { Ok(Some(Token::Other)) } else { Ok(Some(Token::Name(name))) }
            }
            b'(' => self.text(),
            b'<' if self.bytes.get(self.at + 1) == Some(&b'<') => self.nested(depth, b">>"),
            b'<' => self.hexadecimal(),
            b'[' => self.nested(depth, b"]"),
            _ if is_delimiter(byte) => Err(NotContent),
            _ => {
                let word = self.regular();
                let number = || std::str::from_utf8(word).ok()?.parse::<f64>().ok();
                let numeric = byte.is_ascii_digit() || matches!(byte, b'+' | b'-' | b'.');
                match (numeric, number()) {
                    (true, Some(number)) => Ok(Some(Token::Number(number))),
                    (true, None) => Err(NotContent),
                    (false, _) if matches!(word, b"true" | b"false" | b"null") => Ok(Some(Token::Other)),
                    (false, _) => Ok(Some(Token::Operator(word))),
                }
            }
        }
    }

    /// White space and comments.
    fn skip(&mut self) {
        while let Some(byte) = self.peek() {
            if byte == b'%' {
                while self.peek().is_some_and(|byte| byte != b'\n' && byte != b'\r') {
                    self.at += 1;
                }
            } else if is_white(byte) {
                self.at += 1;
            } else {
                break;
            }
        }
    }

    fn regular(&mut self) -> &'a [u8] {
        let start = self.at;
        while self.peek().is_some_and(|byte| !is_white(byte) && !is_delimiter(byte)) {
            self.at += 1;
        }
        self.bytes.get(start..self.at).unwrap_or_default()
    }

    /// A string in parentheses (7.3.4.2).
    fn text(&mut self) -> Result<Option<Token<'a>>, NotContent> {
        let (mut open, mut out) = (0_usize, Vec::new());
        while let Some(byte) = self.peek() {
            self.at += 1;
            match byte {
                b'\\' => out.extend(self.escaped()),
                b'(' => {
                    open += 1;
                    if open > 1 {
                        out.push(byte);
                    }
                }
                b')' => {
                    open -= 1;
                    if open == 0 {
                        return Ok(Some(Token::Text(out)));
                    }
                    out.push(byte);
                }
                b'\r' => {
                    self.at += usize::from(self.peek() == Some(b'\n'));
                    out.push(b'\n');
                }
                _ => out.push(byte),
            }
        }
        Err(NotContent)
    }

    /// What stands behind a backslash; nothing for a line that goes on.
    fn escaped(&mut self) -> Option<u8> {
        let byte = self.peek()?;
        self.at += 1;
        match byte {
            b'n' => Some(b'\n'),
            b'r' => Some(b'\r'),
            b't' => Some(b'\t'),
            b'b' => Some(8),
            b'f' => Some(12),
            b'\n' => None,
            b'\r' => {
                self.at += usize::from(self.peek() == Some(b'\n'));
                None
            }
            b'0'..=b'7' => {
                let mut number = byte - b'0';
                for _ in 0..2 {
                    let Some(digit @ b'0'..=b'7') = self.peek() else { break };
                    self.at += 1;
                    // What is too large is cut to a byte.
                    number = number.wrapping_mul(8).wrapping_add(digit - b'0');
                }
                Some(number)
            }
            _ => Some(byte),
        }
    }

    fn hexadecimal(&mut self) -> Result<Option<Token<'a>>, NotContent> {
        self.at += 1;
        let mut digits = Vec::new();
        while let Some(byte) = self.peek() {
            self.at += 1;
            match byte {
                b'>' => {
                    if digits.len() % 2 == 1 {
                        digits.push(b'0');
                    }
                    return hex::decode(&digits).map(|bytes| Some(Token::Text(bytes))).map_err(|_| NotContent);
                }
                _ if byte.is_ascii_hexdigit() => digits.push(byte),
                _ if is_white(byte) => {}
                _ => break,
            }
        }
        Err(NotContent)
    }

    fn nested(&mut self, depth: usize, end: &[u8]) -> Result<Option<Token<'a>>, NotContent> {
        self.at += end.len();
        let mut items = Vec::new();
        loop {
            self.skip();
            if self.bytes.get(self.at..).is_some_and(|rest| rest.starts_with(end)) {
                self.at += end.len();
                return Ok(Some(if end == b"]" { Token::List(items) } else { Token::Other }));
            }
            match self.word(depth + 1)? {
                Some(Token::Operator(_)) | None => return Err(NotContent),
                Some(item) => items.push(item),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_are_read_as_they_are_written() {
        let mut tokens = Tokens::new(b"(a\\(b(c)\\101\\\nd\r\ne) <41 4> [(x) -3 [<41>] << /K (v) >>] Tj");
        let text = |bytes: &[u8]| Token::Text(bytes.to_vec());
        assert_eq!(tokens.next(), Ok(Some(text(b"a(b(c)Ad\ne"))));
        assert_eq!(tokens.next(), Ok(Some(text(b"A@"))));
        let list = vec![text(b"x"), Token::Number(-3.0), Token::List(vec![text(b"A")]), Token::Other];
        assert_eq!(tokens.next(), Ok(Some(Token::List(list))));
        assert_eq!(tokens.next(), Ok(Some(Token::Operator(b"Tj"))));
        assert_eq!((tokens.next(), Tokens::new(b"(a").next()), (Ok(None), Err(NotContent)));
    }
}

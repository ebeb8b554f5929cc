//! The words of a content stream (ISO 32000-2, 7.8.2).

/// One operand, or an operator.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Token<'a> {
    Number(f64),
    Name(&'a [u8]),
    /// A string, an array or a dictionary: what is in it is not needed.
    Other,
    Operator(&'a [u8]),
}

impl Token<'_> {
    pub(super) const fn number(&self) -> Option<f64> {
        match self {
            Self::Number(number) => Some(*number),
            Self::Name(_) | Self::Other | Self::Operator(_) => None,
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

    fn text(&mut self) -> Result<Option<Token<'a>>, NotContent> {
        let mut open = 0_usize;
        while let Some(byte) = self.peek() {
            self.at += 1;
            match byte {
                b'\\' => self.at += 1,
                b'(' => open += 1,
                b')' => {
                    open -= 1;
                    if open == 0 {
                        return Ok(Some(Token::Other));
                    }
                }
                _ => {}
            }
        }
        Err(NotContent)
    }

    fn hexadecimal(&mut self) -> Result<Option<Token<'a>>, NotContent> {
        self.at += 1;
        while let Some(byte) = self.peek() {
            self.at += 1;
            match byte {
                b'>' => return Ok(Some(Token::Other)),
                _ if byte.is_ascii_hexdigit() || is_white(byte) => {}
                _ => break,
            }
        }
        Err(NotContent)
    }

    fn nested(&mut self, depth: usize, end: &[u8]) -> Result<Option<Token<'a>>, NotContent> {
        self.at += end.len();
        loop {
            self.skip();
            if self.bytes.get(self.at..).is_some_and(|rest| rest.starts_with(end)) {
                self.at += end.len();
                return Ok(Some(Token::Other));
            }
            match self.word(depth + 1)? {
                Some(Token::Operator(_)) | None => return Err(NotContent),
                Some(_) => {}
            }
        }
    }
}

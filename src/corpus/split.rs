//! Cutting streams of JSON into records, one in memory at a time, each within a bound.

use std::io::{self, BufRead, Read};

/// How many times the bound a record may be and still be skipped: behind a longer one, a stream is given up.
const SKIPPED_AT_MOST: u64 = 64;

/// How many blank lines may follow one another: packed, a few kilobytes hold millions.
const BLANK_AT_MOST: u32 = 1_000_000;

/// One record of a stream.
#[derive(Debug, PartialEq, Eq)]
pub enum Piece {
    /// Its bytes, and the line that it begins on, counted from 1.
    Record(Vec<u8>, u64),
    /// A record that begins on this line is longer than the bound.
    TooLong(u64),
    /// What stands on this line is no record, and nothing after it can be read.
    Broken(u64, String),
}

/// The lines of a stream that are not blank.
pub struct Lines<R> {
    reader: R,
    bound: u64,
    line: u64,
    ended: bool,
}

impl<R: BufRead> Lines<R> {
    /// Cuts at line ends. No line of more than `bound` bytes is kept.
    pub fn new(reader: R, bound: u64) -> Self {
        Self { reader, bound, line: 0, ended: false }
    }

    fn line(&mut self) -> io::Result<Option<Piece>> {
        let mut line = Vec::new();
        let read = self.reader.by_ref().take(self.bound + 1).read_until(b'\n', &mut line)?;
        if read == 0 {
            return Ok(None);
        }
        self.line += 1;
        if line.last() != Some(&b'\n') && line.len() as u64 > self.bound {
            return self.skip().map(Some);
        }
        Ok(Some(Piece::Record(line.trim_ascii().to_vec(), self.line)))
    }

    /// Passes over the rest of a line that is too long.
    fn skip(&mut self) -> io::Result<Piece> {
        let mut skipped = 0;
        while skipped < self.bound.saturating_mul(SKIPPED_AT_MOST) {
            let buffer = self.reader.fill_buf()?;
            let (end, used) = match memchr::memchr(b'\n', buffer) {
                Some(at) => (true, at + 1),
                None => (buffer.is_empty(), buffer.len()),
            };
            self.reader.consume(used);
            skipped += used as u64;
            if end {
                return Ok(Piece::TooLong(self.line));
            }
        }
        self.ended = true;
        Ok(Piece::Broken(self.line, "this line does not end: what follows is not read".to_owned()))
    }
}

impl<R: BufRead> Iterator for Lines<R> {
    type Item = io::Result<Piece>;

    fn next(&mut self) -> Option<Self::Item> {
        let mut blank = 0;
        while !self.ended {
            match self.line() {
                Ok(Some(Piece::Record(line, _))) if line.is_empty() && blank < BLANK_AT_MOST => blank += 1,
                Ok(Some(Piece::Record(line, at))) if line.is_empty() => {
                    self.ended = true;
                    let reason = format!("{BLANK_AT_MOST} blank lines end here: what follows is not read");
                    return Some(Ok(Piece::Broken(at, reason)));
                }
                Ok(piece) => return piece.map(Ok),
                Err(error) => {
                    self.ended = true;
                    return Some(Err(error));
                }
            }
        }
        None
    }
}

/// The values of a JSON array, or of a stream of values with blanks or commas between them.
pub struct Values<R> {
    reader: R,
    bound: u64,
    line: u64,
    /// Whether the values stand in an array: known from the first byte.
    in_array: Option<bool>,
    ended: bool,
}

impl<R: BufRead> Values<R> {
    /// Cuts between values. No value of more than `bound` bytes is kept.
    pub fn new(reader: R, bound: u64) -> Self {
        Self { reader, bound, line: 1, in_array: None, ended: false }
    }

    /// Whether the values stand in an array; known once one was read.
    pub fn is_array(&self) -> bool {
        self.in_array == Some(true)
    }

    fn value(&mut self) -> io::Result<Option<Piece>> {
        loop {
            match self.peek()? {
                None if self.in_array == Some(true) => return Ok(Some(self.broken("the array does not end"))),
                None => return Ok(None),
                Some(b' ' | b'\t' | b'\r' | b'\n' | b',') => self.pass(),
                Some(b'[') if self.in_array.is_none() => {
                    self.in_array = Some(true);
                    self.pass();
                }
                Some(b']') if self.in_array == Some(true) => {
                    self.in_array = Some(false);
                    self.pass();
                    return self.after_array();
                }
                Some(b'{') => {
                    self.in_array.get_or_insert(false);
                    return self.balanced().map(Some);
                }
                Some(_) => return Ok(Some(self.broken("a JSON object should begin here"))),
            }
        }
    }

    fn broken(&mut self, reason: &str) -> Piece {
        self.ended = true;
        Piece::Broken(self.line, format!("{reason}: what follows is not read"))
    }

    /// Only blanks may follow an array.
    fn after_array(&mut self) -> io::Result<Option<Piece>> {
        while let Some(byte) = self.peek()? {
            if !byte.is_ascii_whitespace() {
                return Ok(Some(self.broken("more follows after the array")));
            }
            self.pass();
        }
        Ok(None)
    }

    fn peek(&mut self) -> io::Result<Option<u8>> {
        Ok(self.reader.fill_buf()?.first().copied())
    }

    /// Passes over the byte that was looked at.
    fn pass(&mut self) {
        let is_end = self.reader.fill_buf().is_ok_and(|buffer| buffer.first() == Some(&b'\n'));
        self.line += u64::from(is_end);
        self.reader.consume(1);
    }

    /// An object to its last brace.
    fn balanced(&mut self) -> io::Result<Piece> {
        let first = self.line;
        let (mut value, mut length, mut depth, mut quoted, mut escaped) = (Vec::new(), 0_u64, 0_u64, false, false);
        loop {
            let buffer = self.reader.fill_buf()?;
            if buffer.is_empty() {
                return Ok(self.broken("the JSON object that begins here does not end").on(first));
            }
            let mut used = 0;
            let mut closed = false;
            for &byte in buffer {
                used += 1;
                self.line += u64::from(byte == b'\n');
                match byte {
                    _ if escaped => escaped = false,
                    b'\\' if quoted => escaped = true,
                    b'"' => quoted = !quoted,
                    b'{' | b'[' if !quoted => depth += 1,
                    b'}' | b']' if !quoted => depth -= 1,
                    _ => {}
                }
                if depth == 0 {
                    closed = true;
                    break;
                }
            }
            length += used as u64;
            if length <= self.bound {
                value.extend_from_slice(&buffer[..used]);
            }
            self.reader.consume(used);
            if closed {
                return Ok(if length <= self.bound { Piece::Record(value, first) } else { Piece::TooLong(first) });
            }
            if length > self.bound.saturating_mul(SKIPPED_AT_MOST) {
                return Ok(self.broken("the JSON object that begins here does not end").on(first));
            }
        }
    }
}

impl Piece {
    fn on(self, line: u64) -> Self {
        match self {
            Self::Broken(_, reason) => Self::Broken(line, reason),
            piece => piece,
        }
    }
}

impl<R: BufRead> Iterator for Values<R> {
    type Item = io::Result<Piece>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.ended {
            return None;
        }
        let value = self.value().transpose();
        self.ended |= matches!(value, None | Some(Err(_)));
        value
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(pieces: impl Iterator<Item = io::Result<Piece>>) -> String {
        let shown = pieces.map(|piece| match piece.expect("no error of the system") {
            Piece::Record(bytes, line) => format!("{line}:{}", String::from_utf8_lossy(&bytes)),
            Piece::TooLong(line) => format!("{line}:too long"),
            Piece::Broken(line, reason) => format!("{line}:{reason}"),
        });
        shown.collect::<Vec<_>>().join(" ")
    }

    /// Reads through the smallest buffer, so that every cut between two reads is met.
    fn check(json: &str, lines: &str, values: &str) {
        for size in [1, 7, 4096] {
            let reader = || io::BufReader::with_capacity(size, json.as_bytes());
            assert_eq!(shown(Lines::new(reader(), 10)), lines, "{json}");
            assert_eq!(shown(Values::new(reader(), 10)), values, "{json}");
        }
    }

    #[test]
    fn streams_are_cut_into_records_within_the_bound() {
        check("{1}\n\n {2} \r\n{3}", "1:{1} 3:{2} 4:{3}", "1:{1} 3:{2} 4:{3}");
        check("[{\"}\":1},\n{2}]\n", "1:[{\"}\":1}, 2:{2}]", "1:{\"}\":1} 2:{2}");
        check("{\"\\\"}\"}", "1:{\"\\\"}\"}", "1:{\"\\\"}\"}");
        check("{0123456789}\n{2}", "1:too long 2:{2}", "1:too long 2:{2}");
        check("{1\n{2}", "1:{1 2:{2}", "1:the JSON object that begins here does not end: what follows is not read");
        check("[{1}] x", "1:[{1}] x", "1:{1} 1:more follows after the array: what follows is not read");
        check("[{1}", "1:[{1}", "1:{1} 1:the array does not end: what follows is not read");
        check("x", "1:x", "1:a JSON object should begin here: what follows is not read");
        check("", "", "");
        check("[]", "1:[]", "");
        let endless = "x".repeat(10_000);
        check(
            &endless,
            "1:this line does not end: what follows is not read",
            "1:a JSON object should begin here: what follows is not read",
        );
        let opened = "{".repeat(10_000);
        check(
            &opened,
            "1:this line does not end: what follows is not read",
            "1:the JSON object that begins here does not end: what follows is not read",
        );
    }
}

//! What kind of document a file is: by its first bytes, and by its name only where these leave it open.

use clap::ValueEnum;

/// A kind of document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// Plain text: one article.
    Text,
    /// A web page: one article.
    Html,
    /// One JSON record a line.
    Jsonl,
    /// A JSON record, or an array of them.
    Json,
}

impl Format {
    /// Its media type.
    #[must_use]
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Text => "text/plain",
            Self::Html => "text/html",
            Self::Jsonl => "application/x-ndjson",
            Self::Json => "application/json",
        }
    }
}

/// What files of other kinds begin with.
const OTHERS: [(&[u8], &str); 10] = [
    (b"%PDF", "a PDF file"),
    (b"PK\x03\x04", "a ZIP archive or an office document"),
    (b"\xd0\xcf\x11\xe0", "an office document"),
    (b"{\\rtf", "an RTF document"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"SQLite format 3\0", "a database"),
    (b"\x7fELF", "a program"),
    (b"BZh", "compressed with bzip2: use gzip or zstd"),
];

/// What a page may begin with, in lower case.
const PAGES: [&[u8]; 14] = [
    b"<!doctype html",
    b"<html",
    b"<head",
    b"<body",
    b"<title",
    b"<meta",
    b"<article",
    b"<main",
    b"<div",
    b"<section",
    b"<p>",
    b"<h1",
    b"<?xml",
    b"<p ",
];

/// Tells the kind of a file from its first bytes; `name` ends as the file's name does, without `.gz` or `.zst`.
///
/// # Errors
/// What it is instead, where it is no kind that is read.
pub fn format(head: &[u8], name: &str) -> Result<Format, String> {
    if let Some((_, what)) = OTHERS.iter().find(|(start, _)| head.starts_with(start)) {
        return Err(format!("is no text but {what}"));
    }
    let start = skip_comments(head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head).trim_ascii_start());
    let lower = start[..start.len().min(20)].to_ascii_lowercase();
    let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension).to_ascii_lowercase();
    match start.first() {
        _ if PAGES.iter().any(|page| lower.starts_with(page)) => Ok(Format::Html),
        Some(b'{') if is_object(start) => Ok(if is_one_line(start) && !is_lines(&extension) { Format::Json } else { Format::Jsonl }),
        Some(b'{') if is_lines(&extension) => Ok(Format::Jsonl),
        Some(b'{' | b'[') if extension == "json" => Ok(Format::Json),
        Some(b'{') if opens_member(start) => Ok(Format::Json),
        Some(b'[') if opens_array(start) => Ok(Format::Json),
        _ if is_lines(&extension) => Ok(Format::Jsonl),
        _ => match &*extension {
            "json" => Ok(Format::Json),
            "html" | "htm" | "xhtml" | "shtml" => Ok(Format::Html),
            _ => Ok(Format::Text),
        },
    }
}

fn is_lines(extension: &str) -> bool {
    matches!(extension, "jsonl" | "ndjson" | "jsonlines" | "jl")
}

/// Comments may come before the first element of a page.
fn skip_comments(mut head: &[u8]) -> &[u8] {
    while let Some(rest) = head.strip_prefix(b"<!--") {
        let Some(end) = memchr::memmem::find(rest, b"-->") else { return rest };
        head = rest[end + 3..].trim_ascii_start();
    }
    head
}

/// Whether the first line is a whole JSON object.
fn is_object(start: &[u8]) -> bool {
    let line = start.split(|&byte| byte == b'\n').next().unwrap_or_default();
    serde_json::from_slice::<serde_json::Map<String, serde_json::Value>>(line).is_ok()
}

/// Whether nothing follows the first line.
fn is_one_line(start: &[u8]) -> bool {
    start.split_once_at(b'\n').is_none_or(|rest| rest.trim_ascii().is_empty())
}

/// Whether the brace is followed by a name in quotation marks and a colon: what a text that begins with a brace is not.
fn opens_member(start: &[u8]) -> bool {
    let name = start[1..].trim_ascii_start();
    let after = name.strip_prefix(b"\"").and_then(|name| name.split_once_at(b'"'));
    after.is_some_and(|after| after.trim_ascii_start().starts_with(b":"))
}

fn opens_array(start: &[u8]) -> bool {
    let inner = start[1..].trim_ascii_start();
    inner.starts_with(b"{") && opens_member(inner)
}

/// Splitting bytes at the first of a kind.
trait SplitOnce {
    fn split_once_at(&self, byte: u8) -> Option<&[u8]>;
}

impl SplitOnce for [u8] {
    fn split_once_at(&self, byte: u8) -> Option<&[u8]> {
        memchr::memchr(byte, self).map(|at| &self[at + 1..])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(head: &str, name: &str, expected: Format) {
        assert_eq!(format(head.as_bytes(), name), Ok(expected), "{name}: {head}");
    }

    #[test]
    fn content_decides_and_names_only_where_it_leaves_things_open() {
        check("Gulls return", "a.txt", Format::Text);
        check("Gulls return", "a.html", Format::Html);
        check("Gulls return", "a", Format::Text);
        check("<!DOCTYPE html><p>Gulls", "a.txt", Format::Html);
        check("\n<!-- saved --> <!-- twice -->\n<HTML lang=en>", "a.aspx", Format::Html);
        check("<3 gulls", "a.txt", Format::Text);
        check("{\"text\": \"Gulls\"}\n{\"text\": \"Terns\"}", "a.txt", Format::Jsonl);
        check("{\"text\": \"Gulls\"}\n", "a.json", Format::Json);
        check("{\"text\": \"Gulls\"}\n{\"text\": \"Terns\"}", "a.json", Format::Jsonl);
        check("{\"text\": \"Gulls\"}\n", "a.jsonl", Format::Jsonl);
        check("{\n  \"text\": \"Gulls\"\n}", "a", Format::Json);
        check("[{\"text\": \"Gulls\"}]", "a", Format::Json);
        check("{broken", "a.jsonl", Format::Jsonl);
        check("broken", "a.jsonl", Format::Jsonl);
        check("{broken", "a.json", Format::Json);
        check("{curly} beginnings", "a.txt", Format::Text);
        check("[Moscow] Gulls", "a.txt", Format::Text);
        check("", "a.txt", Format::Text);
    }

    #[test]
    fn what_is_no_text_is_named() {
        assert_eq!(format(b"%PDF-1.7", "a.txt"), Err("is no text but a PDF file".to_owned()));
    }
}
